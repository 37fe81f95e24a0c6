package dev.carteiro.instance;

import dev.carteiro.event.Event;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The instances, one row each. An older event that is written down later changes nothing. */
final class InstanceTable {

    private static final String SELECT = """
            SELECT source, name, state, reason, state_at, number, profile_name, qr_image, qr_code, qr_pairing, qr_at,
                   last_event_at
            FROM instance WHERE gone_at IS NULL AND (:source::text IS NULL OR source = :source) AND (:name::text IS NULL OR name = :name)
            ORDER BY name, source
            """;

    private static final String STATE = """
            INSERT INTO instance AS i (source, name, state, reason, state_at, state_position, number, profile_name)
            VALUES (:source, :name, :state, :reason, now(), :position, :number, :profile)
            ON CONFLICT (source, name) DO UPDATE
            SET reason = excluded.reason, state_position = excluded.state_position, state = excluded.state,
                state_at = CASE WHEN i.state IS NOT DISTINCT FROM excluded.state THEN i.state_at ELSE now() END,
                number = coalesce(excluded.number, i.number),
                profile_name = coalesce(excluded.profile_name, i.profile_name),
                qr_image = CASE WHEN excluded.state = 'connecting' THEN i.qr_image END,
                qr_code = CASE WHEN excluded.state = 'connecting' THEN i.qr_code END,
                qr_pairing = CASE WHEN excluded.state = 'connecting' THEN i.qr_pairing END,
                gone_at = CASE WHEN excluded.state IN ('close', 'refused') THEN i.gone_at END
            WHERE i.state_position < excluded.state_position
            """;

    private static final String QR = """
            INSERT INTO instance AS i (source, name, qr_image, qr_code, qr_pairing, qr_at, qr_position)
            VALUES (:source, :name, :image, :code, :pairing, now(), :position)
            ON CONFLICT (source, name) DO UPDATE
            SET qr_image = excluded.qr_image, qr_code = excluded.qr_code, qr_pairing = excluded.qr_pairing,
                qr_at = excluded.qr_at, qr_position = excluded.qr_position, gone_at = NULL
            WHERE i.qr_position < excluded.qr_position
            """;

    /** What the server says of all its instances: who is new, who they are, and nothing of what events tell better. */
    private static final String FOUND = """
            INSERT INTO instance AS i (source, name, state, state_at, number, profile_name, listed)
            VALUES (:source, :name, :state, now(), :number, :profile, true)
            ON CONFLICT (source, name) DO UPDATE
            SET number = coalesce(excluded.number, i.number),
                profile_name = coalesce(excluded.profile_name, i.profile_name),
                state = coalesce(i.state, excluded.state), gone_at = NULL, listed = true
            WHERE (excluded.number IS NOT NULL AND excluded.number IS DISTINCT FROM i.number)
               OR (excluded.profile_name IS NOT NULL AND excluded.profile_name IS DISTINCT FROM i.profile_name)
               OR (excluded.state IS NOT NULL AND i.state IS NULL)
               OR i.gone_at < now() - interval '10 s' OR NOT i.listed
            """;

    private static final String HEARD = """
            INSERT INTO instance AS i (source, name, last_event_at)
            SELECT * FROM UNNEST(:source, :name, :at) AS h (source, name, at)
            ON CONFLICT (source, name) DO UPDATE SET last_event_at = greatest(i.last_event_at, excluded.last_event_at)
            """;

    /** The row stays for a while, unseen: news of the end of an instance that is gone must not bring it back. */
    private static final String GONE =
            "UPDATE instance SET gone_at = now() WHERE source = :source AND name = :name AND gone_at IS NULL";

    /**
     * Only what it once had: with the token of one instance a server tells of that one. A row that has only just come may
     * be of an instance that was made while it was asked, and one that has just gone is needed for a while.
     */
    private static final String ONLY = """
            DELETE FROM instance
            WHERE source = :source AND listed AND name <> ALL (:names) AND created_at < now() - interval '1 minute'
              AND (gone_at IS NULL OR gone_at < now() - interval '10 minutes')
            """;

    private final Database database;
    private final Clock clock;

    InstanceTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What was last heard of an instance. */
    record Heard(InstanceId id, Instant at) {}

    /** Those of a source, or of all; with a name, or all. */
    Flux<Instance> find(@Nullable String source, @Nullable String name) {
        return Flux.defer(() -> database.sql(SELECT)
                .bind("source", Text.parameter(source))
                .bind("name", Text.parameter(name))
                .map(this::instance)
                .all());
    }

    Mono<Void> changed(InstanceId id, Event.ConnectionChanged change, long position) {
        return Mono.defer(() -> of(STATE, id)
                .bind("state", change.state().name().toLowerCase(Locale.ROOT))
                .bind("reason", Text.parameter(change.reason()))
                .bind("position", position)
                .bind("number", Text.parameter(change.number()))
                .bind("profile", Text.parameter(change.profileName()))
                .then());
    }

    Mono<Void> changed(InstanceId id, Event.QrcodeUpdated code, long position) {
        return Mono.defer(() -> of(QR, id)
                .bind("image", Text.parameter(code.available() ? code.image() : null))
                .bind("code", Text.parameter(code.available() ? code.code() : null))
                .bind("pairing", Text.parameter(code.available() ? code.pairingCode() : null))
                .bind("position", position)
                .then());
    }

    Mono<Void> found(InstanceId id, @Nullable String state, @Nullable String number, @Nullable String profileName) {
        return Mono.defer(() -> of(FOUND, id)
                .bind("state", Text.parameter(state))
                .bind("number", Text.parameter(number))
                .bind("profile", Text.parameter(profileName))
                .then());
    }

    Mono<Void> heard(Collection<Heard> all) {
        return Mono.defer(() -> database.sql(HEARD)
                .bind("source", all.stream().map(one -> one.id().source()).toArray(String[]::new))
                .bind("name", all.stream().map(one -> one.id().name()).toArray(String[]::new))
                .bind("at", all.stream().map(Heard::at).toArray(Instant[]::new))
                .then());
    }

    Mono<Void> gone(InstanceId id) {
        return Mono.defer(() -> of(GONE, id).then());
    }

    /** The source has these instances and no others. */
    Mono<Long> only(String source, Collection<String> names) {
        return Mono.defer(() -> database.sql(ONLY)
                .bind("source", source)
                .bind("names", names.toArray(String[]::new))
                .fetch()
                .rowsUpdated());
    }

    private GenericExecuteSpec of(String statement, InstanceId id) {
        return database.sql(statement).bind("source", id.source()).bind("name", id.name());
    }

    private Instance instance(Readable row) {
        String state = row.get("state", String.class);
        return new Instance(
                Columns.required(row, "source", String.class),
                Columns.required(row, "name", String.class),
                state,
                row.get("reason", String.class),
                row.get("state_at", Instant.class),
                row.get("number", String.class),
                row.get("profile_name", String.class),
                "open".equals(state) ? null : code(row),
                row.get("last_event_at", Instant.class));
    }

    private @Nullable QrCode code(Readable row) {
        QrCode code = new QrCode(
                row.get("qr_image", String.class),
                row.get("qr_code", String.class),
                row.get("qr_pairing", String.class),
                row.get("qr_at", Instant.class) == null
                        ? Instant.EPOCH
                        : Columns.required(row, "qr_at", Instant.class));
        boolean something = code.image() != null || code.code() != null || code.pairingCode() != null;
        return something && code.isFresh(clock.instant()) ? code : null;
    }
}

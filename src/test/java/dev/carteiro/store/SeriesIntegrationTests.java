package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessException;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@ExtendWith(DatabaseServer.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeriesIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** What PostgreSQL itself takes it for, and that it equals what it reads from text. */
    private static final Sql COMPARE = Sql.of("""
            SELECT pg_typeof(:sent)::text AS type, coalesce(:sent::text, 'null') AS sent, cardinality(:sent) AS size,
                   coalesce(array_ndims(:sent), 0) AS dimensions, coalesce(array_lower(:sent, 1), 0) AS first
            """);

    private static final Sql TEXTS =
            Sql.of("SELECT t, t IS NULL AS missing FROM UNNEST(:sent) WITH ORDINALITY AS s (t, row) ORDER BY row");

    private static final Sql TOGETHER = Sql.of("""
            SELECT count(*) AS rows, sum(l)::bigint AS longs, sum(i) AS integers, count(*) FILTER (WHERE f) AS flags,
                   sum(length(t)) AS characters, sum(octet_length(b))::bigint AS bytes
            FROM UNNEST(:longs, :integers, :flags, :texts) AS s (l, i, f, t) CROSS JOIN (SELECT :bytes) AS p (b)
            """);

    /** In place of null, which a list of the tests cannot hold. */
    private static final String NONE = "(none)";

    private DatabaseServer.Own own;
    private Database database;

    @BeforeAll
    void connect(DatabaseServer server) {
        own = server.database();
        database = own.database();
    }

    @AfterAll
    void close() {
        own.close();
    }

    private record Seen(String type, String sent, int size, int dimensions, int first) {}

    private Flux<Seen> seen(Series sent) {
        return database.sql(COMPARE)
                .bind("sent", sent)
                .rows(row -> new Seen(
                        Columns.required(row, "type", String.class),
                        Columns.required(row, "sent", String.class),
                        Columns.required(row, "size", Integer.class),
                        Columns.required(row, "dimensions", Integer.class),
                        Columns.required(row, "first", Integer.class)));
    }

    private void arrives(Series sent, Seen expected) {
        StepVerifier.create(seen(sent)).expectNext(expected).expectComplete().verify(DEADLINE);
    }

    @Test
    void sendsLongs() {
        arrives(
                Series.longs(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE), n -> n),
                new Seen("bigint[]", "{0,-1,9223372036854775807,-9223372036854775808}", 4, 1, 1));
    }

    @Test
    void sendsIntegers() {
        arrives(
                Series.integers(List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE), n -> n),
                new Seen("integer[]", "{0,-1,2147483647,-2147483648}", 4, 1, 1));
    }

    @Test
    void sendsIntegersOfWhichSomeAreMissing() {
        arrives(
                Series.integers(List.of("", "200", "", "503"), text -> text.isEmpty() ? null : text, Integer::parseInt),
                new Seen("integer[]", "{NULL,200,NULL,503}", 4, 1, 1));
        arrives(Series.integers(List.of("7"), text -> text, Integer::parseInt), new Seen("integer[]", "{7}", 1, 1, 1));
    }

    @Test
    void sendsFlags() {
        arrives(Series.flags(List.of(true, false, true), flag -> flag), new Seen("boolean[]", "{t,f,t}", 3, 1, 1));
    }

    @Test
    void sendsArraysWithoutElements() {
        arrives(Series.longs(List.<Long>of(), n -> n), new Seen("bigint[]", "{}", 0, 0, 0));
        arrives(Series.integers(List.<Integer>of(), n -> n), new Seen("integer[]", "{}", 0, 0, 0));
        arrives(
                Series.integers(List.<String>of(), text -> text, Integer::parseInt),
                new Seen("integer[]", "{}", 0, 0, 0));
        arrives(Series.flags(List.<Boolean>of(), flag -> flag), new Seen("boolean[]", "{}", 0, 0, 0));
        arrives(Series.texts(List.<String>of(), text -> text), new Seen("text[]", "{}", 0, 0, 0));
    }

    private static @Nullable String orNull(String text) {
        return text.equals(NONE) ? null : text;
    }

    private List<String> texts(List<String> sent) {
        return Objects.requireNonNull(database.sql(TEXTS)
                .bind("sent", Series.texts(sent, SeriesIntegrationTests::orNull))
                .rows(row -> {
                    String text = row.get("t", String.class);
                    assertThat(row.get("missing", Boolean.class)).isEqualTo(text == null);
                    return text == null ? NONE : text;
                })
                .collectList()
                .block(DEADLINE));
    }

    @Test
    void sendsTextsOfEveryKindAndNone() {
        List<String> sent = List.of(
                "a",
                "",
                " ",
                NONE,
                "NULL",
                "{}",
                "\"",
                "\\",
                ",",
                "a\nb\t",
                "ação",
                "日本語",
                "👩‍👩‍👧",
                "\u0001",
                "'$1'",
                ":a::b",
                NONE);

        assertThat(texts(sent)).isEqualTo(sent);
    }

    @Test
    void sendsOnlyNulls() {
        assertThat(texts(List.of(NONE, NONE))).containsExactly(NONE, NONE);
    }

    @Test
    void sendsHalfACharacterAsAQuestionMark() {
        assertThat(texts(List.of("a\uD83Db"))).containsExactly("a?b");
    }

    @Test
    void sendsLargeTexts() {
        List<String> sent = List.of("é".repeat(3_000_000), "", "x".repeat(5_000_000));

        assertThat(texts(sent)).isEqualTo(sent);
    }

    /** As the driver's own codec did: the statement fails by its data, not the connection. */
    @Test
    void leavesItToTheServerToRefuseWhatNoTextMayHold() {
        StepVerifier.create(seen(Series.texts(List.of("a\0b"), text -> text)))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(DataAccessException.class);
                    assertThat(failure.getCause())
                            .isInstanceOfSatisfying(
                                    R2dbcException.class,
                                    cause -> assertThat(cause.getSqlState()).isEqualTo("22021"));
                    assertThat(Cause.of(failure)).contains("0x00");
                })
                .verify(DEADLINE);
        sendsFlags();
    }

    @Test
    void sendsManyRowsInAllTypesBesideBytes() {
        List<Integer> rows = IntStream.range(0, 20_000).boxed().toList();

        StepVerifier.create(database.sql(TOGETHER)
                        .bind("longs", Series.longs(rows, row -> row))
                        .bind("integers", Series.integers(rows, row -> row % 10 == 0 ? null : row, row -> -row))
                        .bind("flags", Series.flags(rows, row -> row % 4 == 0))
                        .bind("texts", Series.texts(rows, row -> row % 2 == 0 ? null : "ção"))
                        .bind("bytes", new Packed(List.of(new byte[3], new byte[4])))
                        .rows(row -> List.of(
                                Columns.required(row, "rows", Long.class),
                                Columns.required(row, "longs", Long.class),
                                Columns.required(row, "integers", Long.class),
                                Columns.required(row, "flags", Long.class),
                                Columns.required(row, "characters", Long.class),
                                Columns.required(row, "bytes", Long.class))))
                .expectNext(List.of(20_000L, 199_990_000L, -180_000_000L, 5_000L, 30_000L, 140_000L))
                .expectComplete()
                .verify(DEADLINE);
    }
}

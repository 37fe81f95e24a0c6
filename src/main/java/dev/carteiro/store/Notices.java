package dev.carteiro.store;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What other sessions of the database announce with {@code NOTIFY}, over a connection of its own. */
public final class Notices {

    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final PostgresqlConnectionFactory connections;
    private final boolean exclusive;

    /** An {@code exclusive} database is in a folder that only this process holds. */
    Notices(PostgresqlConnectionFactory connections, boolean exclusive) {
        this.connections = connections;
        this.exclusive = exclusive;
    }

    /**
     * How many looks come to one for those who look by themselves as well: with a database of our own nothing is announced but
     * what this process does, and the connection does not break unseen.
     */
    public int looksToOne() {
        return exclusive ? 6 : 1;
    }

    /**
     * The payloads announced on {@code channel}, for ever: a lost connection is opened again. Each time it is open an
     * empty payload comes first, because something may have been missed; look at all there is then. A subscriber that is
     * slower than the announcements gets the latest.
     */
    public Flux<String> on(String channel) {
        return Flux.usingWhen(
                        connections.create(), connection -> listen(connection, channel), PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("the connection has ended")))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .doBeforeRetry(lost -> log.debug(
                                "event=notices-lost channel={} cause=\"{}\"", channel, Cause.of(lost.failure()))))
                .onBackpressureLatest();
    }

    private static String payload(Notification notification) {
        String payload = notification.getParameter();
        return payload == null ? "" : payload;
    }

    private static Flux<String> listen(PostgresqlConnection connection, String channel) {
        return connection
                .createStatement("LISTEN " + channel)
                .execute()
                .flatMap(result -> result.getRowsUpdated(), 1)
                .then(Mono.just(""))
                .concatWith(connection.getNotifications().map(Notices::payload));
    }
}

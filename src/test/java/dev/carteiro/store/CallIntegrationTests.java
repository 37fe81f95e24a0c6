package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.List;
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
class CallIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Sql COUNT =
            Sql.of("SELECT n * :times::int AS n FROM generate_series(1, :most::int) AS n ORDER BY n -- :no parameter");

    private static final Sql DIVIDE = Sql.of("SELECT 1 / :by::int AS n");

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

    private Flux<Integer> count(int times, int most) {
        return database.sql(COUNT)
                .bind("most", most)
                .bind("times", times)
                .rows(row -> Columns.required(row, "n", Integer.class));
    }

    private Flux<Integer> divide(int by) {
        return database.sql(DIVIDE).bind("by", by).rows(row -> Columns.required(row, "n", Integer.class));
    }

    @Test
    void readsTheRowsOfAStatementWithItsParametersByTheirNames() {
        StepVerifier.create(count(10, 3))
                .expectNext(10, 20, 30)
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void failsAsSpringsClientDoes() {
        StepVerifier.create(divide(0))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure)
                            .isInstanceOf(DataAccessException.class)
                            .hasMessageContaining("SELECT 1 / $1::int");
                    assertThat(failure.getCause())
                            .isInstanceOfSatisfying(
                                    R2dbcException.class,
                                    cause -> assertThat(cause.getSqlState()).isEqualTo("22012"));
                    assertThat(Cause.of(failure)).contains("division by zero").doesNotContain("SELECT");
                })
                .verify(DEADLINE);
    }

    @Test
    void givesItsConnectionBackHoweverItEnds() {
        Flux<Integer> failed = Flux.range(0, 10).concatMap(i -> divide(0).onErrorReturn(-1));
        Flux<Integer> cancelled = Flux.range(0, 10).concatMap(i -> count(1, 100).take(1));
        Flux<Integer> unbound = Flux.range(0, 10)
                .concatMap(i -> database.sql(DIVIDE).rows(row -> 0).onErrorReturn(IllegalStateException.class, -2));

        StepVerifier.create(Flux.concat(failed, cancelled, unbound, count(1, 1)).distinct())
                .expectNext(-1, 1, -2)
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void keepsRunningStatementsApartThatShareAText() {
        StepVerifier.create(Flux.range(1, 200)
                        .flatMap(i -> count(i, 2).collectList().map(n -> n.equals(List.of(i, 2 * i))), 16)
                        .distinct())
                .expectNext(true)
                .expectComplete()
                .verify(DEADLINE);
    }

    /** A bigint would be read as eight bytes of which four are sent. */
    @Test
    void runsAStatementWithOtherTypesThanBefore() {
        Sql either = Sql.of("SELECT pg_typeof(:value)::text AS n, :value::text AS m");
        Flux<String> seen = Flux.just(
                        1,
                        2L,
                        "three",
                        4,
                        5L,
                        Series.longs(List.of(6L), n -> n),
                        Series.flags(List.of(true), n -> n),
                        7L)
                .concatMap(value -> database.sql(either)
                        .bind("value", value)
                        .rows(row ->
                                Columns.required(row, 0, String.class) + " " + Columns.required(row, 1, String.class)));

        StepVerifier.create(seen)
                .expectNext("integer 1", "bigint 2", "character varying three", "integer 4", "bigint 5")
                .expectNext("bigint[] {6}", "boolean[] {t}", "bigint 7")
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void runsAStatementAgainAfterItFailedAndAfterItWasCancelled() {
        Flux<Integer> seen = Flux.range(0, 20)
                .concatMap(i -> Flux.concat(
                        divide(0).onErrorReturn(-1), divide(1), count(i, 1_000).take(1), count(i, 1)));

        StepVerifier.create(seen.collectList())
                .assertNext(all -> {
                    for (int i = 0; i < 20; i++) {
                        assertThat(all.subList(4 * i, 4 * i + 4)).containsExactly(-1, 1, i, i);
                    }
                })
                .expectComplete()
                .verify(DEADLINE);
    }
}

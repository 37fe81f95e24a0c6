package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.carteiro.eventlog.ReceivedQuery;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;

class TrialQueryTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static TrialQuery query(String query) {
        MockServerHttpRequest request = MockServerHttpRequest.method(
                        HttpMethod.POST, URI.create("/api/routes/try" + query))
                .build();
        return TrialQuery.of(
                ServerRequest.create(MockServerWebExchange.from(request), List.<HttpMessageReader<?>>of()), NOW);
    }

    @Test
    void isAboutTheLastDayUnlessItSaysOtherwise() {
        assertThat(query(""))
                .isEqualTo(new TrialQuery(
                        new ReceivedQuery(Instant.parse("2026-01-01T03:04:05Z"), NOW, null, null), 10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "?since=2026-01-01T00:00:00Z,                  2026-01-01T00:00:00Z, 2026-01-02T03:04:05Z",
        "?since=2026-01-01T00:00:00%2B03:00,           2025-12-31T21:00:00Z, 2026-01-02T03:04:05Z",
        "?since=2026-01-01T00:00:00+03:00,             2025-12-31T21:00:00Z, 2026-01-02T03:04:05Z",
        "?since=90m,                                   2026-01-02T01:34:05Z, 2026-01-02T03:04:05Z",
        "?since=2d&until=1d,                           2025-12-31T03:04:05Z, 2026-01-01T03:04:05Z",
        "?until=2h,                                    2026-01-01T01:04:05Z, 2026-01-02T01:04:05Z",
        "?until=2026-05-01T00:00:00Z,                  2026-01-01T03:04:05Z, 2026-01-02T03:04:05Z",
        "?since=999999999d&until=,                     1970-01-01T00:00:00Z, 2026-01-02T03:04:05Z"
    })
    void takesMomentsAndHowLongAgoTheyWere(String query, Instant since, Instant until) {
        assertThat(query(query).events()).isEqualTo(new ReceivedQuery(since, until, null, null));
    }

    @Test
    void takesCriteria() {
        TrialQuery query = query("?limit=100000&source=evolution&type=message.*");
        assertThat(query.limit()).isEqualTo(100_000);
        assertThat(query.events().source()).isEqualTo("evolution");
        assertThat(query.events().type()).isEqualTo("message.*");
    }

    @ParameterizedTest
    @CsvSource({
        "?since=yesterday,              since is a moment such as",
        "?until=24,                     until is a moment such as",
        "?since=1h&until=2h,            Nothing is between since and until",
        "?since=2027-01-01T00:00:00Z,   Nothing is between since and until",
        "?limit=0,                      limit is 1 to 100000.",
        "?limit=100001,                 limit is 1 to 100000.",
        "?limit=many,                   'limit is a number, not \"many\".'",
        "?instance=Ravenna,             'There is no parameter instance; there are limit, since, source, type, until.'"
    })
    void saysWhatIsWrong(String query, String detail) {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> query(query))
                .satisfies(problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(400);
                    assertThat(problem.getBody().getDetail()).contains(detail);
                });
    }
}

package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTests {

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    private Outcome outcome(@Nullable List<Integer> refuse, int status, @Nullable String retryAfter) {
        return new Answers(refuse, Duration.ofHours(1), clock).outcome(status, retryAfter, new Answer(status, "said"));
    }

    private Outcome outcome(int status) {
        return outcome(null, status, null);
    }

    private @Nullable Duration after(String retryAfter) {
        return ((Outcome.Deferred) outcome(null, 503, retryAfter)).after();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEvery2xxForDelivered(int status) {
        assertThat(outcome(status)).isEqualTo(new Outcome.Delivered(new Answer(status, "said")));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 599})
    void triesAgainWhatMayPass(int status) {
        assertThat(outcome(status))
                .isEqualTo(new Outcome.Deferred("status " + status, null, new Answer(status, "said")));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 451})
    void refusesWhatNoRetryCanMend(int status) {
        assertThat(outcome(status)).isEqualTo(new Outcome.Refused("status " + status, new Answer(status, "said")));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        assertThat(outcome(status))
                .isEqualTo(new Outcome.Refused(
                        "status " + status + ": redirects are not followed", new Answer(status, "said")));
    }

    @Test
    void refusesWhatTheDestinationLists() {
        List<Integer> refuse = List.of(400, 503);
        assertThat(outcome(refuse, 400, null)).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome(refuse, 503, null)).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome(refuse, 404, null)).isInstanceOf(Outcome.Deferred.class);
        assertThat(outcome(List.of(), 422, null)).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void takes410ForTheEndWhateverIsListed() {
        Outcome gone = new Outcome.Gone("status 410: the destination is gone", new Answer(410, "said"));
        assertThat(outcome(410)).isEqualTo(gone);
        assertThat(outcome(List.of(400), 410, "120")).isEqualTo(gone);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "' 120 ', 120", "3600, 3600", "3601, 3600", "999999999, 3600"})
    void waitsForTheSecondsThatItIsAskedToUpToAnHour(String retryAfter, long seconds) {
        assertThat(after(retryAfter)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void waitsForTheDateThatItIsAskedTo() {
        assertThat(after("Fri, 02 Jan 2026 03:05:05 GMT")).isEqualTo(Duration.ofMillis(59_994));
        assertThat(after("Fri, 02 Jan 2027 03:05:05 GMT")).isNull(); // a Saturday: the date contradicts itself
        assertThat(after("Sat, 02 Jan 2027 03:05:05 GMT")).isEqualTo(Duration.ofHours(1));
        assertThat(after("Fri, 02 Jan 2026 03:04:00 GMT")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0", "-1", "1.5", "1s", "99999999999999999999", "٣", "2026-01-02T03:05:05Z"})
    void ignoresAWishThatIsNone(String retryAfter) {
        assertThat(after(retryAfter)).isNull();
    }
}

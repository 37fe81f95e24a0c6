package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BAD;
import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.attempted;
import static dev.carteiro.delivery.TestDeliveries.retry;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTests {

    private final RandomGenerator random = new Random(1);
    private final Policy.Retry retry = retry(0, ofSeconds(1), ofSeconds(5), ofSeconds(30));

    private Verdict verdict(int attempts, Outcome outcome) {
        return Verdict.of(attempted(attempts), outcome, retry, NOW, random);
    }

    private static Outcome asking(Duration after) {
        return new Outcome.Deferred("status 503", after, new Answer(503, ""));
    }

    @Test
    void endsWithASuccessOrARefusal() {
        assertThat(verdict(0, OK)).isEqualTo(new Verdict.Done());
        assertThat(verdict(2, BAD)).isEqualTo(new Verdict.Dead("status 400"));
    }

    /** A wrong token is nobody's event's fault, however long it takes until somebody mends it. */
    @Test
    void neverBuriesWhatCannotGoAnywhereForNow() {
        Outcome barred = new Outcome.Barred("status 401", ofSeconds(60), new Answer(401, ""));
        Instant muchLater = NOW.plus(Duration.ofDays(30));
        assertThat(Verdict.of(attempted(50), barred, retry, muchLater, random))
                .isEqualTo(new Verdict.Later(ofSeconds(60)));
    }

    @Test
    void makesOneAttemptMoreThanThereAreDelays() {
        assertThat(Stream.of(0, 1, 2, 3).map(attempts -> verdict(attempts, BUSY)))
                .containsExactly(
                        new Verdict.Later(ofSeconds(1)),
                        new Verdict.Later(ofSeconds(5)),
                        new Verdict.Later(ofSeconds(30)),
                        new Verdict.Dead("gave up after 4 attempts; the last: status 503"));
    }

    @Test
    void makesOneAttemptWithoutASchedule() {
        assertThat(Verdict.of(attempted(0), BUSY, retry(0), NOW, random)).isInstanceOf(Verdict.Dead.class);
    }

    @Test
    void spreadsADelayOverTheJitterOnBothSides() {
        Policy.Retry spread = retry(0.2, ofSeconds(10));
        List<Long> delays = Stream.generate(() -> Verdict.of(attempted(0), BUSY, spread, NOW, random))
                .limit(1_000)
                .map(verdict -> ((Verdict.Later) verdict).delay().toMillis())
                .sorted()
                .toList();
        assertThat(delays.getFirst()).isBetween(8_000L, 8_100L);
        assertThat(delays.getLast()).isBetween(11_900L, 12_000L);
        assertThat(delays.get(500)).isBetween(9_700L, 10_300L);
    }

    @Test
    void waitsAsLongAsItIsAskedToWhateverTheNumberOfAttempts() {
        assertThat(verdict(0, asking(ofSeconds(60)))).isEqualTo(new Verdict.Later(ofSeconds(60)));
        assertThat(verdict(3, asking(ofSeconds(2)))).isEqualTo(new Verdict.Later(ofSeconds(2)));
        assertThat(Verdict.of(attempted(3), asking(ofSeconds(2)), retry, NOW.plus(Duration.ofHours(24)), random))
                .isEqualTo(new Verdict.Dead("older than max-age; the last: status 503"));
    }

    @Test
    void endsWhereTheDestinationIsGone() {
        assertThat(verdict(0, new Outcome.Gone("status 410", new Answer(410, ""))))
                .isEqualTo(new Verdict.Dead("status 410"));
    }

    @Test
    void triesForTheLastTimeAtTheGreatestAge() {
        Instant late = NOW.plus(Duration.ofHours(24)).minusMillis(1);
        assertThat(Verdict.of(attempted(2), BUSY, retry, late.minusSeconds(40), random))
                .isEqualTo(new Verdict.Later(ofSeconds(30)));
        assertThat(Verdict.of(attempted(2), BUSY, retry, late, random))
                .isEqualTo(new Verdict.Later(Duration.ofMillis(1)));
        assertThat(Verdict.of(attempted(2), BUSY, retry, late.plusMillis(1), random))
                .isEqualTo(new Verdict.Dead("older than max-age; the last: status 503"));
    }

    @Test
    void putsOffWhateverTheNumberOfAttemptsAndTheAge() {
        Outcome postponed = new Outcome.Postponed("circuit breaker open", ofSeconds(10));
        assertThat(verdict(99, postponed)).isEqualTo(new Verdict.Later(ofSeconds(10)));
        assertThat(Verdict.of(attempted(0), postponed, retry, NOW.plus(Duration.ofHours(24)), random))
                .isEqualTo(new Verdict.Later(ofSeconds(10)));
    }
}

package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.TestClock;
import dev.carteiro.evolution.Inflow;
import dev.carteiro.evolution.TestLosses;
import dev.carteiro.ingest.TestDoor;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;
import reactor.test.scheduler.VirtualTimeScheduler;

@ExtendWith(OutputCaptureExtension.class)
class StreamWatchTests {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration PAUSE = Duration.ofMillis(700);

    private final TestClock clock = new TestClock(START);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Landing landing = new Landing("evolution", new TestDoor().door(), new Inflow(1_000), time);
    private final StreamWatch watch = new StreamWatch("evolution", clock);

    @AfterEach
    void stop() {
        time.dispose();
    }

    private void connect() {
        watch.connecting();
        watch.connected();
    }

    private void loseAfter(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        watch.lost(TestLosses.lost("gone"), PAUSE);
    }

    private void refuse() {
        watch.lost(TestLosses.refused("wrong key"), PAUSE);
    }

    private StreamReport report() {
        return watch.report(landing);
    }

    private static int alarms(CapturedOutput output) {
        return StringUtils.countOccurrencesOf(output.getAll(), "event=stream-alarm");
    }

    @Test
    void standsByUntilTheStreamIsOurs() {
        assertThat(report())
                .isEqualTo(new StreamReport(
                        "evolution", StreamState.STANDBY, START, null, 0, 0, 0, Duration.ZERO, 0, null));
        watch.connecting();
        assertThat(report().state()).isEqualTo(StreamState.CONNECTING);
        clock.advance(Duration.ofSeconds(2));
        watch.connected();
        assertThat(report().state()).isEqualTo(StreamState.CONNECTED);
        assertThat(report().since()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void raisesTheAlarmOnceWhenItIsLostForHalfAMinute(CapturedOutput output) {
        connect();
        loseAfter(60);
        loseAfter(29);
        assertThat(watch.state()).isEqualTo(StreamState.CONNECTING);
        assertThat(alarms(output)).isZero();
        loseAfter(1);
        assertThat(watch.state()).isEqualTo(StreamState.LOST);
        loseAfter(60);
        assertThat(alarms(output)).isEqualTo(1);
    }

    @Test
    void raisesTheAlarmAgainForTheNextLoss(CapturedOutput output) {
        connect();
        loseAfter(0);
        loseAfter(30);
        watch.connected();
        loseAfter(0);
        loseAfter(30);
        assertThat(alarms(output)).isEqualTo(2);
    }

    @Test
    void raisesTheAlarmAtOnceWhenItIsRefused(CapturedOutput output) {
        watch.connecting();
        refuse();
        refuse();
        assertThat(watch.state()).isEqualTo(StreamState.REFUSED);
        assertThat(report().error()).isEqualTo("wrong key");
        assertThat(alarms(output)).isEqualTo(1);
    }

    @Test
    void raisesTheAlarmWhereItNeverOpened(CapturedOutput output) {
        watch.connecting();
        loseAfter(1);
        assertThat(alarms(output)).isZero();
        loseAfter(29);
        assertThat(alarms(output)).isEqualTo(1);
    }

    @Test
    void raisesTheAlarmBeforeTheNextTryWould(CapturedOutput output) {
        connect();
        loseAfter(1);
        clock.advance(Duration.ofSeconds(29));
        watch.look();
        assertThat(report().state()).isEqualTo(StreamState.CONNECTING);
        assertThat(alarms(output)).isZero();
        clock.advance(Duration.ofSeconds(1));
        watch.look();
        watch.look();
        loseAfter(10);
        assertThat(report().state()).isEqualTo(StreamState.LOST);
        assertThat(alarms(output)).isOne();
    }

    @Test
    void raisesNoAlarmWhileAllIsWell(CapturedOutput output) {
        connect();
        clock.advance(Duration.ofHours(1));
        watch.look();
        assertThat(report().state()).isEqualTo(StreamState.CONNECTED);
        assertThat(alarms(output)).isZero();
    }

    @Test
    void tellsSinceWhenItIsLostHoweverOftenItIsTried() {
        connect();
        loseAfter(5);
        loseAfter(7);
        refuse();
        loseAfter(30);
        assertThat(report().since()).isEqualTo(START.plusSeconds(5));
        assertThat(report().state()).isEqualTo(StreamState.LOST);
    }

    @Test
    void countsHowOftenItIsOpenedAgain() {
        watch.connecting();
        loseAfter(1);
        watch.connected();
        assertThat(report().reconnects()).as("the first time").isZero();
        loseAfter(1);
        loseAfter(1);
        watch.connected();
        loseAfter(1);
        watch.connected();
        assertThat(report().reconnects()).isEqualTo(2);
        assertThat(report().error()).isNull();
    }

    @Test
    void saysTheSameOnlyOnceForEachLoss(CapturedOutput output) {
        connect();
        loseAfter(1);
        loseAfter(1);
        loseAfter(1);
        watch.connected();
        loseAfter(1);
        assertThat(StringUtils.countOccurrencesOf(output.getAll(), "event=stream-lost"))
                .isEqualTo(2);
    }

    @Test
    void forgetsTheErrorWhenAnotherReplicaListens() {
        watch.connecting();
        refuse();
        clock.advance(Duration.ofSeconds(3));
        watch.standby();
        assertThat(report().state()).isEqualTo(StreamState.STANDBY);
        assertThat(report().since()).isEqualTo(START.plusSeconds(3));
        assertThat(report().error()).isNull();
    }

    @Test
    void countsWhatComes() {
        connect();
        watch.received(START.plusSeconds(1));
        watch.received(START.plusSeconds(2));
        watch.garbled("half an event");
        assertThat(report().events()).isEqualTo(2);
        assertThat(report().lastEventAt()).isEqualTo(START.plusSeconds(2));
        assertThat(report().garbled()).isEqualTo(1);
    }
}

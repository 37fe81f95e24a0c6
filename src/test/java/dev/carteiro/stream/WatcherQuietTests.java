package dev.carteiro.stream;

import static dev.carteiro.stream.TestFrames.frame;
import static dev.carteiro.stream.TestFrames.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatcherQuietTests {

    private final Watching watching = new Watching(new Ring(200, 1 << 20));

    private void after(long seconds) {
        watching.after(Duration.ofSeconds(seconds));
    }

    @Test
    void tellsOfSilenceAgainAndAgain() {
        watching.request(Long.MAX_VALUE);
        after(15);
        assertThat(watching.received()).isEmpty();
        after(16);
        assertThat(watching.received()).containsExactly(new Signal.Quiet(0));
        after(31);
        assertThat(watching.received()).hasSize(1);
        after(32);
        assertThat(watching.received()).hasSize(2);
    }

    @Test
    void tellsOfSilenceWhereNothingThatComesIsWanted() {
        Watching siena = watching.another(Watching.wish("Siena"), 0);
        siena.request(Long.MAX_VALUE);
        watching.append(frames(1, 2), 5);
        siena.wake();
        siena.after(Duration.ofSeconds(16));
        assertThat(siena.received()).containsExactly(new Signal.Quiet(5));
    }

    @Test
    void isNotSilentAfterEvents() {
        watching.request(Long.MAX_VALUE);
        after(14);
        watching.append(frames(1), 1);
        after(16);
        after(31);
        assertThat(watching.received()).hasSize(1);
        after(32);
        assertThat(watching.received()).hasSize(2).endsWith(new Signal.Quiet(1));
    }

    @Test
    void tellsOfEventsRatherThanOfSilence() {
        watching.request(Long.MAX_VALUE);
        watching.appendSilently(frames(1), 1);
        after(16);
        assertThat(watching.positions()).containsExactly(1L);
        assertThat(watching.received()).hasSize(1);
    }

    @Test
    void waitsUntilItIsAskedFor() {
        after(16);
        after(32);
        assertThat(watching.received()).isEmpty();
        watching.request(2);
        assertThat(watching.received()).containsExactly(new Signal.Quiet(0));
    }

    @Test
    void isNotToldOfASilenceThatIsOver() {
        after(16);
        watching.append(frames(1), 1);
        watching.request(Long.MAX_VALUE);
        assertThat(watching.positions()).containsExactly(1L);
        assertThat(watching.received()).hasSize(1);
    }

    @Test
    void neverGoesBack() {
        Watching late = watching.another(Watching.wish("Siena"), 50);
        late.request(Long.MAX_VALUE);
        watching.append(frames(10, 20), 40);
        late.after(Duration.ofSeconds(16));
        watching.append(List.of(frame(45, "Siena"), frame(60, "Siena")), 70);
        late.wake();
        late.after(Duration.ofSeconds(17));
        late.after(Duration.ofSeconds(33));
        assertThat(late.received().getFirst()).isEqualTo(new Signal.Quiet(50));
        assertThat(late.positions()).containsExactly(60L);
        assertThat(late.received().getLast()).isEqualTo(new Signal.Quiet(70));
    }
}

package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TurnstileTests {

    private final Turnstile turnstile = new Turnstile(2);
    private final List<Integer> begun = new ArrayList<>();
    private final List<Sinks.Empty<Void>> works = new ArrayList<>();

    private Disposable pass(int number) {
        Sinks.Empty<Void> work = Sinks.empty();
        works.add(work);
        Mono<Void> begins = Mono.fromRunnable(() -> begun.add(number));
        return turnstile.pass(begins.then(work.asMono())).subscribe(nothing -> {}, failure -> {});
    }

    @Test
    void letsAFewThroughAndTheOthersInTheirOrder() {
        List<Disposable> passing = List.of(pass(0), pass(1), pass(2), pass(3));
        assertThat(begun).containsExactly(0, 1);
        works.get(1).tryEmitEmpty().orThrow();
        assertThat(begun).containsExactly(0, 1, 2);
        works.get(0).tryEmitError(new IllegalStateException("failed")).orThrow();
        assertThat(begun).containsExactly(0, 1, 2, 3);
        assertThat(passing).extracting(Disposable::isDisposed).containsExactly(true, true, false, false);
    }

    @Test
    void takesThePlaceBackOfWorkThatIsCancelled() {
        List<Disposable> passing = List.of(pass(0), pass(1), pass(2));
        passing.get(0).dispose();
        assertThat(begun).containsExactly(0, 1, 2);
    }

    @Test
    void keepsNoPlaceForOneWhoLeavesTheLine() {
        List<Disposable> passing = List.of(pass(0), pass(1), pass(2), pass(3));
        passing.get(2).dispose();
        works.get(0).tryEmitEmpty().orThrow();
        works.get(1).tryEmitEmpty().orThrow();
        Disposable later = pass(4);
        assertThat(begun).containsExactly(0, 1, 3, 4);
        assertThat(later.isDisposed()).isFalse();
    }
}

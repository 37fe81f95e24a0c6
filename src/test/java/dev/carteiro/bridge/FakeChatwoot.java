package dev.carteiro.bridge;

import dev.carteiro.delivery.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Takes messages, each once, and remembers when it was asked. */
final class FakeChatwoot implements ImportWalk.Post {

    private final VirtualTimeScheduler time;
    private final Set<String> written = new LinkedHashSet<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, IntFunction<Mono<Outcome>>> answers = new HashMap<>();
    private Duration slowness = Duration.ZERO;
    private int busy;
    private int busiest;

    FakeChatwoot(VirtualTimeScheduler time) {
        this.time = time;
    }

    /** One attempt at a message, so many milliseconds after the beginning. */
    record Attempt(String id, long at, int spent) {}

    /** How it answers where it does not simply take a message; {@code answer} is told how often it was asked before. */
    void answers(String id, IntFunction<Mono<Outcome>> answer) {
        answers.put(id, answer);
    }

    void takes(Duration each) {
        slowness = each;
    }

    void has(String id) {
        written.add(id);
    }

    List<String> written() {
        return List.copyOf(written);
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Long> timesOf(String id) {
        return attempts.stream()
                .filter(attempt -> attempt.id().equals(id))
                .map(Attempt::at)
                .toList();
    }

    /** How many messages it has had before it at once. */
    int busiest() {
        return busiest;
    }

    @Override
    public Mono<Outcome> post(Past message, int spent) {
        return Mono.defer(() -> {
            int before = timesOf(message.id()).size();
            attempts.add(new Attempt(message.id(), time.now(TimeUnit.MILLISECONDS), spent));
            busiest = Math.max(busiest, ++busy);
            Mono<Outcome> answer = answers.getOrDefault(message.id(), asked -> taken(message.id()))
                    .apply(before);
            return (slowness.isZero() ? answer : Mono.delay(slowness, time).then(answer)).doOnTerminate(() -> busy--);
        });
    }

    Mono<Outcome> taken(String id) {
        return Mono.fromSupplier(() -> Ends.delivered(written.add(id) ? "message 7" : "it is there already"));
    }
}

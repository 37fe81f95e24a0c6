package dev.carteiro.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Lets a few through at a time; the others wait in line, without a thread. */
final class Turnstile {

    private final AtomicInteger free;
    private final Queue<MonoSink<Boolean>> line = new ConcurrentLinkedQueue<>();

    Turnstile(int atOnce) {
        free = new AtomicInteger(atOnce);
    }

    /** Runs {@code work} when its turn has come. */
    <T> Mono<T> pass(Mono<T> work) {
        return Mono.usingWhen(enter(), turn -> work, turn -> Mono.fromRunnable(this::leave));
    }

    private Mono<Boolean> enter() {
        return Mono.create(turn -> {
            line.add(turn.onCancel(() -> line.remove(turn))); // one who has left would keep the place for ever
            admit();
        });
    }

    private void leave() {
        free.getAndIncrement();
        admit();
    }

    private void admit() {
        while (!line.isEmpty() && free.getAndUpdate(count -> count > 0 ? count - 1 : 0) > 0) {
            MonoSink<Boolean> next = line.poll();
            if (next == null) {
                free.getAndIncrement();
            } else {
                next.success(true);
            }
        }
    }
}

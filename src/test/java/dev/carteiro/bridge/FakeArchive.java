package dev.carteiro.bridge;

import dev.carteiro.event.Content;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import reactor.core.publisher.Mono;

/** An Evolution server's past, held in memory: newest first, and what is of one second in any order. */
final class FakeArchive implements Archive {

    private final List<Past> there = new ArrayList<>();
    private final List<Span> asked = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Random random = new Random(1);
    private boolean shuffles;
    private boolean unheeding;

    static Past message(String id, String chat, long at) {
        Message message =
                new Message(id, false, false, false, null, new Party(chat, null, null), new Content.Text("Oi"), null);
        Fact fact = new Fact(
                "evolution",
                "acme",
                new ConversationKey("acme", chat),
                Instant.ofEpochSecond(at),
                id,
                new Event.MessageReceived(message));
        return new Past(fact, message, new byte[0]);
    }

    void add(String id, String chat, long at) {
        there.add(message(id, chat, at));
    }

    /** What is of one second has another order with each question. */
    void shuffles() {
        shuffles = true;
    }

    /** It gives out everything, whatever it is asked for. */
    void heedsNothing() {
        unheeding = true;
    }

    /** The next question has this for an answer. */
    void fails(RuntimeException failure) {
        failures.add(failure);
    }

    /** For which spans its first pages were asked. */
    List<Span> asked() {
        return asked;
    }

    List<String> ids() {
        return there.stream()
                .sorted(Comparator.comparingLong(Past::at))
                .map(Past::id)
                .toList();
    }

    @Override
    public Mono<Page> page(Span span, int number) {
        return Mono.fromCallable(() -> {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            if (number == 1) {
                asked.add(span);
            }
            List<Past> found = new ArrayList<>(there.stream()
                    .filter(message -> unheeding || span.holds(message.at()))
                    .toList());
            if (shuffles) {
                Collections.shuffle(found, random);
            } else {
                Collections.reverse(found);
            }
            found.sort(Comparator.comparingLong(Past::at).reversed());
            return new Page(
                    found.size(),
                    found.stream()
                            .skip((number - 1L) * SIZE)
                            .limit(SIZE)
                            .map(message -> new Kept(message.id(), message.at(), message))
                            .toList());
        });
    }
}

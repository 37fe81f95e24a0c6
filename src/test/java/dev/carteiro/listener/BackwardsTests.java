package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.listener.Backwards.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

@Timeout(60)
class BackwardsTests {

    private final List<Integer> there = new ArrayList<>(); // the newest first, and the higher the newer
    private final List<Integer> fetched = new ArrayList<>();
    private final Set<Integer> taken = new LinkedHashSet<>();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            there.addFirst(there.size());
        }
    }

    private Page page(int number) {
        ArrayNode records = JsonMapper.shared().createArrayNode();
        there.stream()
                .skip((long) (number - 1) * Backwards.SIZE)
                .limit(Backwards.SIZE)
                .forEach(records::add);
        return new Page(there.size(), records);
    }

    private void run(IntSupplier addedMeanwhile) {
        Backwards backwards = new Backwards(
                number -> Mono.fromSupplier(() -> {
                    fetched.add(number);
                    Page page = page(number);
                    add(addedMeanwhile.getAsInt());
                    return page;
                }),
                page -> Mono.fromRunnable(() -> taken.addAll(page.records()
                        .valueStream()
                        .map(JsonNode::intValue)
                        .toList()
                        .reversed())));
        StepVerifier.create(backwards.from(page(1))).expectComplete().verify(Duration.ofSeconds(10));
    }

    @Test
    void takesTheOldestFirst() {
        add(250);
        run(() -> 0);
        assertThat(fetched).containsExactly(3, 2, 1);
        assertThat(taken).containsExactlyElementsOf(there.reversed());
    }

    @Test
    void fetchesASinglePageOnlyOnce() {
        add(100);
        run(() -> 0);
        assertThat(fetched).isEmpty();
        assertThat(taken).hasSize(100);
    }

    @Test
    void endsWhereThereIsNothing() {
        run(() -> 0);
        assertThat(fetched).isEmpty();
        assertThat(taken).isEmpty();
    }

    @Test
    void takesOnlyTheNewestOfVeryMuch() {
        add(20_500);
        run(() -> 0);
        assertThat(taken).hasSize(20_000).doesNotContain(499).contains(500, 20_499);
    }

    @Test
    void missesNothingThatWasThereHoweverMuchIsAddedMeanwhile() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            there.clear();
            fetched.clear();
            taken.clear();
            int before = random.nextInt(1_500);
            add(before);
            run(() -> random.nextInt(3) == 0 ? random.nextInt(80) : 0);
            List<Integer> old = new ArrayList<>(there.subList(there.size() - before, there.size()));
            old.removeAll(taken);
            assertThat(old).as("missed with seed %d", seed).isEmpty();
            assertThat(List.copyOf(taken)).as("with seed %d", seed).isSorted();
        }
    }

    @Test
    void endsWhereEverMoreIsAdded() {
        add(1_000);
        run(() -> 150);
        assertThat(fetched).hasSizeLessThan(60);
    }

    @Test
    void endsWhereMuchIsTakenAway() {
        add(1_000);
        run(() -> {
            there.subList(0, Math.min(150, there.size())).clear();
            return 0;
        });
        assertThat(fetched).last().isEqualTo(1);
    }

    @Test
    void goesNoFurtherThanThereIsSense() {
        add(500);
        Backwards backwards = new Backwards(
                number -> {
                    fetched.add(number);
                    return number > 3 ? Mono.just(page(number)) : Mono.empty();
                },
                page -> Mono.empty());
        StepVerifier.create(backwards.from(page(1))).expectComplete().verify(Duration.ofSeconds(10));
        assertThat(fetched).containsExactly(5, 4, 3);
    }
}

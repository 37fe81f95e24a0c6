package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sixteen senders that post numbered messages of many conversations, each conversation in order, and send again what was
 * not acknowledged, as Evolution does.
 */
final class LedgerLoad implements AutoCloseable {

    private static final int SENDERS = 16;
    private static final long BETWEEN_TRIES = Duration.ofMillis(250).toNanos();

    private final Supplier<RouterClient> router;
    private final Size size;
    private final String run = TestEvents.unique();
    private final Set<String> acked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Queue<RouterClient.Answer> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<IOException> disconnections = new ConcurrentLinkedQueue<>();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    LedgerLoad(Supplier<RouterClient> router, Size size) {
        this.router = router;
        this.size = size;
    }

    /**
     * How much there is to send.
     *
     * @param pause what each sender waits between two messages
     */
    record Size(int conversations, int each, Duration pause) {

        Size(int conversations, int each) {
            this(conversations, each, Duration.ZERO);
        }

        int events() {
            return conversations * each;
        }
    }

    LedgerLoad start() {
        IntStream.range(0, SENDERS).forEach(sender -> senders.execute(() -> send(sender)));
        return this;
    }

    private void send(int sender) {
        for (int number = 0; number < size.each(); number++) {
            for (int conversation = sender; conversation < size.conversations(); conversation += SENDERS) {
                sendUntilAcked(conversation, run + "-" + conversation + "-" + number);
                if (!stopped && size.pause().isPositive()) {
                    LockSupport.parkNanos(size.pause().toNanos());
                }
            }
        }
    }

    private void sendUntilAcked(int conversation, String id) {
        String body = TestEvents.message("Ravenna", "55119" + conversation + "@s.whatsapp.net", id);
        while (!stopped && !isAcked(body, id)) {
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
    }

    private boolean isAcked(String body, String id) {
        try {
            RouterClient client = router.get();
            RouterClient.Answer answer =
                    client.trying(client.request("/webhook/evolution").POST(BodyPublishers.ofString(body)));
            if (answer.status() == 200) {
                acked.add(id);
                if (answer.text().contains("\"duplicate\"")) {
                    repeated.getAndIncrement();
                }
                return true;
            }
            refusals.add(answer);
        } catch (IOException away) {
            disconnections.add(away);
        }
        return false;
    }

    /** Sends no more than what is on its way. */
    void stop() {
        stopped = true;
    }

    /** What each of its messages' ids begins with. */
    String run() {
        return run + "-";
    }

    Set<String> acked() {
        return Set.copyOf(acked);
    }

    int count() {
        return acked.size();
    }

    boolean isDone() {
        return acked.size() == size.events();
    }

    /** How much had been taken before, without the sender having heard of it. */
    int repeated() {
        return repeated.get();
    }

    /** Answers other than 200, in the order in which they came. */
    List<RouterClient.Answer> refusals() {
        return List.copyOf(refusals);
    }

    List<IOException> disconnections() {
        return List.copyOf(disconnections);
    }

    /** How often each status came in place of 200. */
    Map<Integer, Long> statuses() {
        return refusals.stream().collect(Collectors.groupingBy(RouterClient.Answer::status, Collectors.counting()));
    }

    /** Whoever was not answered with 200 was told to come again, and when: never that it was its own fault. */
    void assertNobodyBlamed() {
        assertThat(statuses().keySet()).as("answers").isSubsetOf(503);
        assertThat(refusals)
                .allSatisfy(refusal -> assertThat(refusal.header("retry-after")).matches("[1-9]"));
    }

    @Override
    public void close() {
        stopped = true;
        senders.close();
    }
}

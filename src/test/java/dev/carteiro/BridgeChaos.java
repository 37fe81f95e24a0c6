package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import dev.carteiro.fake.Call;
import dev.carteiro.fake.Chaos;
import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.Fault.Kind;
import dev.carteiro.fake.FaultPlan;
import dev.carteiro.fake.WhatsAppSent;
import dev.carteiro.fake.WhatsAppServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * A conversation of which half the messages go each way, while calls to both systems fail, hang and lose their answers, and
 * the router is killed: none is lost, none is doubled, and the order is kept.
 */
final class BridgeChaos {

    private static final String INSTANCE = "Ravenna";
    private static final long SEED = 20_261_128;

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final WhatsAppServer whatsapp = WhatsAppServer.start();
    private final String chat = BridgeTests.chat();
    private final Setup setup;
    private final String url;
    private final AtomicReference<RouterProcess> router = new AtomicReference<>();
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final AtomicInteger written = new AtomicInteger();
    private final int eachWay;
    private final int kills;

    BridgeChaos(Path folder, int eachWay, int kills) {
        this.eachWay = eachWay;
        this.kills = kills;
        Setup free = Setup.in(folder, "carteiro: {}");
        url = "http://127.0.0.1:" + free.port();
        String policy = "timeout: 2s, doubt: 500ms, retry: { schedule: [%s], jitter: 0.2 }, breaker: { window: 10000 }"
                .formatted(String.join(
                        ", ", IntStream.range(0, 60).mapToObj(i -> "100ms").toList()));
        BridgedRouter.write(free.config(), """
                carteiro:
                  public-url: %1$s
                  sources:
                    evolution: { type: evolution, url: "%2$s", api-key: %3$s }
                    chatwoot: { type: chatwoot }
                  bridges:
                    Ravenna:
                      chatwoot: { url: "%4$s", account: 1, token: %5$s, auto-create: true, %6$s }
                      evolution: { %6$s }
                """.formatted(
                        url, whatsapp.url(), whatsapp.apiKey(), chatwoot.url(), chatwoot.adminToken(), policy));
        setup = free;
    }

    /** One message in twenty hangs, half of those after they were taken; a fifth of all calls fails otherwise. */
    private static FaultPlan plan(long seed, String post) {
        FaultPlan random = Chaos.seeded(
                seed,
                0.2,
                EnumSet.of(Kind.REFUSE_BEFORE, Kind.LOSE_ANSWER, Kind.ERROR_BEFORE, Kind.ERROR_AFTER, Kind.SLOW));
        return (method, path, ordinal) -> {
            boolean message = method.equals("POST") && path.contains(post);
            if (message && ordinal % 40 == 17) {
                return Fault.HANG_AFTER;
            }
            return message && ordinal % 40 == 37 ? Fault.HANG_BEFORE : random.fault(method, path, ordinal);
        };
    }

    /** Fails where a message is lost, is there twice or comes before its turn. */
    void run() throws Exception {
        router.set(setup.start());
        whatsapp.instance(INSTANCE).webhook(url + "/webhook/evolution", Map.of());
        whatsapp.customerWrites(INSTANCE, chat, "Ana Souza", "c0");
        eventually()
                .until(() -> !chatwoot.conversations().isEmpty() && !incoming().isEmpty());
        long conversation = chatwoot.conversations().getFirst().id();
        chatwoot.faults(plan(SEED, "/messages"));
        whatsapp.faults(plan(SEED + 1, "/message/sendText"));
        try {
            converse(conversation);
        } finally {
            router.get().close();
            whatsapp.close();
            chatwoot.close();
        }
        print();
        assertThat(incoming()).as("from the customer").isEqualTo(numbered("c"));
        assertThat(sent()).as("to the customer").isEqualTo(numbered("a"));
        assertThat(outgoing()).as("what Chatwoot shows of it").isEqualTo(numbered("a"));
        assertThat(chatwoot.contacts())
                .filteredOn(contact -> chat.equals(contact.identifier()))
                .hasSize(1);
    }

    private void converse(long conversation) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            Future<?> customer = people.submit(() -> IntStream.range(1, eachWay).forEach(this::customerWrites));
            Future<?> agent =
                    people.submit(() -> IntStream.range(0, eachWay).forEach(i -> agentWrites(conversation, i)));
            killMeanwhile(customer, agent);
            customer.get(5, TimeUnit.MINUTES);
            agent.get(5, TimeUnit.MINUTES);
            eventually()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> incoming().size() >= eachWay && sent().size() >= eachWay);
            awaitQuiet();
        } finally {
            people.shutdownNow();
        }
    }

    private void killMeanwhile(Future<?> customer, Future<?> agent) {
        Random random = new Random(SEED);
        for (int kill = 1; kill <= kills; kill++) {
            int share = 2 * eachWay / (kills + 1);
            int moment = (kill - 1) * share + random.nextInt(share / 2, share);
            eventually().atMost(Duration.ofMinutes(3)).until(() -> written.get() >= moment || done(customer, agent));
            killAndStart();
        }
    }

    private void print() {
        System.out.printf(
                "bridge chaos: %d of %d calls to Chatwoot and %d of %d to Evolution went wrong; kills %d%n",
                wrong(chatwoot.calls()),
                chatwoot.calls().size(),
                wrong(whatsapp.calls()),
                whatsapp.calls().size(),
                kills);
    }

    private static long wrong(List<Call> calls) {
        return calls.stream().filter(call -> call.fault() != Kind.NONE).count();
    }

    private static boolean done(Future<?>... all) {
        return List.of(all).stream().allMatch(Future::isDone);
    }

    private void killAndStart() {
        life.writeLock().lock();
        try {
            router.get().kill();
            router.set(setup.start());
        } finally {
            life.writeLock().unlock();
        }
    }

    private void customerWrites(int number) {
        whatsapp.customerWrites(INSTANCE, chat, "Ana Souza", "c" + number);
        written.incrementAndGet();
        pause();
    }

    /** An agent whose message got no further than Chatwoot would see that and try again; here they write while we listen. */
    private void agentWrites(long conversation, int number) {
        life.readLock().lock();
        try {
            long id = chatwoot.agentWrites(conversation, "a" + number);
            eventually()
                    .until(() -> router.get()
                                    .client()
                                    .admin("GET", "/api/messages/" + id, "")
                                    .status()
                            == 200);
        } finally {
            life.readLock().unlock();
        }
        written.incrementAndGet();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(30); // a person who types fast; nothing waits for this
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet() {
        eventually()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Quiet.is(router.get().client(), chatwoot, whatsapp));
    }

    private List<String> incoming() {
        return shown("incoming", "c");
    }

    private List<String> outgoing() {
        return shown("outgoing", "a");
    }

    private List<String> shown(String type, String prefix) {
        return chatwoot.messages().stream()
                .filter(message -> message.type().equals(type))
                .map(ChatwootMessage::content)
                .map(String::valueOf)
                .filter(text -> text.startsWith(prefix))
                .toList();
    }

    private List<String> sent() {
        return whatsapp.sent(chat).stream()
                .map(WhatsAppSent::text)
                .map(String::valueOf)
                .toList();
    }

    private List<String> numbered(String prefix) {
        return IntStream.range(0, eachWay).mapToObj(i -> prefix + i).toList();
    }
}

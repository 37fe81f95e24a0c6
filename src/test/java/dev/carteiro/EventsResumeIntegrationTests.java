package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Browsers that lose their connection again and again, in front of two replicas of which one is killed and both are
 * restarted: what each of them has seen is the log, each event once and in order.
 */
class EventsResumeIntegrationTests {

    private static final int BROWSERS = 4;
    private static final int EVENTS = 400;
    private static final String CONFIG = "carteiro: { sources: { evolution: { type: evolution } } }";

    private final AtomicReference<RouterProcess> first;
    private final AtomicReference<RouterProcess> second;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> accepted = new CopyOnWriteArrayList<>();

    EventsResumeIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
        Setup setup = Setup.in(folder, CONFIG);
        first = new AtomicReference<>(setup.start());
        Path other = Files.createDirectory(folder.resolve("other"));
        second = new AtomicReference<>(setup.beside(other).sharing(setup).start());
    }

    /** One browser over all its connections. */
    private final class Tab implements Runnable {

        private final Random chance;
        private final String path;
        private final List<String> seen = new ArrayList<>();
        private final AtomicReference<String> place = new AtomicReference<>("0");
        private int connections;

        Tab(int seed, String path) {
            this.chance = new Random(seed);
            this.path = path;
        }

        @Override
        public void run() {
            while (!isComplete(place.get())) {
                try (Browser browser = connected()) {
                    assertThat(browser.status()).isEqualTo(200);
                    connections++;
                    follow(browser, 1 + chance.nextInt(120));
                }
            }
        }

        private Browser connected() {
            AtomicReference<Browser> browser = new AtomicReference<>();
            eventually().until(() -> {
                try {
                    browser.set(Browser.trying(
                            (chance.nextBoolean() ? first : second).get().client(),
                            path,
                            place.get(),
                            "Authorization",
                            "Bearer " + RouterClient.ADMIN));
                } catch (IOException away) {
                    return false;
                }
                return true;
            });
            return browser.get();
        }

        /** Until it has as many as it will have, or is let go. */
        private void follow(Browser browser, int most) {
            eventually()
                    .until(() -> browser.hasEnded() || browser.count() >= most || isComplete(browser.lastEventId()));
            // What comes while it hangs up was not seen, as in a browser: its place is that of the last one seen.
            List<Browser.Block> blocks = browser.blocks();
            assertThat(blocks).allMatch(block -> block.event().equals("message"));
            for (Browser.Block block : blocks) {
                seen.add(block.id());
                place.set(block.id());
            }
        }

        /** Whether there is nothing beyond that place. */
        private boolean isComplete(String position) {
            return over.get() && Long.parseLong(position) >= Long.parseLong(accepted.getLast());
        }
    }

    @Test
    void showEachBrowserTheWholeLogOnceAndInOrder() throws InterruptedException {
        List<Tab> tabs = new ArrayList<>(IntStream.range(0, BROWSERS)
                .mapToObj(i -> new Tab(i, "/events"))
                .toList());
        Tab filtered = new Tab(99, "/events?instance=Vendas");
        tabs.add(filtered);
        List<Thread> threads = tabs.stream().map(Thread.ofVirtual()::start).toList();
        for (int i = 0; i < EVENTS; i++) {
            accept(i);
            if (i == EVENTS / 4) {
                kill(second);
            } else if (i == EVENTS / 2) {
                second.get().close();
                restart(first);
                second.set(first.get());
            }
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> log = log(first.get().client(), "");
        assertThat(log).containsAll(accepted).hasSizeGreaterThanOrEqualTo(EVENTS);
        assertThat(tabs).filteredOn(tab -> tab != filtered).allSatisfy(tab -> {
            assertThat(tab.seen).isEqualTo(log);
            assertThat(tab.connections).isGreaterThan(3);
        });
        assertThat(filtered.seen).isEqualTo(log(first.get().client(), "&instance=Vendas"));
        first.get().close();
    }

    /** To one of the two, until it is accepted. */
    private void accept(int i) {
        // The last one is for all tabs, also the one that sees only this instance.
        String body = message(i % 3 == 0 || i == EVENTS - 1 ? "Vendas" : "Ravenna", "chat@s.whatsapp.net", unique());
        AtomicInteger turn = new AtomicInteger(i);
        eventually().until(() -> {
            RouterClient client =
                    (turn.getAndIncrement() % 2 == 0 ? first : second).get().client();
            try {
                RouterClient.Answer answer =
                        client.trying(client.request("/webhook/evolution").POST(BodyPublishers.ofString(body)));
                if (answer.status() == 200) {
                    accepted.add(answer.id());
                }
                return answer.status() == 200;
            } catch (IOException away) {
                return false;
            }
        });
    }

    private static void kill(AtomicReference<RouterProcess> router) {
        Setup setup = router.get().setup();
        router.get().kill();
        router.set(setup.start());
    }

    private static void restart(AtomicReference<RouterProcess> router) {
        Setup setup = router.get().setup();
        router.get().close();
        router.set(setup.start());
    }

    private static List<String> log(RouterClient client, String filter) {
        List<String> all = new ArrayList<>();
        for (String after = "0"; after != null; ) {
            JsonNode page = client.get("/api/events?limit=1000&after=" + after + filter);
            page.path("events").forEach(event -> all.add(event.path("id").asString("")));
            after = page.path("next").isNull() ? null : page.path("next").asString("");
        }
        return all;
    }
}

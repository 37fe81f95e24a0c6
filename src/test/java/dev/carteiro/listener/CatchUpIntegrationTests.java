package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.cluster.Lease;
import dev.carteiro.cluster.Leases;
import dev.carteiro.cluster.TestLeases;
import dev.carteiro.evolution.EvolutionStream;
import dev.carteiro.evolution.Inflow;
import dev.carteiro.evolution.TestServers;
import dev.carteiro.ingest.TestDoor;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Probe;
import dev.carteiro.source.SourceSettings.Stream;
import dev.carteiro.store.DatabaseServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Schedulers;

@ExtendWith(DatabaseServer.Provider.class)
class CatchUpIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Instant longAgo = Instant.now().minusSeconds(3_600);
    private final ScriptedPeer peer = ScriptedPeer.start();
    private final TestDoor door = new TestDoor();
    private final DatabaseServer.Own server;
    private final SeenTable seen;
    private final Lease lease;
    private final Landing landing;
    private final CatchUp catchUp;

    CatchUpIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        seen = new SeenTable(server.database());
        Leases leases = TestLeases.in(server.database());
        lease = Objects.requireNonNull(leases.hold("stream:evolution").blockFirst(PATIENCE));
        landing = new Landing("evolution", door.door(), new Inflow(1_000), Schedulers.parallel());
        Clock clock = Clock.systemUTC();
        catchUp = new CatchUp(
                new Gateway(
                        "evolution",
                        URI.create(peer.url()),
                        "key",
                        new Stream(Stream.Mode.INSTANCES, List.of("acme")),
                        new Probe(Duration.ofMinutes(1), Duration.ofMinutes(10)),
                        new Gateway.Guards(null, null)),
                new Tools(
                        new EvolutionStream(new OkHttpClient(), Schedulers.parallel(), clock),
                        TestServers.servers(),
                        door.door(),
                        new Tools.Shared(leases, seen),
                        new Tools.Timing(clock, Schedulers.parallel(), RandomGenerator.getDefault()),
                        1_000,
                        Duration.ofDays(2)),
                landing);
    }

    @BeforeEach
    void seenLongAgo() {
        peer.respond(200).saying("""
                {"messages":{"total":1,"records":[
                  {"key":{"id":"missed","remoteJid":"5511988887777@s.whatsapp.net","fromMe":false},
                   "messageType":"conversation","message":{"conversation":"Oi"},"messageTimestamp":%d}]}}
                """.formatted(longAgo.getEpochSecond()));
        run("UPDATE lease SET until = now() + interval '1 hour'");
        seen.note("evolution", longAgo, lease).block(PATIENCE);
        landing.start();
        catchUp.start();
    }

    @AfterEach
    void stop() {
        catchUp.stop();
        landing.stop();
        server.close();
        peer.close();
    }

    private void run(String statement) {
        server.database().sql(statement).then().block(PATIENCE);
    }

    private Instant seenAt() {
        return Objects.requireNonNull(seen.seenAt("evolution").block(PATIENCE));
    }

    private void awaitClosed(Instant opened) {
        await().atMost(PATIENCE).until(() -> !seenAt().isBefore(opened));
        assertThat(door.facts()).hasSize(1);
    }

    @Test
    void forgetsNoGapWhileTheDatabaseIsAway() {
        run("ALTER TABLE stream_seen RENAME TO away");
        Instant opened = Instant.now().minusMillis(1);
        catchUp.afterGap(List.of("acme"), lease);
        await().atMost(PATIENCE).until(() -> landing.isEmpty()); // it is being tried
        assertThat(peer.requests()).isEmpty();

        run("ALTER TABLE away RENAME TO stream_seen");

        awaitClosed(opened);
    }

    @Test
    void notesWhatItHasFetchedThoughAnotherGapIsOpenBehindIt() {
        Instant opened = Instant.now().minusMillis(1);
        catchUp.afterGap(List.of("acme"), lease);
        catchUp.afterGap(List.of("acme"), lease);
        awaitFetches(2);
        awaitClosed(opened);
        assertThat(peer.requests().getFirst().text())
                .contains("\"gte\":\"" + longAgo.minusSeconds(120).toString().substring(0, 16));
        assertThat(peer.requests().getLast().text())
                .as("only from where the first has ended")
                .doesNotContain(
                        "\"gte\":\"" + longAgo.minusSeconds(120).toString().substring(0, 16));
    }

    private void awaitFetches(int count) {
        await().atMost(PATIENCE).until(() -> peer.requests().size() == count);
    }

    @Test
    void notesNothingWhileAnInstanceStillOwesWhatItHas() {
        peer.respond(500);
        catchUp.afterGap(List.of("acme"), lease);
        awaitFetches(1);
        catchUp.afterGap(List.of("acme"), lease);
        awaitFetches(2);
        await().atMost(PATIENCE).until(landing::isEmpty);
        assertThat(seenAt().getEpochSecond()).isEqualTo(longAgo.getEpochSecond());
    }
}

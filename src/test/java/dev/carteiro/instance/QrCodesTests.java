package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.delivery.TestClock;
import dev.carteiro.event.Event;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.ingest.TestDoor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.scheduler.VirtualTimeScheduler;

class QrCodesTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final String NONE_YET = "{\"count\":0}";
    private static final String ANSWER = "{\"pairingCode\":null,\"code\":\"2@AbC\",\"count\":1}";
    private static final Pairing READY = new Pairing.Ready(new QrCode(null, "2@AbC", null, NOW));

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestDoor door = new TestDoor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private @Nullable QrCode cameByItself;

    private final EvolutionApi api = new EvolutionApi(
            HttpClient.newConnection().doOnRequest((request, connection) -> asked.add(request.uri())),
            URI.create(peer.url()),
            "key");
    private final QrCodes codes =
            new QrCodes((source, name) -> Flux.just(instance()), door.door(), new TestClock(NOW), time);

    @AfterEach
    void close() {
        peer.close();
        time.dispose();
    }

    private Instance instance() {
        return new Instance("evolution", "acme", "connecting", null, NOW, null, null, cameByItself, NOW);
    }

    private Mono<Pairing> ask(@Nullable String number) {
        return codes.ask(new QrCodes.Question(api, "evolution", "acme", number));
    }

    /** Lets each pause between the tries pass as soon as it has begun, and no other time: requests take real time. */
    private <T> @Nullable T answer(Mono<T> question) {
        AtomicLong seen = new AtomicLong(time.getScheduledTaskCount());
        CompletableFuture<@Nullable T> answer = question.toFuture();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    long scheduled = time.getScheduledTaskCount();
                    if (seen.getAndSet(scheduled) < scheduled) {
                        time.advanceTimeBy(LONGEST_PAUSE);
                    }
                    return answer.isDone();
                });
        return answer.join();
    }

    @Test
    void isWhatTheServerAnswersAndIsToldAsNews() {
        peer.respond(200).saying(ANSWER);
        assertThat(answer(ask(null))).isEqualTo(READY);
        assertThat(door.events()).containsExactly(new Event.QrcodeUpdated(true, null, "2@AbC", null));
        assertThat(asked).containsExactly("/instance/connect/acme");
    }

    @Test
    void isReadWhereACreationHasItToo() {
        peer.respond(200).saying("{\"qrcode\":" + ANSWER + "}");
        assertThat(answer(ask(null))).isEqualTo(READY);
    }

    @Test
    void canBeTypedOnTheNumbersPhone() {
        peer.respond(200).saying("{\"pairingCode\":\"WZYEH1YY\"}");
        assertThat(answer(ask("5511988887777"))).isEqualTo(new Pairing.Ready(new QrCode(null, null, "WZYEH1YY", NOW)));
        assertThat(asked).containsExactly("/instance/connect/acme?number=5511988887777");
    }

    @Test
    void isNothingWhereTheInstanceIsConnectedAndThatIsNoNews() {
        peer.respond(200).saying("{\"instance\":{\"instanceName\":\"acme\",\"state\":\"open\"}}");
        assertThat(answer(ask(null)))
                .isInstanceOfSatisfying(
                        Pairing.None.class, none -> assertThat(none.state()).isEqualTo("open"));
        assertThat(door.events()).as("it may be dead").isEmpty();
    }

    @Test
    void isAskedForUntilThereIsOne() {
        peer.respond(200)
                .saying(NONE_YET)
                .forFirst(1)
                .respond(200)
                .saying("{\"error\":true,\"message\":\"[object Object]\"}")
                .forFirst(1)
                .respond(500)
                .forFirst(1)
                .respond(200)
                .saying(ANSWER);
        assertThat(answer(ask(null))).isEqualTo(READY);
        assertThat(asked).hasSize(4);
    }

    @Test
    void isWhatCameByItselfMeanwhile() {
        cameByItself = new QrCode(null, "2@other", null, NOW);
        peer.respond(200).saying(NONE_YET);
        assertThat(answer(ask(null))).isEqualTo(new Pairing.Ready(cameByItself));
        assertThat(asked).hasSize(1);
    }

    @Test
    void isGivenUpAfterSixTries() {
        peer.respond(200).saying(NONE_YET);
        assertThat(answer(ask(null)))
                .isEqualTo(new Pairing.None("connecting", "The server has no code yet; ask again in a moment."));
        assertThat(asked).hasSize(6);
    }

    @Test
    void saysWhyThereIsNoneWhereTheServerFails() {
        peer.respond(500);
        assertThat(answer(ask(null)))
                .isInstanceOfSatisfying(
                        Pairing.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.BROKEN));
        assertThat(asked).hasSize(6);
    }

    @Test
    void isNotAskedForAgainWhereThereIsNoSense() {
        peer.respond(404);
        assertThat(answer(ask(null)))
                .isInstanceOfSatisfying(
                        Pairing.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.UNKNOWN));
        assertThat(asked).hasSize(1);
    }

    @Test
    void isAskedForOnceForAllWhoWantItAtTheSameTime() {
        peer.respond(200).saying(ANSWER);
        assertThat(answer(Mono.zip(ask(null), ask(null)))).containsExactly(READY, READY);
        assertThat(asked).hasSize(1);
        assertThat(answer(ask(null))).isEqualTo(READY);
        assertThat(asked).hasSize(2);
    }

    @Test
    void isGivenUpAfterHalfAMinuteWhereTheServerHangs() {
        peer.respond(200).after(Duration.ofMinutes(10));
        CompletableFuture<@Nullable Pairing> answer = ask(null).toFuture();
        await().atMost(Duration.ofSeconds(30)).until(() -> peer.requests().size() == 1);
        time.advanceTimeBy(Duration.ofSeconds(29));
        assertThat(answer).isNotDone();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(answer).isCompletedWithValue(new Pairing.None(null, "The server has given no code within 30 s."));
    }
}

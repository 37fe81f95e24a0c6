package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.destination.Form.Ready;
import dev.carteiro.destination.Form.Shaped;
import dev.carteiro.destination.Form.Unfit;
import dev.carteiro.event.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TransformFormTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Shaped DONE = new Unfit("done");

    private static Form form(String destination, String expression) {
        Transform transform = Transform.compile(expression, Clock.fixed(NOW, ZoneOffset.UTC));
        return new TransformForm(destination, burst -> transform.apply(burst.getFirst()));
    }

    private static Recorded numbered(int number) {
        return event("message.received", "{\"number\":" + number + "}", "{}");
    }

    @Test
    void worksOnAThreadOfItsDestination() {
        StepVerifier.create(form("crm", "data.number")
                        .of(List.of(numbered(1)))
                        .map(shaped -> Thread.currentThread().getName()))
                .expectNext("transform-crm")
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void keepsEventsApartThatComeFromManyThreads() {
        Form form = form("crm", "($n := data.number; $sum([1..10].($ * $n)))");
        StepVerifier.create(Flux.range(0, 400)
                        .flatMap(
                                number -> Mono.defer(() -> form.of(List.of(numbered(number))))
                                        .subscribeOn(Schedulers.parallel())
                                        .map(shaped -> number + ":" + text(shaped)),
                                32)
                        .collectList())
                .assertNext(results -> assertThat(results)
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 400)
                                .mapToObj(number -> number + ":" + 55 * number)
                                .toList()))
                .expectComplete()
                .verify(PATIENCE);
    }

    private static String text(Shaped shaped) {
        return new String(((Ready) shaped).payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void holdsUpNoOtherDestinationWhileItRunsAway() {
        CountDownLatch end = new CountDownLatch(1);
        Form runaway = new TransformForm("runaway", burst -> await(end));
        Mono<String> stopped =
                runaway.of(List.of(numbered(1))).map(shaped -> "stopped").onErrorReturn("late");
        Mono<String> healthy = form("healthy", "data.number")
                .of(List.of(numbered(1)))
                .map(shaped -> "done")
                .doOnNext(done -> end.countDown()); // nobody else ends the other one
        StepVerifier.create(Flux.merge(stopped, healthy).collectList())
                .assertNext(ended -> assertThat(ended).contains("done").hasSize(2))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void putsEventsOffWhileOneCannotBeStopped() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Form stuck = new TransformForm("stuck", burst -> {
            begun.countDown();
            return burst.getFirst().envelope().type().equals("stuck") ? await(end) : DONE;
        });
        Recorded first = event("stuck", "{}", "{}");
        StepVerifier.withVirtualTime(() -> Flux.just(first, numbered(1), numbered(2))
                        .flatMap(event -> stuck.of(List.of(event))
                                .cast(Object.class)
                                .onErrorResume(IOException.class, Mono::just)))
                .then(() -> reached(begun)) // the time that is about to pass would take back what has not begun
                .thenAwait(Duration.ofSeconds(4))
                .expectNextMatches(TransformFormTests::isLate)
                .expectNextMatches(TransformFormTests::isLate)
                .expectNextMatches(TransformFormTests::isLate)
                .expectComplete()
                .verify(PATIENCE);
        end.countDown();
        StepVerifier.create(stuck.of(List.of(numbered(3))))
                .expectNext(DONE)
                .expectComplete()
                .verify(PATIENCE);
    }

    private static boolean isLate(Object result) {
        return result instanceof IOException late && "the transform was not done within 4 s".equals(late.getMessage());
    }

    private static void reached(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Heeds no interrupt, as a regular expression does. */
    private static Shaped await(CountDownLatch end) {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
        return DONE;
    }

    @Test
    void takesNoMoreThanAThousandWhoWait() {
        CountDownLatch end = new CountDownLatch(1);
        Form stuck = new TransformForm("stuck", burst -> await(end));
        StepVerifier.create(Flux.range(0, 1_010)
                        .flatMap(
                                number -> stuck.of(List.of(numbered(number)))
                                        .then(Mono.just("done"))
                                        .onErrorResume(failure -> Mono.just(String.valueOf(failure.getMessage()))),
                                1_010)
                        .take(9)
                        .distinct())
                .expectNext("the transforms of 1000 earlier events are not done")
                .expectComplete()
                .verify(PATIENCE);
        end.countDown();
    }
}

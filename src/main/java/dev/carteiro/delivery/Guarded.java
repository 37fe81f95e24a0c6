package dev.carteiro.delivery;

import java.util.concurrent.TimeoutException;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** What sends something, behind the {@link Guards} and in the time that it has; never an error. */
final class Guarded extends Mono<Outcome> {

    private final CorePublisher<Outcome> send;
    private final Guards guards;

    Guarded(Mono<Outcome> send, Guards guards) {
        this.send = send;
        this.guards = guards;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Outcome> actual) {
        Outcome refusal = guards.refusal();
        if (refusal != null) {
            actual.onSubscribe(Operators.scalarSubscription(actual, refusal));
            return;
        }
        Attempt attempt = new Attempt(actual, guards);
        actual.onSubscribe(attempt);
        attempt.deadline.begin();
        send.subscribe(attempt);
    }

    /** Ends once, by what comes first: an answer, a failure, its deadline, or nobody waiting for it any more. */
    private static final class Attempt extends Operators.MonoSubscriber<Outcome, Outcome> {

        private final Guards guards;
        private final long began;
        private final Deadlines.Deadline deadline;
        private final Operators.DeferredSubscription sending = new Operators.DeferredSubscription();

        Attempt(CoreSubscriber<? super Outcome> actual, Guards guards) {
            super(actual);
            this.guards = guards;
            began = guards.now();
            deadline = guards.deadlines().of(this::late);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (sending.set(subscription)) {
                sending.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Outcome outcome) {
            if (deadline.end()) {
                guards.ended(began, outcome);
                complete(outcome);
            }
        }

        @Override
        public void onComplete() {
            if (deadline.end()) {
                guards.ended(began, null);
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (deadline.end()) {
                complete(guards.failed(began, failure));
            } else {
                Operators.onErrorDropped(failure, currentContext());
            }
        }

        private void late() {
            if (deadline.end()) {
                sending.cancel();
                complete(guards.failed(began, new TimeoutException()));
            }
        }

        @Override
        public void cancel() {
            super.cancel();
            sending.cancel();
            if (deadline.end()) {
                guards.givenUp();
            }
        }
    }
}

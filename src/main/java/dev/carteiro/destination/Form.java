package dev.carteiro.destination;

import dev.carteiro.event.Recorded;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** What a destination is sent of an event. */
@FunctionalInterface
interface Form {

    /**
     * The request's content, made when subscribed. An error is passing trouble; an event that cannot be given this form is
     * {@link Unfit}.
     */
    Mono<Shaped> of(Recorded event);

    /** {@code destination} names what is busy; throws {@link InvalidTransformException} where there is no such form. */
    static Form of(String destination, DestinationSettings settings, Clock clock) {
        if (settings.transform() != null) {
            return new TransformForm(destination, Transform.compile(settings.transform(), clock)::apply);
        }
        DestinationSettings.Format format = settings.formatOrRaw();
        return event -> Mono.fromSupplier(() -> new Ready(Payload.of(format, event)));
    }

    /** An event in the form that was asked for, or the reason why it has none. */
    sealed interface Shaped {}

    record Ready(Payload payload) implements Shaped {}

    /** Another attempt would fail the same way; {@code reason} holds nothing of the event. */
    record Unfit(String reason) implements Shaped {}
}

package dev.carteiro.destination;

import dev.carteiro.event.Recorded;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/** What a destination is sent of an event, or of a burst where it has those gathered. */
@FunctionalInterface
interface Form {

    /**
     * The request's content, made when subscribed. An error is passing trouble; an event that cannot be given this form is
     * {@link Unfit}.
     */
    Mono<Shaped> of(List<Recorded> burst);

    /** {@code destination} names what is busy; throws {@link InvalidTransformException} where there is no such form. */
    static Form of(String destination, DestinationSettings settings, Clock clock) {
        boolean gathers = settings.policy().debounce() != null;
        if (settings.transform() != null) {
            Transform transform = Transform.compile(settings.transform(), clock);
            return new TransformForm(
                    destination, burst -> gathers ? transform.apply(burst) : transform.apply(burst.getFirst()));
        }
        DestinationSettings.Format format = settings.formatOrRaw();
        return burst -> Mono.fromSupplier(
                () -> new Ready(gathers ? Payload.of(format, burst) : Payload.of(format, burst.getFirst())));
    }

    /** An event in the form that was asked for, or the reason why it has none. */
    sealed interface Shaped {}

    record Ready(Payload payload) implements Shaped {}

    /** Another attempt would fail the same way; {@code reason} holds nothing of the event. */
    record Unfit(String reason) implements Shaped {}
}

package dev.carteiro.crew;

import dev.carteiro.crew.CrewSettings.Mode;
import dev.carteiro.delivery.Sender;
import dev.carteiro.destination.Adapter;
import dev.carteiro.destination.Webhooks;
import reactor.core.publisher.Mono;

/** Reads crews for those who only want to know whether they can be read. */
public final class CrewCheck {

    private static final Sender NOBODY =
            (delivery, elsewhere) -> Mono.error(() -> new IllegalStateException("nothing is sent here"));

    private CrewCheck() {}

    /** An adapter whose destinations send nothing. */
    public static Adapter adapter() {
        Webhooks idle = Webhooks.idle();
        return new CrewReader((tree, path, key) -> {
            CrewSettings settings = key.settings();
            String inputs = settings.inputs();
            boolean sound = settings.mode() == Mode.WEBHOOK
                    ? idle.caller(tree, path, key.name(), settings.http()) != null
                    : inputs == null || idle.shape(tree, path + ".inputs", key.name(), inputs) != null;
            return sound ? NOBODY : null;
        });
    }
}

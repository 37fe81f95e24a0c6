package dev.carteiro.destination;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Delivery;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For senders of other packages: what posts an event, and what makes JSON of one. */
public final class Webhooks {

    private final DestinationMaker maker;

    Webhooks(DestinationMaker maker) {
        this.maker = maker;
    }

    /** Those that only tell whether a configuration can be read. */
    public static Webhooks idle() {
        return new Webhooks(new DestinationMaker(HttpClients.idle(), Clock.systemUTC()));
    }

    /** Null where something at {@code path} is wrong, which is then reported to {@code tree}. */
    public @Nullable Caller caller(ConfigTree tree, String path, String name, DestinationSettings settings) {
        HttpSender sender = maker.sender(tree, path, name, settings);
        return sender == null
                ? null
                : (delivery, elsewhere) -> sender.call(delivery, elsewhere, Caller.LONGEST)
                        .publishOn(
                                Schedulers
                                        .parallel()); // event loops have better things to do than to read long answers
    }

    /**
     * The same for the JSONata {@code expression} at {@code path}, for which {@code events} are all that are delivered at
     * once; {@code name} says what is busy.
     */
    public @Nullable Shape shape(ConfigTree tree, String path, String name, String expression) {
        Form form = maker.form(tree, path, name, expression);
        return form == null
                ? null
                : delivery -> form.of(delivery.burst()).map(shaped -> switch (shaped) {
                    case Form.Ready ready ->
                        new Shaped(JsonMapper.shared().readTree(ready.payload().bytes()), null);
                    case Form.Unfit unfit -> new Shaped(null, unfit.reason());
                });
    }

    /** Makes JSON of a delivery. */
    @FunctionalInterface
    public interface Shape {

        /** An error is passing trouble. */
        Mono<Shaped> of(Delivery delivery);
    }

    /**
     * What came of it.
     *
     * @param json null where the delivery cannot be given this shape
     * @param unfit why, without anything of the event
     */
    public record Shaped(@Nullable JsonNode json, @Nullable String unfit) {}
}

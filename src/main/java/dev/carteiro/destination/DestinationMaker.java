package dev.carteiro.destination;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** Makes a destination of its settings, or says what is wrong with them. */
final class DestinationMaker {

    private final HttpClient http;
    private final Clock clock;

    DestinationMaker(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Null where something at {@code path} is wrong, which is then reported to {@code tree}. */
    @Nullable Destination make(ConfigTree tree, String path, String name, DestinationSettings settings) {
        try {
            Form form = Form.of(name, settings, clock);
            HttpSender sender = new HttpSender(http, settings, form, clock);
            return new Destination(name, settings.policy().policy(), settings.once(), sender);
        } catch (InvalidTransformException e) {
            tree.problem(path + ".transform", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            tree.problem(path, String.valueOf(e.getMessage()));
        }
        return null;
    }
}

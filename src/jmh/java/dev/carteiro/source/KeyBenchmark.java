package dev.carteiro.source;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import tools.jackson.databind.JsonNode;

/** The idempotency key: of what has an id, and of what has none. */
public class KeyBenchmark extends Measured {

    private final JsonNode data = Sample.TEXT.inbound().json().path("data");
    private final String instance = "Ravenna";
    private final String id = "3EB0A1B2C3D4E500000001";

    @Benchmark
    public String ofItsId() {
        return Keys.of("message", instance, id, false);
    }

    @Benchmark
    public String ofAllThatItSays() {
        return Keys.of("contacts.update", instance, Keys.hash(data));
    }
}

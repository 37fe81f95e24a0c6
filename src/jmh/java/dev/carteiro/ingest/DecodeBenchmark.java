package dev.carteiro.ingest;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.source.Decoded;
import dev.carteiro.source.Inbound;
import dev.carteiro.source.Source;
import dev.carteiro.source.Sources;
import java.net.InetAddress;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import tools.jackson.databind.JsonNode;

/** From a body's bytes to its facts, as the front door does it. */
public class DecodeBenchmark extends Measured {

    private final JsonBody json = new JsonBody(64L << 20);
    private final Sources sources = Sources.defaults();

    @Param
    public Sample sample = Sample.TEXT;

    private byte[] body = {};

    @Setup
    public void read() {
        body = sample.bytes();
    }

    /** The JSON alone. */
    @Benchmark
    public JsonNode parse() {
        return json.parse(body);
    }

    /** Parsed, recognised by its shape, verified, decoded, and its key taken out. */
    @Benchmark
    public Decoded decode() {
        Inbound inbound = new Inbound(
                body,
                json.parse(body),
                name -> null,
                name -> null,
                null,
                null,
                InetAddress.getLoopbackAddress(),
                Sample.NOW);
        Source source = sources.detected(inbound.json());
        if (source.verify(inbound) != null) {
            throw new IllegalStateException("nobody should be refused here");
        }
        return Objects.requireNonNull(source.decode(inbound));
    }
}

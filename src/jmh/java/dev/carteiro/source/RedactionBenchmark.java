package dev.carteiro.source;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A key taken out of a body that has been parsed already. */
public class RedactionBenchmark extends Measured {

    @Param
    public Sample sample = Sample.TEXT;

    private Inbound inbound = sample.inbound();

    @Setup
    public void read() {
        inbound = sample.inbound();
    }

    @Benchmark
    public byte[] redact() {
        return Redaction.of(inbound.body(), inbound.json());
    }
}

package dev.carteiro.signature;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A delivery's signature, with one secret. */
public class SignBenchmark extends Measured {

    private final StandardWebhooks signer =
            new StandardWebhooks(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Duration.ZERO);

    @Param({"TEXT", "MEDIA"})
    public Sample sample = Sample.TEXT;

    private byte[] body = {};

    @Setup
    public void read() {
        body = sample.bytes();
    }

    @Benchmark
    public String sign() {
        return signer.sign("7404000000000000000", Sample.NOW, body);
    }
}

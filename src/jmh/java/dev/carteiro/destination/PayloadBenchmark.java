package dev.carteiro.destination;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.destination.DestinationSettings.Format;
import dev.carteiro.event.Recorded;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What a destination is sent of an event. */
public class PayloadBenchmark extends Measured {

    private final Recorded event = Sample.TEXT.recorded();

    @Param
    public Format format = Format.RAW;

    @Benchmark
    public Object payload() {
        return Payload.of(format, event);
    }
}

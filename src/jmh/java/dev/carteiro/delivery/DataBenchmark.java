package dev.carteiro.delivery;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.reactivestreams.Publisher;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;
import reactor.core.publisher.Mono;

/** The events of a request made into what is written to the log. */
public class DataBenchmark extends Measured {

    private final DatabaseClient database = DatabaseClient.builder()
            .connectionFactory(new Nowhere())
            .bindMarkers(BindMarkersFactory.indexed("$", 1))
            .build();

    @Param({"TEXT", "HISTORY"})
    public Sample sample = Sample.TEXT;

    private List<Submission> group = List.of();
    private AppendRows rows = AppendRows.of(group);

    /** Nothing is sent. */
    private static final class Nowhere implements ConnectionFactory {

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.never();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "PostgreSQL";
        }
    }

    @Setup
    public void submit() {
        var facts = sample.facts();
        List<List<String>> nowhere =
                facts.stream().map(fact -> List.<String>of()).toList();
        group = List.of(new Submission(facts, nowhere, new Body(sample.bytes()), Sample.NOW, null, null));
        rows = AppendRows.of(group);
    }

    /** Their canonical data as bytes. */
    @Benchmark
    public Object serialise() {
        return AppendRows.of(group);
    }

    /** All their columns as the statement's parameters, before the driver sees them. */
    @Benchmark
    public Object bind() {
        return rows.bind(database.sql("SELECT 1"));
    }
}

package dev.carteiro.delivery;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.store.Database;
import dev.carteiro.store.Nowhere;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The events of a request made into what is written to the log. */
public class DataBenchmark extends Measured {

    private final Database database = Nowhere.database();

    @Param({"TEXT", "HISTORY"})
    public Sample sample = Sample.TEXT;

    private List<Submission> group = List.of();
    private AppendRows rows = AppendRows.of(group);

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
        return rows.bind(database.sql(Appender.APPEND));
    }
}

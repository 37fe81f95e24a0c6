package dev.carteiro.ingest;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.event.Fact;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The line that the log has for each event that was accepted, written to a file that keeps nothing. */
public class LogBenchmark extends Measured {

    /** As in {@code application.yaml}. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-20.20logger{0} %msg%n";

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger(FrontDoor.class);
    private final Fact fact = Sample.TEXT.facts().getFirst();
    private final List<String> destinations = List.of("crm", "agents");

    @Setup
    public void open() throws IOException {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(new FileOutputStream("/dev/null"));
        appender.start();
        log.addAppender(appender);
    }

    @Benchmark
    public void accepted() {
        log.info(
                "event={} id={} source={} type={} instance={} destinations={}",
                "accepted",
                7_404_000_000_000_000_000L,
                fact.source(),
                fact.type(),
                fact.instance(),
                destinations);
    }
}

package dev.carteiro.crew;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** Counts and times what crews were asked, from when the question came to its end. */
final class CrewMeters {

    private final MeterRegistry registry;
    private final Clock clock;

    CrewMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** How it ended. */
    enum End {
        ANSWERED,
        /** Answered, and a person was asked to take over. */
        HANDOFF,
        /** The crew had nothing to say. */
        SILENT,
        /** A person has the conversation, and the crew was not asked. */
        YIELDED,
        /** A person was faster than its answer. */
        LATE,
        /** Too many answers in a minute. */
        CAPPED,
        FAILED
    }

    void ended(Question question, End end) {
        Timer.builder("carteiro.crew.runs")
                .description("What crews were asked, from the question to its end")
                .tag("destination", question.destination())
                .tag("end", end.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(since(question));
    }

    /** For how long it has been there. */
    Duration since(Question question) {
        return Duration.between(question.delivery().createdAt(), clock.instant());
    }
}

package dev.carteiro.trace;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps spans, for tests to look at. The first one's number is 1. */
public final class SpansInMemory implements Tracing {

    private final List<Begun> spans = new CopyOnWriteArrayList<>();

    @Override
    public Span begin(Kind kind, String name, Instant at, @Nullable String parent, List<String> causes) {
        Begun span = new Begun(spans.size() + 1, kind, name, parent, List.copyOf(causes));
        spans.add(span);
        return span;
    }

    /** All that were begun, in their order. */
    public List<Begun> spans() {
        return List.copyOf(spans);
    }

    /** A span, whether it has ended or not. */
    public static final class Begun implements Span {

        private final int number;
        private final Kind kind;
        private final String name;
        private final @Nullable String parent;
        private final List<String> causes;
        private final Map<String, String> notes = new LinkedHashMap<>();
        private boolean ended;
        private @Nullable String error;

        Begun(int number, Kind kind, String name, @Nullable String parent, List<String> causes) {
            this.number = number;
            this.kind = kind;
            this.name = name;
            this.parent = parent;
            this.causes = causes;
        }

        @Override
        public String traceparent() {
            return "00-" + (parent == null ? "9".repeat(32) : parent.substring(3, 35)) + "-%016d-01".formatted(number);
        }

        @Override
        public void note(String attribute, String value) {
            notes.put(attribute, value);
        }

        @Override
        public void note(String attribute, long value) {
            notes.put(attribute, Long.toString(value));
        }

        @Override
        public void end(@Nullable String because) {
            ended = true;
            error = because;
        }

        public Kind kind() {
            return kind;
        }

        public String name() {
            return name;
        }

        public @Nullable String parent() {
            return parent;
        }

        public List<String> causes() {
            return causes;
        }

        public Map<String, String> notes() {
            return Map.copyOf(notes);
        }

        public boolean ended() {
            return ended;
        }

        public @Nullable String error() {
            return error;
        }
    }
}

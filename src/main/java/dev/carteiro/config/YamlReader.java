package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes nodes with line numbers from YAML 1.2. It listens to the parser's events instead of loading objects, because
 * only so are the lines kept, the depth bounded, and aliases counted before anything grows.
 */
final class YamlReader {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 100_000;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final String file;
    private final Function<String, @Nullable String> variables;
    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int values;

    private YamlReader(String file, String text, Function<String, @Nullable String> variables, Problems problems) {
        this.file = file;
        this.variables = variables;
        this.problems = problems;
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** The root; null where the text is not YAML, which is then among {@code problems}. */
    static @Nullable Entry read(
            String file, String text, Function<String, @Nullable String> variables, Problems problems) {
        try {
            return new YamlReader(file, text, variables, problems).document();
        } catch (NotYaml e) {
            problems.add(e.place, "", e.what);
        } catch (MarkedYamlEngineException e) {
            int line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(-1) + 1;
            problems.add(new Place(file, line), "", "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(new Place(file, 0), "", "is no YAML: " + e.getMessage());
        }
        return null;
    }

    private Entry document() {
        Entry root = new Entry(new Place(file, 1), new Node.Nothing());
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent) {
                root = entry(event, "", 0);
            } else if (event instanceof DocumentEndEvent && anotherDocument()) {
                throw new NotYaml(place(event), "has a second document below this line; one is enough");
            }
        }
        return root;
    }

    private boolean anotherDocument() {
        return events.next().getEventId() == Event.ID.DocumentStart;
    }

    private Entry entry(Event event, String path, int depth) {
        return new Entry(place(event), node(event, path, depth));
    }

    private Node node(Event event, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new NotYaml(place(event), "is nested more than " + MAX_DEPTH + " deep");
        }
        int before = values;
        count(event, 1);
        Node node = switch (event) {
            case AliasEvent alias -> aliased(alias);
            case SequenceStartEvent start -> sequence(path, depth);
            case MappingStartEvent start -> mapping(path, depth);
            case ScalarEvent scalar -> scalar(scalar, path);
            default -> throw new NotYaml(place(event), "is no YAML: unexpected " + event.getEventId());
        };
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent anchored) {
            anchored.getAnchor()
                    .ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(node, values - before)));
        }
        return node;
    }

    private Node aliased(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw new NotYaml(place(alias), "*" + alias.getAlias().getValue() + " names nothing that stands above it");
        }
        count(alias, anchored.values());
        return anchored.node();
    }

    private void count(Event event, int more) {
        values += more;
        if (values > MAX_VALUES) {
            throw new NotYaml(place(event), "grows to more than " + MAX_VALUES + " values here");
        }
    }

    private Node sequence(String path, int depth) {
        List<Entry> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(entry(event, path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.Sequence(items);
    }

    private Node mapping(String path, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw new NotYaml(place(event), "has a key that is no plain text");
            }
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Node value = node(events.next(), below, depth + 1);
            Entry first = entries.putIfAbsent(key.getValue(), new Entry(place(key), value));
            if (first != null) {
                problems.add(place(key), below, "is there twice, first at " + first.place());
            }
        }
        return new Node.Mapping(entries);
    }

    private Node scalar(ScalarEvent scalar, String path) {
        String written = scalar.getValue();
        if (scalar.isPlain() && scalar.getTag().isEmpty() && NULLS.contains(written)) {
            return new Node.Nothing();
        }
        if (!written.contains("${")) {
            return new Node.Scalar(written, written);
        }
        Placeholders placeholders = new Placeholders(written, variables);
        String text;
        try {
            text = placeholders.resolve();
        } catch (UnreadableVariableException unreadable) {
            problems.add(place(scalar), path, unreadable.sentence());
            return new Node.Unresolved();
        }
        for (String name : placeholders.missing()) {
            problems.add(
                    place(scalar),
                    path,
                    "the variable " + name + " is not set and has no default; write ${" + name
                            + ":} if it may be absent");
        }
        if (!placeholders.missing().isEmpty()) {
            return new Node.Unresolved();
        }
        return text.isEmpty() ? new Node.Nothing() : new Node.Scalar(text, written);
    }

    private Place place(Event event) {
        return new Place(file, event.getStartMark().map(Mark::getLine).orElse(-1) + 1);
    }

    private record Anchored(Node node, int values) {}

    /** Ends the reading at the first thing that leaves no sense in the rest. */
    private static final class NotYaml extends RuntimeException {

        private final transient Place place;
        private final String what;

        NotYaml(Place place, String what) {
            super(place + ": " + what, null, false, false);
            this.place = place;
            this.what = what;
        }
    }
}

package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the configuration, from which each part takes its keys by path, for example
 * {@code carteiro.destinations} or {@code carteiro.routes[0].when}. Nothing here throws: what does not fit is gathered.
 */
public final class ConfigTree {

    /** The name of the file where none is given. */
    static final String FILE = "carteiro.yml";

    private static final String ROOT = "carteiro";
    private static final String BRIDGES = "bridges";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final Pattern STEP = Pattern.compile("\\.|(?=\\[)");
    private static final List<String> KEYS =
            List.of("public-url", "trusted-proxies", "sources", "destinations", BRIDGES, "routes");

    private final Problems problems = new Problems();
    private final Binder binder = new Binder(problems);
    private final Set<String> known = new LinkedHashSet<>(KEYS);
    private final @Nullable Entry written;
    private final Entry root;

    private ConfigTree(
            String file,
            String text,
            Function<String, @Nullable String> variables,
            Collection<Supplement> supplements) {
        written = YamlReader.read(file, text, variables, problems);
        Place top = written == null ? new Place(file, 0) : written.place();
        Node.Mapping all = written == null ? null : binder.mapping(written, "");
        DropIns dropIns = new DropIns(variables, problems);
        root = new Entry(top, all == null ? Node.Mapping.EMPTY : completed(all, top, dropIns, supplements));
    }

    private Node.Mapping completed(Node.Mapping all, Place top, DropIns dropIns, Collection<Supplement> supplements) {
        Entry carteiro = all.entries().getOrDefault(ROOT, new Entry(top, new Node.Nothing()));
        Node.Mapping below = binder.mapping(carteiro, ROOT);
        Supplementing supplementing = new Supplementing(binder, problems);
        return below == null
                ? all
                : all.with(ROOT, new Entry(carteiro.place(), dropIns.complete(supplementing.into(below, supplements))));
    }

    /** Reads {@code yaml} as if it were the file; {@code variables} gives null for what is not set. */
    public static ConfigTree of(String yaml, Function<String, @Nullable String> variables) {
        return of(FILE, yaml, variables);
    }

    static ConfigTree of(String file, String yaml, Function<String, @Nullable String> variables) {
        return of(file, yaml, variables, List.of());
    }

    static ConfigTree of(
            String file,
            String yaml,
            Function<String, @Nullable String> variables,
            Collection<Supplement> supplements) {
        return new ConfigTree(file, yaml, variables, supplements);
    }

    /** Those that the file has a bridge of the same name for. */
    List<Supplement> written(Collection<Supplement> supplements) {
        Set<String> bridges = names(ROOT + "." + BRIDGES);
        return supplements.stream()
                .filter(supplement -> bridges.contains(supplement.name()))
                .toList();
    }

    /** Those that something is wrong with. */
    List<Supplement> faulty(Collection<Supplement> supplements) {
        return supplements.stream()
                .filter(supplement -> problems.at(supplement.place()))
                .toList();
    }

    /** What is wrong with one of them. */
    List<String> problems(Supplement supplement) {
        return problems.sentencesAt(supplement.place());
    }

    /** The value at {@code path}; empty where there is none, or where it does not fit, which is then a problem. */
    public <T> Optional<T> bind(String path, Class<T> type) {
        Entry entry = at(path);
        return entry == null ? Optional.empty() : bound(entry, path, type);
    }

    /** The named entries below {@code path} in the file's order, without those that do not fit. */
    public <T> Map<String, T> bindAll(String path, Class<T> type) {
        Map<String, T> all = new LinkedHashMap<>();
        for (String name : names(path)) {
            bind(path + "." + name, type).ifPresent(value -> all.put(name, value));
        }
        return all;
    }

    /** The items of the list at {@code path}, each under its own path; a single value is a list of one. */
    public <T> Map<String, T> bindItems(String path, Class<T> type) {
        Map<String, T> all = new LinkedHashMap<>();
        Entry entry = at(path);
        if (entry != null) {
            Binder.items(entry, path)
                    .forEach((itemPath, item) ->
                            bound(item, itemPath, type).ifPresent(value -> all.put(itemPath, value)));
        }
        return all;
    }

    /** As {@link #bindItems} for those who need no paths. */
    public <T> List<T> bindList(String path, Class<T> type) {
        return List.copyOf(bindItems(path, type).values());
    }

    /** The names of the entries below {@code path} in the file's order, as far as they are names. */
    public Set<String> names(String path) {
        Set<String> names = new LinkedHashSet<>();
        Entry entry = at(path);
        Node.Mapping mapping = entry == null ? null : binder.mapping(entry, path);
        if (mapping == null) {
            return names;
        }
        mapping.entries().forEach((name, below) -> {
            if (NAME.matcher(name).matches()) {
                names.add(name);
            } else {
                binder.fail(
                        below.place(),
                        path + "." + name,
                        "is no name: a name is up to 63 letters, digits, - and _, and starts with a letter or digit");
            }
        });
        return names;
    }

    public boolean has(String path) {
        Entry entry = at(path);
        return entry != null && !(entry.node() instanceof Node.Nothing);
    }

    /** Reports what is wrong with the value at {@code path}, in a sentence that goes on from it: {@code is too long}. */
    public void problem(String path, String what) {
        problems.add(place(path), path, what);
    }

    /** What is wrong, each in a line such as {@code carteiro.yml:12: carteiro.public-url: "x" has no scheme; …}. */
    public List<String> problems() {
        return problems.sentences();
    }

    /** How many items the list at {@code path} has. */
    int size(String path) {
        Entry entry = at(path);
        return entry == null ? 0 : Binder.items(entry, path).size();
    }

    /** Whether it is YAML at all, so that asking for values makes sense. */
    boolean readable() {
        return written != null;
    }

    /** Reports the keys that no part has asked for; only after all parts have. */
    void refuseUnknownKeys() {
        Node.Mapping top = (Node.Mapping) root.node();
        refuse(top, "", List.of(ROOT));
        Entry carteiro = top.entries().get(ROOT);
        if (carteiro != null && carteiro.node() instanceof Node.Mapping below) {
            refuse(below, ROOT + ".", known);
        }
    }

    private void refuse(Node.Mapping mapping, String prefix, Collection<String> allowed) {
        mapping.entries().forEach((key, entry) -> {
            if (!allowed.contains(key)) {
                problems.add(entry.place(), prefix + key, RecordBinder.unknown(key, allowed));
            }
        });
    }

    private <T> Optional<T> bound(Entry entry, String path, Class<T> type) {
        Object value = binder.bind(entry, path, type);
        return Optional.ofNullable(boxed(type).cast(value));
    }

    @SuppressWarnings("unchecked") // int.class and Integer.class are both a Class<Integer>, and only the latter casts
    private static <T> Class<T> boxed(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    private @Nullable Entry at(String path) {
        if (path.startsWith(ROOT + ".")) {
            known.add(steps(path).get(1));
        }
        List<Entry> way = way(path);
        return way.size() > steps(path).size() ? way.getLast() : null;
    }

    private Place place(String path) {
        return way(path).getLast().place();
    }

    /** From the root towards {@code path}, as far as there is something. */
    private List<Entry> way(String path) {
        List<Entry> way = new ArrayList<>();
        Entry next = root;
        for (String step : steps(path)) {
            way.add(next);
            next = next.below(step);
            if (next == null) {
                return way;
            }
        }
        way.add(next);
        return way;
    }

    private static List<String> steps(String path) {
        return List.of(STEP.split(path, -1));
    }
}

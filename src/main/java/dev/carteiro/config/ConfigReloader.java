package dev.carteiro.config;

import dev.carteiro.config.ConfigFile.Content;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the configuration in force: at the start or not at all, later whenever it changes and is sound. */
public final class ConfigReloader {

    /** The most bytes that a configuration may have. */
    public static final int LARGEST = ConfigFile.MAX_BYTES;

    /** A file this young may still be being written. */
    private static final Duration SETTLED = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(ConfigReloader.class);

    private final ConfigFile file;
    private final Drafts drafts;
    private final Supplier<List<ConfigPart>> parts;
    private final Supplier<List<Supplement>> supplementsAtFirst;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private Content live = new Content.Absent();
    private Content tried = live;
    private Content seen = live;
    private boolean loaded;
    private List<Supplement> supplements = List.of();
    private volatile ConfigStatus status;

    ConfigReloader(
            ConfigFile file,
            Function<String, @Nullable String> variables,
            Supplier<List<ConfigPart>> parts,
            Supplier<List<Supplement>> supplementsAtFirst,
            Clock clock) {
        this.file = file;
        this.drafts = new Drafts(file.toString(), variables);
        this.parts = parts;
        this.supplementsAtFirst = supplementsAtFirst;
        this.clock = clock;
        this.status = new ConfigStatus(file.toString(), false, List.of());
    }

    /** Reads the file for the first time; throws {@link InvalidConfigException} where it cannot be used. */
    public void load() {
        lock.lock();
        try {
            Content content = file.read();
            supplements = drafts.withoutWritten(text(content), supplementsAtFirst.get());
            List<String> problems = content instanceof Content.Absent && file.named()
                    ? List.of(file.missing())
                    : apply(content, "config-loaded");
            if (!problems.isEmpty()) {
                throw new InvalidConfigException(problems);
            }
            loaded = true;
        } finally {
            lock.unlock();
        }
    }

    /** Looks once whether the file has changed, and if so puts it in force or keeps the last good one. Never fails. */
    public void check() {
        lock.lock();
        try {
            Content content = file.read();
            boolean settled = content.equals(seen)
                    || file.modified().isBefore(clock.instant().minus(SETTLED));
            seen = content;
            if (settled && !content.equals(tried)) {
                tried = content;
                settle(reload(content));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What {@code reading} makes of {@code bytes}, as if they were the file. All parts look at them too, and what is wrong is
     * told in the sentences that a reload would log; but nothing is put in force. Blocks for as long as that takes.
     */
    public <T> Candidate<T> rehearse(byte[] bytes, Function<ConfigTree, T> reading) {
        return switch (ConfigFile.content(bytes)) {
            case Content.Unreadable unreadable -> new Candidate.Faulty<>(problems(unreadable));
            case Content.Absent absent -> rehearse("", reading);
            case Content.Text text -> rehearse(text.text(), reading);
        };
    }

    private <T> Candidate<T> rehearse(String text, Function<ConfigTree, T> reading) {
        List<T> made = new ArrayList<>();
        List<ConfigPart> asked = new ArrayList<>(parts.get());
        asked.add(tree -> {
            made.add(reading.apply(tree));
            return () -> {};
        });
        lock.lock(); // the parts need not be ready for two who ask them at a time
        try {
            List<String> problems = drafts.of(text, asked, supplements).problems();
            return problems.isEmpty() ? new Candidate.Sound<>(made.getLast()) : new Candidate.Faulty<>(problems);
        } catch (RuntimeException e) {
            return new Candidate.Faulty<>(failed("config-trial-failed", e));
        } finally {
            lock.unlock();
        }
    }

    ConfigStatus status() {
        return status;
    }

    /**
     * Has {@code next} read as if they stood in the file, in place of those that were given before; at once where the
     * configuration is in force already. Says what is wrong with what is in force then. Blocks for as long as that takes.
     */
    public List<String> supplement(Collection<Supplement> next) {
        lock.lock();
        try {
            supplements = List.copyOf(next);
            return loaded ? again() : List.of();
        } finally {
            lock.unlock();
        }
    }

    /** What would be wrong with these; nothing is put in force. Blocks for as long as that takes. */
    public List<String> problemsOf(Collection<Supplement> next) {
        lock.lock();
        try {
            return drafts.strict(text(live), parts.get(), next).problems();
        } finally {
            lock.unlock();
        }
    }

    private List<String> again() {
        try {
            List<String> problems = apply(live, "config-supplemented");
            if (!problems.isEmpty()) {
                settle(problems);
            }
            return problems;
        } catch (RuntimeException e) {
            return failed("config-failed", e);
        }
    }

    private List<String> reload(Content content) {
        if (content.equals(live)) {
            log.info("event=config-restored file={}", file);
            return List.of();
        }
        if (content instanceof Content.Absent) {
            return List.of(file + ": is gone");
        }
        try {
            return apply(content, "config-reloaded");
        } catch (RuntimeException e) {
            return failed("config-failed", e);
        }
    }

    private List<String> failed(String event, RuntimeException e) {
        log.error("event={} file={}", event, file, e);
        return List.of(file + ": could not be put in force: " + e);
    }

    private List<String> problems(Content.Unreadable unreadable) {
        return List.of(file + ": " + unreadable.why());
    }

    private void settle(List<String> problems) {
        if (!problems.isEmpty() && !problems.equals(status.problems())) {
            log.warn(
                    "event=config-refused file={} configuration=\"last good kept\" problems={}: {}",
                    file,
                    problems.size(),
                    String.join("; ", problems).replaceAll("\\s*\\n\\s*", " "));
        }
        status = new ConfigStatus(file.toString(), live instanceof Content.Text, problems);
    }

    /** What is wrong with {@code content}; where nothing is, it is in force afterwards. */
    private List<String> apply(Content content, String event) {
        return switch (content) {
            case Content.Unreadable unreadable -> problems(unreadable);
            case Content.Absent absent -> apply(content, "", event);
            case Content.Text text -> apply(content, text.text(), event);
        };
    }

    private List<String> apply(Content content, String text, String event) {
        Draft draft = drafts.of(text, parts.get(), supplements);
        List<String> problems = draft.problems();
        if (problems.isEmpty()) {
            draft.commit();
            live = content;
            tried = content;
            seen = content;
            status = new ConfigStatus(file.toString(), content instanceof Content.Text, problems);
            log.info(
                    "event={} file={} destinations={} routes={} bridges={}",
                    event,
                    content instanceof Content.Text ? file : "none",
                    draft.destinations(),
                    draft.routes(),
                    draft.bridges());
        }
        return problems;
    }

    private static String text(Content content) {
        return content instanceof Content.Text written ? written.text() : "";
    }
}

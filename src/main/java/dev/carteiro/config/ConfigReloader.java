package dev.carteiro.config;

import dev.carteiro.config.ConfigFile.Content;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the configuration in force: at the start or not at all, later whenever it changes and is sound. */
public final class ConfigReloader {

    /** A file this young may still be being written. */
    private static final Duration SETTLED = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(ConfigReloader.class);

    private final ConfigFile file;
    private final Function<String, @Nullable String> variables;
    private final Supplier<List<ConfigPart>> parts;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private Content live = new Content.Absent();
    private Content tried = live;
    private Content seen = live;
    private volatile ConfigStatus status;

    ConfigReloader(
            ConfigFile file,
            Function<String, @Nullable String> variables,
            Supplier<List<ConfigPart>> parts,
            Clock clock) {
        this.file = file;
        this.variables = variables;
        this.parts = parts;
        this.clock = clock;
        this.status = new ConfigStatus(file.toString(), false, List.of());
    }

    /** Reads the file for the first time; throws {@link InvalidConfigException} where it cannot be used. */
    public void load() {
        lock.lock();
        try {
            Content content = file.read();
            List<String> problems = content instanceof Content.Absent && file.named()
                    ? List.of(file + ": is not there, but CARTEIRO_CONFIG names it")
                    : apply(content, "config-loaded");
            if (!problems.isEmpty()) {
                throw new InvalidConfigException(problems);
            }
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

    ConfigStatus status() {
        return status;
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
            log.error("event=config-failed file={}", file, e);
            return List.of(file + ": could not be put in force: " + e);
        }
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
            case Content.Unreadable unreadable -> List.of(file + ": " + unreadable.why());
            case Content.Absent absent -> apply(content, "", event);
            case Content.Text text -> apply(content, text.text(), event);
        };
    }

    private List<String> apply(Content content, String text, String event) {
        ConfigTree tree = ConfigTree.of(file.toString(), text, variables);
        List<Runnable> commits = new ArrayList<>();
        if (tree.readable()) {
            parts.get().forEach(part -> commits.add(part.prepare(tree)));
            tree.refuseUnknownKeys();
        }
        List<String> problems = tree.problems();
        if (problems.isEmpty()) {
            commits.forEach(Runnable::run);
            live = content;
            tried = content;
            seen = content;
            status = new ConfigStatus(file.toString(), content instanceof Content.Text, problems);
            log.info(
                    "event={} file={} destinations={} routes={}",
                    event,
                    content instanceof Content.Text ? file : "none",
                    tree.names("carteiro.destinations").size(),
                    tree.size("carteiro.routes"));
        }
        return problems;
    }
}

package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Simulation.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The checked-in tables of what the simulations do, one section each. {@code -Dsimulation.write=true} writes them anew;
 * what has changed is then to be read before it is committed.
 */
final class SimulationReport {

    private static final Path FILE = Path.of("src/test/resources/delivery/simulation.md");

    private SimulationReport() {}

    /** Fails where the section of that title says something else. */
    static void check(String title, String text) {
        String section = "## " + title + "\n\n" + text.strip() + "\n";
        String file = read();
        Matcher found = Pattern.compile("(?ms)^## " + Pattern.quote(title) + "\n.*?(?=^## |\\z)")
                .matcher(file);
        boolean there = found.find();
        if (Boolean.getBoolean("simulation.write")) {
            write(
                    there
                            ? file.substring(0, found.start()) + section + "\n" + file.substring(found.end())
                            : file.stripTrailing() + "\n\n" + section);
            return;
        }
        assertThat(there ? found.group().strip() : "").as(FILE + ", " + title).isEqualTo(section.strip());
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(String text) {
        try {
            Files.writeString(FILE, text.stripTrailing() + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Each attempt, in the order in which they began. */
    static String attempts(List<Attempt> attempts) {
        StringBuilder table = new StringBuilder(
                "| at | conversation | event | attempt | took | answer |\n|--:|---|--:|--:|--:|---|\n");
        attempts.forEach(attempt -> table.append("| %s | %s | %d | %d | %s | %s |%n"
                .formatted(
                        seconds(attempt.at()),
                        attempt.conversation(),
                        attempt.event(),
                        attempt.number(),
                        seconds(attempt.took()),
                        answer(attempt.outcome()))
                .replace(System.lineSeparator(), "\n")));
        return table.toString();
    }

    /** What began in each step of time; a row where nothing did is left out. */
    static String timeline(List<Attempt> attempts, Duration step) {
        StringBuilder table = new StringBuilder(
                "| from | first attempts | repeats | delivered | put off | refused |\n|--:|--:|--:|--:|--:|--:|\n");
        long steps = attempts.isEmpty() ? 0 : attempts.getLast().at().dividedBy(step) + 1;
        LongStream.range(0, steps).forEach(number -> {
            List<Attempt> begun = attempts.stream()
                    .filter(attempt -> attempt.at().dividedBy(step) == number)
                    .toList();
            if (!begun.isEmpty()) {
                table.append("| %s | %d | %d | %d | %d | %d |\n"
                        .formatted(
                                seconds(step.multipliedBy(number)),
                                count(begun, attempt -> attempt.number() == 1),
                                count(begun, attempt -> attempt.number() > 1),
                                count(begun, attempt -> attempt.outcome() instanceof Outcome.Delivered),
                                count(begun, attempt -> attempt.outcome() instanceof Outcome.Deferred),
                                count(
                                        begun,
                                        attempt -> attempt.outcome() instanceof Outcome.Refused
                                                || attempt.outcome() instanceof Outcome.Gone)));
            }
        });
        return table.toString();
    }

    private static long count(List<Attempt> attempts, Predicate<Attempt> which) {
        return attempts.stream().filter(which).count();
    }

    private static String answer(Outcome outcome) {
        Answer answer = outcome.answer();
        Duration after = outcome instanceof Outcome.Deferred deferred ? deferred.after() : null;
        String status = answer == null ? "none" : String.valueOf(answer.status());
        return after == null ? status : status + ", Retry-After: " + after.toSeconds();
    }

    static String seconds(Duration duration) {
        if (duration.compareTo(Duration.ofHours(1)) >= 0) {
            return "%d h %02d m %02d s"
                    .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1000.0);
    }
}

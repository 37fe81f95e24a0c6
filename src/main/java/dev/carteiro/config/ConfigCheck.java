package dev.carteiro.config;

import dev.carteiro.config.ConfigFile.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.StandardEnvironment;

/** Reads a configuration as a start would, for those who want to know what a start would say to it. */
public final class ConfigCheck {

    private final Function<String, @Nullable String> variables;
    private final List<ConfigPart> parts;

    ConfigCheck(Function<String, @Nullable String> variables, List<ConfigPart> parts) {
        this.variables = variables;
        this.parts = List.copyOf(parts);
    }

    /** Takes the variables of this process, and asks {@code parts}, of which none is put in force. */
    public static ConfigCheck of(List<ConfigPart> parts) {
        return new ConfigCheck(Variables.of(new StandardEnvironment()), parts);
    }

    /** What a look at a configuration has shown. */
    public sealed interface Finding {

        /**
         * The router would start.
         *
         * @param file absent where it would start without one
         */
        record Sound(@Nullable String file, int sources, int destinations, int routes) implements Finding {}

        /** The router would not start, for all of these reasons. */
        record Faulty(List<String> problems) implements Finding {

            public Faulty {
                problems = List.copyOf(problems);
            }
        }

        /** There is no such file. */
        record Missing(String sentence) implements Finding {}
    }

    /** Looks at what a router started here and now would read. */
    public Finding inPlace() {
        ConfigFile file = ConfigFile.find(variables);
        return file.read() instanceof Content.Absent && !file.named() ? finding(file, "", null) : of(file);
    }

    /** Looks at {@code file}. */
    public Finding of(Path file) {
        return of(new ConfigFile(file, false));
    }

    private Finding of(ConfigFile file) {
        return switch (file.read()) {
            case Content.Absent absent ->
                new Finding.Missing(file.named() ? file.missing() : file + ": there is no such file");
            case Content.Unreadable unreadable -> new Finding.Faulty(List.of(file + ": " + unreadable.why()));
            case Content.Text text -> finding(file, text.text(), file.toString());
        };
    }

    private Finding finding(ConfigFile file, String text, @Nullable String name) {
        Draft draft = Draft.of(ConfigTree.of(file.toString(), text, variables), parts);
        List<String> problems = draft.problems();
        return problems.isEmpty()
                ? new Finding.Sound(name, draft.sources(), draft.destinations(), draft.routes())
                : new Finding.Faulty(problems);
    }
}

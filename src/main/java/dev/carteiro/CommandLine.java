package dev.carteiro;

import dev.carteiro.bridge.BridgeCheck;
import dev.carteiro.config.ConfigCheck;
import dev.carteiro.config.ConfigCheck.Finding;
import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.PublicUrl;
import dev.carteiro.crew.CrewCheck;
import dev.carteiro.destination.DestinationCheck;
import dev.carteiro.network.Callers;
import dev.carteiro.network.MediaAccess;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.stream.BrowserAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What the program does besides being a router: short answers that need no database, no port and no Spring. */
final class CommandLine {

    private static final int SOUND = 0;
    private static final int FAULTY = 1;
    private static final int MISUSED = 2;

    private static final List<String> HELP = List.of("--help", "-h", "help");

    private static final String USAGE = """
            Usage: java -jar carteiro.jar [--name=value ...]   starts the router
                   java -jar carteiro.jar check [file]         says whether a router could start with a configuration

            check reads the file, else the one that CARTEIRO_CONFIG names, else carteiro.yml in this folder; the variables in
            it are those of the environment. It starts nothing and writes nothing, and exits with
              0  where the configuration is sound,
              1  where it is not, with a line for each problem,
              2  where there is no such file, or the command makes no sense.
            """;

    private final Supplier<ConfigCheck> check;
    private final PrintStream out;
    private final PrintStream err;

    CommandLine(Supplier<ConfigCheck> check, PrintStream out, PrintStream err) {
        this.check = check;
        this.out = out;
        this.err = err;
    }

    /** With all parts that a router's configuration has. */
    static CommandLine of(PrintStream out, PrintStream err) {
        return new CommandLine(() -> ConfigCheck.of(parts()), out, err);
    }

    /** One of each {@link ConfigPart} there is, of which none is in force. */
    static List<ConfigPart> parts() {
        return List.of(
                DestinationCheck.part(List.of(BridgeCheck.adapter(), CrewCheck.adapter())),
                new PublicUrl(),
                new MediaAccess(),
                new Callers(),
                new BrowserAccess(),
                new Router(Clock.systemUTC(), new SimpleMeterRegistry()),
                new ConfiguredSources());
    }

    /** Whether {@code arguments} are for us: a router's own all are of the kind {@code --name=value}. */
    static boolean concerns(String... arguments) {
        return arguments.length > 0 && (HELP.contains(arguments[0]) || !arguments[0].startsWith("--"));
    }

    /** Does what {@code arguments} ask for, and answers with the exit code. */
    int run(List<String> arguments) {
        String command = arguments.getFirst();
        if (HELP.contains(command) || (command.equals("check") && asksForHelp(arguments))) {
            out.print(USAGE);
            return SOUND;
        }
        if (!command.equals("check")) {
            return misused("There is no command \"" + command + "\".");
        }
        if (arguments.size() > 2 || arguments.getLast().startsWith("-")) {
            return misused("check takes one file and nothing else.");
        }
        try {
            return told(
                    arguments.size() == 1 ? check.get().inPlace() : check.get().of(Path.of(arguments.get(1))));
        } catch (InvalidPathException e) {
            return misused("\"" + arguments.get(1) + "\" is no name of a file.");
        }
    }

    /** Not by the word help, which might be a file's name. */
    private static boolean asksForHelp(List<String> arguments) {
        return arguments.contains("--help") || arguments.contains("-h");
    }

    private int told(Finding finding) {
        switch (finding) {
            case Finding.Sound sound -> {
                out.println((sound.file() == null ? "no carteiro.yml, so the defaults" : sound.file())
                        + ": sound, with " + count(sound.sources(), "source")
                        + ", " + count(sound.destinations(), "destination")
                        + " and " + count(sound.routes(), "route"));
                return SOUND;
            }
            case Finding.Faulty faulty -> {
                faulty.problems().forEach(err::println);
                return FAULTY;
            }
            case Finding.Missing missing -> {
                err.println(missing.sentence());
                return MISUSED;
            }
        }
    }

    private int misused(String sentence) {
        err.println(sentence);
        err.println();
        err.print(USAGE);
        return MISUSED;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

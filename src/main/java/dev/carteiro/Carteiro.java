package dev.carteiro;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LoggingSystem;

/** Starts the router, or answers a command. */
@SpringBootApplication(proxyBeanMethods = false)
public class Carteiro {

    public static void main(String[] arguments) {
        if (CommandLine.concerns(arguments)) {
            // Until it is told otherwise, Logback writes what every library has to say among the answers.
            LoggingSystem.get(Carteiro.class.getClassLoader()).beforeInitialize();
            System.exit(CommandLine.of(System.out, System.err).run(List.of(arguments)));
        }
        settle("reactor.netty.ioWorkerCount", Integer.toString(loops()));
        settle(
                "io.netty.leakDetection.level",
                "disabled"); // for those who look for a leak: it is paid for by each buffer
        SpringApplication.run(Carteiro.class, arguments);
        Footprint.reduce();
    }

    /**
     * Event loops, on which requests, deliveries and SQL run: one for every two cores. PostgreSQL has the rest; and what
     * goes from one loop to another costs more than it gains.
     */
    private static int loops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Unless the command line says otherwise. */
    private static void settle(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

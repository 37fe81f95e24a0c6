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
        SpringApplication.run(Carteiro.class, arguments);
    }
}

package dev.carteiro;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the router. */
@SpringBootApplication(proxyBeanMethods = false)
public class Carteiro {

    public static void main(String[] arguments) {
        SpringApplication.run(Carteiro.class, arguments);
    }
}

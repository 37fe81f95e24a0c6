package dev.carteiro.config;

import java.time.Duration;

/** So many permits per period, written {@code 50/s}, {@code 100/m} or {@code 1000/h}. */
public record Rate(int permits, Duration per) {

    public Rate {
        if (permits < 1 || per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("a rate needs at least one permit per period");
        }
    }

    /** Reads one; throws {@link IllegalArgumentException} with a sentence where it is none. */
    public static Rate parse(String text) {
        return (Rate) Scalars.convert(new Node.Scalar(text, text), Rate.class);
    }
}

package dev.carteiro.store;

import org.springframework.core.NestedExceptionUtils;

/** Why the database failed, in one line for a log: the driver's own words, without the statement around them. */
public final class Cause {

    private Cause() {}

    public static String of(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).toString().replaceAll("\\s+", " ");
    }
}

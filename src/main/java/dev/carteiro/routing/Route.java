package dev.carteiro.routing;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked route.
 *
 * @param from absent for every source
 * @param scope what of it is looked at before anything is computed; absent for everything
 * @param when absent for always
 */
record Route(
        String name,
        @Nullable Set<String> from,
        @Nullable Scope scope,
        @Nullable Condition when,
        List<String> to) {

    Route(String name, @Nullable Set<String> from, @Nullable Condition when, List<String> to) {
        this(name, from, null, when, to);
    }
}

package dev.carteiro.routing;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked route.
 *
 * @param from absent for every source
 * @param when absent for always
 */
record Route(
        String name, @Nullable Set<String> from, @Nullable Condition when, List<String> to) {}

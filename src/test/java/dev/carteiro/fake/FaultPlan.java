package dev.carteiro.fake;

/** Decides which calls go wrong, and how. */
@FunctionalInterface
public interface FaultPlan {

    /**
     * The path is without its query; {@code ordinal} counts, from 1, the calls of the same method and path, where all
     * ids count as the same.
     */
    Fault fault(String method, String path, int ordinal);

    static FaultPlan none() {
        return (method, path, ordinal) -> Fault.NONE;
    }
}

package dev.carteiro.cluster;

import java.util.UUID;

/**
 * What one replica does for all of them, as far as it is ours.
 *
 * @param fence climbs each time that the lease changes hands; 0 while another replica has it
 */
public record Lease(String name, UUID holder, long fence) {

    /**
     * For the end of a statement that only the holder may run: binds {@code leaseName}, {@code leaseHolder} and {@code
     * leaseFence}.
     */
    public static final String IN_FORCE =
            "EXISTS (SELECT FROM lease WHERE name = :leaseName AND holder = :leaseHolder AND fence = :leaseFence)";

    public boolean isOurs() {
        return fence > 0;
    }
}

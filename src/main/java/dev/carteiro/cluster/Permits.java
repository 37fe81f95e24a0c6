package dev.carteiro.cluster;

import java.time.Duration;
import reactor.core.scheduler.Scheduler;

/** Makes rates hold for all replicas together. */
public interface Permits {

    /** Where there is nobody to share with. */
    static Permits alone(Scheduler timer) {
        return (name, permits, per) -> new Share(new Pace(permits, per), () -> 1, timer);
    }

    /** At most {@code permits} in every {@code per}, over all replicas that ask under the same name. */
    Wallet wallet(String name, int permits, Duration per);
}

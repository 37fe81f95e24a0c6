package dev.carteiro.cluster;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** The permits that all replicas draw from. */
interface Purse {

    /** There is none. */
    Purse NONE = new Purse() {

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public Mono<Drawn> draw(String name, Pace pace, int wanted) {
            return Mono.just(new Drawn(0, Duration.ZERO));
        }

        @Override
        public Mono<Void> giveBack(String name, Pace pace, int permits) {
            return Mono.empty();
        }
    };

    /** Whether they can be drawn now; where not, each replica uses its share. */
    boolean open();

    /** Draws {@code wanted} at most. */
    Mono<Drawn> draw(String name, Pace pace, int wanted);

    /** Gives back what was not used. */
    Mono<Void> giveBack(String name, Pace pace, int permits);

    /** What was drawn; where it is nothing, after {@code pause} there may be more. */
    record Drawn(int permits, Duration pause) {}
}

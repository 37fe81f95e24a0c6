package dev.carteiro.cluster;

import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Carries hints to the other replicas. Any of them may be lost or come for nothing: what is true stands in the database. */
interface Carrier {

    /** There is none: nobody hears anything. */
    Carrier NONE = new Carrier() {

        @Override
        public boolean connected() {
            return false;
        }

        @Override
        public Mono<Long> tell(String topic, String word) {
            return Mono.just(0L);
        }

        @Override
        public void listen(String topic, Consumer<String> listener) {
            // nothing ever comes
        }
    };

    /** Whether it has answered when it was last asked. */
    boolean connected();

    /** Tells all replicas, and emits how many have it, ourselves among them; 0 while it is away, and never an error. */
    Mono<Long> tell(String topic, String word);

    /**
     * Hands each word of the other replicas to {@code listener}, which must not block; to be called before anything has
     * started. An empty word comes each time that the carrier is there again, because something may have been missed.
     */
    void listen(String topic, Consumer<String> listener);
}

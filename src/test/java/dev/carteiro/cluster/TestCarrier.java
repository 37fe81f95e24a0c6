package dev.carteiro.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Keeps what is told, and has others say things. */
final class TestCarrier implements Carrier {

    private final Map<String, Consumer<String>> listeners = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private long heardBy;

    /** So many replicas hear it from now on. */
    void heardBy(long replicas) {
        heardBy = replicas;
    }

    /** What was told, each with its topic. */
    List<String> told() {
        return List.copyOf(told);
    }

    void say(String topic, String word) {
        listeners.getOrDefault(topic, nobody -> {}).accept(word);
    }

    @Override
    public boolean connected() {
        return heardBy > 0;
    }

    @Override
    public Mono<Long> tell(String topic, String word) {
        return Mono.fromSupplier(() -> {
            told.add((topic + " " + word).strip());
            return heardBy;
        });
    }

    @Override
    public void listen(String topic, Consumer<String> listener) {
        listeners.put(topic, listener);
    }
}

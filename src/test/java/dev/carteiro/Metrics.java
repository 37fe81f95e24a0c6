package dev.carteiro;

import java.util.LinkedHashMap;
import java.util.Map;

/** One scrape of {@code /actuator/prometheus}. */
record Metrics(Map<String, Double> values) {

    static Metrics of(RouterClient client) {
        String text = client.send("GET", "/actuator/prometheus", "Authorization", "Bearer " + RouterClient.ADMIN)
                .text();
        Map<String, Double> values = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return new Metrics(values);
    }

    /** A metric of a destination that has no other labels; -1 where there is none. */
    long of(String name, String destination) {
        return values.getOrDefault(name + "{destination=\"" + destination + "\"}", -1.0)
                .longValue();
    }

    boolean isIn(String destination, String state) {
        return values.getOrDefault(
                        "carteiro_destination_state{destination=\"" + destination + "\",state=\"" + state + "\"}", 0.0)
                == 1;
    }

    /** Whether any metric at all is labelled with this text. */
    boolean mention(String label) {
        return values.keySet().stream().anyMatch(name -> name.contains("\"" + label + "\""));
    }
}

package dev.carteiro.fake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out which handler a path belongs to; a segment {@code :name} stands for any one. */
final class Routes<H> {

    private final List<Route<H>> routes = new ArrayList<>();

    void add(String methods, String path, H handler) {
        for (String method : methods.split("\\|", -1)) {
            routes.add(new Route<>(method, List.of(path.split("/", -1)), handler));
        }
    }

    @Nullable Match<H> find(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        for (Route<H> route : routes) {
            Map<String, String> variables = new HashMap<>();
            if (route.method.equals(method) && matches(route.segments, segments, variables)) {
                return new Match<>(route.handler, variables);
            }
        }
        return null;
    }

    private static boolean matches(List<String> pattern, List<String> path, Map<String, String> variables) {
        if (pattern.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            if (wanted.startsWith(":")) {
                variables.put(wanted.substring(1), URLDecoder.decode(path.get(i), StandardCharsets.UTF_8));
            } else if (!wanted.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private record Route<H>(String method, List<String> segments, H handler) {}

    /** The handler with what stood for its variables. */
    record Match<H>(H handler, Map<String, String> variables) {}
}

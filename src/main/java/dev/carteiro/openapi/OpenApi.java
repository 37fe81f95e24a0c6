package dev.carteiro.openapi;

import dev.carteiro.openapi.Described.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.reactive.function.server.RouterFunction;

/** The OpenAPI 3.1 document, made of what the routes say about themselves. */
public final class OpenApi {

    private static final String ABOUT =
            "A durable event router. Ids and positions are strings of digits, times are UTC with"
                    + " milliseconds, and errors are problem details (RFC 9457).";

    private static final Map<String, Object> SCHEMES = Json.object(
            "admin",
            bearer("CARTEIRO_ADMIN_TOKEN; where that is not set, the token in the log's line event=admin-token-made"),
            "source",
            bearer("The token of the source, if it has one; it may also ask for a signature or for an address"),
            "sourceQuery",
            Json.object("type", "apiKey", "in", "query", "name", "token"),
            "sourceHeader",
            Json.object("type", "apiKey", "in", "header", "name", "apikey"),
            "subscription",
            bearer("A token of POST /api/subscriptions"),
            "subscriptionQuery",
            Json.object("type", "apiKey", "in", "query", "name", "token"),
            "subscriptionCookie",
            Json.object("type", "apiKey", "in", "cookie", "name", "carteiro-subscription"));

    private OpenApi() {}

    /** All operations of {@code routes} and {@code others} as nested maps for a JSON writer. Reads files. */
    public static Map<String, Object> document(
            String version, Collection<? extends RouterFunction<?>> routes, Collection<Described> others) {
        List<Entry> entries = new ArrayList<>();
        routes.forEach(function -> entries.addAll(RouteWalk.of(function)));
        others.forEach(described -> entries.addAll(described.entries()));
        return document(version, entries);
    }

    private static Map<String, Object> document(String version, List<Entry> entries) {
        Examples examples = new Examples();
        OperationJson operations = new OperationJson(examples);
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Entry entry : entries) {
            paths.computeIfAbsent(entry.path(), path -> new LinkedHashMap<>())
                    .put(entry.method().name().toLowerCase(Locale.ROOT), operations.of(entry));
        }
        return Json.object(
                "openapi", "3.1.0",
                "info", Json.object("title", "Carteiro", "version", version, "description", ABOUT),
                "servers", List.of(Json.object("url", "/")),
                "security", List.of(Json.object("admin", List.of())),
                "paths", paths,
                "components", Json.object("securitySchemes", SCHEMES, "schemas", examples.schemas()));
    }

    private static Map<String, Object> bearer(String description) {
        return Json.object("type", "http", "scheme", "bearer", "description", description);
    }
}

package dev.carteiro.openapi;

import dev.carteiro.openapi.Described.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Walks through the routes and gathers methods, paths and what they say about themselves. */
final class RouteWalk implements RouterFunctions.Visitor {

    private final List<Entry> entries = new ArrayList<>();
    private final Deque<String> nested = new ArrayDeque<>();
    private Map<String, Object> attributes = Map.of();

    static List<Entry> of(RouterFunction<?> routes) {
        RouteWalk walk = new RouteWalk();
        routes.accept(walk);
        return walk.entries;
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        nested.addLast(Asked.by(predicate).path);
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        nested.removeLast();
    }

    /** Attributes come right before what they belong to. */
    @Override
    public void attributes(Map<String, Object> next) {
        attributes = next;
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        if (attributes.get(Described.ATTRIBUTE) instanceof Described described) {
            entries.addAll(described.entries());
        } else {
            Asked asked = Asked.by(predicate);
            String path = String.join("", nested) + asked.path;
            Operation operation = attributes.get(Operation.ATTRIBUTE) instanceof Operation told ? told : null;
            asked.methods.forEach(method -> entries.add(new Entry(method, path, operation)));
        }
        attributes = Map.of();
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
        attributes = Map.of(); // files are no part of the API
    }

    @Override
    public void unknown(RouterFunction<?> routes) {
        attributes = Map.of();
    }

    /** The method and the path that a predicate asks for, as far as it says. */
    private static final class Asked implements RequestPredicates.Visitor {

        private Set<HttpMethod> methods = Set.of();
        private String path = "";

        static Asked by(RequestPredicate predicate) {
            Asked asked = new Asked();
            predicate.accept(asked);
            return asked;
        }

        @Override
        public void method(Set<HttpMethod> told) {
            methods = told;
        }

        @Override
        public void path(String pattern) {
            path = pattern.replace("{*", "{");
        }

        @Override
        @SuppressWarnings("removal") // the interface still asks for it
        public void pathExtension(String extension) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void queryParam(String name, String value) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}

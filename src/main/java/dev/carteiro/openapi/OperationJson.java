package dev.carteiro.openapi;

import dev.carteiro.openapi.Described.Entry;
import dev.carteiro.openapi.Operation.Answer;
import dev.carteiro.openapi.Operation.Content;
import dev.carteiro.openapi.Operation.Guard;
import dev.carteiro.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Writes operations as OpenAPI has them. */
final class OperationJson {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

    /** Nothing, where a source has no token, or one of the three ways to show it. */
    private static final List<Map<String, Object>> SOURCE = List.of(
            Json.object(),
            Json.object("source", List.of()),
            Json.object("sourceQuery", List.of()),
            Json.object("sourceHeader", List.of()));

    /** The admin token, or a subscription's in one of the three ways to show it. */
    private static final List<Map<String, Object>> SUBSCRIPTION = List.of(
            Json.object("admin", List.of()),
            Json.object("subscription", List.of()),
            Json.object("subscriptionQuery", List.of()),
            Json.object("subscriptionCookie", List.of()));

    private final Examples examples;

    /** {@code examples} has the schemas that the operations refer to. */
    OperationJson(Examples examples) {
        this.examples = examples;
    }

    /** The operation object of {@code entry}. */
    Map<String, Object> of(Entry entry) {
        Operation told = entry.operation() == null ? Operation.of("") : entry.operation();
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("tags", List.of(tag(entry.path(), told.guard())));
        if (!told.summary().isEmpty()) {
            operation.put("summary", told.summary());
        }
        operation.put("operationId", id(entry));
        switch (told.guard()) {
            case ADMIN -> {} // as the whole document has it
            case SOURCE -> operation.put("security", SOURCE);
            case SUBSCRIPTION -> operation.put("security", SUBSCRIPTION);
            case NOBODY -> operation.put("security", List.of());
        }
        List<Map<String, Object>> parameters = parameters(entry.path(), told);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (told.body() != null) {
            // What a source sends has whatever shape its system gives it.
            Map<String, Object> body = content(told.body(), told.guard() == Guard.SOURCE);
            operation.put("requestBody", Json.object("required", true, "content", body));
        }
        operation.put("responses", responses(told));
        return operation;
    }

    private static List<Map<String, Object>> parameters(String path, Operation told) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            String name = variables.group(1);
            parameters.add(told.parameters().stream()
                    .filter(parameter ->
                            parameter.place().equals("path") && parameter.name().equals(name))
                    .findFirst()
                    .map(OperationJson::parameter)
                    .orElseGet(() -> parameter(new Parameter(name, "path", "string", ""))));
        }
        told.parameters().stream()
                .filter(parameter -> !parameter.place().equals("path"))
                .forEach(parameter -> parameters.add(parameter(parameter)));
        return parameters;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", parameter.name());
        json.put("in", parameter.place());
        json.put("required", parameter.place().equals("path"));
        if (!parameter.description().isEmpty()) {
            json.put("description", parameter.description());
        }
        json.put("schema", Json.object("type", parameter.type()));
        return json;
    }

    private Map<String, Map<String, Object>> responses(Operation told) {
        Map<String, Map<String, Object>> responses = new TreeMap<>();
        for (Answer answer : told.answers()) {
            responses.merge(
                    Integer.toString(answer.status()),
                    response(answer.description(), answer.content()),
                    OperationJson::both);
        }
        if (told.guard() == Guard.ADMIN) {
            responses.put("401", response("The admin token is missing or wrong", null));
            responses.putIfAbsent("429", response("Too many wrong tokens came from this address", null));
        }
        return responses;
    }

    /** The same status in two types: one description for both. */
    private static Map<String, Object> both(Map<String, Object> one, Map<String, Object> other) {
        Map<Object, Object> content = new LinkedHashMap<>();
        for (Object types : List.of(one.getOrDefault("content", Map.of()), other.getOrDefault("content", Map.of()))) {
            if (types instanceof Map<?, ?> map) {
                content.putAll(map);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>(one);
        all.put("content", content);
        return all;
    }

    private Map<String, Object> response(String description, @Nullable Content content) {
        if (Content.NOTHING.equals(content)) {
            return Json.object("description", description);
        }
        Content shown = content != null
                ? content
                : new Content(MediaType.APPLICATION_PROBLEM_JSON_VALUE, List.of(Examples.PROBLEM));
        return Json.object("description", description, "content", content(shown, false));
    }

    private Map<String, Object> content(Content content, boolean ofAnyShape) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Map<String, Object>> schemas = new ArrayList<>();
        for (String file : content.examples()) {
            values.put(file.substring(0, file.lastIndexOf('.')), Json.object("value", Examples.value(file)));
            if (!ofAnyShape) {
                schemas.add(examples.schema(file));
            }
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!schemas.isEmpty()) {
            shown.put("schema", schemas.size() == 1 ? schemas.getFirst() : Json.object("anyOf", schemas));
        }
        if (!values.isEmpty() && !content.examples().equals(List.of(Examples.PROBLEM))) {
            shown.put("examples", values);
        }
        return Json.object(content.mediaType(), shown);
    }

    private static String tag(String path, Guard guard) {
        if (guard == Guard.SOURCE) {
            return "webhooks";
        }
        String[] steps = path.split("/", -1);
        return steps.length > 2 && steps[1].equals("api") ? steps[2] : "operations";
    }

    /** Such as {@code getApiEventsId}. */
    private static String id(Entry entry) {
        StringBuilder id = new StringBuilder(entry.method().name().toLowerCase(Locale.ROOT));
        for (String word : entry.path().split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }
}

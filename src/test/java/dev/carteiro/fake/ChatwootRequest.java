package dev.carteiro.fake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A call of a Chatwoot: who makes it, what it is about, and its body where it is JSON. */
record ChatwootRequest(Inbound inbound, Map<String, String> variables, Person person, ObjectNode json) {

    ChatwootRequest {
        variables = Map.copyOf(variables);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** The row that a variable of the path names, or 404. */
    <R> R row(Map<Long, R> table, String variable) {
        String text = variable(variable);
        return ChatwootData.need(table, text.matches("\\d{1,18}") ? Long.valueOf(text) : null);
    }

    /** The row that a member of the body names, or 404. */
    <R> R rowOf(Map<Long, R> table, String member) {
        return ChatwootData.need(table, Json.number(json, member));
    }

    @Nullable String text(String member) {
        return Json.text(json, member);
    }

    /** The elements of this page. */
    <E> List<E> page(List<E> all, int size) {
        return all.stream().skip((inbound.page() - 1L) * size).limit(size).toList();
    }

    /** What answers such a call. */
    @FunctionalInterface
    interface Handler {

        Answer answer(ChatwootRequest request) throws Exception;
    }
}

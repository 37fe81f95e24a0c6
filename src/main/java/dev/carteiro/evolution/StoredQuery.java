package dev.carteiro.evolution;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks for a page of the messages that Evolution has kept ({@code POST /chat/findMessages}), newest first.
 *
 * @param since the first second that counts, and {@code until} the last
 * @param sent only what the instance itself has written
 * @param page counted from 1
 * @param size of a page
 */
public record StoredQuery(Instant since, Instant until, boolean sent, int page, int size) {

    /** All messages of these seconds. */
    public static StoredQuery all(Instant since, Instant until, int page, int size) {
        return new StoredQuery(since, until, false, page, size);
    }

    /** As the body of the request, in which {@code offset} is the size. */
    Map<String, Object> body() {
        Map<String, Object> where = new LinkedHashMap<>();
        if (sent) {
            where.put("key", Map.of("fromMe", true));
        }
        where.put("messageTimestamp", Map.of("gte", since.toString(), "lte", until.toString()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("where", where);
        body.put("page", page);
        body.put("offset", size);
        return body;
    }
}

package dev.carteiro.source;

import java.net.InetAddress;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request as it arrived.
 *
 * @param body the bytes as received, for signatures
 * @param json the same, parsed
 * @param header the first value of a header by its name in any case, null where it is absent
 * @param query the first value of a query parameter, null where it is absent
 * @param instance the WhatsApp instance that the path or {@code ?instance=} names
 * @param suffix what the path has behind the source's own, such as {@code messages-upsert}; null where there is nothing
 * @param client the sender's address, behind trusted proxies the one that they name
 */
@SuppressWarnings("ArrayRecordComponent") // a body is never compared, and copying 64 MiB to be tidy would cost
public record Inbound(
        byte[] body,
        JsonNode json,
        Function<String, @Nullable String> header,
        Function<String, @Nullable String> query,
        @Nullable String instance,
        @Nullable String suffix,
        InetAddress client,
        Instant receivedAt) {}

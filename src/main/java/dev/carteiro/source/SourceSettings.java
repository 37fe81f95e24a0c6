package dev.carteiro.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carteiro.config.Addresses;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code carteiro.sources}. What a file leaves out arrives as null and becomes the default; blank entries of
 * a list count as left out, so that an unset variable is no secret.
 *
 * @param type absent where the source's own name is a type
 * @param allowFrom addresses and CIDR blocks, IPv4 and IPv6
 * @param tolerance how far a signature's timestamp may be from now
 * @param instance the WhatsApp instance of a source whose payloads name none
 * @param url the sending system's own address
 * @param stream the Evolution server's Socket.IO stream
 * @param probe how its instances are asked whether they live
 */
public record SourceSettings(
        @Nullable SourceType type,
        List<String> token,
        List<String> secret,
        List<String> jwtKey,
        List<String> allowFrom,
        Boolean keepApikey,
        Duration tolerance,
        @Nullable String instance,
        @Nullable String url,
        @Nullable String apiKey,
        @Nullable Stream stream,
        @Nullable Probe probe) {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    public SourceSettings {
        token = present(token);
        secret = present(secret);
        jwtKey = present(jwtKey);
        allowFrom = addresses(present(allowFrom));
        keepApikey = Boolean.TRUE.equals(keepApikey);
        tolerance = tolerance == null ? FIVE_MINUTES : tolerance;
        if (!tolerance.isPositive()) {
            throw new IllegalArgumentException("tolerance must be more than nothing, but is " + tolerance);
        }
        instance = blankToNull(instance);
        url = blankToNull(url);
        apiKey = blankToNull(apiKey);
    }

    /** Whether anyone may send. */
    boolean open() {
        return token.isEmpty() && secret.isEmpty() && jwtKey.isEmpty() && allowFrom.isEmpty();
    }

    /** An unprotected source of this type with every default. */
    public static SourceSettings of(SourceType type) {
        return new SourceSettings(
                type, List.of(), List.of(), List.of(), List.of(), false, FIVE_MINUTES, null, null, null, null, null);
    }

    /** Which of an Evolution server's events come over its Socket.IO stream. */
    public record Stream(Mode mode, List<String> instances) {

        public Stream {
            instances = present(instances);
            if (mode == null) {
                mode = instances.isEmpty() ? Mode.OFF : Mode.INSTANCES;
            }
        }

        /** Whether to listen at all, to every instance through one connection, or to those that are named. */
        public enum Mode {
            @JsonProperty("off")
            OFF,
            @JsonProperty("global")
            GLOBAL,
            @JsonProperty("instances")
            INSTANCES
        }
    }

    /**
     * How an Evolution server's instances are looked after: asked for their state every {@code every}, and for a sign of
     * life when nothing was heard of one for {@code silentAfter}.
     */
    public record Probe(Duration every, Duration silentAfter) {

        /** Every minute, and a sign of life after ten. */
        static final Probe USUAL = new Probe(Duration.ofMinutes(1), Duration.ofMinutes(10));

        public Probe {
            every = every == null ? Duration.ofMinutes(1) : every;
            silentAfter = silentAfter == null ? Duration.ofMinutes(10) : silentAfter;
            if (!every.isPositive() || !silentAfter.isPositive()) {
                throw new IllegalArgumentException("every and silent-after must be more than nothing");
            }
        }
    }

    private static List<String> addresses(List<String> entries) {
        try {
            return Addresses.of(entries).isEmpty() ? List.of() : entries;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allow-from: " + e.getMessage(), e);
        }
    }

    private static List<String> present(@Nullable List<String> list) {
        return list == null
                ? List.of()
                : list.stream()
                        .filter(entry -> entry != null && !entry.isBlank())
                        .map(String::strip)
                        .toList();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}

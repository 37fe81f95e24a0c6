package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import dev.carteiro.signature.JsonWebTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Tokens with which browsers subscribe: JWTs (HS256) whose claims {@code instances} and {@code types} say what may be seen,
 * {@code *} for all, and {@code exp} until when.
 */
public final class Subscriptions {

    /** Who has got hold of a token sees everything in it until then. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration CLOCKS = Duration.ofMinutes(5);
    private static final String ALL = "*";
    private static final String INSTANCES = "instances";
    private static final String TYPES = "types";

    private final Mono<String> sharedKey;
    private final BrowserAccess access;
    private final Clock clock;

    /** {@code sharedKey} is the one that all replicas have. */
    Subscriptions(Mono<String> sharedKey, BrowserAccess access, Clock clock) {
        this.sharedKey = sharedKey;
        this.access = access;
        this.clock = clock;
    }

    /** A token, and the moment from which on it is worth nothing. */
    public record Minted(String token, Instant expiresAt) {}

    /** A token for these instances and types, of which {@code *} stands for all, good for so long. Fails while the key cannot be had. */
    public Mono<Minted> mint(List<String> instances, List<String> types, Duration life) {
        return tokens().map(tokens -> {
            Instant end = Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond());
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put(INSTANCES, instances);
            claims.put(TYPES, types);
            claims.put("exp", end.getEpochSecond());
            return new Minted(tokens.sign(claims), end);
        });
    }

    /** What a token is good for; fails with a {@link StreamProblem} where it is good for nothing. */
    Mono<Grant> grant(@Nullable String token) {
        return tokens().map(tokens -> {
            JsonWebTokens.Checked checked = tokens.verify(token, clock.instant());
            return switch (checked.verdict()) {
                case VALID -> grant(checked.claims());
                case MISSING ->
                    throw StreamProblem.unauthorized(
                            "This needs a token, as ?token=…, \"Authorization: Bearer …\" or the" + " cookie "
                                    + EventsHandler.COOKIE + ". POST /api/subscriptions makes one.");
                case EXPIRED -> throw StreamProblem.unauthorized("The token's time is over; come back with a new one.");
                case MALFORMED, MISMATCH ->
                    throw StreamProblem.unauthorized("The token is none of ours. POST /api/subscriptions makes one.");
            };
        });
    }

    /** Whether a token is one of ours, good for something still or no more. */
    Mono<Boolean> hasMade(@Nullable String token) {
        return token == null
                ? Mono.just(false)
                : tokens().map(tokens -> switch (tokens.verify(token, clock.instant())
                        .verdict()) {
                    case VALID, EXPIRED -> true;
                    case MISSING, MALFORMED, MISMATCH -> false;
                });
    }

    private Grant grant(JsonNode claims) {
        long end = (long) claims.path("exp").asDouble(0); // perhaps beyond what an Instant can be
        if (end > clock.instant().plus(LONGEST).plus(CLOCKS).getEpochSecond()) {
            throw StreamProblem.unauthorized("The token is good for too long: 24 hours is the most.");
        }
        List<String> instances = list(claims, INSTANCES);
        List<String> types = list(claims, TYPES);
        return Grant.of(new EventFilter(orNull(instances), orNull(types), null), Instant.ofEpochSecond(end));
    }

    /** A token that does not say what it is for is good for nothing. */
    private static List<String> list(JsonNode claims, String name) {
        JsonNode claim = claims.path(name);
        List<String> texts = new ArrayList<>();
        claim.forEach(one -> {
            if (one.isString()) {
                texts.add(one.stringValue());
            }
        });
        if (!claim.isArray() || texts.isEmpty() || texts.size() != claim.size()) {
            throw StreamProblem.unauthorized(
                    "The token's claim " + name + " is no list of texts; [\"*\"] stands for all.");
        }
        return texts;
    }

    private static @Nullable List<String> orNull(List<String> texts) {
        return texts.contains(ALL) ? null : texts;
    }

    /** Tokens of the shared key stay good when another key is configured, and the other way round. */
    private Mono<JsonWebTokens> tokens() {
        return sharedKey.map(shared -> {
            String own = access.current().key();
            return new JsonWebTokens(own == null ? List.of(shared) : List.of(own, shared), Duration.ZERO);
        });
    }
}

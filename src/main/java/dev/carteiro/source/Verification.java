package dev.carteiro.source;

import dev.carteiro.config.Addresses;
import dev.carteiro.signature.ChatwootSignature;
import dev.carteiro.signature.JsonWebTokens;
import dev.carteiro.signature.Secrets;
import dev.carteiro.signature.StandardWebhooks;
import dev.carteiro.signature.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who may send to a source: the address must be allowed where addresses are listed, and one of the configured credentials
 * must hold where any is configured.
 */
final class Verification {

    /** Evolution signs one token per event and sends it again with every retry, for up to about 25 minutes. */
    private static final Duration RETRIES = Duration.ofMinutes(25);

    private final Addresses allowed;
    private final List<Credential> credentials;

    Verification(SourceType type, SourceSettings settings) {
        allowed = Addresses.of(settings.allowFrom());
        credentials = credentials(type, settings);
    }

    /** One way to show who one is: what is wrong with it in {@code inbound}, null where it holds. */
    @FunctionalInterface
    private interface Credential {
        @Nullable String complaint(Inbound inbound);
    }

    @Nullable Rejection check(Inbound inbound) {
        if (!allowed.isEmpty() && !allowed.contain(inbound.client())) {
            return new Rejection(
                    403, "The address " + inbound.client().getHostAddress() + " is not among those that may send here");
        }
        if (credentials.isEmpty()) {
            return null;
        }
        List<String> complaints = new ArrayList<>();
        for (Credential credential : credentials) {
            String complaint = credential.complaint(inbound);
            if (complaint == null) {
                return null;
            }
            complaints.add(complaint);
        }
        return new Rejection(401, String.join("; ", complaints));
    }

    private static List<Credential> credentials(SourceType type, SourceSettings settings) {
        List<Credential> credentials = new ArrayList<>();
        if (!settings.token().isEmpty()) {
            credentials.add(token(settings.token()));
        }
        if (!settings.secret().isEmpty()) {
            credentials.add(type == SourceType.CHATWOOT ? chatwoot(settings) : standard(settings));
        }
        if (!settings.jwtKey().isEmpty()) {
            credentials.add(jwt(type, settings.jwtKey()));
        }
        return List.copyOf(credentials);
    }

    private static Credential token(List<String> tokens) {
        return inbound -> {
            @Nullable String[] presented = {
                inbound.query().apply("token"),
                bearer(inbound),
                inbound.header().apply("apikey")
            };
            boolean missing = true;
            boolean held = false;
            for (String token : presented) {
                missing &= token == null;
                held |= token != null && Secrets.anyEqual(tokens, token);
            }
            if (held) {
                return null;
            }
            return missing
                    ? "The token is missing: send it as ?token=, as Authorization: Bearer or as the header apikey"
                    : "The token is wrong";
        };
    }

    private static Credential chatwoot(SourceSettings settings) {
        ChatwootSignature signature = new ChatwootSignature(settings.secret(), settings.tolerance());
        return inbound -> signature(
                "X-Chatwoot-Signature",
                signature.verify(
                        inbound.header().apply("X-Chatwoot-Timestamp"),
                        inbound.header().apply("X-Chatwoot-Signature"),
                        inbound.body(),
                        inbound.receivedAt()));
    }

    private static Credential standard(SourceSettings settings) {
        StandardWebhooks signature = new StandardWebhooks(settings.secret(), settings.tolerance());
        return inbound -> {
            StandardWebhooks.Headers headers = new StandardWebhooks.Headers(
                    inbound.header().apply("webhook-id"),
                    inbound.header().apply("webhook-timestamp"),
                    inbound.header().apply("webhook-signature"));
            return signature("webhook-signature", signature.verify(headers, inbound.body(), inbound.receivedAt()));
        };
    }

    private static @Nullable String signature(String header, Verdict verdict) {
        return switch (verdict) {
            case VALID -> null;
            case MISSING -> "The signature is missing: its header is " + header;
            case MALFORMED -> "The signature's timestamp is no Unix time";
            case MISMATCH -> "The signature does not match the body";
            case EXPIRED -> "The signature's timestamp is too old, or too far ahead";
        };
    }

    private static Credential jwt(SourceType type, List<String> keys) {
        JsonWebTokens tokens = new JsonWebTokens(keys, RETRIES);
        return inbound -> {
            JsonWebTokens.Checked checked = tokens.verify(bearer(inbound), inbound.receivedAt());
            return switch (checked.verdict()) {
                case VALID ->
                    type != SourceType.EVOLUTION || isEvolutionWebhook(checked.claims())
                            ? null
                            : "The JWT is not one of Evolution's webhooks";
                case MISSING -> "The JWT is missing: send it as Authorization: Bearer";
                case MALFORMED -> "The bearer token is no JWT signed with HS256";
                case MISMATCH -> "The JWT is signed with another key";
                case EXPIRED -> "The JWT has expired";
            };
        };
    }

    private static boolean isEvolutionWebhook(JsonNode claims) {
        return "evolution".equals(Json.string(claims, "app")) && "webhook".equals(Json.string(claims, "action"));
    }

    private static @Nullable String bearer(Inbound inbound) {
        String authorization = inbound.header().apply("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }
}

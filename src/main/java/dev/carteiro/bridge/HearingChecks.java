package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.evolution.Reply;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Stream.Mode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether what happens on WhatsApp comes to us, by Evolution's webhook or over its stream. */
final class HearingChecks {

    static final String CHECK = "evolution-webhook";

    /** Without these a bridge shows nothing, or not what was sent, or not how far it came. */
    private static final List<String> NEEDED = List.of("MESSAGES_UPSERT", "SEND_MESSAGE", "MESSAGES_UPDATE");

    /** Without these it works, and does less. */
    private static final List<String> USEFUL = List.of(
            "MESSAGES_EDITED",
            "MESSAGES_DELETE",
            "CONNECTION_UPDATE",
            "QRCODE_UPDATED",
            "CONTACTS_UPSERT",
            "PRESENCE_UPDATE");

    private HearingChecks() {}

    /**
     * Where to listen.
     *
     * @param gateways the Evolution servers that the bridge hears
     * @param publicUrl how others reach us; null where nobody has said so
     */
    record Ears(List<Gateway> gateways, @Nullable String publicUrl) {

        Ears {
            gateways = List.copyOf(gateways);
        }

        boolean stream(String instance) {
            return gateways.stream()
                    .map(Gateway::stream)
                    .anyMatch(stream -> stream.mode() == Mode.GLOBAL
                            || (stream.mode() == Mode.INSTANCES
                                    && stream.instances().contains(instance)));
        }
    }

    /** {@code webhook} is the answer to {@code GET /webhook/find}. */
    static Finding of(Reply webhook, Ears ears, String instance) {
        if (ears.stream(instance)) {
            return Finding.ok(CHECK, "The instance is heard over Evolution's stream.");
        }
        return switch (webhook) {
            case Reply.Failed failed -> EvolutionChecks.unknown(CHECK, failed);
            case Reply.Done done -> of(done.body(), ears.publicUrl(), remedy(ears, instance));
        };
    }

    private static Finding of(JsonNode webhook, @Nullable String publicUrl, String remedy) {
        String url = Shown.url(webhook.path("url").asString(""));
        if (url.isEmpty() || !webhook.path("enabled").asBoolean(false)) {
            return Finding.problem(
                    CHECK,
                    "The instance has no webhook that is on, and its stream is not listened to; only Evolution's global"
                            + " webhook, which cannot be seen from here, could bring its events.",
                    remedy);
        }
        if (publicUrl == null) {
            return Finding.unknown(
                    CHECK,
                    "Evolution sends to " + url + "; without carteiro.public-url nobody can tell whether that is us.");
        }
        if (!url.startsWith(Shown.url(publicUrl) + "/")) {
            return Finding.problem(
                    CHECK, "Evolution sends to " + url + ", which is not " + publicUrl(publicUrl) + ".", remedy);
        }
        return events(webhook.path("events"), url, remedy);
    }

    private static String publicUrl(String publicUrl) {
        return "below carteiro.public-url (" + Shown.url(publicUrl) + ")";
    }

    /** An empty list stands for all. */
    private static Finding events(JsonNode events, String url, String remedy) {
        List<String> told = events.valueStream()
                .map(event -> event.asString("").toUpperCase(Locale.ROOT))
                .toList();
        List<String> missing = told.isEmpty() ? List.of() : missing(NEEDED, told);
        List<String> useful = told.isEmpty() ? List.of() : missing(USEFUL, told);
        if (!missing.isEmpty()) {
            return Finding.problem(
                    CHECK, "Evolution sends to " + url + ", but not " + String.join(", ", missing) + ".", remedy);
        }
        return Finding.ok(
                CHECK,
                "Evolution sends to " + url
                        + (useful.isEmpty()
                                ? "."
                                : "; without " + String.join(", ", useful) + " less can be shown in Chatwoot."));
    }

    private static List<String> missing(List<String> wanted, List<String> told) {
        return wanted.stream().filter(event -> !told.contains(event)).toList();
    }

    private static String remedy(Ears ears, String instance) {
        String source = ears.gateways().isEmpty()
                ? "evolution"
                : ears.gateways().getFirst().source();
        String url = ears.publicUrl() == null ? "carteiro.public-url" : Shown.url(ears.publicUrl());
        return "Tell Evolution with POST /webhook/set/" + Names.encoded(instance) + " to send at least "
                + String.join(", ", NEEDED) + " to " + url + "/webhook/" + source
                + ", with the source's token in its headers, or switch the source's stream on.";
    }
}

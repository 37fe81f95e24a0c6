package dev.carteiro.bridge;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads of Chatwoot's attachments without a file what a customer can read. */
final class Places {

    private Places() {}

    static String words(JsonNode attachment) {
        String title = attachment.path("fallback_title").asString("");
        double latitude = attachment.path("coordinates_lat").asDouble(Double.NaN);
        double longitude = attachment.path("coordinates_long").asDouble(Double.NaN);
        if (attachment.path("file_type").asString("").equals("location") && Double.isFinite(latitude)) {
            return String.format(
                            Locale.ROOT,
                            "%s\nhttps://www.google.com/maps/search/?api=1&query=%s,%s",
                            title,
                            latitude,
                            longitude)
                    .strip();
        }
        return (title + "\n" + attachment.path("data_url").asString("")).strip();
    }
}

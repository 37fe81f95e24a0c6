package dev.carteiro.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The words of messages that offer something: lists, buttons, products, albums and payments, a line for each thing. */
final class OfferContent {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> lines = new ArrayList<>();

    private OfferContent() {}

    /** What is offered, as a person could read it; null where {@code kind} is no offer, or offers nothing. */
    static @Nullable String of(String kind, JsonNode node) {
        OfferContent words = new OfferContent();
        switch (kind) {
            case "listMessage" -> words.list(node);
            case "buttonsMessage" -> words.buttons(node);
            case "templateMessage" -> words.template(node);
            case "interactiveMessage" -> words.interactive(node);
            case "productMessage" -> words.product(node);
            case "albumMessage" -> words.album(node);
            default -> {
                return null;
            }
        }
        return words.lines.isEmpty() ? null : String.join("\n", words.lines);
    }

    private void list(JsonNode list) {
        line(list, "title");
        line(list, "description");
        option(list, "buttonText");
        list.path("sections").forEach(this::section);
        line(list, "footerText");
    }

    private void section(JsonNode section) {
        line(section, "title");
        for (JsonNode row : section.path("rows")) {
            String title = Json.string(row, "title");
            String description = Json.string(row, "description");
            if (title != null) {
                lines.add("- " + title + (description == null ? "" : ": " + description));
            }
        }
    }

    private void buttons(JsonNode buttons) {
        line(buttons, "text");
        line(buttons, "contentText");
        buttons.path("buttons").forEach(button -> option(button.path("buttonText"), "displayText"));
        line(buttons, "footerText");
    }

    private void template(JsonNode template) {
        JsonNode hydrated = template.path("hydratedTemplate").isObject()
                ? template.path("hydratedTemplate")
                : template.path("hydratedFourRowTemplate");
        line(hydrated, "hydratedTitleText");
        line(hydrated, "hydratedContentText");
        for (JsonNode button : hydrated.path("hydratedButtons")) {
            button.forEach(kind -> option(kind, "displayText"));
        }
        line(hydrated, "hydratedFooterText");
        interactive(template.path("interactiveMessageTemplate"));
    }

    private void interactive(JsonNode message) {
        line(message.path("header"), "title");
        line(message.path("body"), "text");
        for (JsonNode button : message.path("nativeFlowMessage").path("buttons")) {
            JsonNode params = parsed(Json.string(button, "buttonParamsJson"));
            params.path("payment_settings").forEach(this::payment);
            option(params, "display_text");
            option(params, "title");
            params.path("sections").forEach(this::section);
        }
        line(message.path("footer"), "text");
    }

    /** A key to pay to, or a code that is copied into the bank's application. */
    private void payment(JsonNode setting) {
        String type = Json.string(setting, "type");
        if (type == null || !type.startsWith("pix_")) {
            return;
        }
        JsonNode pix = setting.path(type);
        String merchant = Json.string(pix, "merchant_name");
        lines.add(merchant == null ? "PIX" : "PIX: " + merchant);
        String key = Json.string(pix, "key");
        if (key != null) {
            String keyType = Json.string(pix, "key_type");
            lines.add(keyType == null ? key : keyType + ": " + key);
        }
        line(pix, "code");
    }

    private void product(JsonNode message) {
        JsonNode product = message.path("product");
        line(product, "title");
        line(product, "description");
        Long price = Json.integer(product.path("priceAmount1000"));
        String currency = Json.string(product, "currencyCode");
        if (price != null && currency != null) {
            lines.add(currency + " " + BigDecimal.valueOf(price, 3).setScale(2, RoundingMode.HALF_UP));
        }
        line(product, "url");
        line(message, "body");
        line(message, "footer");
    }

    private void album(JsonNode album) {
        String images = counted(Json.integer(album.path("expectedImageCount")), "image");
        String videos = counted(Json.integer(album.path("expectedVideoCount")), "video");
        if (!images.isEmpty() || !videos.isEmpty()) {
            lines.add(images + (images.isEmpty() || videos.isEmpty() ? "" : ", ") + videos);
        }
    }

    private static String counted(@Nullable Long count, String thing) {
        return count == null || count < 1 ? "" : count + " " + thing + (count == 1 ? "" : "s");
    }

    private static JsonNode parsed(@Nullable String json) {
        try {
            return JSON.readTree(json == null ? "{}" : json);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private void line(JsonNode node, String name) {
        String text = Json.string(node, name);
        if (text != null && !text.isBlank()) {
            lines.add(text.strip());
        }
    }

    private void option(JsonNode node, String name) {
        String text = Json.string(node, name);
        if (text != null && !text.isBlank()) {
            lines.add("[" + text.strip() + "]");
        }
    }
}

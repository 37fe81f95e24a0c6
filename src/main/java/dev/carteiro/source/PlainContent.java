package dev.carteiro.source;

import dev.carteiro.event.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages that are neither text nor media; null where what makes them one is not there. */
final class PlainContent {

    private PlainContent() {}

    static @Nullable Content location(JsonNode node, boolean live) {
        double latitude = coordinate(node, "degreesLatitude", "latitude");
        double longitude = coordinate(node, "degreesLongitude", "longitude");
        return Double.isFinite(latitude) && Double.isFinite(longitude)
                ? new Content.Location(
                        latitude, longitude, Json.string(node, "name", "caption"), Json.string(node, "address"), live)
                : null;
    }

    private static double coordinate(JsonNode node, String name, String otherName) {
        double degrees = Json.number(node.path(name));
        return Double.isNaN(degrees) ? Json.number(node.path(otherName)) : degrees;
    }

    static Content contact(JsonNode node) {
        return new Content.Contacts(List.of(card(node)));
    }

    static @Nullable Content contacts(JsonNode node) {
        List<Content.Card> cards = new ArrayList<>();
        node.path("contacts").forEach(contact -> cards.add(card(contact)));
        return cards.isEmpty() ? null : new Content.Contacts(cards);
    }

    private static Content.Card card(JsonNode node) {
        return new Content.Card(Json.string(node, "displayName"), Json.string(node, "vcard"));
    }

    static @Nullable Content reaction(JsonNode node) {
        String target = Json.string(node.path("key"), "id");
        String emoji = Json.string(node, "text");
        return target == null ? null : new Content.Reaction(target, emoji == null ? "" : emoji);
    }

    static @Nullable Content poll(JsonNode node) {
        return node.isObject()
                ? new Content.Poll(Json.string(node, "name"), strings(node.path("options"), "optionName"), List.of())
                : null;
    }

    /** A vote; the question itself is only in the poll that it answers. */
    static @Nullable Content vote(JsonNode node, JsonNode tally) {
        List<String> chosen = new ArrayList<>();
        for (JsonNode option : node.path("vote").path("selectedOptions")) {
            String name = Json.string(option);
            if (name != null) {
                chosen.add(name);
            }
        }
        return node.isObject() ? new Content.Poll(null, strings(tally, "name"), chosen) : null;
    }

    static @Nullable Content order(JsonNode node) {
        String id = Json.string(node, "orderId");
        return id == null
                ? null
                : new Content.Order(
                        id,
                        Json.string(node, "orderTitle"),
                        Json.integer(node.path("totalAmount1000")),
                        Json.string(node, "totalCurrencyCode"),
                        Json.smallInteger(node.path("itemCount")));
    }

    private static List<String> strings(JsonNode array, String name) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : array) {
            String text = Json.string(element, name);
            if (text != null) {
                strings.add(text);
            }
        }
        return strings;
    }
}

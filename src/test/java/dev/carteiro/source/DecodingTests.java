package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What every source promises of every body. */
class DecodingTests {

    static List<String> fixtures() {
        return Fixtures.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void decodesToWhatIsExpected(String fixture) {
        JsonNode decoded = Fixtures.JSON.valueToTree(Fixtures.decoded(fixture).facts().stream()
                .map(DecodingTests::canonical)
                .toList());
        assertThat(decoded.toPrettyString())
                .isEqualTo(Fixtures.expected(fixture).toPrettyString());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void ignoresFieldsThatItDoesNotKnow(String fixture) {
        JsonNode json = Fixtures.json(fixture);
        List<Fact> before = Fixtures.decoded(fixture).facts();
        objects(json, object -> object.put("zzUnheardOf", "new in the next version"));
        List<Fact> after =
                Fixtures.source(fixture).decode(Fixtures.inbound(json)).facts();
        assertThat(after)
                .map(Fact::data)
                .isEqualTo(before.stream().map(Fact::data).toList());
    }

    /** Every member in turn becomes something else; nothing may throw, and the request still has at least one fact. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void survivesAnyMemberOfAnyType(String fixture) {
        JsonNode json = Fixtures.json(fixture);
        Source source = Fixtures.source(fixture);
        List<Place> places = new ArrayList<>();
        objects(json, object -> object.propertyNames().forEach(name -> places.add(new Place(object, name))));
        for (Place place : places) {
            JsonNode original = place.object().get(place.name());
            for (JsonNode odd : odd()) {
                place.object().set(place.name(), odd);
                assertThatCode(() -> assertThat(canonical(source, json)).isNotEmpty())
                        .as("%s with %s = %s", fixture, place.name(), odd)
                        .doesNotThrowAnyException();
            }
            place.object().set(place.name(), original);
        }
    }

    @Test
    void survivesBodiesThatAreNoObject() {
        for (Source source : Sources.defaults().all()) {
            for (JsonNode odd : odd()) {
                assertThat(canonical(source, odd))
                        .as("%s of %s", source.name(), odd)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void survivesNestingAsDeepAsJacksonAllows() {
        String deep =
                "{\"event\":\"messages.upsert\",\"data\":{\"key\":{\"id\":\"1\",\"remoteJid\":\"1@lid\"},\"message\":"
                        + "{\"x\":{\"message\":".repeat(200)
                        + "1" + "}}".repeat(200) + "}}";
        for (Source source : Sources.defaults().all()) {
            assertThat(canonical(source, Fixtures.JSON.readTree(deep))).isNotEmpty();
        }
    }

    @Test
    void decodesEachElementOfAnArray() {
        for (Source source : Sources.defaults().all()) {
            assertThat(canonical(source, Fixtures.JSON.readTree("[{\"event\":\"a\"},{\"event\":\"b\"}]")))
                    .hasSize(2);
        }
    }

    @Test
    void keepsOutOfTheLogWhatPostgresCannotHold() {
        String nul =
                "{\"event\":\"messages.upsert\",\"instance\":\"Ra\\u0000venna\",\"data\":{\"key\":{\"id\":\"A\\u0000B\","
                        + "\"remoteJid\":\"55\\u00001@s.whatsapp.net\"},\"message\":{\"conversation\":\"oi\\u0000\"}}}";
        Fact fact = Fixtures.source("evolution-")
                .decode(Fixtures.inbound(nul))
                .facts()
                .getFirst();
        assertThat(fact.toString()).doesNotContain("\0").contains("Ravenna");
    }

    @Test
    void boundsTheKeyThatTheLogIndexes() {
        String id = "x".repeat(10_000);
        ObjectNode json = (ObjectNode) Fixtures.json("evolution-messages-upsert-key-2.2.3");
        ((ObjectNode) json.path("data").path("key")).put("id", id);
        assertThat(Fixtures.source("evolution-")
                        .decode(Fixtures.inbound(json))
                        .facts()
                        .getFirst()
                        .idempotencyKey())
                .hasSizeLessThan(400);
    }

    private record Place(ObjectNode object, String name) {}

    private static List<JsonNode> odd() {
        return List.of(
                Fixtures.JSON.readTree("null"),
                Fixtures.JSON.readTree("true"),
                Fixtures.JSON.readTree("-7"),
                Fixtures.JSON.readTree("1.5e300"),
                Fixtures.JSON.readTree("123456789012345678901234567890"),
                Fixtures.JSON.readTree("\"\""),
                Fixtures.JSON.readTree("\"2025-99-99T99:99:99Z @:_|true_\""),
                Fixtures.JSON.readTree("{}"),
                Fixtures.JSON.readTree("{\"low\":\"x\",\"high\":1.5}"),
                Fixtures.JSON.readTree("[]"),
                Fixtures.JSON.readTree("[null,7,{\"id\":[]}]"));
    }

    private static List<?> canonical(Source source, JsonNode json) {
        return source.decode(Fixtures.inbound(json)).facts().stream()
                .map(DecodingTests::canonical)
                .toList();
    }

    private static void objects(JsonNode node, Consumer<ObjectNode> visitor) {
        List<JsonNode> children = node.valueStream().toList();
        if (node instanceof ObjectNode object && !isMap(object)) {
            visitor.accept(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            children.forEach(child -> objects(child, visitor));
        }
    }

    /** Bytes by index, presence by person, content by kind: a new entry in these is no unknown field. */
    private static boolean isMap(ObjectNode object) {
        return object.isEmpty()
                || object.has("0")
                || object.propertyStream().anyMatch(member -> member.getKey().indexOf('@') > 0);
    }

    private static Map<String, @Nullable Object> canonical(Fact fact) {
        return Canonical.beforeTheLog(Envelope.of(0, fact.time(), fact), Canonical.data(fact.data()));
    }
}

package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IdempotencyTests {

    static List<String> fixtures() {
        return Fixtures.names().stream()
                .filter(name -> !name.startsWith("generic-"))
                .toList();
    }

    static List<String> evolution() {
        return Fixtures.names(SourceType.EVOLUTION);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void givesARetryTheSameKeys(String fixture) {
        assertThat(keys(fixture)).isEqualTo(keys(fixture));
    }

    /** Over Socket.IO there is no destination, and the members come in any order. */
    @ParameterizedTest
    @MethodSource("evolution")
    void givesTheStreamsCopyTheSameKeysAsTheWebhooks(String fixture) {
        ObjectNode copy = (ObjectNode) reversed(Fixtures.json(fixture));
        copy.remove("destination");
        assertThat(keys(Fixtures.source(fixture), copy)).containsExactlyInAnyOrderElementsOf(keys(fixture));
    }

    /** An instance opens, closes and opens again: the second opening is news. */
    @Test
    void tellsTheSameNewsOfAnotherTimeApart() {
        for (String fixture : List.of(
                "evolution-connection-update-open",
                "evolution-presence-update-composing",
                "evolution-logout-instance",
                "evolution-qrcode-updated-limit",
                "evolution-contacts-update")) {
            ObjectNode later = (ObjectNode) Fixtures.json(fixture);
            later.put("date_time", "2025-12-10T11:03:08.412Z");
            assertThat(keys(Fixtures.source(fixture), later)).as(fixture).isNotEqualTo(keys(fixture));
        }
        ObjectNode later = (ObjectNode) Fixtures.json("w-api-connected");
        later.put("moment", 1_749_132_338);
        assertThat(keys(Fixtures.source("w-api-"), later)).isNotEqualTo(keys("w-api-connected"));
    }

    @Test
    void hasOneKeyForAMessageHoweverItIsTold() {
        assertThat(keys("evolution-messages-set").getFirst())
                .isEqualTo(keys("evolution-messages-set-2.2.3").getFirst());
        assertThat(keys("evolution-messages-upsert-image-2.2.3"))
                .isEqualTo(keys("evolution-messages-upsert-image-2.3.7"));
        ObjectNode upsert = (ObjectNode) Fixtures.json("evolution-send-message");
        upsert.put("event", "messages.upsert");
        assertThat(keys(Fixtures.source("evolution-"), upsert)).isEqualTo(keys("evolution-send-message"));
    }

    @Test
    void hasOneKeyForADeletionAndForAnEditHoweverTheyAreTold() {
        assertThat(keys("evolution-messages-delete-2.3.7"))
                .isEqualTo(keys("evolution-messages-edited-revoke"))
                .isEqualTo(keys("evolution-messages-delete-2.3.6"));
        assertThat(keys("evolution-messages-edited"))
                .isEqualTo(keys("evolution-messages-update-edit-2.3.7"))
                .isEqualTo(keys("evolution-messages-upsert-edited-2.2.3"));
        assertThat(keys("chatwoot-message-updated-deleted"))
                .isEqualTo(keys("chatwoot-message-created-deleted-by-then"));
    }

    @Test
    void tellsInstancesAndSteps() {
        ObjectNode other = (ObjectNode) Fixtures.json("evolution-messages-upsert-reply");
        other.put("instance", "Vendas");
        assertThat(keys(Fixtures.source("evolution-"), other)).isNotEqualTo(keys("evolution-messages-upsert-reply"));
        assertThat(keys("evolution-messages-update-read")).isNotEqualTo(keys("evolution-messages-update-played"));
        assertThat(keys("w-api-status-read")).isNotEqualTo(keys("w-api-status-delivered"));
    }

    @Test
    void countsAGroupsReceiptsByParticipant() {
        ObjectNode other = (ObjectNode) Fixtures.json("w-api-status-group");
        ((ObjectNode) other.path("sender")).put("id", "5531966665555");
        assertThat(keys(Fixtures.source("w-api-"), other)).isNotEqualTo(keys("w-api-status-group"));
    }

    @Test
    void tellsChatwootsUpdatesByWhatChanged() {
        ObjectNode again = (ObjectNode) Fixtures.json("chatwoot-message-updated-status");
        ((ObjectNode) again.path("conversation")).put("updated_at", 1_781_700_009.5);
        Source chatwoot = Fixtures.source("chatwoot-");
        assertThat(keys(chatwoot, again)).isEqualTo(keys("chatwoot-message-updated-status"));
        assertThat(keys(chatwoot, again.put("content", "Outra coisa")))
                .isNotEqualTo(keys("chatwoot-message-updated-status"));
        ObjectNode conversation = (ObjectNode) Fixtures.json("chatwoot-conversation-updated");
        assertThat(keys(chatwoot, conversation.put("updated_at", 1_781_700_001.5)))
                .isNotEqualTo(keys("chatwoot-conversation-updated"));
    }

    @Test
    void tellsASecondPressOnRetryFromTheFirstByItsDelivery() {
        ObjectNode retry = (ObjectNode) Fixtures.json("chatwoot-message-updated-status");
        assertThat(retried(retry, "d1")).isEqualTo(retried(retry, "d1")).isNotEqualTo(retried(retry, "d2"));
        assertThat(retried(retry, "d1")).isNotEqualTo(retried(retry.put("content", "Outra coisa"), "d1"));
    }

    @Test
    void tellsASecondPressOnRetryFromTheFirstByTheNestedMessageWhereNoDeliveryIsNamed() {
        ObjectNode retry = (ObjectNode) Fixtures.json("chatwoot-message-updated-status");
        ObjectNode last = Fixtures.JSON.createObjectNode();
        ((ObjectNode) retry.path("conversation")).putArray("messages").add(last);
        last.set("id", retry.path("id"));
        List<String> first = retried(retry.deepCopy(), null);
        last.put("updated_at", "2026-06-17T12:00:07.000Z");
        List<String> second = retried(retry, null);
        assertThat(second).isNotEqualTo(first).isEqualTo(retried(retry, null));
        last.put("id", 1);
        assertThat(retried(retry, null)).isEqualTo(ofInstance("chatwoot-message-updated-status"));
    }

    /** Two webhooks with one address tell of one change under two ids. */
    @Test
    void leavesTheDeliveryOutWhereSeveralWebhooksMayHaveTheAddress() {
        Inbound inbound = Fixtures.inbound(
                Fixtures.body("chatwoot-message-updated-status"), Map.of("X-Chatwoot-Delivery", "d1"), Map.of());
        assertThat(Fixtures.source("chatwoot-").decode(inbound).facts())
                .map(Fact::idempotencyKey)
                .isEqualTo(keys("chatwoot-message-updated-status"));
    }

    @Test
    void hasOneKeyForADeletionHoweverItIsDelivered() {
        assertThat(retried((ObjectNode) Fixtures.json("chatwoot-message-updated-deleted"), "d1"))
                .isEqualTo(ofInstance("chatwoot-message-updated-deleted"));
    }

    /** What an account's webhook tells is no copy of what a bridge's inbox tells, and the other way round. */
    private static List<String> ofInstance(String fixture) {
        return keys(fixture).stream().map(key -> key + "|Ravenna").toList();
    }

    @Test
    void tellsANoteThatIsTypedFromAMessage() {
        assertThat(keys("chatwoot-conversation-typing-on-private"))
                .isNotEqualTo(keys("chatwoot-conversation-typing-on"));
    }

    private static List<String> retried(ObjectNode body, @Nullable String delivery) {
        Map<String, String> headers = delivery == null ? Map.of() : Map.of("X-Chatwoot-Delivery", delivery);
        Inbound inbound =
                Fixtures.inbound(Fixtures.JSON.writeValueAsBytes(body), headers, Map.of("instance", "Ravenna"));
        return Fixtures.source("chatwoot-").decode(inbound).facts().stream()
                .map(Fact::idempotencyKey)
                .toList();
    }

    @Test
    void recognisesTypingOnlyWithinASecond() {
        Inbound first = Fixtures.inbound(Fixtures.body("chatwoot-conversation-typing-on"));
        Source chatwoot = Fixtures.source("chatwoot-");
        assertThat(chatwoot.decode(at(first, Fixtures.RECEIVED.plusMillis(900))).facts())
                .map(Fact::idempotencyKey)
                .isEqualTo(keys("chatwoot-conversation-typing-on"));
        assertThat(chatwoot.decode(at(first, Fixtures.RECEIVED.plusSeconds(1))).facts())
                .map(Fact::idempotencyKey)
                .isNotEqualTo(keys("chatwoot-conversation-typing-on"));
    }

    @Test
    void takesEqualGenericBodiesForTwoEventsUnlessTheirSenderSaysOtherwise() {
        assertThat(keys("generic-test-event")).isNotEqualTo(keys("generic-test-event"));
        for (String header : List.of("Idempotency-Key", "webhook-id")) {
            assertThat(generic(Map.of(header, "a"))).isEqualTo(generic(Map.of(header, "a")));
            assertThat(generic(Map.of(header, "a"))).isNotEqualTo(generic(Map.of(header, "b")));
            assertThat(generic(Map.of(header, "a"))).doesNotHaveDuplicates().hasSize(3);
        }
        assertThat(generic(Map.of())).doesNotHaveDuplicates();
    }

    private static List<String> generic(Map<String, String> headers) {
        Inbound inbound = Fixtures.inbound(Fixtures.body("generic-array"), headers, Map.of());
        return Fixtures.source("generic-").decode(inbound).facts().stream()
                .map(Fact::idempotencyKey)
                .toList();
    }

    private static Inbound at(Inbound inbound, Instant receivedAt) {
        return new Inbound(
                inbound.body(),
                inbound.json(),
                inbound.header(),
                inbound.query(),
                inbound.instance(),
                inbound.suffix(),
                inbound.client(),
                receivedAt);
    }

    private static List<String> keys(String fixture) {
        return keys(Fixtures.source(fixture), Fixtures.json(fixture));
    }

    private static List<String> keys(Source source, JsonNode json) {
        return source.decode(Fixtures.inbound(json)).facts().stream()
                .map(Fact::idempotencyKey)
                .toList();
    }

    private static JsonNode reversed(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        Map<String, JsonNode> members = new HashMap<>();
        object.forEachEntry(members::put);
        ObjectNode reversed = Fixtures.JSON.createObjectNode();
        List<String> names = new ArrayList<>(object.propertyNames()).reversed();
        names.forEach(name -> reversed.set(name, reversed(object.path(name))));
        return reversed;
    }
}

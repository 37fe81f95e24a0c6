package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SourcesTests {

    /** Bodies whose only mark is a name that any system might use. */
    private static final Set<String> UNMARKED = Set.of("chatwoot-fork-event", "chat-whatsapp-unknown");

    static List<String> fixtures() {
        return Fixtures.names().stream()
                .filter(name -> !UNMARKED.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void tellsTheSystemByTheBody(String fixture) {
        assertThat(Sources.detect(Fixtures.json(fixture)))
                .isEqualTo(Fixtures.source(fixture).type());
    }

    @Test
    void tellsTheSystemOfAnArrayByItsFirstElement() {
        JsonNode array = Fixtures.JSON.createArrayNode().add(Fixtures.json("chatwoot-message-created-incoming"));
        assertThat(Sources.detect(array)).isEqualTo(SourceType.CHATWOOT);
    }

    @Test
    void hasOneSourceOfEachTypeByDefault() {
        assertThat(Sources.defaults().all())
                .extracting(Source::name)
                .containsExactly("evolution", "chatwoot", "w-api", "chat-whatsapp", "generic");
        assertThat(Sources.of(Map.of()).all()).hasSize(5);
    }

    @Test
    void findsSourcesByNameAndTheFirstByType() {
        Map<String, SourceSettings> settings = new LinkedHashMap<>();
        settings.put("vendas", SourceSettings.of(SourceType.EVOLUTION));
        settings.put("suporte", SourceSettings.of(SourceType.EVOLUTION));
        Sources sources = Sources.of(settings);
        assertThat(sources.named("suporte")).isPresent();
        assertThat(sources.named("evolution")).isEmpty();
        assertThat(sources.ofType(SourceType.EVOLUTION)).map(Source::name).contains("vendas");
        assertThat(sources.ofType(SourceType.CHATWOOT)).isEmpty();
    }

    @Test
    void givesABodyToItsOwnTypeElseToGenericElseToTheFirst() {
        JsonNode chatwoot = Fixtures.json("chatwoot-message-created-incoming");
        assertThat(detected(chatwoot, SourceType.EVOLUTION, SourceType.CHATWOOT))
                .isEqualTo("chatwoot");
        assertThat(detected(chatwoot, SourceType.EVOLUTION, SourceType.GENERIC)).isEqualTo("generic");
        assertThat(detected(chatwoot, SourceType.W_API, SourceType.EVOLUTION)).isEqualTo("w-api");
    }

    @Test
    void takesTheTypeFromTheNameWhereNoneIsGiven() {
        SourceSettings untyped = new SourceSettings(
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Duration.ofMinutes(5),
                null,
                null,
                null,
                null,
                null);
        assertThat(Sources.of(Map.of("w-api", untyped)).all().getFirst().type()).isEqualTo(SourceType.W_API);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sources.of(Map.of("shop", untyped)))
                .withMessageContainingAll("shop", "no type", "chat-whatsapp");
    }

    private static String detected(JsonNode body, SourceType... types) {
        Map<String, SourceSettings> settings = new LinkedHashMap<>();
        for (SourceType type : types) {
            settings.put(type.word(), SourceSettings.of(type));
        }
        return Sources.of(settings).detected(body).name();
    }
}

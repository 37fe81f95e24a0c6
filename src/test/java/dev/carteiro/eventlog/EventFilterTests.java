package dev.carteiro.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.store.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTests {

    private static Envelope event(@Nullable String instance, String type, @Nullable String conversation) {
        return new Envelope(
                1,
                "evolution",
                type,
                instance,
                conversation == null ? null : new ConversationKey("scope", conversation),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static @Nullable List<String> list(@Nullable String texts) {
        return texts == null ? null : List.of(texts.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "                 ,                                , ",
        "Ravenna          ,                                , ",
        "Siena Ravenna    ,                                , ",
        ",                 message.received                , ",
        ",                 call.received message.*         , ",
        ",                 *                               , ",
        "                 ,                                , chat",
        "Ravenna          , message.*                      , chat",
    })
    void admitsWhatFitsAllThatIsSaid(
            @Nullable String instances, @Nullable String types, @Nullable String conversation) {
        assertThat(new EventFilter(list(instances), list(types), conversation)
                        .admits(event("Ravenna", "message.received", "chat")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Siena            ,                                , ",
        "ravenna          ,                                , ",
        "Rav*             ,                                , ",
        ",                 message.sent call.*             , ",
        ",                 message                         , ",
        "                 ,                                , chat2",
        "Ravenna          , message.*                      , chat2",
        "Siena            , message.*                      , chat",
        "Ravenna          , call.*                         , chat",
    })
    void admitsNothingElse(@Nullable String instances, @Nullable String types, @Nullable String conversation) {
        assertThat(new EventFilter(list(instances), list(types), conversation)
                        .admits(event("Ravenna", "message.received", "chat")))
                .isFalse();
    }

    @Test
    void admitsNothingByWhatAnEventDoesNotHave() {
        Envelope bare = event(null, "unrecognized", null);
        assertThat(EventFilter.ALL.admits(bare)).isTrue();
        assertThat(new EventFilter(List.of("Ravenna"), null, null).admits(bare)).isFalse();
        assertThat(new EventFilter(null, null, "chat").admits(bare)).isFalse();
    }

    @Test
    void admitsNothingWhereAListIsEmpty() {
        assertThat(new EventFilter(List.of(), null, null).admits(event("Ravenna", "a", null)))
                .isFalse();
        assertThat(new EventFilter(null, List.of(), null).admits(event("Ravenna", "a", null)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "message.received, message.received, true",
        "message.received, message.*       , true",
        "message.received, *               , true",
        "message.received, message.received*, true",
        "message.received, message         , false",
        "message.received, Message.*       , false",
        "message.received, *.received      , false",
        "message.received, message_received, false",
        "message.received, message.%       , false",
        "message.*       , m*              , true",
        "message.*       , message.*       , true",
        "*               , *               , true",
        "m*              , message.*       , false",
        "*               , message.*       , false",
        "message.*       , message.received, false",
    })
    void fitsATypeOrAllThatAnotherPatternFits(String type, String pattern, boolean fits) {
        assertThat(EventFilter.fits(type, pattern)).isEqualTo(fits);
    }

    /** Else what is read from the log and what comes live would not be the same. */
    @ParameterizedTest
    @ValueSource(strings = {"with\0nul", "very long "})
    void looksForWhatTheLogHasMadeOfAText(String part) {
        String text = part.repeat(100);
        Envelope logged = event(Text.storable(text), "message.received", Text.indexable(text));
        assertThat(new EventFilter(List.of(text), null, text).admits(logged)).isTrue();
    }

    @Test
    void isNotChangedByWhoMadeIt() {
        List<String> instances = new ArrayList<>(List.of("Ravenna"));
        List<String> types = new ArrayList<>(List.of("a"));
        EventFilter filter = new EventFilter(instances, types, null);
        instances.clear();
        types.clear();
        assertThat(filter.admits(event("Ravenna", "a", null))).isTrue();
    }
}

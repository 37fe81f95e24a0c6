package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carteiro.eventlog.EventFilter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class WishTests {

    private static final Grant SOME = Grant.of(
            new EventFilter(List.of("Ravenna", "Siena"), List.of("message.*", "qrcode.updated"), null), Instant.MAX);

    private static Wish wish(String query, @Nullable String lastEventId, Grant grant) {
        MockServerHttpRequest.BaseBuilder<?> request =
                MockServerHttpRequest.method(HttpMethod.GET, URI.create("/events?" + query));
        if (lastEventId != null) {
            request = request.header("Last-Event-ID", lastEventId);
        }
        return Wish.of(request.build(), grant);
    }

    private static Wish wish(String query) {
        return wish(query, null, Grant.everything(TestFrames.NOW));
    }

    private static void isRefused(String query, @Nullable String lastEventId, String reason) {
        StreamProblem problem = catchThrowableOfType(
                StreamProblem.class, () -> wish(query, lastEventId, Grant.everything(TestFrames.NOW)));
        assertThat(problem).hasMessage(reason);
        assertThat(StreamProblemTests.status(problem)).isEqualTo(400);
    }

    @Test
    void isForEverythingFromNowOnWhereNothingIsSaid() {
        Wish wish = wish("");
        assertThat(wish.filter()).isEqualTo(EventFilter.ALL);
        assertThat(wish.after()).isNull();
        assertThat(wish.snapshot()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "instance=Ravenna&instance=Siena&type=message.*&type=call.received",
                "instance=Ravenna,Siena&type=message.*,call.received",
                "instance=,Ravenna,,%20Siena%20,&type=message.*&type=&type=,call.received",
            })
    void takesListsHoweverTheyAreWritten(String query) {
        assertThat(wish(query).filter())
                .isEqualTo(new EventFilter(List.of("Ravenna", "Siena"), List.of("message.*", "call.received"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"instance=", "instance=,", "type=&type=,%20", "conversation=", "conversation=%20"})
    void takesAnEmptyParameterForNone(String query) {
        assertThat(wish(query).filter()).isEqualTo(EventFilter.ALL);
    }

    @Test
    void takesAConversation() {
        assertThat(wish("conversation=5511988887777@s.whatsapp.net").filter())
                .isEqualTo(new EventFilter(null, null, "5511988887777@s.whatsapp.net"));
    }

    @ParameterizedTest
    @CsvSource({
        "after=12              ,     , 12",
        "after=0               ,     , 0",
        "after=9223372036854775807,  , 9223372036854775807",
        "after=%2012%20        ,     , 12",
        "after=                ,     ,   ",
        "after=%20             ,     ,   ",
        "after=12              , 15  , 15",
        "after=12              , 3   , 3",
        "after=12              , ''  , 12",
        "after=twelve          , 15  , 15",
        "''                    , 15  , 15",
    })
    void goesOnFromThePositionInTheHeaderOrElseInTheAddress(
            String query, @Nullable String lastEventId, @Nullable Long after) {
        assertThat(wish(query, lastEventId, Grant.everything(TestFrames.NOW)).after())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twelve", "-1", "1.5", "9223372036854775808", "0x10", "1e3"})
    void refusesWhatIsNoPosition(String position) {
        String reason = " is a position, as the id of an event has it; \"" + position
                + "\" is none. Leave it out to begin now.";
        isRefused("after=" + position, null, "after" + reason);
        isRefused("after=7", position, "Last-Event-ID" + reason);
    }

    @Test
    void refusesAParameterThatThereIsNot() {
        isRefused(
                "instances=Ravenna",
                null,
                "There is no parameter instances; there are after, conversation, instance, snapshot, token, type.");
    }

    @Test
    void knowsTheSnapshotOfInstancesOnly() {
        assertThat(wish("snapshot=").snapshot()).isNull();
        isRefused("snapshot=all", null, "There is no snapshot of all; there is snapshot=instances.");
    }

    @Test
    void showsTheInstancesThatItIsForWhateverEventsAreAskedFor() {
        assertThat(wish("snapshot=instances&instance=Ravenna&type=call.*&conversation=x")
                        .snapshot())
                .isEqualTo(new EventFilter(List.of("Ravenna"), null, null));
        assertThat(wish("snapshot=instances&type=message.sent", null, SOME).snapshot())
                .isEqualTo(SOME.scope());
    }

    @Test
    void staysWithinWhatIsGranted() {
        assertThat(wish("", null, SOME).filter()).isEqualTo(SOME.scope());
        assertThat(wish("instance=Siena&type=message.sent&conversation=x", null, SOME)
                        .filter())
                .isEqualTo(new EventFilter(List.of("Siena"), List.of("message.sent"), "x"));
        for (String query :
                List.of("instance=Siena,Roma", "instance=*", "type=*", "type=message.sent&type=call.received")) {
            StreamProblem problem = catchThrowableOfType(StreamProblem.class, () -> wish(query, null, SOME));
            assertThat(problem).hasMessageStartingWith("The token is good for the ");
            assertThat(StreamProblemTests.status(problem)).isEqualTo(403);
        }
    }
}

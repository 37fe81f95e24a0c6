package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carteiro.eventlog.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTests {

    private static Grant of(@Nullable List<String> instances, @Nullable List<String> types) {
        return Grant.of(new EventFilter(instances, types, null), Instant.MAX);
    }

    private static @Nullable List<String> list(@Nullable String texts) {
        return texts == null ? null : Arrays.asList(texts.split(" ", -1));
    }

    private static void isForbidden(Supplier<@Nullable List<String>> request, String reason) {
        StreamProblem problem = catchThrowableOfType(StreamProblem.class, request::get);
        assertThat(problem).hasMessage(reason);
        assertThat(StreamProblemTests.status(problem)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "             ,        ,               ",
        "             , Ravenna, Ravenna       ",
        "Ravenna      ,        , Ravenna       ",
        "Ravenna Siena,        , Ravenna Siena ",
        "Ravenna Siena, Siena  , Siena         ",
        "Ravenna Siena, Siena Ravenna, Siena Ravenna",
    })
    void givesTheInstancesThatAreAskedForOrAllItHas(
            @Nullable String mine, @Nullable String asked, @Nullable String given) {
        assertThat(of(list(mine), null).instances(list(asked))).isEqualTo(list(given));
    }

    @ParameterizedTest
    @CsvSource({"Ravenna, Siena", "Ravenna, Ravenna Siena", "Ravenna, ravenna", "Ravenna, Rav*", "Ravenna, *"})
    void refusesOtherInstances(String mine, String asked) {
        isForbidden(
                () -> of(list(mine), null).instances(list(asked)),
                "The token is good for the instances " + list(mine) + ", not for " + list(asked) + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "                 ,                  ,                 ",
        "                 , message.*        , message.*       ",
        "message.*        ,                  , message.*       ",
        "message.*        , message.received , message.received",
        "message.*        , message.*        , message.*       ",
        "message.*        , message.re*      , message.re*     ",
        "m*               , message.*        , message.*       ",
        "call.received m* , message.* call.received, message.* call.received",
    })
    void givesTheTypesThatAreAskedForOrAllItHas(@Nullable String mine, @Nullable String asked, @Nullable String given) {
        assertThat(of(null, list(mine)).types(list(asked))).isEqualTo(list(given));
    }

    @ParameterizedTest
    @CsvSource({
        "message.*       , *               ",
        "message.*       , m*              ",
        "message.*       , message*        ",
        "message.*       , message         ",
        "message.*       , call.received   ",
        "message.*       , message.sent call.*",
        "message.received, message.*       ",
        "message.received, message.received*",
        "message.received, message.receive ",
        "message.*       , Message.sent    ",
    })
    void refusesOtherTypes(String mine, String asked) {
        isForbidden(
                () -> of(null, list(mine)).types(list(asked)),
                "The token is good for the types " + list(mine) + ", not for " + list(asked) + ".");
    }

    @Test
    void givesAnAdministratorEverythingAndAsksAgainAfterAnHour() {
        Grant grant = Grant.everything(TestFrames.NOW);
        assertThat(grant.instances(null)).isNull();
        assertThat(grant.types(null)).isNull();
        assertThat(grant.until()).isEqualTo(TestFrames.NOW.plus(Duration.ofHours(1)));
        assertThat(grant.lastWord()).isInstanceOf(Signal.Retry.class);
    }
}

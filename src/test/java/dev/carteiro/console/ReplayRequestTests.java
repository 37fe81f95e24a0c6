package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carteiro.delivery.DeliveryFilter;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.delivery.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayRequestTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static ReplayRequest request(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ReplayRequest.of(Members.parse(bytes, ReplayRequest.MEMBERS, ReplayRequest.EXAMPLE), NOW);
    }

    @Test
    void readsEveryMember() {
        ReplayRequest request = request("""
                {'destination': 'crm', 'state': 'delivered', 'type': 'message.*', 'conversation': '55', 'instance': 'Ravenna',
                 'since': '2h', 'until': '2026-01-02T00:00:00-03:00', 'rate': '50/m', 'dryRun': true, 'confirm': 20000}
                """);
        assertThat(request.filter())
                .isEqualTo(new DeliveryFilter(
                        "crm",
                        DeliveryState.DELIVERED,
                        "message.*",
                        "55",
                        "Ravenna",
                        Instant.parse("2026-01-02T01:04:05Z"),
                        Instant.parse("2026-01-02T03:00:00Z"),
                        null));
        assertThat(request.rate()).isEqualTo(new Policy.Rate(50, Duration.ofMinutes(1)));
        assertThat(request.dryRun()).isTrue();
        assertThat(request.confirms(20_000)).isTrue();
        assertThat(request.confirms(20_001)).isFalse();
    }

    @Test
    void takesDeadLettersAtASensiblePaceWhereNothingElseIsSaid() {
        ReplayRequest request = request("{'destination': 'crm', 'reason': '503', 'type': null}");
        assertThat(request.filter())
                .isEqualTo(new DeliveryFilter("crm", DeliveryState.DEAD, null, null, null, null, null, "503"));
        assertThat(request.rate()).isEqualTo(new Policy.Rate(1_000, Duration.ofSeconds(1)));
        assertThat(request.dryRun()).isFalse();
        assertThat(request.confirms(10_000)).isTrue();
        assertThat(request.confirms(10_001)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'state': 'dead'}                              | destination is missing; send something like {\"destination\"",
                "{'destination': 5}                             | destination is a text, not 5.",
                "{'destination': 'crm', 'state': 'pending'}     | state is dead or delivered, not \"pending\".",
                "{'destination': 'crm', 'since': 'yesterday'}   | since is a moment such as 2026-01-02T03:04:05Z, or so long ago as 24h",
                "{'destination': 'crm', 'until': 1767323045}    | until is a text, not 1767323045.",
                "{'destination': 'crm', 'since': '1h', 'until': '2h'} | Nothing is between since and until",
                "{'destination': 'crm', 'rate': '0/s'}          | rate: \"0/s\" is no rate; write it like 50/s",
                "{'destination': 'crm', 'rate': 50}             | rate is a text, not 50.",
                "{'destination': 'crm', 'dryRun': 'true'}       | dryRun is true or false, not \"true\".",
                "{'destination': 'crm', 'confirm': 'yes'}       | confirm is a whole number, not \"yes\".",
                "{'destination': 'crm', 'state': 'delivered', 'reason': '503'} | reason is for dead letters"
            })
    void namesWhatIsWrong(String body, String sentence) {
        assertThatThrownBy(() -> request(body).filter())
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem -> assertThat(problem.getBody().getDetail()).startsWith(sentence));
    }
}

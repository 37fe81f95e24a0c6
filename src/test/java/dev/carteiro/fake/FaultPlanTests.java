package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong goes wrong in the way that was planned. */
class FaultPlanTests {

    private static final String CONTACTS = "/api/v1/accounts/1/contacts";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.shutdownNow();
        client.close();
        chatwoot.close();
    }

    private int create() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chatwoot.url() + CONTACTS))
                .header("api_access_token", chatwoot.adminToken())
                .timeout(Duration.ofSeconds(1))
                .POST(BodyPublishers.ofString("{\"name\":\"Ana\"}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void plan(Fault fault) {
        chatwoot.faults((method, path, ordinal) -> method.equals("POST") && ordinal == 1 ? fault : Fault.NONE);
    }

    @Test
    void refusesBefore() throws Exception {
        plan(Fault.REFUSE_BEFORE);
        assertThatThrownBy(this::create).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        assertThat(chatwoot.contacts()).isEmpty();
        assertThat(create()).isEqualTo(200);
    }

    @Test
    void losesTheAnswer() {
        plan(Fault.LOSE_ANSWER);
        assertThatThrownBy(this::create).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        assertThat(chatwoot.contacts()).hasSize(1);
        assertThat(chatwoot.calls()).containsExactly(new Call("POST", CONTACTS, 0, Fault.Kind.LOSE_ANSWER));
    }

    @Test
    void hangsBefore() {
        plan(Fault.HANG_BEFORE);
        assertThatThrownBy(this::create).isInstanceOf(HttpTimeoutException.class);
        assertThat(chatwoot.contacts()).isEmpty();
    }

    @Test
    void hangsAfter() {
        plan(Fault.HANG_AFTER);
        assertThatThrownBy(this::create).isInstanceOf(HttpTimeoutException.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> chatwoot.contacts().size() == 1);
    }

    @Test
    void answersWithAnErrorBeforeOrAfter() throws Exception {
        plan(Fault.ERROR_BEFORE);
        assertThat(create()).isEqualTo(500);
        assertThat(chatwoot.contacts()).isEmpty();
        chatwoot.faults((method, path, ordinal) -> Fault.errorAfter(502));
        assertThat(create()).isEqualTo(502);
        assertThat(chatwoot.contacts()).hasSize(1);
    }

    @Test
    void answersLate() {
        plan(Fault.slow(60_000));
        assertThatThrownBy(this::create).isInstanceOf(HttpTimeoutException.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> chatwoot.contacts().size() == 1);
    }

    @Test
    void repeatsChaosForTheSameSeed() {
        Set<Fault.Kind> kinds = EnumSet.of(Fault.Kind.LOSE_ANSWER, Fault.Kind.SLOW, Fault.Kind.ERROR_AFTER);
        FaultPlan one = Chaos.seeded(7, 0.3, kinds);
        FaultPlan same = Chaos.seeded(7, 0.3, kinds);
        FaultPlan other = Chaos.seeded(8, 0.3, kinds);
        assertThat(faults(one, "/c/1/m")).isEqualTo(faults(same, "/c/2/m")).isNotEqualTo(faults(other, "/c/1/m"));
        long failing = faults(one, "/c/1/m").stream()
                .filter(fault -> fault.kind() != Fault.Kind.NONE)
                .count();
        assertThat(failing).isBetween(240L, 360L);
    }

    private static List<Fault> faults(FaultPlan plan, String path) {
        return IntStream.rangeClosed(1, 1000)
                .mapToObj(ordinal -> plan.fault("POST", path, ordinal))
                .toList();
    }
}

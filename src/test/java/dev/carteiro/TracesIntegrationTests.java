package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.Collector.Collected;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesIntegrationTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENDER = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SENDER + "-01";
    private static final String SECRET = "a-key-of-the-collector";

    private final Path folder = TestDatabase.folder("traces");
    private final ScriptedPeer crm = ScriptedPeer.start();
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        crm.close();
        collector.close();
    }

    private RouterProcess.Setup setup() {
        RouterProcess.Setup setup = RouterProcess.Setup.in(folder, """
                carteiro:
                  sources: { evolution: { type: evolution } }
                  destinations:
                    crm:
                      url: "%s/hook?key=in-the-url"
                      format: cloudevents
                      retry: { schedule: [1h, 1h], jitter: 0 }
                      breaker: { failure-rate: 100, window: 100, wait: 1s }
                  routes: [ { name: all, to: [crm] } ]
                """.formatted(crm.url()));
        UnpackedJar.lendData(setup.data());
        return setup;
    }

    private RouterProcess.Setup traced() {
        return setup().as(List.of(
                "env",
                "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url() + "/",
                "OTEL_EXPORTER_OTLP_HEADERS=x-api-key=" + SECRET,
                "OTEL_SERVICE_NAME=router-of-a-test"));
    }

    private static String accept(RouterProcess router, String body) {
        return router.client()
                .send(router.client()
                        .request("/webhook/evolution", "traceparent", TRACEPARENT)
                        .POST(BodyPublishers.ofString(body)))
                .id();
    }

    @Test
    void isOneTraceFromTheRequestToTheAttemptAfterARestart() {
        RouterProcess.Setup setup = traced();
        String text = message("Ravenna", chat(), unique());
        crm.respond(503).forFirst(1).respond(200);
        String id;
        try (RouterProcess router = setup.start()) {
            id = accept(router, text);
            eventually().until(() -> router.client().state(id, "crm").equals("retrying"));
            router.terminate();
            assertThat(router.exitCode()).isEqualTo(143);
            assertThat(router.console()).contains("event=tracing-on").doesNotContain(SECRET);
        }
        assertThat(collector.spans(TRACE)).as("sent before it ended").hasSize(2);
        try (RouterProcess router = setup.start()) {
            assertThat(router.client()
                            .send(router.client()
                                    .request(
                                            "/actuator/deliveries/crm", "Authorization", "Bearer " + RouterClient.ADMIN)
                                    .POST(BodyPublishers.ofString("{\"operation\":\"retry\"}")))
                            .status())
                    .isEqualTo(200);
            eventually().until(() -> router.client().state(id, "crm").equals("delivered"));
            eventually().until(() -> collector.spans(TRACE).size() == 3);
            saysOnceThatTheCollectorIsAway(router);
        }
        Collected receipt = named("receive evolution").getFirst();
        assertThat(receipt.parent()).isEqualTo(SENDER);
        assertThat(receipt.kind()).isEqualTo(2);
        assertThat(receipt.attributes())
                .containsEntry("cloudevents.event_type", "message.received")
                .containsEntry("messaging.message.id", id);

        List<Collected> attempts = named("deliver crm");
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.parent()).isEqualTo(receipt.id());
            assertThat(attempt.links()).containsExactly(receipt.id());
            assertThat(attempt.kind()).isEqualTo(3);
            assertThat(attempt.attributes()).containsEntry("cloudevents.event_id", id);
        });
        assertThat(attempts.getFirst().failed()).isTrue();
        assertThat(attempts.getFirst().attributes())
                .containsAllEntriesOf(Map.of(
                        "carteiro.attempt", "1",
                        "carteiro.cause", "first",
                        "carteiro.outcome", "deferred",
                        "carteiro.retry.delay_ms", "3600000",
                        "http.response.status_code", "503"));
        assertThat(attempts.getLast().failed()).isFalse();
        assertThat(attempts.getLast().attributes())
                .containsAllEntriesOf(Map.of(
                        "carteiro.attempt", "2",
                        "carteiro.cause", "retry",
                        "carteiro.outcome", "delivered",
                        "http.response.status_code", "200"));
        assertThat(crm.requests(id))
                .extracting(request -> request.header("traceparent"))
                .containsExactlyElementsOf(attempts.stream()
                        .map(attempt -> "00-" + TRACE + "-" + attempt.id() + "-01")
                        .toList());
        assertThat(crm.requests().getFirst().text())
                .as("the event's own trace, which no attempt changes")
                .contains("\"traceparent\":\"00-" + TRACE + "-" + receipt.id() + "-01\"");
        assertThat(collector.peer().requests())
                .allSatisfy(post -> assertThat(post.header("x-api-key")).isEqualTo(SECRET));
        assertThat(collector.spans().toString())
                .doesNotContain("in-the-url", "Oi, tudo bem", "s.whatsapp.net", RouterClient.ADMIN, SECRET);
    }

    /** In the order in which they were made. */
    private List<Collected> named(String name) {
        return collector.spans(TRACE).stream()
                .filter(span -> span.name().equals(name))
                .sorted(java.util.Comparator.comparing(span -> span.attributes().getOrDefault("carteiro.attempt", "")))
                .toList();
    }

    @Test
    void costsNothingWithoutACollectorAndPassesOnWhatSendersSay() throws IOException {
        Path classes = folder.resolve("classes.txt");
        RouterProcess.Setup setup =
                setup().as(List.of("env", "JAVA_TOOL_OPTIONS=-Xlog:class+load:file=" + classes + "::filecount=0"));
        try (RouterProcess router = setup.start()) {
            String id = accept(router, message("Ravenna", chat(), unique()));
            String without = router.client().accept(message("Ravenna", chat(), unique()));
            eventually().until(() -> crm.requests().size() == 2);

            assertThat(crm.requests(id)).first().satisfies(request -> {
                assertThat(request.header("traceparent")).isEqualTo(TRACEPARENT);
                assertThat(request.text()).contains("\"traceparent\":\"" + TRACEPARENT + "\"");
            });
            assertThat(crm.requests(without)).first().satisfies(request -> {
                assertThat(request.header("traceparent")).isNull();
                assertThat(request.text()).doesNotContain("traceparent");
            });
            assertThat(router.client()
                            .get("/api/events/" + id)
                            .at("/event/traceparent")
                            .asString(""))
                    .isEqualTo(TRACEPARENT);
            assertThat(router.client()
                            .get("/api/events/" + without)
                            .at("/event")
                            .has("traceparent"))
                    .isFalse();
        }
        assertThat(Files.readString(classes))
                .contains("dev.carteiro.delivery.AttemptSpan ")
                .doesNotContain("io.opentelemetry.");
    }

    /** And counts what is lost. */
    private void saysOnceThatTheCollectorIsAway(RouterProcess router) {
        collector.peer().respond(503);
        double before = dropped(router);
        router.client().accept(message("Ravenna", chat(), unique()));
        eventually().until(() -> dropped(router) == before + 2);
        router.client().accept(message("Ravenna", chat(), unique()));
        eventually().until(() -> dropped(router) == before + 4);

        assertThat(router.console().split("event=spans-not-sent", -1))
                .as("the log")
                .hasSize(2);
        assertThat(router.console()).doesNotContain("opentelemetry", SECRET);

        collector.peer().respond(200);
        router.client().accept(message("Ravenna", chat(), unique()));
        eventually().until(() -> router.console().contains("event=spans-sent-again"));
    }

    private static double dropped(RouterProcess router) {
        return Metrics.of(router.client())
                .values()
                .getOrDefault("carteiro_spans_dropped_total{reason=\"failed\"}", -1.0);
    }
}

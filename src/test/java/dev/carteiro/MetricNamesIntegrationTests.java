package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.PromQl.Use;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What dashboard and alerts ask for is there to be asked for. */
@ExtendWith(ListeningRouter.Provider.class)
class MetricNamesIntegrationTests {

    private static final JsonNode ALERTS = new YAMLMapper().readTree(new File("deploy/prometheus-alerts.yml"));
    private static final JsonNode SCRAPE = new YAMLMapper().readTree(new File("deploy/prometheus.yml"));
    private static final JsonNode DASHBOARD = JsonMapper.shared().readTree(new File("deploy/grafana-dashboard.json"));

    /** Prometheus makes it, of each router. */
    private static final String OF_PROMETHEUS = "up";

    /** Not shown without one; {@code RedisIntegrationTests} looks for it. */
    private static final String WITH_REDIS = "carteiro_redis_connected";

    /** And labels all others with these. */
    private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern VALUES = Pattern.compile("label_values\\((?<expression>.+), (?<label>\\w+)\\)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private final ListeningRouter router;

    MetricNamesIntegrationTests(ListeningRouter router) {
        this.router = router;
    }

    private static List<JsonNode> alerts() {
        return ALERTS.path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private static List<String> ofAlerts() {
        return alerts().stream().map(alert -> alert.path("expr").asString("")).toList();
    }

    private static List<String> ofPanels() {
        return DASHBOARD
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString(""))
                .toList();
    }

    private static List<Use> ofVariables() {
        return DASHBOARD
                .at("/templating/list")
                .valueStream()
                .filter(variable -> variable.path("type").asString("").equals("query"))
                .flatMap(variable -> {
                    Matcher values = VALUES.matcher(variable.at("/query/query").asString(""));
                    assertThat(values.matches()).as(variable.toString()).isTrue();
                    return Stream.concat(
                            PromQl.uses(values.group("expression")).stream(),
                            PromQl.uses(values.group("expression")).stream()
                                    .map(use -> new Use(use.metric(), Set.of(values.group("label")))));
                })
                .toList();
    }

    /** The labels of each metric that the router shows now. */
    private Map<String, Set<String>> shown() {
        Map<String, Set<String>> shown = new HashMap<>();
        Metrics.of(router.client()).values().keySet().forEach(series -> {
            String name = series.replaceFirst("\\{.*", "");
            Set<String> labels = shown.computeIfAbsent(name, key -> new HashSet<>());
            LABEL.matcher(series).results().forEach(label -> labels.add(label.group(1)));
        });
        return shown;
    }

    /** What is asked for and not shown, in words. */
    private List<String> missing(List<Use> uses) {
        Map<String, Set<String>> shown = shown();
        List<String> missing = new ArrayList<>();
        for (Use use : uses) {
            Set<String> labels = shown.get(use.metric());
            if (labels == null) {
                missing.add(use.metric());
            } else {
                use.labels().stream()
                        .filter(label -> !labels.contains(label) && !LABELS_OF_PROMETHEUS.contains(label))
                        .forEach(label -> missing.add(use.metric() + " with a label " + label));
            }
        }
        return missing;
    }

    @Test
    void allThatDashboardAndAlertsAskForIsShown() {
        List<Use> uses = Stream.concat(
                        Stream.of(ofAlerts(), ofPanels())
                                .flatMap(List::stream)
                                .flatMap(text -> PromQl.uses(text).stream()),
                        ofVariables().stream())
                .filter(use ->
                        !use.metric().equals(OF_PROMETHEUS) && !use.metric().equals(WITH_REDIS))
                .toList();
        assertThat(uses).hasSizeGreaterThan(50);

        router.awaitState(router.listen("http://127.0.0.1:1", "a-key", "stream: { mode: global }"), "lost");
        assertThat(router.client().post("/webhook/evolution", "no json").status())
                .isEqualTo(400);
        String id = router.client().accept(message("Ravenna", chat(), unique()));
        eventually().until(() -> router.client().state(id, "sink").equals("delivered"));

        eventually().untilAsserted(() -> assertThat(missing(uses)).isEmpty());
        router.forget();
    }

    @Test
    void aWrongNameOrLabelWouldBeFound() {
        assertThat(missing(PromQl.uses("sum by (colour) (carteiro_replicas) + carteiro_replica")))
                .containsExactly("carteiro_replicas with a label colour", "carteiro_replica");
    }

    @Test
    void eachPanelAsksTheChosenSourceOfDataAndSaysWhatItShows() {
        List<JsonNode> panels = DASHBOARD
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asString("").equals("row"))
                .toList();
        assertThat(panels).hasSizeGreaterThan(25).allSatisfy(panel -> {
            assertThat(panel.path("title").asString("")).isNotBlank();
            assertThat(panel.path("description").asString("")).isNotBlank();
            assertThat(panel.at("/datasource/uid").asString("")).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
        });
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(ofPanels()).allSatisfy(expression -> assertThat(expression).contains("job=\"carteiro\""));
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        List<String> sections = new ArrayList<>();
        for (String page : List.of("docs/operations.md", "docs/browsers.md")) {
            sections.add(page);
            Files.readString(Path.of(page))
                    .lines()
                    .filter(line -> line.startsWith("#"))
                    .forEach(title -> sections.add(page + "#" + anchor(title)));
        }
        assertThat(alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.path("for").asString("")).matches("[0-9]+[mh]");
            assertThat(alert.at("/labels/severity").asString("")).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asString("")).isNotBlank();
            assertThat(alert.at("/annotations/description").asString("")).isNotBlank();
            assertThat(alert.at("/annotations/runbook").asString("")).isIn(sections);
        });
        assertThat(alerts())
                .extracting(alert -> alert.path("alert").asString(""))
                .doesNotHaveDuplicates();
    }

    /** As GitHub makes it of a title. */
    private static String anchor(String title) {
        return title.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Test
    void prometheusFindsTheAlertsAndShowsTheTokenOfAFile() {
        assertThat(SCRAPE.at("/rule_files/0").asString("")).isEqualTo("prometheus-alerts.yml");
        JsonNode job = SCRAPE.at("/scrape_configs/0");
        assertThat(job.path("job_name").asString("")).isEqualTo("carteiro");
        assertThat(job.path("metrics_path").asString("")).isEqualTo("/actuator/prometheus");
        assertThat(job.at("/authorization/credentials_file").asString("")).startsWith("/run/secrets/");
        assertThat(job.at("/dns_sd_configs/0/names/0").asString("")).isEqualTo("tasks.router");
    }
}

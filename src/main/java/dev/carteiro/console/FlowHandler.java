package dev.carteiro.console;

import dev.carteiro.delivery.Flow;
import dev.carteiro.delivery.Flow.Counts;
import dev.carteiro.delivery.Flows;
import dev.carteiro.event.Canonical;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/flow}. */
final class FlowHandler {

    private static final String SINCE = "since";
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Flows flows;
    private final Clock clock;

    FlowHandler(Flows flows, Clock clock) {
        this.flows = flows;
        this.clock = clock;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return Mono.fromSupplier(() -> since(request, clock.instant()))
                .flatMap(flows::since)
                .flatMap(flow -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(json(flow)));
    }

    private static Instant since(ServerRequest request, Instant now) {
        Instant since = Parameters.of(request, Set.of(SINCE)).moment(SINCE, now);
        if (since == null) {
            return now.minus(USUAL);
        }
        Duration span = Duration.between(since, now);
        if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
            throw ApiProblem.badRequest("since is 5m to 7d ago.");
        }
        return since;
    }

    static Map<String, Object> json(Flow flow) {
        List<Counts> all = List.copyOf(flow.destinations().values());
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("events", flow.events());
        series.put("accepted", sum(flow, all, Counts::accepted));
        series.put("delivered", sum(flow, all, Counts::delivered));
        series.put("retried", sum(flow, all, Counts::retried));
        series.put("dead", sum(flow, all, Counts::died));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", Canonical.time(flow.from()));
        json.put("stepSeconds", flow.step().toSeconds());
        json.put("series", series);
        List<Map<String, Object>> destinations = new ArrayList<>();
        flow.destinations().forEach((name, counts) -> destinations.add(json(name, counts)));
        json.put("destinations", destinations);
        return json;
    }

    private static Map<String, Object> json(String name, Counts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("accepted", counts.accepted());
        json.put("delivered", counts.delivered());
        json.put("retried", counts.retried());
        json.put("dead", counts.died());
        return json;
    }

    private static long[] sum(Flow flow, List<Counts> all, Function<Counts, List<Long>> column) {
        long[] sums = new long[flow.events().size()];
        for (Counts counts : all) {
            for (int step = 0; step < sums.length; step++) {
                sums[step] += column.apply(counts).get(step);
            }
        }
        return sums;
    }
}

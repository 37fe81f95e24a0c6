package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was promised against what arrived.
 *
 * @param lost acknowledged and not arrived
 * @param dead given up by the router, of all that it ever took
 * @param duplicates arrivals of what had arrived before
 * @param outOfOrder first arrivals that were not their conversation's next
 * @param renamed repeats that came under another {@code webhook-id} than the first
 * @param pause the longest time in which nothing new arrived, from the first arrival to the last
 */
record Ledger(
        int acked, int lost, int delivered, int dead, int duplicates, int outOfOrder, int renamed, Duration pause) {

    static Ledger of(Set<String> acked, List<NumberedPeer.Arrival> arrivals, int dead) {
        Map<String, String> webhookIds = new HashMap<>();
        Map<String, Integer> next = new HashMap<>();
        int outOfOrder = 0;
        int renamed = 0;
        long latest = arrivals.isEmpty() ? 0 : arrivals.getFirst().at();
        long pause = 0;
        for (NumberedPeer.Arrival arrival : arrivals) {
            String first = webhookIds.putIfAbsent(arrival.id(), arrival.webhookId());
            if (first == null) {
                boolean isNext = next.getOrDefault(arrival.conversation(), 0) == arrival.number();
                outOfOrder += isNext ? 0 : 1;
                next.put(arrival.conversation(), arrival.number() + 1);
                pause = Math.max(pause, arrival.at() - latest);
                latest = arrival.at();
            } else if (!first.equals(arrival.webhookId())) {
                renamed++;
            }
        }
        Set<String> lost = new HashSet<>(acked);
        lost.removeAll(webhookIds.keySet());
        int duplicates = arrivals.size() - webhookIds.size();
        return new Ledger(
                acked.size(),
                lost.size(),
                webhookIds.size(),
                dead,
                duplicates,
                outOfOrder,
                renamed,
                Duration.ofNanos(pause));
    }

    static String id(Request arrival) {
        return JsonMapper.shared().readTree(arrival.body()).at("/data/key/id").asString("");
    }

    /** Prints it as {@code docs/reliability.md} has it. */
    Ledger printed(String fault) {
        System.out.printf(
                "ledger fault=%s acked=%d lost=%d delivered=%d dead=%d duplicates=%d out-of-order=%d pause=%.1fs%n",
                fault, acked, lost, delivered, dead, duplicates, outOfOrder, pause.toMillis() / 1e3);
        return this;
    }

    /** Everything arrived, in order; what came again are attempts of which nobody knew how they ended. */
    void assertKept(int mostDuplicates) {
        assertThat(lost).as("acknowledged and lost").isZero();
        assertThat(dead).as("given up").isZero();
        assertThat(outOfOrder).as("out of order").isZero();
        assertThat(renamed).as("repeats under another id").isZero();
        assertThat(duplicates).as("duplicates").isLessThanOrEqualTo(mostDuplicates);
    }
}

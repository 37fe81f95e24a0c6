package dev.carteiro;

import dev.carteiro.ScriptedPeer.Request;
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
 * @param duplicates arrivals of what had arrived before
 * @param outOfOrder first arrivals that were not their conversation's next
 * @param renamed repeats that came under another {@code webhook-id} than the first
 */
record Ledger(int acked, int lost, int delivered, int duplicates, int outOfOrder, int renamed) {

    static Ledger of(Set<String> acked, List<Request> arrivals) {
        Map<String, String> webhookIds = new HashMap<>();
        Map<String, Integer> next = new HashMap<>();
        int outOfOrder = 0;
        int renamed = 0;
        for (Request arrival : arrivals) {
            String id = id(arrival);
            String first = webhookIds.putIfAbsent(id, String.valueOf(arrival.header("webhook-id")));
            if (first == null) {
                String conversation = id.substring(0, id.lastIndexOf('-'));
                int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
                outOfOrder += next.getOrDefault(conversation, 0) == number ? 0 : 1;
                next.put(conversation, number + 1);
            } else if (!first.equals(arrival.header("webhook-id"))) {
                renamed++;
            }
        }
        Set<String> lost = new HashSet<>(acked);
        lost.removeAll(webhookIds.keySet());
        int duplicates = arrivals.size() - webhookIds.size();
        return new Ledger(acked.size(), lost.size(), webhookIds.size(), duplicates, outOfOrder, renamed);
    }

    static String id(Request arrival) {
        return JsonMapper.shared().readTree(arrival.body()).at("/data/key/id").asString("");
    }
}

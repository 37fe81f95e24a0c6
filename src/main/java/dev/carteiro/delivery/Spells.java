package dev.carteiro.delivery;

import dev.carteiro.delivery.DestinationReport.State;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Since when destinations are in the state that they are in, as far as somebody has looked; changes are logged. */
final class Spells {

    private static final Logger log = LoggerFactory.getLogger(Spells.class);

    private final Map<String, Spell> spells = new ConcurrentHashMap<>();

    /** A stretch of time that a destination spends in one state. */
    private record Spell(State state, Instant since) {}

    /** Takes note of a destination's state, and says since when it is in it. */
    Instant since(String destination, State state, Tally tally, Instant now) {
        return spells.compute(destination, (name, before) -> {
                    if (before != null && before.state() == state) {
                        return before;
                    }
                    changed(name, before == null ? State.RUNNING : before.state(), state, tally);
                    return new Spell(state, now);
                })
                .since();
    }

    private static void changed(String destination, State from, State to, Tally tally) {
        if (from != to) {
            log.atLevel(to == State.RUNNING ? Level.INFO : Level.WARN)
                    .log(
                            "event=destination-state destination={} from={} to={} backlog={} dead={}",
                            destination,
                            from.word(),
                            to.word(),
                            tally.pending(),
                            tally.dead());
        }
    }

    /** Forgets all destinations but these. */
    void retain(Set<String> destinations) {
        spells.keySet().retainAll(destinations);
    }
}

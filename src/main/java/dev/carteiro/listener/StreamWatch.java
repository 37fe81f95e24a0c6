package dev.carteiro.listener;

import dev.carteiro.evolution.StreamLostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes note of how one stream does, and raises the alarm once when it is lost for longer than a moment. */
final class StreamWatch {

    private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

    /** A restart of Evolution takes less; what takes longer somebody has to look at. */
    private static final Duration ALARM = Duration.ofSeconds(30);

    private final String source;
    private final Clock clock;
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong garbled = new AtomicLong();
    private volatile boolean opened;
    private volatile @Nullable Instant lastEventAt;
    private volatile Standing standing;

    StreamWatch(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
        standing = new Standing(StreamState.STANDBY, clock.instant(), false, null);
    }

    /** {@code alarmed} is whether the alarm was raised since it was last connected. */
    private record Standing(
            StreamState state,
            Instant since,
            boolean alarmed,
            @Nullable String error) {}

    StreamState state() {
        return standing.state();
    }

    synchronized void standby() {
        if (standing.state() != StreamState.STANDBY) {
            log.info("event=stream-left source={} to=another-replica", source);
        }
        standing = new Standing(StreamState.STANDBY, clock.instant(), false, null);
    }

    synchronized void connecting() {
        Standing before = standing;
        if (before.state() == StreamState.STANDBY) {
            standing = new Standing(StreamState.CONNECTING, clock.instant(), false, null);
        }
    }

    synchronized void connected() {
        Standing before = standing;
        if (opened && before.error() != null) {
            reconnects.getAndIncrement();
        }
        opened = true;
        if (before.error() == null) {
            log.info("event=stream-connected source={}", source);
        } else {
            log.info("event=stream-connected source={} away={}s", source, seconds(before.since()));
        }
        standing = new Standing(StreamState.CONNECTED, clock.instant(), false, null);
    }

    /** {@code pause} is after what time it is tried again. */
    synchronized void lost(StreamLostException failure, Duration pause) {
        Standing before = standing;
        String error = String.valueOf(failure.getMessage());
        Instant since = before.state() == StreamState.CONNECTED ? clock.instant() : before.since();
        StreamState state =
                failure.isRefused() ? StreamState.REFUSED : late(since) ? StreamState.LOST : StreamState.CONNECTING;
        if (!error.equals(before.error()) || before.state() == StreamState.CONNECTED) {
            log.warn(
                    "event=stream-{} source={} next-try={}ms reason=\"{}\"",
                    state == StreamState.REFUSED ? "refused" : "lost",
                    source,
                    pause.toMillis(),
                    error);
        }
        standing = alarmed(new Standing(state, since, before.alarmed(), error));
    }

    /** To be called every second or so: the next try, which would notice as well, may be a minute away. */
    synchronized void look() {
        Standing now = standing;
        if (now.state() == StreamState.CONNECTING && now.error() != null && late(now.since())) {
            standing = alarmed(new Standing(StreamState.LOST, now.since(), now.alarmed(), now.error()));
        }
    }

    /** The same, with the alarm raised once where that is called for. */
    private Standing alarmed(Standing next) {
        if (next.state() == StreamState.CONNECTING || next.alarmed()) {
            return next;
        }
        log.error(
                "event=stream-alarm source={} state={} for={}s reason=\"{}\": what is not sent as a webhook as well comes"
                        + " late or never until this is put right",
                source,
                next.state().word(),
                seconds(next.since()),
                next.error());
        return new Standing(next.state(), next.since(), true, next.error());
    }

    void received(Instant at) {
        lastEventAt = at;
        events.getAndIncrement();
    }

    void garbled(String reason) {
        garbled.getAndIncrement();
        log.warn("event=stream-garbled source={} reason=\"{}\"", source, reason);
    }

    private boolean late(Instant since) {
        return Duration.between(since, clock.instant()).compareTo(ALARM) >= 0;
    }

    private long seconds(Instant since) {
        return Duration.between(since, clock.instant()).toSeconds();
    }

    /** {@code landing} is what waits to be written down. */
    StreamReport report(Landing landing) {
        Standing now = standing;
        return new StreamReport(
                source,
                now.state(),
                now.since(),
                lastEventAt,
                reconnects.get(),
                events.get(),
                garbled.get(),
                landing.lag(clock.instant()),
                landing.bytes(),
                now.error());
    }
}

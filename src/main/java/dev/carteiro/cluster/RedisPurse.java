package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Permits in Redis: for each name a bucket that fills by Redis' own clock, and goes when it must be full again. */
final class RedisPurse implements Purse {

    private static final Logger log = LoggerFactory.getLogger(RedisPurse.class);

    /** Where Redis lets us run no script, it is not asked again for so long, and each replica uses its share. */
    private static final Duration REFUSED = Duration.ofSeconds(10);

    /** Whatever somebody has put there is read as a number between none and full. A negative wish gives back. */
    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local rate, most, least, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
            local stored = redis.call('HMGET', KEYS[1], 'permits', 'at')
            local permits, at = tonumber(stored[1] or '') or most, tonumber(stored[2] or '') or now
            if not (at <= now) then at = now end
            permits = permits + (now - at) * rate
            if not (permits >= 0) then permits = 0 end
            if permits > most then permits = most end
            local given, wait = 0, 0
            if wanted < 0 then
                permits = math.min(most, permits - wanted)
            elseif permits >= least then
                given = math.min(wanted, math.floor(permits))
                permits = permits - given
            else
                wait = math.ceil((least - permits) / rate)
            end
            redis.call('HSET', KEYS[1], 'permits', permits, 'at', now)
            redis.call('PEXPIRE', KEYS[1], math.ceil(most / rate / 1000) + 1000)
            return {given, wait}
            """;

    private final Redis redis;
    private final Scheduler timer;
    private final AtomicLong refusedUntil;

    RedisPurse(Redis redis, Scheduler timer) {
        this.redis = redis;
        this.timer = timer;
        refusedUntil = new AtomicLong(now());
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean open() {
        return redis.connected() && now() - refusedUntil.get() >= 0;
    }

    @Override
    public Mono<Drawn> draw(String name, Pace pace, int wanted) {
        return run(name, pace, wanted);
    }

    @Override
    public Mono<Void> giveBack(String name, Pace pace, int permits) {
        return run(name, pace, -permits).then();
    }

    private Mono<Drawn> run(String name, Pace pace, int wanted) {
        String[] arguments = {
            Double.toString(pace.perNano() * 1_000),
            Integer.toString(pace.most()),
            Double.toString(Pace.least(pace.most())),
            Integer.toString(wanted)
        };
        return redis.<List<Long>>ask((names, commands) ->
                        commands.evalsha(commands.digest(SCRIPT), ScriptOutputType.MULTI, keys(names, name), arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        unknown -> redis.ask((names, commands) ->
                                commands.eval(SCRIPT, ScriptOutputType.MULTI, keys(names, name), arguments)))
                .doOnError(RedisCommandExecutionException.class, this::refused)
                .map(answer -> new Drawn(
                        Math.clamp(answer.get(0), 0, pace.most()), Duration.of(answer.get(1), ChronoUnit.MICROS)));
    }

    private static String[] keys(Names names, String name) {
        return new String[] {names.of("permits:" + name)};
    }

    private void refused(Throwable failure) {
        refusedUntil.set(now() + REFUSED.toNanos());
        log.warn("event=permits-refused effect=\"each replica uses its share\" cause=\"{}\"", Cause.of(failure));
    }
}

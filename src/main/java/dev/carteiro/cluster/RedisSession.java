package dev.carteiro.cluster;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two connections to Redis, one for what we say and one for what we hear, until either of them is lost. */
final class RedisSession {

    private static final Logger log = LoggerFactory.getLogger(RedisSession.class);

    private final StatefulRedisConnection<String, String> speaking;
    private final StatefulRedisPubSubConnection<String, String> hearing;
    private final Sinks.Empty<Void> lost = Sinks.empty();

    private RedisSession(
            StatefulRedisConnection<String, String> speaking, StatefulRedisPubSubConnection<String, String> hearing) {
        this.speaking = speaking;
        this.hearing = hearing;
        Loss loss = new Loss();
        speaking.addListener(loss);
        hearing.addListener(loss);
    }

    static Mono<RedisSession> open(RedisClient client, RedisURI uri) {
        return Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                .flatMap(speaking -> Mono.fromCompletionStage(() -> client.connectPubSubAsync(StringCodec.UTF8, uri))
                        .map(hearing -> new RedisSession(speaking, hearing))
                        .onErrorResume(
                                failure -> closed(speaking.closeAsync()).then(Mono.<RedisSession>error(failure))));
    }

    /** Hands what others publish to {@code heard}, channel and message. */
    Mono<Void> listen(Collection<String> channels, BiConsumer<String, String> heard) {
        return Mono.defer(() -> {
            hearing.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.accept(channel, message);
                }
            });
            return Mono.fromCompletionStage(hearing.async().subscribe(channels.toArray(String[]::new)));
        });
    }

    /** What Redis answers to one command. */
    <T> Mono<T> ask(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        return Mono.fromCompletionStage(() -> command.apply(speaking.async()));
    }

    /** Completes when both connections have been answered. */
    Mono<Void> ping() {
        return ask(RedisAsyncCommands::ping)
                .then(Mono.fromCompletionStage(() -> hearing.async().ping()))
                .then();
    }

    /** Ends when a connection is lost. */
    Mono<Void> lost() {
        return lost.asMono();
    }

    Mono<Void> close() {
        return closed(speaking.closeAsync()).then(closed(hearing.closeAsync()));
    }

    private static Mono<Void> closed(CompletionStage<Void> closing) {
        return Mono.fromCompletionStage(closing).onErrorComplete();
    }

    private final class Loss implements RedisConnectionStateListener {

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            Sinks.EmitResult result = lost.tryEmitEmpty();
            log.debug("event=redis-disconnected first={}", result.isSuccess());
        }
    }
}

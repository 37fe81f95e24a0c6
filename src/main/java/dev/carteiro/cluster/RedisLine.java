package dev.carteiro.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Lettuce as we want it: few threads, short patience, and nothing kept for later while Redis is away. */
record RedisLine(RedisClient client, RedisURI uri, ClientResources resources) {

    private static final Logger log = LoggerFactory.getLogger(RedisLine.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** More commands than that at once are not worth waiting for. */
    private static final int MOST_QUEUED = 1_000;

    static RedisLine to(RedisURI uri) {
        ClientResources few = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        uri.setTimeout(PATIENCE);
        RedisClient client = RedisClient.create(few, uri);
        client.setOptions(ClientOptions.builder()
                // A lost session is replaced as a whole: then the first connection is made like all others, and it is
                // known when something may have been missed.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_QUEUED)
                .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                .build());
        return new RedisLine(client, uri, few);
    }

    Mono<RedisSession> open() {
        return RedisSession.open(client, uri);
    }

    /** Ends its threads. */
    Mono<Void> shutDown() {
        return Mono.fromCompletionStage(() -> client.shutdownAsync(0, 1, TimeUnit.SECONDS))
                .onErrorComplete()
                .then(Mono.<Void>create(
                        sink -> resources.shutdown(0, 1, TimeUnit.SECONDS).addListener(ended -> sink.success())))
                .doFinally(end -> log.debug("event=redis-shut-down"));
    }
}

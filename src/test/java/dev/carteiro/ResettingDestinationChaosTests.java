package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A destination that takes an event and then breaks the connection, with TCP's RST: before it has answered, in the middle
 * of its answer, and behind it.
 */
class ResettingDestinationChaosTests {

    private static final Size SIZE = new Size(64, 25);
    private static final String WHOLE = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    private static final String HALF = "HTTP/1.1 200 OK\r\ncontent-length: 200\r\n\r\nok";

    /** What each message's first attempt was answered with; its later ones get what they should. */
    private final Map<String, String> broken = new ConcurrentHashMap<>();

    private Mono<Void> answer(NumberedPeer.Arrival arrival, HttpServerResponse response) {
        String answer = arrival.again()
                ? null
                : switch (arrival.number() % 8) {
                    case 1 -> "";
                    case 3 -> HALF;
                    case 5 -> WHOLE;
                    default -> null;
                };
        if (answer == null) {
            return response.status(200).send();
        }
        broken.put(arrival.id(), answer);
        return Mono.create(never -> response.withConnection(connection -> reset(connection.channel(), answer)));
    }

    private static void reset(Channel channel, String answer) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0); // what is closed like this is reset
        var head = channel.pipeline().firstContext(); // below the codec: nothing is added to what is written here
        head.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Test
    void isAskedAgainUnderTheSameIdAndLosesNothing(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (Ordeal ordeal = Ordeal.alone(folder, setup -> setup, Ordeal.QUICK + ", breaker: { window: 1000 }")) {
            ordeal.sink().answer(this::answer);
            try (LedgerLoad load = ordeal.load(SIZE)) {
                Ledger ledger = ordeal.settled("destination-resets", load);
                ledger.assertKept(broken.size());
                load.assertNobodyBlamed();
                List<String> again = ordeal.sink().arrivals(load.run()).stream()
                        .filter(NumberedPeer.Arrival::again)
                        .map(NumberedPeer.Arrival::id)
                        .toList();
                assertThat(again).as("at most once each").doesNotHaveDuplicates();
                assertThat(again)
                        .as("each that was not answered as a whole")
                        .containsAll(brokenWith(""))
                        .containsAll(brokenWith(HALF));
            }
        }
    }

    private List<String> brokenWith(String answer) {
        return broken.entrySet().stream()
                .filter(one -> one.getValue().equals(answer))
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }
}

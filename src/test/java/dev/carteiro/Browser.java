package dev.carteiro;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection of a browser's EventSource, which takes blocks apart as the HTML standard has it and writes them down. */
final class Browser implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final List<Block> blocks = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger events = new AtomicInteger();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile String lastEventId;
    private volatile int retry = -1;
    private volatile String began = "";
    private volatile boolean ended;

    private Browser(HttpResponse<InputStream> response, String lastEventId) {
        this.response = response;
        this.lastEventId = lastEventId;
    }

    /** An event as a page is told of it; {@code event} is {@code message} where it has no name. */
    record Block(String id, String event, String data) {

        JsonNode json() {
            return JsonMapper.shared().readTree(data);
        }
    }

    /** With the admin token. */
    static Browser open(RouterClient client, String path) {
        return open(client, path, null, "Authorization", "Bearer " + RouterClient.ADMIN);
    }

    /** Goes on from where another connection was. */
    static Browser open(RouterClient client, String path, @Nullable String lastEventId, String... headers) {
        try {
            return trying(client, path, lastEventId, headers);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static Browser trying(RouterClient client, String path, @Nullable String lastEventId, String... headers)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Accept", "text/event-stream"));
        if (lastEventId != null) {
            all.addAll(List.of("Last-Event-ID", lastEventId));
        }
        Browser browser =
                new Browser(client.open(path, all.toArray(String[]::new)), lastEventId == null ? "" : lastEventId);
        Thread.ofVirtual().start(browser::read);
        return browser;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
                switch (colon < 0 ? line : line.substring(0, colon)) {
                    case "id" -> lastEventId = value;
                    case "event" -> event = value;
                    case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                    case "retry" -> retry = Integer.parseInt(value);
                    default -> {
                        if (colon == 0) {
                            comments.add(value);
                        } else if (event.equals("begin")) {
                            began = data.toString();
                        } else if (!data.isEmpty()) {
                            blocks.add(new Block(lastEventId, event.isEmpty() ? "message" : event, data.toString()));
                            events.getAndAdd(event.isEmpty() ? 1 : 0);
                        }
                    }
                }
                if (line.isEmpty()) {
                    event = "";
                    data.setLength(0);
                }
            }
        } catch (IOException closed) {
            comments.add("closed: " + closed.getMessage());
        } finally {
            ended = true;
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    List<Block> blocks() {
        synchronized (blocks) {
            return List.copyOf(blocks);
        }
    }

    /** How many of the log's events have come. */
    int count() {
        return events.get();
    }

    /** The positions of the log's events, in the order in which they came. */
    List<String> positions() {
        return blocks().stream()
                .filter(block -> block.event().equals("message"))
                .map(Block::id)
                .toList();
    }

    /** Where it would go on. */
    String lastEventId() {
        return lastEventId;
    }

    /** What it was told before anything else. */
    String began() {
        return began;
    }

    int retry() {
        return retry;
    }

    List<String> comments() {
        return List.copyOf(comments);
    }

    /** Whether the router has closed it. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException alreadyClosed) {
            comments.add("closed: " + alreadyClosed.getMessage());
        }
    }
}

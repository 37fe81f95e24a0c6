import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many browsers at one router: connects so many subscribers to {@code GET /events}, measures what an idle one costs the
 * router, then has events accepted and measures what a delivered frame costs. Run by {@code bench/subscribers}.
 *
 * <p>Arguments: port, admin token, the router's process id, subscribers, events, of these so many a second.
 */
final class Subscribers {

    private static final long PATIENCE = 60_000_000_000L;

    private final int port;
    private final String token;
    private final String pid;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final List<Browser> browsers = new ArrayList<>();
    private long frames;
    private long bytes;
    private int greeted;
    private int closed;

    private Subscribers(int port, String token, String pid) throws IOException {
        this.port = port;
        this.token = token;
        this.pid = pid;
    }

    public static void main(String[] arguments) throws Exception {
        Subscribers all = new Subscribers(Integer.parseInt(arguments[0]), arguments[1], arguments[2]);
        all.run(
                Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
    }

    /** One subscriber; an event's block begins with {@code id: } and has {@code data: }. */
    private static final class Browser {

        private static final byte[] MARK = "\ndata: {\"specversion\"".getBytes(StandardCharsets.US_ASCII);

        private int matched;
        private boolean greeted;

        int count(ByteBuffer read) {
            int found = 0;
            while (read.hasRemaining()) {
                byte next = read.get();
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
                if (matched == MARK.length) {
                    found++;
                    matched = 0;
                }
            }
            return found;
        }
    }

    private void run(int count, int events, int rate) throws Exception {
        collect();
        long before = heap();
        long rssBefore = status("VmRSS");
        connect(count);
        read(2_000);
        collect();
        long idle = heap() - before;
        long rss = status("VmRSS") - rssBefore;
        System.out.printf(
                "%d idle subscribers: %.1f KB of heap each, %.1f KB resident each%n",
                greeted, idle / 1024.0 / greeted, rss * 1.0 / greeted);

        double idleCpu = cpu();
        read(10_000);
        System.out.printf("idle: %.1f ms CPU a second%n", (cpu() - idleCpu) * 100);

        double serialised = metric("carteiro_browsers_serialised_total");
        double cpu = cpu();
        long began = System.nanoTime();
        Thread sender = Thread.ofPlatform().start(() -> send(events, rate));
        long wanted = (long) greeted * events;
        while (frames < wanted && System.nanoTime() - began < PATIENCE + events * 1_000_000_000L / rate) {
            read(100);
        }
        sender.join();
        double seconds = (System.nanoTime() - began) / 1e9;
        double used = cpu() - cpu;
        System.out.printf(
                "%d events to %d subscribers in %.1f s: %d of %d frames, %.0f a second, %.1f MB%n",
                events, greeted, seconds, frames, wanted, frames / seconds, bytes / 1e6);
        System.out.printf(
                "CPU of the router: %.2f us a delivered frame; events serialised: %.0f%n",
                used * 1e6 / frames, metric("carteiro_browsers_serialised_total") - serialised);
        System.out.printf("closed by the router: %d; resident now: %d MB%n", closed, status("VmRSS") / 1024);
        if (frames != wanted) {
            throw new IllegalStateException("frames are missing");
        }
    }

    private void connect(int count) throws IOException {
        byte[] request = ("GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long end = System.nanoTime() + PATIENCE;
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            Browser browser = new Browser();
            channel.register(selector, SelectionKey.OP_READ, browser);
            browsers.add(browser);
            if (i % 100 == 99) {
                read(1);
            }
        }
        while (greeted < count && System.nanoTime() < end) {
            read(100);
        }
        if (greeted < count) {
            throw new IllegalStateException("only " + greeted + " were let in");
        }
    }

    /** Reads what there is for so many milliseconds. */
    private void read(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000L) {
            selector.select(left);
            for (SelectionKey key : selector.selectedKeys()) {
                take(key);
            }
            selector.selectedKeys().clear();
        }
    }

    private void take(SelectionKey key) throws IOException {
        Browser browser = (Browser) key.attachment();
        buffer.clear();
        int read = ((SocketChannel) key.channel()).read(buffer);
        if (read < 0) {
            key.cancel();
            closed++;
            return;
        }
        bytes += read;
        if (!browser.greeted && read > 0) {
            browser.greeted = true;
            greeted++;
        }
        buffer.flip();
        frames += browser.count(buffer);
    }

    private void send(int events, int rate) {
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            long began = System.nanoTime();
            for (int i = 0; i < events; i++) {
                long wait = began + i * 1_000_000_000L / rate - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                String id = Long.toHexString(System.nanoTime());
                String body = """
                        {"event":"messages.upsert","instance":"Ravenna","data":{"key":{"remoteJid":"5511900000000@s.whatsapp.net",
                        "fromMe":false,"id":"%s"},"pushName":"Ana","message":{"conversation":"%s"},"messageType":"conversation",
                        "messageTimestamp":1765375387}}""".formatted(id, "Oi, tudo bem? ".repeat(40));
                var answer = http.send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create("http://127.0.0.1:" + port + "/webhook/evolution"))
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.body());
                }
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void collect() throws Exception {
        tool("GC.run");
    }

    /** Bytes that live in the router's heap. */
    private long heap() throws Exception {
        String text = tool("GC.heap_info");
        var used = java.util.regex.Pattern.compile("used (\\d+)K").matcher(text);
        if (!used.find()) {
            throw new IllegalStateException(text);
        }
        return Long.parseLong(used.group(1)) * 1024;
    }

    private String tool(String command) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Seconds of CPU that the router has used. */
    private double cpu() throws IOException {
        return cpu(Path.of("/proc", pid, "stat"));
    }

    private static double cpu(Path stat) throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private double metric(String name) throws Exception {
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            return http.send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends at a fixed rate, whatever the answers. Each request is due at a time that is known beforehand, and it is from then that
 * it is counted, here and by the mark it bears: where no connection is free it waits, and the wait counts.
 *
 * <p>A thread for each connection takes the next number, waits until that is due, sends it and reads the answer. Arguments: URL,
 * run, run of the warm-up (eight hex digits each), requests a second, seconds of warm-up, seconds, connections, conversations,
 * the file of the message.
 */
final class OpenLoad {

    private static final int PATIENCE = (int) SECONDS.toMillis(20);

    private final URI url;
    private final String[] runs;
    private final double rate;
    private final long warmUp, most;
    private final int conversations;
    private final String front, filler, back;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong answered = new AtomicLong(), refused = new AtomicLong(), broken = new AtomicLong();
    private final AtomicLong warmUpAnswered = new AtomicLong(), last = new AtomicLong();
    private final Histogram latency = new ConcurrentHistogram(SECONDS.toMicros(3600), 3);
    private final long start = System.nanoTime() + MILLISECONDS.toNanos(200);
    private final long startMicros = micros(Instant.now()) + MILLISECONDS.toMicros(200);

    private OpenLoad(String[] arguments) throws IOException {
        url = URI.create(arguments[0]);
        runs = new String[] {arguments[1], arguments[2]};
        rate = Double.parseDouble(arguments[3]);
        warmUp = (long) (rate * Integer.parseInt(arguments[4]));
        most = warmUp + (long) (rate * Integer.parseInt(arguments[5]));
        conversations = Integer.parseInt(arguments[7]);
        List<String> parts = Files.readAllLines(Path.of(arguments[8]));
        front = parts.get(0);
        filler = parts.get(1);
        back = parts.get(2);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new OpenLoad(arguments).run(Integer.parseInt(arguments[6]));
    }

    private void run(int connections) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < connections; number++) {
            threads.add(Thread.ofPlatform().start(this::send));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long sent = most - warmUp;
        System.out.printf(
                Locale.ROOT,
                "bench {\"sent\":%d,\"answered\":%d,\"refused\":%d,\"broken\":%d,\"timeouts\":0,\"warm_up\":%d,\"p50\":%d,"
                        + "\"p99\":%d,\"p999\":%d,\"max\":%d,\"rate\":%.1f}%n",
                sent,
                answered.get(),
                refused.get(),
                broken.get(),
                warmUpAnswered.get(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9),
                latency.getMaxValue(),
                answered.get() * 1e9 / Math.max(1, last.get() - due(warmUp)));
    }

    /** One connection's life. */
    private void send() {
        Connection connection = null;
        for (long number = next.getAndIncrement(); number < most; number = next.getAndIncrement()) {
            awaitTurn(due(number));
            try {
                connection = connection == null ? new Connection(url) : connection;
                int status = connection.post(message(number).getBytes(UTF_8));
                count(number, status);
            } catch (IOException failure) {
                broken.incrementAndGet();
                connection = null;
            }
        }
    }

    private void count(long number, int status) {
        if (number < warmUp) {
            warmUpAnswered.incrementAndGet();
            return;
        }
        long now = System.nanoTime();
        answered.incrementAndGet();
        last.accumulateAndGet(now, Math::max);
        latency.recordValue(Math.min(NANOSECONDS.toMicros(now - due(number)), latency.getHighestTrackableValue()));
        if (status >= 400) {
            refused.incrementAndGet();
        }
    }

    private long due(long number) {
        return start + (long) (number * 1e9 / rate);
    }

    private static void awaitTurn(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private String message(long number) {
        long micros = startMicros + (long) (number * 1e6 / rate);
        String run = number < warmUp ? runs[1] : runs[0];
        int conversation = ThreadLocalRandom.current().nextInt(conversations);
        return front.formatted(conversation, run, 0, number, run, 0, number, micros / 1_000_000, micros % 1_000_000) + filler
                + back.formatted(micros / 1_000_000);
    }

    private static long micros(Instant instant) {
        return SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
    }

    /** As much of HTTP as it takes: one request after the other, and answers with a length or in chunks. */
    private static final class Connection {

        private final Socket socket = new Socket();
        private final InputStream in;
        private final String head;

        Connection(URI url) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), PATIENCE);
            in = new BufferedInputStream(socket.getInputStream());
            head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: application/json\r\nUser-Agent: axios/1.13.2\r\nContent-Length: ";
        }

        /** Gives the status; the connection is good for another one unless this fails. */
        int post(byte[] body) throws IOException {
            try {
                byte[] before = (head + body.length + "\r\n\r\n").getBytes(ISO_8859_1);
                byte[] request = new byte[before.length + body.length];
                System.arraycopy(before, 0, request, 0, before.length);
                System.arraycopy(body, 0, request, before.length, body.length);
                socket.getOutputStream().write(request);
                return answer();
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        }

        private int answer() throws IOException {
            int status = Integer.parseInt(line().split(" ")[1]);
            int length = 0;
            boolean chunked = false;
            for (String header = line().toLowerCase(Locale.ROOT); !header.isEmpty(); header = line().toLowerCase(Locale.ROOT)) {
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
                chunked |= header.startsWith("transfer-encoding:");
            }
            in.skipNBytes(length);
            while (chunked) {
                int size = Integer.parseInt(line(), 16);
                in.skipNBytes(size + 2L);
                chunked = size > 0;
            }
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the connection was closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}

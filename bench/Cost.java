import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an event costs a router and its PostgreSQL, from their CPU time, the WAL and the size of the tables. Run by {@code
 * bench/cost}.
 *
 * <p>Arguments: port, admin token, the router's process id, its data folder, events, events before them for the JVM.
 */
final class Cost {

    private static final int SENDERS = 32;
    private static final int CONVERSATIONS = 500;
    private static final int CLOCK_TICKS = 100;

    private final int port;
    private final String token;
    private final ProcessHandle router;
    private final Path data;
    private final AtomicInteger arrived = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Cost(int port, String token, ProcessHandle router, Path data) {
        this.port = port;
        this.token = token;
        this.router = router;
        this.data = data;
    }

    public static void main(String[] arguments) throws Exception {
        Cost cost = new Cost(
                Integer.parseInt(arguments[0]),
                arguments[1],
                ProcessHandle.of(Long.parseLong(arguments[2])).orElseThrow(),
                Path.of(arguments[3]));
        cost.run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
    }

    private record Reading(double routerCpu, double databaseCpu, long wal, long fsyncs, long disk, double statements) {}

    private void run(int events, int warmUp) throws Exception {
        HttpServer sink = HttpServer.create(new InetSocketAddress("127.0.0.1", port + 1), 1_000);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                arrived.getAndIncrement();
            }
        });
        sink.start();
        try (Connection database = connect()) {
            send("w", warmUp);
            settle(database);
            Reading before = read(database);
            long began = System.nanoTime();
            send("e", events);
            double seconds = (System.nanoTime() - began) / 1e9;
            settle(database);
            print(events, seconds, before, read(database));
        } finally {
            sink.stop(0);
        }
    }

    private void print(int events, double seconds, Reading before, Reading after) {
        double router = (after.routerCpu - before.routerCpu) / events;
        double database = (after.databaseCpu - before.databaseCpu) / events;
        double wal = (after.wal - before.wal) * 1.0 / events;
        double disk = (after.disk - before.disk) * 1.0 / events;
        System.out.printf("%d events in %.1f s, senders and sink on the same machine: %.0f/s%n", events, seconds, events / seconds);
        System.out.printf("CPU of an event: router %.0f us, PostgreSQL %.0f us%n", router * 1e6, database * 1e6);
        System.out.printf("WAL %.0f bytes, tables and indexes %.0f bytes an event%n", wal, disk);
        System.out.printf(
                "%.3f statements, %.4f fsyncs of the WAL an event%n",
                (after.statements - before.statements) / events, (after.fsyncs - before.fsyncs) * 1.0 / events);
        System.out.printf(
                "a million events: %.0f s of a core for the router, %.0f s for PostgreSQL, %.1f GB of WAL, %.1f GB on disk%n",
                router * 1e6, database * 1e6, wal / 1e3, disk / 1e3);
    }

    /** All accepted and all arrived. */
    private void send(String run, int events) throws Exception {
        int target = arrived.get() + events;
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < SENDERS; sender++) {
                senders.submit(() -> {
                    for (int number = next.getAndIncrement(); number < events; number = next.getAndIncrement()) {
                        post(run, number);
                    }
                    return null;
                });
            }
        }
        await(() -> arrived.get() >= target, "events have not arrived");
    }

    /** Until all is written down: a delivery leaves the queue then. */
    private static void settle(Connection database) throws Exception {
        await(() -> number(database, "SELECT count(*) FROM delivery") == 0, "deliveries are left in the queue");
    }

    private static void await(Callable<Boolean> condition, String otherwise) throws Exception {
        long patience = System.nanoTime() + 120_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(otherwise);
            }
            Thread.sleep(20);
        }
    }

    private void post(String run, int number) throws IOException, InterruptedException {
        String body = """
                {"event":"messages.upsert","instance":"Ravenna","data":{"key":{"remoteJid":"55119%08d@s.whatsapp.net",
                "fromMe":false,"id":"%s%012d"},"pushName":"Ana Souza","message":{"conversation":"%s"},"messageType":"conversation",
                "messageTimestamp":1765375387,"source":"android"},"destination":"http://carteiro:8802/webhook/evolution",
                "date_time":"2025-12-10T11:03:07.412Z","sender":"5511900001111@s.whatsapp.net"}
                """.formatted(number % CONVERSATIONS, run, number, "Oi, tudo bem? ".repeat(45));
        int status = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook/evolution"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException("answered with " + status);
        }
    }

    private Reading read(Connection database) throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postgresql/postmaster.pid")).getFirst()))
                .orElseThrow();
        return new Reading(
                cpu(router, false),
                cpu(postmaster, true) + postmaster.children().mapToDouble(child -> cpu(child, false)).sum(),
                number(database, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"),
                number(database, "SELECT sum(fsyncs)::bigint FROM pg_stat_io WHERE object = 'wal'"),
                number(database, "SELECT pg_database_size(current_database())"),
                statements());
    }

    /** In seconds, with those of its children that have ended where they are asked for. */
    private static double cpu(ProcessHandle process, boolean withEnded) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            double ticks = 0;
            for (int field = 11; field < (withEnded ? 15 : 13); field++) {
                ticks += Long.parseLong(fields.get(field));
            }
            return ticks / CLOCK_TICKS;
        } catch (IOException ended) {
            return 0;
        }
    }

    private double statements() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("carteiro_sql_statements_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Connection connect() throws IOException, SQLException {
        String password = Files.readString(data.resolve("postgresql.password")).strip();
        String own = Files.readAllLines(data.resolve("postgresql/postmaster.pid")).get(3);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + own + "/postgres", "postgres", password);
    }

    private static long number(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}

package dev.carteiro;

import dev.carteiro.RouterProcess.Setup;
import dev.carteiro.cluster.TestRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two routers on one database, with a Redis between them. */
final class Replicas implements AutoCloseable {

    private final TestRedis redis = TestRedis.any();
    private final RouterProcess first;
    private final RouterProcess second;

    private Replicas(Path folder, String config) {
        Setup setup = Setup.in(folder, config);
        UnpackedJar.lendData(setup.data());
        redis.start();
        first = told(setup).start();
        second = told(new Setup(setup.data(), Setup.freePort(), setup.config(), List.of()).sharing(setup))
                .start();
    }

    static Replicas start(Path folder, String config) {
        return new Replicas(folder, config);
    }

    private Setup told(Setup setup) {
        List<String> command = new ArrayList<>(setup.as().isEmpty() ? List.of("env") : setup.as());
        command.add("CARTEIRO_REDIS_URL=" + redis.url());
        return setup.as(command);
    }

    TestRedis redis() {
        return redis;
    }

    RouterProcess first() {
        return first;
    }

    RouterProcess second() {
        return second;
    }

    /** The one or the other, in turns. */
    RouterClient client(int turn) {
        return (turn % 2 == 0 ? first : second).client();
    }

    /** Whether both have Redis, or both have not. */
    boolean isConnected(boolean connected) {
        return isConnected(first, connected) && isConnected(second, connected);
    }

    private static boolean isConnected(RouterProcess router, boolean connected) {
        return router.client()
                        .get("/actuator/health/redis")
                        .at("/details/connected")
                        .asBoolean(!connected)
                == connected;
    }

    @Override
    public void close() {
        second.close();
        first.close();
        redis.close();
    }
}

package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.Disposables;

@ExtendWith(DatabaseServer.Provider.class)
class LeasesIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DatabaseServer.Own server;
    private final Database database;
    private final Disposable.Composite holding = Disposables.composite();

    LeasesIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
    }

    @AfterEach
    void close() {
        holding.dispose();
        server.close();
    }

    /** What a replica is told, as it is told it. */
    private List<Lease> hold(Leases replica, Disposable.Swap held) {
        List<Lease> told = new CopyOnWriteArrayList<>();
        held.update(replica.hold("a-task").subscribe(told::add));
        holding.add(held);
        return told;
    }

    private boolean inForce(Lease lease) {
        return Boolean.TRUE.equals(database.sql("SELECT " + Lease.IN_FORCE + " AS it")
                .bind("leaseName", lease.name())
                .bind("leaseHolder", lease.holder())
                .bind("leaseFence", lease.fence())
                .map(row -> Columns.required(row, "it", Boolean.class))
                .one()
                .block(PATIENCE));
    }

    @Test
    void oneHasItAndAnotherGetsItUnderTheNextFenceAsSoonAsThatOneLetsGo() {
        Disposable.Swap first = Disposables.swap();
        List<Lease> one = hold(new Leases(database, false), first);
        await().atMost(PATIENCE).until(() -> one.size() == 1);
        List<Lease> other = hold(new Leases(database, false), Disposables.swap());
        await().atMost(PATIENCE).until(() -> other.size() == 1);
        assertThat(one.getFirst().isOurs()).isTrue();
        assertThat(other.getFirst().isOurs()).isFalse();
        assertThat(inForce(one.getFirst())).isTrue();

        first.dispose();

        await().atMost(PATIENCE).until(() -> other.size() == 2);
        assertThat(other.getLast().isOurs()).isTrue();
        assertThat(other.getLast().fence()).isEqualTo(one.getFirst().fence() + 1);
        assertThat(inForce(other.getLast())).isTrue();
        assertThat(inForce(one.getFirst()))
                .as("what its former holder still writes")
                .isFalse();
        assertThat(one).hasSize(1);
    }

    @Test
    void oneThatIsSilentLosesIt() {
        Lease dead = Objects.requireNonNull(
                new Leases(database, false).hold("a-task").blockFirst(PATIENCE));
        assertThat(dead.isOurs()).isTrue();
        assertThat(database.sql("UPDATE lease SET until = now() - interval '1 ms'")
                        .fetch()
                        .rowsUpdated()
                        .block(PATIENCE))
                .isEqualTo(1);

        List<Lease> other = hold(new Leases(database, false), Disposables.swap());

        await().atMost(PATIENCE).until(() -> !other.isEmpty() && other.getLast().isOurs());
        assertThat(inForce(dead)).isFalse();
    }

    @Test
    void whoHoldsTheDatabaseAloneNeedNotWaitForTheDead() {
        assertThat(database.sql("""
                        INSERT INTO lease (name, holder, until)
                        VALUES ('a-task', gen_random_uuid(), now() + interval '1 hour')
                        """).fetch().rowsUpdated().block(PATIENCE)).isEqualTo(1);

        List<Lease> told = hold(new Leases(database, true), Disposables.swap());

        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertThat(told.getFirst().isOurs()).isTrue();
    }
}

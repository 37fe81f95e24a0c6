package dev.carteiro.cluster;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Has the replicas draw their permits from one purse, and while that is away gives each an equal share of the rate. */
final class SharedPermits implements Permits, SmartLifecycle {

    private final Purse purse;
    private final Membership membership;
    private final Scheduler timer;
    private final Disposable.Composite errands = Disposables.composite();
    private volatile boolean running;

    SharedPermits(Purse purse, Membership membership, Scheduler timer) {
        this.purse = purse;
        this.membership = membership;
        this.timer = timer;
    }

    @Override
    public Wallet wallet(String name, int permits, Duration per) {
        Pace pace = new Pace(permits, per);
        Share share = new Share(pace, membership::members, timer);
        return new DrawnWallet(name, pace, purse, share, new DrawnWallet.Errands(this::begin, timer));
    }

    private void begin(Mono<Void> errand) {
        Disposable.Swap place = Disposables.swap();
        if (errands.add(place)) {
            place.update(errand.doFinally(end -> errands.remove(place)).subscribe());
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        errands.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Replica.PHASE;
    }
}

package dev.carteiro.fake;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/** An HTTP server whose calls run on threads of their own, may go wrong by a plan, and are kept. */
final class FakeServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads);
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Handler handler;
    private final DisposableServer server;
    private volatile FaultPlan plan = FaultPlan.none();

    FakeServer(Handler handler) {
        this.handler = handler;
        server = FakeLoops.server()
                .doOnConnection(connection -> channels.add(connection.channel()))
                .handle(this::handle)
                .bindNow(PATIENCE);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    void faults(FaultPlan newPlan) {
        plan = newPlan;
    }

    List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Inbound inbound = new Inbound(request);
        int ordinal = ordinal(inbound);
        return Mono.fromCallable(() -> plan.fault(inbound.method(), inbound.path(), ordinal))
                .subscribeOn(scheduler) // a plan may take its time
                .flatMap(fault -> handle(inbound, fault, response));
    }

    private Mono<Void> handle(Inbound inbound, Fault fault, HttpServerResponse response) {
        return switch (fault.kind()) {
            case REFUSE_BEFORE -> {
                keep(inbound, 0, fault);
                yield cut(response);
            }
            case HANG_BEFORE -> {
                keep(inbound, 0, fault);
                yield Mono.never();
            }
            case NONE, LOSE_ANSWER, HANG_AFTER, ERROR_BEFORE, ERROR_AFTER, SLOW ->
                Mono.fromCallable(() -> answer(inbound, fault))
                        .subscribeOn(scheduler)
                        .flatMap(answer -> finish(inbound, fault, answer, response));
        };
    }

    private int ordinal(Inbound inbound) {
        synchronized (ordinals) {
            return ordinals.merge(inbound.method() + " " + Chaos.kindOf(inbound.path()), 1, Integer::sum);
        }
    }

    private Answer answer(Inbound inbound, Fault fault) throws IOException {
        if (fault.kind() == Fault.Kind.ERROR_BEFORE) {
            inbound.body().transferTo(OutputStream.nullOutputStream());
            return error(fault.number());
        }
        Answer answer = processed(inbound);
        return fault.kind() == Fault.Kind.ERROR_AFTER ? error(fault.number()) : answer;
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // a fault of the fake itself, which somebody has to see
    private Answer processed(Inbound inbound) {
        try {
            return handler.answer(inbound);
        } catch (Refused refused) {
            return refused.answer();
        } catch (InterruptedException nobodyWaitsAnyMore) {
            Thread.currentThread().interrupt();
            return error(500);
        } catch (Exception e) {
            if (e.getCause() instanceof InterruptedException) { // while the body was read
                Thread.currentThread().interrupt();
                return error(500);
            }
            e.printStackTrace();
            return error(500);
        }
    }

    private static Answer error(int status) {
        JsonNode body = Json.object("status", status, "error", "Internal Server Error");
        return Answer.json(status, body);
    }

    private Mono<Void> finish(Inbound inbound, Fault fault, Answer answer, HttpServerResponse response) {
        return switch (fault.kind()) {
            case LOSE_ANSWER -> {
                keep(inbound, 0, fault);
                yield cut(response);
            }
            case HANG_AFTER -> {
                keep(inbound, 0, fault);
                yield Mono.never();
            }
            case SLOW -> Mono.delay(Duration.ofMillis(fault.number())).then(send(inbound, fault, answer, response));
            case NONE, ERROR_BEFORE, ERROR_AFTER, REFUSE_BEFORE, HANG_BEFORE -> send(inbound, fault, answer, response);
        };
    }

    private Mono<Void> send(Inbound inbound, Fault fault, Answer answer, HttpServerResponse response) {
        return Mono.defer(() -> {
            keep(inbound, answer.status(), fault);
            answer.headers().forEach(response::header);
            return response.status(answer.status()).sendByteArray(answer.body()).then();
        });
    }

    private static Mono<Void> cut(HttpServerResponse response) {
        return Mono.<Void>fromRunnable(() -> response.withConnection(connection -> connection.dispose()))
                .then(Mono.never());
    }

    private void keep(Inbound inbound, int status, Fault fault) {
        synchronized (calls) {
            calls.add(new Call(inbound.method(), inbound.target(), status, fault.kind()));
        }
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
        channels.close().awaitUninterruptibly(PATIENCE.toMillis());
        scheduler.dispose();
        threads.shutdownNow();
    }

    /** Answers a call, on a thread that may wait. */
    @FunctionalInterface
    interface Handler {

        Answer answer(Inbound inbound) throws Exception;
    }
}

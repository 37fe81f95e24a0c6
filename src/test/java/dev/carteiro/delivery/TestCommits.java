package dev.carteiro.delivery;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Commits in groups of three at most, which end when a test says so. */
final class TestCommits {

    final List<List<String>> groups = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Sinks.Empty<Void>> commits = new ArrayList<>();
    private final Sequence sequence = new Sequence();
    private final GroupCommit<String, String> commit;

    /** @param crowd behind a group of at least so many the next is waited for */
    TestCommits(int crowd) {
        commit = by(crowd, group -> {
            groups.add(group);
            Sinks.Empty<Void> sink = Sinks.empty();
            commits.add(sink);
            return sink.asMono()
                    .thenReturn(group.stream().map(item -> item + "!").toList());
        });
    }

    GroupCommit<String, String> by(int crowd, Function<List<String>, Mono<List<String>>> work) {
        return new GroupCommit<>(
                new GroupCommit.Limits(5, 100, 3, 50),
                new GroupCommit.Crowd(crowd, Duration.ofMillis(1), Duration.ofMillis(5), time),
                new GroupCommit.Items<>(String::length, ended::add, item -> item.startsWith("in") ? sequence : null),
                work);
    }

    /** Hands items in at once; their results are there for who asks later. */
    @CanIgnoreReturnValue
    List<CompletableFuture<String>> submit(String... items) {
        return Stream.of(items).map(item -> commit.submit(item).toFuture()).toList();
    }

    void succeed(int group) {
        commits.get(group).tryEmitEmpty().orThrow();
    }

    void fail(int group) {
        commits.get(group).tryEmitError(new IllegalStateException("away")).orThrow();
    }
}

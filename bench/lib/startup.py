"""Starts the router in several ways, in turn, and follows each through its first minute; started by bench/startup."""

import argparse
import os
import statistics
import sys
import threading
import time
from pathlib import Path

import load
import picture
import procfs
import report
from bench import describe, say, stop_on_signal
from contenders import Carteiro, ContenderFailed, Sink

FIRST_EVENTS = 1000
IDLE_SECONDS = 5
SAMPLE_SECONDS = 0.1
WAYS = {"jar": "jar", "laid": "laid out", "cache": "with the cache", "c1": "with the cache, first compiler alone"}
ROWS = [
    ("seconds until ready", "ready_s", 1),
    ("CPU seconds until ready", "ready_cpu_s", 1),
    ("CPU ms per event, first 1 000", "first_cpu_ms", 1),
    ("seconds of load until 80 % of the throughput", "warm_s", 1),
    ("  CPU seconds until then", "warm_cpu_s", 1),
    ("events until 80 % of the events per CPU second", "frugal_events", 0),
    ("  CPU seconds until then", "frugal_cpu_s", 1),
    ("events/s, last third", "steady_per_s", 0),
    ("events per CPU second, last third", "per_cpu_s", 0),
    ("answer p99, ms, over all", "p99_ms", 0),
    (f"PSS after {IDLE_SECONDS} s of rest, MiB", "idle_mib", 0),
    ("peak RSS, MiB", "peak_mib", 0),
]
LIMITS = [("CPU seconds until ready", "ready_cpu_s"), ("CPU ms per event, first 1 000", "first_cpu_ms")]


def options():
    parser = argparse.ArgumentParser()
    for name in ("rounds", "seconds", "base-port"):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ("root", "work", "folder"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", type=lambda text: list(dict.fromkeys(text.split(","))), required=True)
    for name in ("java", "memory"):
        parser.add_argument(f"--{name}", required=True)
    chosen = parser.parse_args()
    chosen.bench = chosen.root / "bench"
    chosen.classpath = f"{chosen.work / 'classes'}:{chosen.folder / 'lib'}/*"
    chosen.threads, chosen.connections, chosen.warm_up, chosen.jvm_flags = 1, 32, 0, []
    chosen.destinations, chosen.conversations, chosen.body = 1, 500, 0
    return chosen


class Way(Carteiro):
    """One way to start the router, with a PostgreSQL that is there already."""

    def __init__(self, options, way, number):
        super().__init__(options, options.base_port + 1, options.base_port)
        self.name, self.way = way, way
        self.folder = options.work / f"{way}-{number}"

    def command(self):
        folder = self.options.folder
        common = [self.options.java, f"@{folder / 'jvm.options'}", f"-XX:MaxRAM={self.options.memory}", f"-Djava.library.path={folder / 'native'}"]
        if self.way == "jar":
            return [*common, "-jar", str(max(self.options.root.glob("target/carteiro-*.jar"), key=os.path.getmtime))]
        # AOTMode=on: a cache that cannot be used is a failure here, and not a slow start.
        cache = ["-XX:AOTMode=on", f"-XX:AOTCache={folder / 'carteiro.aot'}"] if self.way in ("cache", "c1") else []
        if self.way == "c1":
            cache.append("-XX:TieredStopAtLevel=1")
        return [*common, *cache, "-jar", str(folder / "carteiro.jar")]

    def environment(self):
        url = f"postgresql://carteiro:none@127.0.0.1:{self.options.base_port + 2}/postgres"
        return super().environment() | {"CARTEIRO_DATABASE_URL": url}

    def database(self):
        return set()


class Curve:
    """What the sink has seen and what the router has used, several times a second."""

    def __init__(self, router, sink):
        self.router, self.sink = router, sink
        self.points, self.ended = [], threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self):
        start, cpu = time.monotonic(), procfs.cpu_micros(self.router)
        while not self.ended.wait(SAMPLE_SECONDS):
            seen = load.sink_stats(self.sink)["unique"]
            self.points.append((time.monotonic() - start, seen, (procfs.cpu_micros(self.router) - cpu) / 1e6))

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.points


def first_cost(points):
    """CPU in milliseconds per event over the first thousand that arrived."""
    _, seen, cpu = next((point for point in points if point[1] >= FIRST_EVENTS), points[-1])
    return cpu * 1000 / max(1, seen)


def rates(points, window=1.0):
    """Events a second in the window that ends at each point, with its time and the CPU until then."""
    begin = 0
    for at, seen, cpu in points:
        while at - points[begin][0] > window:
            begin += 1
        past = points[begin]
        if at - past[0] > window / 2:
            yield at, (seen - past[1]) / (at - past[0]), cpu


def steady(points, seconds):
    return statistics.median(rate for at, rate, _ in rates(points) if seconds * 2 / 3 <= at <= seconds)


def reached(points, rate):
    """When, and after how much CPU, that many events a second were there; at the end where they never were."""
    return next(((at, cpu) for at, now, cpu in rates(points) if now >= rate), (points[-1][0], points[-1][2]))


def efficiencies(points, window=0.5):
    """Events for each second of the router's CPU, over the last half of a second of it: other programs disturb that less than the clock."""
    begin = 0
    for _, seen, cpu in points:
        while begin + 1 < len(points) and cpu - points[begin + 1][2] >= window:
            begin += 1
        past = points[begin]
        if cpu - past[2] >= window:
            yield seen, (seen - past[1]) / (cpu - past[2]), cpu


def warmed(points, goal):
    """How many events it took, and how much CPU, until so many of them cost one second of CPU."""
    return next(((seen, cpu) for seen, now, cpu in efficiencies(points) if now >= goal), points[-1][1:])


def at_last(points):
    last = points[-1][1]
    return statistics.median([now for seen, now, _ in efficiencies(points) if seen >= last * 2 / 3] or [0])


def measure(chosen, way, number, sink):
    router = Way(chosen, way, number)
    average = os.getloadavg()[0]
    others = procfs.machine_micros()[0]
    start = time.monotonic()
    try:
        router.start()
        ready, cpu = time.monotonic() - start, procfs.cpu_micros(router.router()) / 1e6
        others = (procfs.machine_micros()[0] - others) / 1e6 - cpu
        time.sleep(IDLE_SECONDS)
        idle = procfs.pss_mib(router.router())
        run = load.new_run()
        load.reset_sink(sink, run)
        curve = Curve(router.router(), sink)
        sent = load.wrk(chosen, router, run, chosen.seconds, lambda: None)
        points = curve.end()
        load.drain(sink, sent["sent"], sent["answered"] - sent["refused"])
        seen = load.sink_stats(sink)["unique"]
        return {
            "way": way, "load_average": average, "others_cpu_s": others, "ready_s": ready, "ready_cpu_s": cpu, "idle_mib": idle,
            "first_cpu_ms": first_cost(points), "steady_per_s": steady(points, chosen.seconds), "per_cpu_s": at_last(points), "points": points,
            "peak_mib": procfs.peak_rss_mib(router.router()), "p99_ms": sent["p99"] / 1000,
            "lost": max(0, sent["answered"] - sent["refused"] - seen),
        }
    finally:
        router.stop()


def main():
    stop_on_signal()
    chosen = options()
    sink = Sink(chosen, chosen.base_port, chosen.base_port)
    result = describe(chosen, "startup") | {"options": {name: getattr(chosen, name) for name in ("rounds", "seconds", "memory", "connections")}, "notes": []}
    found = []
    try:
        sink.start()
        # The schema is made, and the sink is warm, before anything counts.
        measure(chosen, chosen.only[0], "first", sink)
        for number in range(chosen.rounds):
            turn = number % len(chosen.only)
            for way in chosen.only[turn:] + chosen.only[:turn]:
                one = measure(chosen, way, number, sink)
                found.append(one | {"round": number + 1})
                say(
                    f"  round {number + 1} {way}: ready in {one['ready_s']:.1f} s with {one['ready_cpu_s']:.1f} s of CPU, "
                    f"{one['first_cpu_ms']:.1f} ms per event at first, {one['steady_per_s']:.0f} events/s at last; load average {one['load_average']:.1f}"
                )
    except ContenderFailed as error:
        sys.exit(f"bench: {error}")
    finally:
        sink.stop()
    judge(result | {"rounds": found}, chosen)


def goals(found):
    """80 % of what is reached in the end, by the clock and by the CPU. Ways that end with the same code share them."""
    return {key: 0.8 * statistics.median(one[key] for one in found) for key in ("steady_per_s", "per_cpu_s")}


def judge(result, chosen):
    found = result["rounds"]
    for same in ([one for one in found if one["way"] != "c1"], [one for one in found if one["way"] == "c1"]):
        for one in same:
            one["goals"] = goals(same)
            one["warm_s"], one["warm_cpu_s"] = reached(one["points"], one["goals"]["steady_per_s"])
            one["frugal_events"], one["frugal_cpu_s"] = warmed(one["points"], one["goals"]["per_cpu_s"])
    of_way = {way: [one for one in found if one["way"] == way] for way in chosen.only}
    result["summary"] = {way: {key: report.spread([one[key] for one in rounds]) for _, key, _ in ROWS} for way, rounds in of_way.items()}
    result["ratios"] = [
        report.verdict(f"{name}, {WAYS[way]} : jar", report.spread(quotients(of_way[way], of_way["jar"], key)), "at most" if way == "cache" else None, 0.33)
        for way in ("cache", "c1") if way in of_way and "jar" in of_way
        for name, key in LIMITS
    ]
    lost = sum(one["lost"] for one in found)
    result["limits"] = [report.verdict("events lost", report.spread([lost]), "at most", 0)]
    rest = statistics.median(one["others_cpu_s"] / max(0.1, one["ready_s"]) for one in found)
    if rest > 0.3:
        result["notes"].append(f"other programs took {rest:.1f} CPUs meanwhile")
    print("\n".join(text(result)))
    path = report.save(result, chosen.root / "target" / "bench", picture.of_startup(result), "latest-startup")
    say(f"\nAll figures: {path.relative_to(chosen.root)}, and a picture beside it")
    sys.exit(1 if lost else 0)


def lines(result):
    """A column for each way, a row for each figure."""
    found = result["summary"]
    yield ["", *(WAYS[way] for way in found)]
    for row, key, digits in ROWS:
        yield [row, *(report.cell(each[key], digits) for each in found.values())]


def text(result):
    yield from ["", *report.table(list(lines(result))), ""]
    yield from ("  " + report.verdict_text(each) for each in result["ratios"] + result["limits"])
    yield from (f"NOTE: {note}" for note in result["notes"])


def quotients(one, other, key):
    return [left[key] / right[key] for left, right in zip(one, other)]


if __name__ == "__main__":
    main()

"""Has events accepted while their destination takes none, lets it come back, and follows how they go; started by bench/drain."""

import json
import sys
import time

import load
import picture
import procfs
import report
from bench import FULL_WARM_UP, describe, options, say, stop_on_signal
from contenders import DELIVERIES_PATH, Carteiro, ContenderFailed, Sink

BURST_SECONDS = 5
PATIENCE_SECONDS = 1800
ROWS = [
    ("events/s", "per_s", 0),
    ("CPU per event, us", "cpu_us", 0),
    ("  router", "cpu_router_us", 0),
    ("  PostgreSQL", "cpu_postgres_us", 0),
]


def fresh(chosen, router, sink):
    """What it delivers when nothing waits."""
    figures = load.measure(chosen, router, sink)
    return {"per_s": figures["delivered_per_s"]} | figures


def accept(chosen, router, sink, run):
    """As many events as are wanted, in bursts; only the numbers of the threads tell one burst from the next."""
    cpu, acked, sent, answered, bursts = load.Cpu(router, sink), 0, 0, 0, 0
    while acked < chosen.events:
        said = load.wrk(chosen, router, run, BURST_SECONDS, lambda: None, bursts * chosen.threads)
        if not said["acked"]:
            raise ContenderFailed(f"nothing was accepted: {said}{router.last_words()}")
        acked, sent, bursts = acked + said["acked"], sent + said["sent"], bursts + 1
        answered += said["sent"] - said["refused"] - chosen.connections
        say(f"  accepted: {acked}")
    load.settle(router)
    used, database, noise = cpu.end()
    per_s = answered / (bursts * BURST_SECONDS)
    return {"per_s": per_s, "acked": acked, "sent": sent} | load.cpu_figures(router, used, database, acked, acked) | noise


def drain(chosen, router, sink, accepted):
    """The destination is back, and somebody says so to the router."""
    procfs.reset_peak_rss(router.router())
    cpu, back = load.Cpu(router, sink), time.time()
    load.tell_sink(sink, "open")
    answer = router.ask(f"{DELIVERIES_PATH}/forward", b'{"operation":"retry"}')
    load.drain(sink, accepted["sent"], accepted["acked"], PATIENCE_SECONDS)
    load.settle(router)
    used, database, noise = cpu.end()
    seen = load.sink_stats(sink)
    seconds = (seen["last"] - seen["first"]) / 1e6
    return {
        "per_s": seen["unique"] / max(0.001, seconds),
        "seconds": seconds,
        "probe_s": max(0, seen["first"] / 1e6 - back),
        "hurried": json.loads(answer)["count"],
        **load.cpu_figures(router, used, database, seen["unique"], seen["unique"]),
        "rss_mib": procfs.peak_rss_mib(router.router()),
        "delivered": seen["unique"],
        "lost": max(0, accepted["acked"] - seen["unique"]),
        "duplicates": seen["duplicates"],
        "disorder": seen["disorder"],
        **noise,
    }


def run(chosen, router, sink, result):
    sink.start()
    router.start()
    result["warm_up"] = load.warm_up(chosen, router, sink)
    say(f"  warmed up with {result['warm_up']} requests")
    result["fresh"] = fresh(chosen, router, sink)
    say(f"  fresh: {result['fresh']['per_s']:.0f} events/s")
    number = load.new_run()
    load.reset_sink(sink, number)
    load.tell_sink(sink, chosen.trouble)
    result["accepting"] = accept(chosen, router, sink, number)
    waiting, dead = router.query("SELECT count(*) FILTER (WHERE NOT dead), count(*) FILTER (WHERE dead) FROM delivery")
    result["backlog"], result["dead"] = int(waiting), int(dead)
    say(f"  {waiting} wait, {dead} are dead letters; the destination is back")
    result["drain"] = drain(chosen, router, sink, result["accepting"])
    result["fresh_again"] = fresh(chosen, router, sink)


def judge(result):
    first, gone = result["fresh"], result["drain"]
    result["ratios"] = [
        report.verdict(f"{name}: {what}, backlog : fresh traffic", report.spread([gone[key] / first[key]]))
        for name, what, key in (("drain", "events/s", "per_s"), ("drain", "CPU per event", "cpu_us"))
    ]
    result["limits"] = [
        report.verdict(name, report.spread([value]), "at most", 0)
        for name, value in (
            ("events lost", gone["lost"]),
            ("dead letters", result["dead"]),
            ("events out of the order of their conversation", gone["disorder"]),
            ("events that arrived twice", gone["duplicates"]),
        )
    ]


def text(result):
    gone = result["drain"]
    phases = {"fresh": "fresh", "accepting": "accepted only", "drain": "the backlog", "fresh_again": "fresh again"}
    yield ""
    lines = [["", *phases.values()]]
    lines += [[row, *(report.number(result[phase][key], digits) for phase in phases)] for row, key, digits in ROWS]
    yield from report.table(lines)
    yield ""
    yield f"{report.number(result['backlog'], 0)} events waited. The first arrived {gone['probe_s']:.1f} s after the destination was back, the last one {gone['seconds']:.1f} s later."
    yield f"Delivered: {gone['delivered']}, of {result['accepting']['acked']} that were acknowledged. Peak RSS of the router meanwhile: {gone['rss_mib']:.0f} MiB."
    yield from ("  " + report.verdict_text(each) for each in result["ratios"] + result["limits"])
    yield from report.noise([result[phase] for phase in phases])
    yield from (f"NOTE: {note}" for note in result["notes"])


def main():
    stop_on_signal()
    chosen = options("events")
    sink = Sink(chosen, chosen.base_port, chosen.base_port)
    router = Carteiro(chosen, chosen.base_port + 1, chosen.base_port)
    kept = ("events", "trouble", "seconds", "connections", "threads", "conversations", "jvm_flags")
    result = describe(chosen, "drain" if chosen.trouble == "refuse" else f"drain-{chosen.trouble}") | {"options": {name: getattr(chosen, name) for name in kept}, "notes": []}
    try:
        run(chosen, router, sink, result)
    except ContenderFailed as error:
        sys.exit(f"bench: {error}")
    finally:
        for each in (router, sink):
            each.stop()
    if result["warm_up"] < FULL_WARM_UP:
        result["notes"].append(f"a look, not a result: the JVM was warmed up with less than {FULL_WARM_UP} requests")
    judge(result)
    print("\n".join(text(result)))
    path = report.save(result, chosen.root / "target" / "bench", picture.of_drain(result), "latest-drain")
    say(f"\nAll figures: {path.relative_to(chosen.root)}, and a picture beside it")
    sys.exit(0 if all(each["met"] for each in result["limits"]) else 1)


if __name__ == "__main__":
    main()

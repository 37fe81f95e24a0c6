"""Drives one contender: wrk in front of it, the sink behind it, and /proc beside it."""

import json
import os
import resource
import secrets
import subprocess
import time
import urllib.request

import procfs
from contenders import EVENTS_APPENDED, SQL_STATEMENTS, ContenderFailed, end_with_parent

ANSWER_SECONDS = 2
DRAIN_SECONDS = 120
WARM_UP_SECONDS = 600
QUIET_SECONDS = 10
QUIET_MICROS = 2 * procfs.TICK_MICROS


def sink_stats(sink):
    with urllib.request.urlopen(f"http://127.0.0.1:{sink.port}/stats", timeout=10) as answer:
        return json.load(answer)


def _reset_sink(sink, run):
    urllib.request.urlopen(f"http://127.0.0.1:{sink.port}/reset/{run}", data=b"", timeout=10).close()


def _wrk(options, contender, run, seconds, each_second):
    """Runs wrk to its end and gives what its script says."""
    script = str(options.bench / "lib" / "load.lua")
    command = ["wrk", "--timeout", "20s", "-t", str(options.threads), "-c", str(options.connections), "-d", f"{seconds + ANSWER_SECONDS}s"]
    command += ["-s", script, contender.url, "--", run, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=end_with_parent) as wrk:
        try:
            deadline = time.monotonic() + seconds + 30
            while True:
                try:
                    output, _ = wrk.communicate(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    if time.monotonic() > deadline:
                        raise ContenderFailed(f"wrk did not end after {seconds} s") from None
                    each_second()
        except BaseException:
            wrk.kill()
            raise
    contender.check_alive()
    marked = [line for line in output.splitlines() if line.startswith("bench {")]
    if not marked:
        raise ContenderFailed(f"wrk said: {output.strip()}")
    return json.loads(marked[0].removeprefix("bench "))


def _drain(sink, sent, acked):
    """Waits for every event that was acknowledged, then for those that were sent and not answered any more."""
    deadline = time.monotonic() + DRAIN_SECONDS
    stats, still = sink_stats(sink), 0
    while time.monotonic() < deadline and stats["unique"] < sent and not (stats["unique"] >= acked and still >= 5):
        time.sleep(0.1)
        before, stats = stats, sink_stats(sink)
        still = still + 1 if stats["unique"] == before["unique"] else 0


def _settle(contender):
    """Waits until the contender has done what it does after the last delivery, so that this is counted too."""
    deadline, pause = time.monotonic() + QUIET_SECONDS, 0.2
    before, now = None, procfs.cpu_micros(contender.router() | contender.database())
    while (before is None or now - before > QUIET_MICROS) and time.monotonic() < deadline:
        time.sleep(pause)
        before, now = now, procfs.cpu_micros(contender.router() | contender.database())


def _shot(options, contender, sink, seconds, each_second=lambda: None):
    """One burst of load and all that follows from it."""
    run = secrets.token_hex(4).upper()
    _reset_sink(sink, run)
    load = _wrk(options, contender, run, seconds, each_second)
    load["acked"] = load["answered"] - load["refused"]
    _drain(sink, load["sent"], load["acked"])
    _settle(contender)
    return load, sink_stats(sink)


def warm_up(options, contender, sink):
    """Sends at least as many requests as the contender needs; gives how many were acknowledged."""
    deadline = time.monotonic() + WARM_UP_SECONDS
    acked, seconds = 0, 1
    while acked < contender.warm_up and time.monotonic() < deadline:
        load, _ = _shot(options, contender, sink, seconds)
        if load["acked"] == 0:
            raise ContenderFailed(f"{contender.name} acknowledged nothing: {load}{contender.last_words()}")
        acked += load["acked"]
        missing = contender.warm_up - acked
        seconds = max(1, min(5, round(missing / load["acked"] * seconds + 0.5)))
    return acked


def measure(options, contender, sink):
    """One timed round."""
    counters = contender.counters()
    peak_before = procfs.peak_rss_mib(contender.router())
    procfs.reset_peak_rss(contender.router())
    held = []

    def look():
        held.append(procfs.pss_mib(contender.database()))

    machine, steal = procfs.machine_micros()
    router = procfs.cpu_micros(contender.router())
    database = procfs.cpu_micros(contender.database())
    own = _own_micros() + procfs.cpu_micros(sink.router())
    start = time.monotonic()
    load, seen = _shot(options, contender, sink, options.seconds, look)
    router = procfs.cpu_micros(contender.router()) - router
    database = procfs.cpu_micros(contender.database()) - database
    own = _own_micros() + procfs.cpu_micros(sink.router()) - own
    capacity = (time.monotonic() - start) * 1e6 * os.cpu_count()
    machine, steal = (now - then for now, then in zip(procfs.machine_micros(), (machine, steal)))
    look()
    delivered = max(1, seen["unique"])
    peak = procfs.peak_rss_mib(contender.router())
    return {
        "answered_per_s": (load["sent"] - load["refused"] - options.connections) / options.seconds,
        "delivered_per_s": (seen["unique"] - 1) / max(1, seen["last"] - seen["first"]) * 1e6,
        "answer_p50_ms": load["p50"] / 1000,
        "answer_p99_ms": load["p99"] / 1000,
        "end_to_end_p50_ms": seen["p50"] / 1000,
        "end_to_end_p99_ms": seen["p99"] / 1000,
        "cpu_us": (router + database) / delivered,
        "cpu_router_us": router / delivered,
        "cpu_postgres_us": database / delivered if contender.keeps_events else None,
        "sql_per_event": _sql_per_event(counters, contender.counters()),
        "rss_mib": peak,
        "rss_ever_mib": max(peak, peak_before),
        "postgres_mib": max(held) if contender.keeps_events else None,
        "rss_all_mib": peak + max(held),
        "acked": load["acked"],
        "delivered": seen["unique"],
        "lost": max(0, load["acked"] - seen["unique"]),
        "unaccounted": max(0, load["sent"] - load["refused"] - seen["unique"]),
        "unanswered": load["sent"] - load["answered"],
        "duplicates": seen["duplicates"],
        "strays": seen["strays"],
        "refused": load["refused"],
        "broken": load["broken"] + load["timeouts"],
        "others_cpu_percent": max(0, machine - router - database - own) / capacity * 100,
        "steal_percent": steal / capacity * 100,
    }


def _own_micros():
    """CPU of wrk and of this program."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used) * 1e6


def _sql_per_event(before, after):
    if before is None or after[SQL_STATEMENTS] is None or not after[EVENTS_APPENDED]:
        return None
    events = after[EVENTS_APPENDED] - (before[EVENTS_APPENDED] or 0)
    return (after[SQL_STATEMENTS] - (before[SQL_STATEMENTS] or 0)) / events if events else None

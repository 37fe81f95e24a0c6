"""Runs the contenders in turn, several rounds, and reports; started by bench/run, which has made all that this needs."""

import argparse
import datetime
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import load
import report
from contenders import CONTENDERS, GUNICORN_WORKERS, ContenderFailed, Sink

FULL_WARM_UP = 100_000


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", type=lambda text: list(dict.fromkeys(text.split(","))), required=True)
    for name in ("rounds", "seconds", "warm-up", "connections", "threads", "base-port"):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ("root", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("java", "classpath", "nginx", "gunicorn", "jvm-flags"):
        parser.add_argument(f"--{name}", required=True)
    chosen = parser.parse_args()
    chosen.bench = chosen.root / "bench"
    chosen.jvm_flags = chosen.jvm_flags.split()
    return chosen


def say(text):
    print(text, flush=True)


def stop_on_signal():
    def stop(number, _frame):
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)  # what follows is the cleaning up
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def taken_ports(ports):
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                yield port


def commit_millis(folder, times=50):
    """What a durable write costs on this disk: the median of an 8 KiB write with fdatasync."""
    took = []
    with open(folder / "fsync", "wb") as file:
        for _ in range(times):
            start = time.perf_counter()
            file.write(bytes(8192))
            file.flush()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    return sorted(took)[times // 2]


def filesystem(folder):
    answer = subprocess.run(["df", "--output=fstype", str(folder)], capture_output=True, text=True, check=False)
    return (answer.stdout.split() or ["unknown"])[-1]


def commit(root):
    answer = subprocess.run(["git", "-C", str(root), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def prepare(chosen, contender, sink):
    contender.start()
    start = time.monotonic()
    acked = load.warm_up(chosen, contender, sink)
    say(f"  {contender.name}: warmed up with {acked} requests (of {contender.warm_up}) in {time.monotonic() - start:.0f} s")
    return acked


def main():
    stop_on_signal()
    chosen = options()
    ports = dict(zip(["sink", *CONTENDERS], range(chosen.base_port, chosen.base_port + 5)))
    taken = [str(port) for port in taken_ports(ports.values())]
    if taken:
        print(f"bench: in use on 127.0.0.1: port {', '.join(taken)}; choose others with --base-port", file=sys.stderr)
        sys.exit(2)

    contenders = {key: CONTENDERS[key](chosen, ports[key], ports["sink"]) for key in chosen.only}
    sink = Sink(chosen, ports["sink"], ports["sink"])
    result = {
        "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit(chosen.root),
        "machine": {
            "cpus": os.cpu_count(),
            "kernel": platform.release(),
            "filesystem": filesystem(chosen.work),
            "fdatasync_ms": round(commit_millis(chosen.work), 3),
        },
        "options": {name: getattr(chosen, name) for name in ("rounds", "seconds", "connections", "threads", "jvm_flags")},
        "contenders": {key: each.name for key, each in contenders.items()},
        "warm_up": {},
        "rounds": {key: [] for key in contenders},
        "failed": {},
        "notes": [],
    }
    machine = result["machine"]
    say(f"{machine['cpus']} CPUs, {machine['filesystem']}, fdatasync {machine['fdatasync_ms']:.2f} ms, JVM {' '.join(chosen.jvm_flags)}, gunicorn {GUNICORN_WORKERS} sync workers")
    say(f"{chosen.connections} connections, {chosen.threads} thread(s) of wrk, one message of about 1 KB over 500 conversations")
    try:
        sink.start()
        run_rounds(chosen, contenders, sink, result)
    except ContenderFailed as error:
        sys.exit(f"bench: {error}")
    finally:
        for each in [*contenders.values(), sink]:
            each.stop()

    add_notes(chosen, result)
    result["ratios"], result["limits"] = report.ratios(result["rounds"]), report.limits(result["rounds"])
    path = chosen.root / "target" / "bench" / "latest.json"
    report.save(result, path)
    print("\n".join(report.text(result)))
    say(f"\nAll figures: {path.relative_to(chosen.root)}")
    lost = any(each["lost"] for each in result["rounds"].get("c", []))
    sys.exit(1 if result["failed"] or lost else 0)


def run_rounds(chosen, contenders, sink, result):
    """The contenders in turn, each round beginning with another one."""
    keys = list(contenders)
    for number in range(chosen.rounds):
        turn = number % len(keys)
        for key in keys[turn:] + keys[:turn]:
            if key in result["failed"]:
                continue
            contender = contenders[key]
            try:
                if contender.process is None:
                    result["warm_up"][key] = prepare(chosen, contender, sink)
                figures = load.measure(chosen, contender, sink)
            except ContenderFailed as error:
                result["failed"][key] = str(error).splitlines()[0]
                say(f"  ({key}) {contender.name} FAILED: {error}")
                contender.stop()
                continue
            result["rounds"][key].append(figures | {"round": number + 1})
            say(f"  round {number + 1} ({key}) {contender.name}: {figures['delivered_per_s']:.0f} events/s, {figures['cpu_us']:.0f} us of CPU per event")


def add_notes(chosen, result):
    notes = result["notes"]
    short = [key for key in ("c", "d") if key in result["warm_up"] and result["warm_up"][key] < FULL_WARM_UP]
    if short:
        notes.append(f"a look, not a result: a JVM was warmed up with less than {FULL_WARM_UP} requests ({', '.join(short)})")
    if result["machine"]["filesystem"] in ("tmpfs", "ramfs"):
        notes.append("the database lay in memory, where a commit costs nothing: Carteiro's figures are too good")
    lossy = [key for key, rounds in result["rounds"].items() if any(each["lost"] for each in rounds)]
    if lossy:
        notes.append(f"events were acknowledged and not delivered within {load.DRAIN_SECONDS} s: {', '.join(lossy)}")
    if any(each["unanswered"] and each["unaccounted"] for each in result["rounds"].get("c", [])):
        notes.append("Carteiro left requests unanswered: how many of the unaccounted events it had acknowledged is known only as a range")


if __name__ == "__main__":
    main()

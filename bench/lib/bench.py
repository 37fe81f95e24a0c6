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
import picture
import report
from contenders import CONTENDERS, GUNICORN_WORKERS, ContenderFailed, Sink

FULL_WARM_UP = 100_000
NOISY_PERCENT = 10
KEPT = ("rounds", "seconds", "connections", "threads", "destinations", "conversations", "body", "open_rounds", "open_seconds", "rest", "idle", "jvm_flags")


def options(*numbers):
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", type=lambda text: list(dict.fromkeys(text.split(","))), default=["c"])
    for name in ("rounds", "seconds", "warm-up", "connections", "threads", "base-port", *numbers):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name, usual in (("destinations", 1), ("conversations", 500), ("body", report.USUAL_BODY)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    for name in ("root", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("java", "classpath", "jvm-flags"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("nginx", "gunicorn", "sizes", "trouble"):
        parser.add_argument(f"--{name}")
    chosen = parser.parse_args()
    chosen.bench = chosen.root / "bench"
    chosen.jvm_flags = chosen.jvm_flags.split()
    refuse_taken_ports(chosen)
    return chosen


def refuse_taken_ports(chosen):
    taken = [str(port) for port in taken_ports(range(chosen.base_port, chosen.base_port + 6))]
    if taken:
        print(f"bench: in use on 127.0.0.1: port {', '.join(taken)}; choose others with --base-port", file=sys.stderr)
        sys.exit(2)


def title(chosen):
    """Names the run after what is not as usual."""
    usual = {"destinations": 1, "conversations": 500, "body": report.USUAL_BODY}
    unusual = [f"{getattr(chosen, key)}-{'bytes' if key == 'body' else key}" for key, value in usual.items() if getattr(chosen, key) != value]
    return "-".join(["run", *unusual])


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


def describe(chosen, name):
    """What each result begins with: when, of what, and on which machine; says the last to who waits."""
    machine = {
        "cpus": os.cpu_count(),
        "kernel": platform.release(),
        "filesystem": filesystem(chosen.work),
        "fdatasync_ms": round(commit_millis(chosen.work), 3),
    }
    flags = f", JVM {' '.join(chosen.jvm_flags)}" if chosen.jvm_flags else ""
    say(f"{machine['cpus']} CPUs, {machine['filesystem']}, fdatasync {machine['fdatasync_ms']:.2f} ms{flags}")
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"name": name, "at": now.isoformat(timespec="seconds"), "commit": commit(chosen.root), "machine": machine}


def prepare(chosen, contender, sink, result):
    contender.start()
    result["start"][contender.key] = load.idle(chosen, contender)
    start = time.monotonic()
    acked = load.warm_up(chosen, contender, sink)
    say(f"  {contender.name}: warmed up with {acked} requests (of {contender.warm_up}) in {time.monotonic() - start:.0f} s")
    result["warm_up"][contender.key] = acked


def main():
    stop_on_signal()
    chosen = options("open-rounds", "open-seconds", "rest", "idle")
    ports = dict(zip(["sink", *CONTENDERS], range(chosen.base_port, chosen.base_port + 5)))
    contenders = {key: CONTENDERS[key](chosen, ports[key], ports["sink"]) for key in chosen.only}
    sink = Sink(chosen, ports["sink"], ports["sink"])
    result = describe(chosen, title(chosen)) | {
        "options": {name: getattr(chosen, name) for name in KEPT},
        "contenders": {key: each.name for key, each in contenders.items()},
        "start": {},
        "warm_up": {},
        "rounds": {key: [] for key in contenders},
        "open": None,
        "failed": {},
        "notes": [],
    }
    say(f"{chosen.connections} connections, {chosen.threads} thread(s) of wrk, gunicorn {GUNICORN_WORKERS} sync workers")
    say(f"messages of {max(1135, chosen.body)} bytes over {chosen.conversations} conversations, to {chosen.destinations} destination(s)")
    try:
        sink.start()
        run_rounds(chosen, contenders, sink, result)
        if chosen.open_rounds and result["rounds"].get("c"):
            run_open(chosen, contenders, sink, result)
    except ContenderFailed as error:
        sys.exit(f"bench: {error}")
    finally:
        for each in [*contenders.values(), sink]:
            each.stop()

    add_notes(chosen, result)
    result |= {"summary": report.summaries(result), "ratios": report.ratios(result), "limits": report.limits(result)}
    print("\n".join(report.text(result)))
    path = report.save(result, chosen.root / "target" / "bench", picture.of_run(result), "latest")
    say(f"\nAll figures: {path.relative_to(chosen.root)}, and a picture beside it")
    lost = any(each["lost"] for each in every_round(result, "c"))
    sys.exit(1 if result["failed"] or lost else 0)


def every_round(result, key):
    return result["rounds"].get(key, []) + report.open_rounds(result).get(key, [])


def in_turn(keys, rounds, failed):
    """Who is next, in which round: each round begins with another one."""
    for number in range(rounds):
        turn = number % len(keys)
        for key in keys[turn:] + keys[:turn]:
            if key not in failed:
                yield number + 1, key


def run_rounds(chosen, contenders, sink, result):
    for number, key in in_turn(list(contenders), chosen.rounds, result["failed"]):
        contender = contenders[key]
        try:
            if contender.process is None:
                prepare(chosen, contender, sink, result)
            figures = load.measure(chosen, contender, sink)
        except ContenderFailed as error:
            give_up(contender, error, result)
            continue
        result["rounds"][key].append(figures | {"round": number})
        say(f"  round {number} ({key}) {contender.name}: {figures['delivered_per_s']:.0f} events/s, {figures['cpu_us']:.0f} us of CPU per event")


def run_open(chosen, contenders, sink, result):
    """All but simple_webhook, at half of what Carteiro delivers at most."""
    keys = [key for key in ("c", "d", "a") if result["rounds"].get(key)]
    rate = report.spread([each["delivered_per_s"] for each in result["rounds"]["c"]])["value"] / 2
    result["open"] = {"rate_per_s": rate, "rounds": {key: [] for key in keys}}
    for number, key in in_turn(keys, chosen.open_rounds, result["failed"]):
        try:
            figures = load.measure_open(chosen, contenders[key], sink, rate)
        except ContenderFailed as error:
            give_up(contenders[key], error, result)
            continue
        result["open"]["rounds"][key].append(figures | {"round": number})
        say(
            f"  half of peak, round {number} ({key}) {contenders[key].name}: {figures['rate_per_s']:.0f} of {rate:.0f} requests/s, "
            f"p99 {figures['answer_p99_ms']:.1f} ms to the answer, {figures['end_to_end_p99_ms']:.1f} ms end to end"
        )


def give_up(contender, error, result):
    result["failed"][contender.key] = str(error).splitlines()[0]
    say(f"  ({contender.key}) {contender.name} FAILED: {error}")
    contender.stop()


def add_notes(chosen, result):
    notes = result["notes"]
    short = [key for key in ("c", "d") if key in result["warm_up"] and result["warm_up"][key] < FULL_WARM_UP]
    if short:
        notes.append(f"a look, not a result: a JVM was warmed up with less than {FULL_WARM_UP} requests ({', '.join(short)})")
    if result["machine"]["filesystem"] in ("tmpfs", "ramfs"):
        notes.append("the database lay in memory, where a commit costs nothing: Carteiro's figures are too good")
    lossy = [key for key in result["rounds"] if any(each["lost"] for each in every_round(result, key))]
    if lossy:
        notes.append(f"events were acknowledged and not delivered within {load.DRAIN_SECONDS} s: {', '.join(lossy)}")
    if any(each["disorder"] for each in every_round(result, "c")):
        notes.append("events of a conversation arrived in another order than they had been accepted in")
    if any(each["unanswered"] and each["unaccounted"] for each in every_round(result, "c")):
        notes.append("Carteiro left requests unanswered: how many of the unaccounted events it had acknowledged is known only as a range")
    noisy = [
        f"{loop} {each['round']} ({key})"
        for loop, rounds in (("round", result["rounds"]), ("half of peak", report.open_rounds(result)))
        for key, found in rounds.items()
        for each in found
        if each["others_cpu_percent"] + each["steal_percent"] > NOISY_PERCENT
    ]
    if noisy:
        notes.append(f"others had more than {NOISY_PERCENT} % of the machine, so that a figure may be too bad: {', '.join(noisy)}")
    slow = [key for key, rounds in report.open_rounds(result).items() if any(each["rate_per_s"] < 0.95 * result["open"]["rate_per_s"] for each in rounds)]
    if slow:
        notes.append(f"not as many were answered as were due at half of peak, so that its latencies are those of an overload: {', '.join(slow)}")


if __name__ == "__main__":
    main()

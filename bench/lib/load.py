"""Drives one contender: load in front of it, the sink behind it, and /proc beside it."""

import json
import os
import random
import resource
import secrets
import subprocess
import time
import urllib.request

import procfs
from contenders import ContenderFailed, end_with_parent

ANSWER_SECONDS = 2
DRAIN_SECONDS = 120
WARM_UP_SECONDS = 600
QUIET_SECONDS = 10
QUIET_MICROS = 2 * procfs.TICK_MICROS
OPEN_WARM_UP_SECONDS = 4
WORDS = """bom dia boa tarde noite pedido entrega prazo amanha hoje ontem loja endereco rua numero apartamento bairro cidade cartao boleto pix
valor desconto frete produto camisa tamanho cor azul preto branco troca devolucao nota fiscal chegou atrasou quando como onde porque ainda
nao sim talvez obrigada por favor senhor senhora atendente cliente problema solucao foto video audio mensagem telefone contato gostaria
preciso quero posso consigo receber enviar cancelar confirmar agendar horario segunda terca quarta quinta sexta sabado de da do em no na
para com sem um uma o a os as que se mas ou e ja so muito pouco mais menos aqui ali isso aquilo tudo nada""".split()


def _sink(sink, path, body=None):
    with urllib.request.urlopen(f"http://127.0.0.1:{sink.control}{path}", data=body, timeout=10) as answer:
        return json.load(answer)


def sink_stats(sink):
    return _sink(sink, "/stats")


def tell_sink(sink, what):
    """Whether it takes what comes (open), answers 503 to it (refuse), or listens to nobody (close)."""
    _sink(sink, f"/{what}", b"")


def reset_sink(sink, run, destinations=1):
    _sink(sink, f"/reset/{run}/{destinations}", b"")


def new_run():
    return secrets.token_hex(4).upper()


def _generate(command, contender, seconds, each_second):
    """Runs a generator of load to its end and gives what it says."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=end_with_parent) as load:
        try:
            deadline = time.monotonic() + seconds + 30
            while True:
                try:
                    output, _ = load.communicate(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    if time.monotonic() > deadline:
                        raise ContenderFailed(f"{command[0]} did not end after {seconds} s") from None
                    each_second()
        except BaseException:
            load.kill()
            raise
    contender.check_alive()
    marked = [line for line in output.splitlines() if line.startswith("bench {")]
    if not marked:
        raise ContenderFailed(f"{command[0]} said: {output.strip()}")
    said = json.loads(marked[0].removeprefix("bench "))
    return said | {"acked": said["answered"] - said["refused"]}


def _message(options):
    """A file with what comes before the long text, the text, and what comes after it. The text may be empty."""
    path = options.work / "message.txt"
    if not path.exists():
        front, back = (options.bench / "lib" / "message.txt").read_text().strip().split("@FILLER@")
        usual = (front % (0, "0" * 8, 0, 0, "0" * 8, 0, 0, int(time.time()), 0) + back % int(time.time())).encode()
        path.write_text("\n".join([front, _prose(options.body - len(usual)), back]) + "\n")
    return path


def _prose(length):
    """Words as people write them, that PostgreSQL can compress about as well."""
    chance, words = random.Random(1), []
    while sum(map(len, words)) + len(words) < length:
        words += chance.choices(WORDS, k=100)
    return " ".join(words)[: max(0, length)]


def wrk(options, contender, run, seconds, each_second, first_thread=0):
    """The closed loop: each connection sends its next request when it has an answer."""
    command = ["wrk", "--timeout", "20s", "-t", str(options.threads), "-c", str(options.connections), "-d", f"{seconds + ANSWER_SECONDS}s"]
    command += ["-s", str(options.bench / "lib" / "load.lua"), contender.url, "--", run, str(seconds)]
    command += [str(first_thread), str(options.conversations), str(_message(options))]
    return _generate(command, contender, seconds, each_second)


def _open(options, contender, run, rate, seconds):
    """The open loop: a fixed rate, whatever the answers."""
    command = [options.java, "-Xmx256m", "-XX:+UseSerialGC", "-cp", options.classpath, "OpenLoad", contender.url, run, new_run(), f"{rate:.3f}"]
    command += [str(OPEN_WARM_UP_SECONDS), str(seconds), str(options.connections), str(options.conversations), str(_message(options))]
    return _generate(command, contender, seconds + OPEN_WARM_UP_SECONDS, lambda: None)


def drain(sink, sent, acked, seconds=DRAIN_SECONDS):
    """Waits for every event that was acknowledged, then for those that were sent and not answered any more."""
    deadline = time.monotonic() + seconds
    stats, still = sink_stats(sink), 0
    while time.monotonic() < deadline and stats["least"] < sent and not (stats["least"] >= acked and still >= 5):
        time.sleep(0.1)
        before, stats = stats, sink_stats(sink)
        still = still + 1 if stats["unique"] == before["unique"] else 0


def settle(contender):
    """Waits until the contender has done what it does after the last delivery, so that this is counted too."""
    deadline, pause = time.monotonic() + QUIET_SECONDS, 0.2
    before, now = None, procfs.cpu_micros(contender.router() | contender.database())
    while (before is None or now - before > QUIET_MICROS) and time.monotonic() < deadline:
        time.sleep(pause)
        before, now = now, procfs.cpu_micros(contender.router() | contender.database())


def shot(options, contender, sink, seconds, each_second=lambda: None):
    """One burst of load and all that follows from it."""
    run = new_run()
    reset_sink(sink, run, contender.destinations)
    load = wrk(options, contender, run, seconds, each_second)
    drain(sink, load["sent"], load["acked"])
    settle(contender)
    return load, sink_stats(sink)


def warm_up(options, contender, sink):
    """Sends at least as many requests as the contender needs; gives how many were acknowledged."""
    deadline = time.monotonic() + WARM_UP_SECONDS
    acked, seconds = 0, 1
    while acked < contender.warm_up and time.monotonic() < deadline:
        load, _ = shot(options, contender, sink, seconds)
        if load["acked"] == 0:
            raise ContenderFailed(f"{contender.name} acknowledged nothing: {load}{contender.last_words()}")
        acked += load["acked"]
        missing = contender.warm_up - acked
        seconds = max(1, min(5, round(missing / load["acked"] * seconds + 0.5)))
    return acked


def idle(options, contender):
    """What it has taken to start it, and what it takes when there has been nothing to do for a while."""
    time.sleep(options.rest)
    used = [procfs.cpu_micros(pids) for pids in (contender.router(), contender.database())]
    time.sleep(options.idle)
    router, database = (procfs.cpu_micros(pids) - before for pids, before in zip((contender.router(), contender.database()), used))
    return {
        "ready_s": contender.ready_s,
        "ready_cpu_s": contender.ready_cpu_s,
        "idle_cpu_percent": (router + database) / options.idle / 1e4,
        "idle_cpu_router_percent": router / options.idle / 1e4,
        "idle_rss_mib": procfs.rss_mib(contender.router()),
        "idle_postgres_mib": procfs.pss_mib(contender.database()) if contender.keeps_events else None,
    }


class Cpu:
    """The CPU that is used from now on: by a contender, by who measures it, and by everybody else."""

    def __init__(self, contender, sink):
        self.contender, self.sink = contender, sink
        self.machine, self.steal = procfs.machine_micros()
        self.router, self.database, self.own = self._used()
        self.start = time.monotonic()

    def _used(self):
        used = [procfs.cpu_micros(each) for each in (self.contender.router(), self.contender.database(), self.sink.router())]
        return used[0], used[1], used[2] + _own_micros()

    def end(self):
        router, database, own = (now - then for now, then in zip(self._used(), (self.router, self.database, self.own)))
        capacity = (time.monotonic() - self.start) * 1e6 * os.cpu_count()
        machine, steal = (now - then for now, then in zip(procfs.machine_micros(), (self.machine, self.steal)))
        others = max(0, machine - router - database - own)
        return router, database, {"others_cpu_percent": others / capacity * 100, "steal_percent": steal / capacity * 100}


def cpu_figures(contender, router, database, events, deliveries):
    return {
        "cpu_us": (router + database) / max(1, events),
        "cpu_delivery_us": (router + database) / max(1, deliveries),
        "cpu_router_us": router / max(1, events),
        "cpu_postgres_us": database / max(1, events) if contender.keeps_events else None,
    }


def measure(options, contender, sink):
    """One timed round."""
    counters = contender.counters()
    peak_before = procfs.peak_rss_mib(contender.router())
    procfs.reset_peak_rss(contender.router())
    held = []

    def look():
        held.append(procfs.pss_mib(contender.database()))

    cpu = Cpu(contender, sink)
    load, seen = shot(options, contender, sink, options.seconds, look)
    router, database, noise = cpu.end()
    look()
    peak = procfs.peak_rss_mib(contender.router())
    events = seen["unique"] / contender.destinations
    per_s = (seen["unique"] - 1) / max(1, seen["last"] - seen["first"]) * 1e6
    return {
        "answered_per_s": (load["sent"] - load["refused"] - options.connections) / options.seconds,
        "delivered_per_s": per_s / contender.destinations,
        "deliveries_per_s": per_s,
        "answer_p50_ms": load["p50"] / 1000,
        "answer_p99_ms": load["p99"] / 1000,
        "end_to_end_p50_ms": seen["p50"] / 1000,
        "end_to_end_p99_ms": seen["p99"] / 1000,
        **cpu_figures(contender, router, database, events, seen["unique"]),
        **_per_event(counters, contender.counters()),
        "rss_mib": peak,
        "rss_ever_mib": max(peak, peak_before),
        "postgres_mib": max(held) if contender.keeps_events else None,
        "rss_all_mib": peak + max(held),
        **_balance(load, seen),
        **noise,
    }


def measure_open(options, contender, sink, rate):
    """One timed round at a rate."""
    run = new_run()
    reset_sink(sink, run, contender.destinations)
    cpu = Cpu(contender, sink)
    load = _open(options, contender, run, rate, options.open_seconds)
    drain(sink, load["sent"], load["acked"])
    settle(contender)
    router, database, noise = cpu.end()
    seen = sink_stats(sink)
    return {
        "rate_per_s": load["rate"],
        "answer_p50_ms": load["p50"] / 1000,
        "answer_p99_ms": load["p99"] / 1000,
        "answer_p999_ms": load["p999"] / 1000,
        "answer_max_ms": load["max"] / 1000,
        "end_to_end_p50_ms": seen["p50"] / 1000,
        "end_to_end_p99_ms": seen["p99"] / 1000,
        "end_to_end_p999_ms": seen["p999"] / 1000,
        **cpu_figures(contender, router, database, load["acked"] + load["warm_up"], (load["acked"] + load["warm_up"]) * contender.destinations),
        **_balance(load, seen),
        **noise,
    }


def _balance(load, seen):
    """What became of each event. Where there are several destinations, the one that got least counts."""
    return {
        "acked": load["acked"],
        "delivered": seen["least"],
        "lost": max(0, load["acked"] - seen["least"]),
        "unaccounted": max(0, load["sent"] - load["refused"] - seen["least"]),
        "unanswered": load["sent"] - load["answered"],
        "duplicates": seen["duplicates"],
        "disorder": seen["disorder"],
        "strays": seen["strays"],
        "refused": load["refused"],
        "broken": load["broken"] + load["timeouts"],
    }


def _own_micros():
    """CPU of the generators and of this program."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used) * 1e6


def _per_event(before, after):
    figures = {"sql_per_event": "statements", "allocated_per_event": "allocated", "wal_per_event": "wal", "fsyncs_per_event": "fsyncs"}
    events = before and after["events"] - before["events"]
    return {figure: (after[name] - before[name]) / events if events else None for figure, name in figures.items()}

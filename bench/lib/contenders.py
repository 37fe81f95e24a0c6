"""The four contenders: how each is started, when it is ready, and which processes are its own."""

import contextlib
import ctypes
import glob
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request

import procfs

# What Carteiro shows to the outside and this benchmark reads.
CARTEIRO_JAR = "target/carteiro-*.jar"
WEBHOOK_PATH = "/webhook"
READINESS_PATH = "/actuator/health/readiness"
PROMETHEUS_PATH = "/actuator/prometheus"
DELIVERIES_PATH = "/actuator/deliveries"
SQL_STATEMENTS = "carteiro_sql_statements_total"
EVENTS_APPENDED = "carteiro_events_appended_total"
ALLOCATED = "jvm_gc_memory_allocated_bytes_total"  # up to the last collection; what was allocated since then lies in Eden
HELD = "jvm_memory_used_bytes"
WAL = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')"

GUNICORN_WORKERS = 4
START_SECONDS = 180
STOP_SECONDS = 20


class ContenderFailed(Exception):
    """This contender cannot be measured; the others can."""


def wait_for(condition, seconds, what, every=0.05):
    """Asks until the answer is true; the last answer when the time is over is an error."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise ContenderFailed(f"not within {seconds} s: {what}")
        time.sleep(every)
    return answer


def end_with_parent():
    """For a child process: ends it when this program ends, even if that is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _ask(url, token, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
        return answer.read().decode()


class Contender:
    """One program under load, in a folder of its own, with its output in a file there."""

    key = name = "?"
    warm_up = 0
    keeps_events = False
    destinations = 1

    def __init__(self, options, port, sink_port):
        self.options, self.port = options, port
        self.sink = f"http://127.0.0.1:{sink_port}/sink"
        self.url = f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
        self.folder = options.work / type(self).__name__.lower()
        self.process = None
        self.ready_s = self.ready_cpu_s = None

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {"PORT": str(self.port), "FORWARD_URL": self.sink}

    def start(self):
        self.folder.mkdir()
        command = self.command()
        began = time.monotonic()
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        with open(self.folder / "output.log", "wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=kept | self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        wait_for(lambda: self.check_alive() or self.ready(), START_SECONDS, f"{self.name} is ready{self.last_words()}", every=0.02)
        self.ready_s = time.monotonic() - began
        self.ready_cpu_s = procfs.cpu_micros(self.router() | self.database()) / 1e6

    def check_alive(self):
        if self.process.poll() is not None:
            raise ContenderFailed(f"{self.name} ended with status {self.process.returncode}{self.last_words()}")

    def last_words(self):
        lines = (self.folder / "output.log").read_text(errors="replace").splitlines()[-12:]
        return "".join(f"\n    | {line[:200]}" for line in lines)

    def ready(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def router(self):
        return procfs.tree(self.process.pid)

    def database(self):
        return set()

    def counters(self):
        """Events, SQL statements, allocated bytes, and WAL so far, or nothing where there is no database."""
        return None

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Nginx(Contender):
    key, name = "a", "nginx proxy"
    warm_up = 20_000

    def command(self):
        config = (self.options.bench / "lib" / "nginx.conf").read_text()
        user = "user root;" if os.geteuid() == 0 else ""
        for key, value in {"@USER@": user, "@PORT@": str(self.port), "@SINK_ADDRESS@": self.sink.split("/")[2]}.items():
            config = config.replace(key, value)
        (self.folder / "nginx.conf").write_text(config)
        return [self.options.nginx, "-e", "stderr", "-p", str(self.folder), "-c", "nginx.conf"]


class SimpleWebhook(Contender):
    key, name = "b", "simple_webhook"
    warm_up = 2_000

    def command(self):
        return [
            self.options.gunicorn,
            f"--bind=127.0.0.1:{self.port}",
            f"--workers={GUNICORN_WORKERS}",
            "--worker-tmp-dir=" + str(self.folder),
            "--pythonpath=" + str(self.options.bench),
            "simple_webhook:app",
        ]

    def environment(self):
        return super().environment() | {"PYTHONDONTWRITEBYTECODE": "1"}


class Carteiro(Contender):
    key, name = "c", "Carteiro"
    keeps_events = True

    def __init__(self, options, port, sink_port):
        super().__init__(options, port, sink_port)
        self.warm_up = options.warm_up
        self.destinations = options.destinations
        self.data = self.folder / "data"
        self.token = secrets.token_hex(16)
        self.sql = None

    def command(self):
        jars = sorted(glob.glob(str(self.options.root / CARTEIRO_JAR)))
        if len(jars) != 1:
            raise ContenderFailed(f"{len(jars)} files match {CARTEIRO_JAR}; build one with: mvn -DskipTests clean package")
        if self.destinations > 1:
            self._configure()
        return [self.options.java, *self.options.jvm_flags, "-jar", jars[0]]

    def _configure(self):
        """Several destinations, each as FORWARD_URL would make it."""
        names = [f"sink-{number}" for number in range(1, self.destinations + 1)]
        lines = ["carteiro:", "  destinations:"]
        lines += [f"    {name}: {{ type: http, url: {self.sink}/{number}, format: raw, timeout: 5s }}" for number, name in enumerate(names, 1)]
        lines += ["  routes:", f"    - {{ name: forward, to: [{', '.join(names)}] }}"]
        (self.folder / "carteiro.yml").write_text("\n".join(lines) + "\n")

    def environment(self):
        given = super().environment() | {
            "SERVER_ADDRESS": "127.0.0.1",
            "CARTEIRO_DATA": str(self.data),
            "CARTEIRO_ADMIN_TOKEN": self.token,
        }
        if self.destinations > 1:
            del given["FORWARD_URL"]
        return given

    def ask(self, path, body=None):
        return _ask(f"http://127.0.0.1:{self.port}{path}", self.token, body)

    def ready(self):
        try:
            return '"UP"' in self.ask(READINESS_PATH)
        except OSError:
            return False

    def router(self):
        return super().router() - self.database()

    def database(self):
        pid = procfs.postmaster(self.data)
        return procfs.tree(pid) if pid else set()

    def counters(self):
        wal, fsyncs = self.query(WAL)
        return self._meters() | {"wal": int(wal), "fsyncs": int(fsyncs)}

    def _meters(self):
        try:
            lines = self.ask(PROMETHEUS_PATH).splitlines()
        except OSError as error:
            raise ContenderFailed(f"{PROMETHEUS_PATH}: {error}") from error
        samples = [line.rsplit(" ", 1) for line in lines if line and line[0] != "#"]

        def total(name, label=""):
            found = [float(value) for key, value in samples if key.partition("{")[0] == name and label in key]
            if not found:
                raise ContenderFailed(f"{PROMETHEUS_PATH} has no {name} {label}")
            return sum(found)

        return {"events": total(EVENTS_APPENDED), "statements": total(SQL_STATEMENTS), "allocated": total(ALLOCATED) + total(HELD, "Eden Space")}

    def query(self, statement):
        """The first row that PostgreSQL gives, as texts."""
        if self.sql is None:
            self.sql = self._connect()
        print(" ".join(statement.split()), file=self.sql.stdin, flush=True)
        answer = self.sql.stdout.readline().rstrip("\n").split("\t")
        if answer[0] in ("error", ""):
            raise ContenderFailed(f"PostgreSQL said: {' '.join(answer)}, to {' '.join(statement.split())[:200]}")
        return answer

    def _connect(self):
        port = (self.data / "postgresql" / "postmaster.pid").read_text().splitlines()[3]
        url = f"jdbc:postgresql://127.0.0.1:{port}/postgres"
        return subprocess.Popen(
            [self.options.java, "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", self.options.classpath, "Sql", url, "postgres"],
            env={"PGPASSWORD": (self.data / "postgresql.password").read_text().strip()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        )

    def stop(self):
        if self.sql:
            self.sql.kill()
            self.sql.wait()
        pid = procfs.postmaster(self.data)
        super().stop()
        if pid and procfs.postmaster(self.data) == pid:  # left behind by a router that did not end well
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            with contextlib.suppress(ContenderFailed):
                wait_for(lambda: procfs.postmaster(self.data) is None, STOP_SECONDS, "PostgreSQL ends")
            for survivor in procfs.tree(pid) if procfs.postmaster(self.data) == pid else ():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(survivor, signal.SIGKILL)


class BareForwarder(Contender):
    key, name = "d", "bare forwarder"

    def __init__(self, options, port, sink_port):
        super().__init__(options, port, sink_port)
        self.warm_up = options.warm_up

    def command(self):
        return [self.options.java, *self.options.jvm_flags, "-cp", self.options.classpath, "BareForwarder"]


class Sink(Contender):
    name = "sink"

    @property
    def control(self):
        """Where it is asked and told."""
        return self.port + 5

    def command(self):
        return [self.options.java, "-Xmx256m", "-XX:+UseSerialGC", "-cp", self.options.classpath, "Sink", str(self.port), str(self.control)]


CONTENDERS = {each.key: each for each in (Nginx, SimpleWebhook, Carteiro, BareForwarder)}

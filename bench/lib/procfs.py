"""What /proc knows of a tree of processes: the CPU it used and the memory it held."""

import os
from pathlib import Path

TICK_MICROS = 1_000_000 / os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def _read(path):
    """The file's text, or nothing when the process ended in between or belongs to someone else."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _stat(pid):
    text = _read(PROC / str(pid) / "stat")
    return text[text.rindex(")") + 2 :].split() if text else None


def tree(root):
    """The process and all that descend from it."""
    children = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, pending = set(), [root] if _stat(root) else []
    while pending:
        pid = pending.pop()
        found.add(pid)
        pending += children.get(pid, [])
    return found


def cpu_micros(pids):
    """CPU that these processes used, and their children that have ended."""
    stats = filter(None, map(_stat, pids))
    return sum(sum(map(int, fields[11:15])) for fields in stats) * TICK_MICROS


def machine_micros():
    """CPU that the whole machine used for anything, and what its host took away (steal)."""
    user, nice, system, _, _, irq, softirq, steal = map(int, _read(PROC / "stat").split("\n")[0].split()[1:9])
    return (user + nice + system + irq + softirq) * TICK_MICROS, steal * TICK_MICROS


def _kib(path, *names):
    found = (line.split() for line in _read(path).splitlines())
    return sum(int(words[1]) for words in found if words and words[0].rstrip(":") in names)


def peak_rss_mib(pids):
    """The sum of the peaks; pages that processes share count once for each."""
    return sum(_kib(PROC / str(pid) / "status", "VmHWM") for pid in pids) / 1024


def rss_mib(pids):
    """What the processes hold now; pages that they share count once for each."""
    return sum(_kib(PROC / str(pid) / "status", "VmRSS") for pid in pids) / 1024


def pss_mib(pids):
    """What the processes hold together, shared pages counted once."""
    return sum(_kib(PROC / str(pid) / "smaps_rollup", "Pss") for pid in pids) / 1024


def reset_peak_rss(pids):
    """Lets the peak start again at what is held now, where the kernel permits it."""
    for pid in pids:
        try:
            (PROC / str(pid) / "clear_refs").write_text("5")
        except OSError:
            pass


def _runs_postgres(pid):
    return "postgres" in _read(PROC / pid / "comm") and (_stat(pid) or "Z")[0] != "Z"


def postmaster(data):
    """The PostgreSQL server that keeps its files somewhere below this folder, whoever its parent is now."""
    for file in data.rglob("postmaster.pid"):
        pid = _read(file).split("\n")[0]
        if pid.isdigit() and _runs_postgres(pid):
            return int(pid)
    for entry in PROC.iterdir():
        words = _read(entry / "cmdline").split("\0") if entry.name.isdigit() else [""]
        if words[0].endswith("postgres") and any(word.startswith(str(data)) for word in words[1:]):
            return int(entry.name)
    return None

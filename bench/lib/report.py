"""What was measured, as a table for people and as JSON for programs."""

import json
import shutil
from statistics import median

USUAL_BODY = 1000
# Row, key, digits.
ROWS = [
    ("delivered, events/s", "delivered_per_s", 0),
    ("deliveries/s", "deliveries_per_s", 0),
    ("answered, requests/s", "answered_per_s", 0),
    ("answer p50, ms", "answer_p50_ms", 1),
    ("answer p99, ms", "answer_p99_ms", 1),
    ("end to end p50, ms", "end_to_end_p50_ms", 1),
    ("end to end p99, ms", "end_to_end_p99_ms", 1),
    ("CPU per event, us", "cpu_us", 0),
    ("  router", "cpu_router_us", 0),
    ("  PostgreSQL", "cpu_postgres_us", 0),
    ("CPU per delivery, us", "cpu_delivery_us", 0),
    ("SQL statements per event", "sql_per_event", 3),
    ("fsyncs of the WAL per event", "fsyncs_per_event", 3),
    ("WAL per event, bytes", "wal_per_event", 0),
    ("allocated per event, bytes", "allocated_per_event", 0),
    ("peak RSS of the router, MiB", "rss_mib", 0),
    ("  since it started", "rss_ever_mib", 0),
    ("PostgreSQL (PSS), MiB", "postgres_mib", 0),
    ("both, MiB", "rss_all_mib", 0),
]
START_ROWS = [
    ("seconds until ready", "ready_s", 1),
    ("CPU seconds until ready", "ready_cpu_s", 1),
    ("idle: CPU, % of a core", "idle_cpu_percent", 2),
    ("  of that, the router", "idle_cpu_router_percent", 2),
    ("idle: RSS of the router, MiB", "idle_rss_mib", 0),
    ("idle: PostgreSQL (PSS), MiB", "idle_postgres_mib", 0),
]
OPEN_ROWS = [
    ("answered, requests/s", "rate_per_s", 0),
    ("answer p50, ms", "answer_p50_ms", 1),
    ("answer p99, ms", "answer_p99_ms", 1),
    ("answer p99.9, ms", "answer_p999_ms", 1),
    ("answer, slowest, ms", "answer_max_ms", 1),
    ("end to end p50, ms", "end_to_end_p50_ms", 1),
    ("end to end p99, ms", "end_to_end_p99_ms", 1),
    ("end to end p99.9, ms", "end_to_end_p999_ms", 1),
    ("CPU per event, us", "cpu_us", 0),
]
TOTALS = [
    ("acknowledged", "acked"),
    ("delivered, to each destination", "delivered"),
    ("lost (acknowledged, not delivered)", "lost"),
    ("unaccounted (not refused, not delivered)", "unaccounted"),
    ("unanswered when the load ended", "unanswered"),
    ("delivered twice", "duplicates"),
    ("out of the order of their conversation", "disorder"),
    ("strays of an earlier round", "strays"),
    ("refused (status 400 or more)", "refused"),
    ("broken or timed out", "broken"),
]
# Name, key and contender, key and contender it is compared with, the target if there is one, and for how many destinations.
RATIOS = [
    ("CPU per event, Carteiro : bare forwarder", "cpu_us", "c", "cpu_us", "d", "at most", 1.5, 1),
    ("CPU per delivery, Carteiro : per event, bare forwarder", "cpu_delivery_us", "c", "cpu_us", "d", "at most", 0.8, 3),
    ("throughput, Carteiro : simple_webhook", "delivered_per_s", "c", "delivered_per_s", "b", "at least", 12, 1),
    ("throughput, Carteiro : nginx", "delivered_per_s", "c", "delivered_per_s", "a", "at least", 0.2, 1),
    ("throughput, Carteiro : bare forwarder", "delivered_per_s", "c", "delivered_per_s", "d", None, None, None),
    ("CPU per event, Carteiro : nginx", "cpu_us", "c", "cpu_us", "a", None, None, None),
    ("CPU per event, simple_webhook : Carteiro", "cpu_us", "b", "cpu_us", "c", None, None, None),
    ("CPU per event, bare forwarder : nginx", "cpu_us", "d", "cpu_us", "a", None, None, None),
    ("CPU per event, simple_webhook : bare forwarder", "cpu_us", "b", "cpu_us", "d", None, None, None),
    ("throughput, bare forwarder : simple_webhook", "delivered_per_s", "d", "delivered_per_s", "b", None, None, None),
]
OPEN_RATIOS = [
    ("answer p50, Carteiro : bare forwarder", "answer_p50_ms", "c", "answer_p50_ms", "d", None, None, None),
    ("answer p99, Carteiro : bare forwarder", "answer_p99_ms", "c", "answer_p99_ms", "d", "at most", 3, 1),
    ("end to end p50, Carteiro : bare forwarder", "end_to_end_p50_ms", "c", "end_to_end_p50_ms", "d", None, None, None),
    ("end to end p99, Carteiro : bare forwarder", "end_to_end_p99_ms", "c", "end_to_end_p99_ms", "d", "at most", 6, 1),
]
# Name, key, target, for how many destinations (None: any), and which of the rounds counts.
LIMITS = [
    ("SQL statements per event", "sql_per_event", 0.05, None, median),
    ("peak RSS of the router, MiB", "rss_ever_mib", 300, 3, max),
]
FAULTS = [("events lost", "lost"), ("events out of the order of their conversation", "disorder")]
START_LIMITS = [("RSS of the router when idle, MiB", "idle_rss_mib", 200), ("CPU when idle, % of a core", "idle_cpu_percent", 1)]


def spread(values, choose=median):
    """The median with its extremes, or nothing when a round has no such figure."""
    if not values or any(value is None for value in values):
        return None
    return {"value": choose(values), "min": min(values), "max": max(values)}


def open_rounds(result):
    return result["open"]["rounds"] if result["open"] else {}


def summary(rounds, rows):
    return {key: spread([each[key] for each in rounds]) for _, key, _ in rows} | {key: sum(each[key] for each in rounds) for _, key in TOTALS}


def summaries(result):
    found = {"closed": (result["rounds"], ROWS), "open": (open_rounds(result), OPEN_ROWS)}
    return {loop: {key: summary(each, rows) for key, each in sorted(rounds.items()) if each} for loop, (rounds, rows) in found.items()}


def verdict(name, figure, bound=None, target=None):
    """A figure beside its target; without one it is only shown."""
    met = None
    if bound and figure:
        met = figure["value"] <= target if bound == "at most" else figure["value"] >= target
    return {"name": name, **(figure or {"value": None}), "bound": bound, "target": target if bound else None, "met": met}


def _applies(result, destinations):
    """A target is meant for the usual message, and mostly for one number of destinations."""
    return result["options"]["body"] == USUAL_BODY and destinations in (None, result["options"]["destinations"])


def _compare(result, rounds, table):
    """Each ratio is taken within a round, between neighbours in time, and only then the median."""
    for name, key, one, other_key, other, bound, target, destinations in table:
        others = {each["round"]: each[other_key] for each in rounds.get(other, [])}
        pairs = [(each[key], others.get(each["round"])) for each in rounds.get(one, [])]
        found = spread([left / right for left, right in pairs if right])
        if found:
            yield verdict(name, found, bound if _applies(result, destinations) else None, target)


def ratios(result):
    opened = _compare(result, open_rounds(result), OPEN_RATIOS)
    return [*_compare(result, result["rounds"], RATIOS), *(each | {"name": f"at half of peak: {each['name']}"} for each in opened)]


def limits(result):
    rounds, start = result["rounds"].get("c"), result["start"].get("c")
    if not rounds:
        return []
    every = rounds + open_rounds(result).get("c", [])
    found = [
        verdict(name, spread([each[key] for each in rounds], choose), "at most" if _applies(result, destinations) else None, target)
        for name, key, target, destinations, choose in LIMITS
    ]
    found += [verdict(name, spread([start[key]]), "at most", target) for name, key, target in START_LIMITS]
    return found + [verdict(name, spread([each[key] for each in every], max), "at most", 0) for name, key in FAULTS]


def number(value, digits):
    return f"{value:,.{digits}f}".replace(",", " ")


def cell(figure, digits):
    if figure is None:
        return "-"
    low, high, middle = (number(figure[key], digits) for key in ("min", "max", "value"))
    return middle if low == high else f"{middle} [{low} .. {high}]"


def table(lines):
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        yield "  ".join([line[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(line[1:], widths[1:]))])


def verdict_text(each, digits=2):
    if each["value"] is None:
        return f"{each['name']}: not measured" + (f" (target: {each['bound']} {each['target']})" if each["bound"] else "")
    text = f"{each['name']}: {cell(each, digits)}"
    if each["bound"]:
        text += f"   target {each['bound']} {each['target']}: {'met' if each['met'] else 'MISSED'}"
    return text


def columns(names, found, rows):
    """A column for each contender, a row for each figure that one of them has."""
    yield ["", *(f"({key}) {names[key]}" for key in found)]
    for row, name, digits in rows:
        if any(each[name] is not None for each in found.values()):
            yield [row, *(cell(each[name], digits) for each in found.values())]


def start_summary(result):
    return {key: {name: spread([value]) for name, value in each.items()} for key, each in sorted(result["start"].items())}


def text(result):
    """The whole report."""
    names, chosen, found = result["contenders"], result["options"], result["summary"]
    yield ""
    yield f"Median of {chosen['rounds']} round(s) of {chosen['seconds']} s [lowest .. highest]"
    yield ""
    lines = [*columns(names, found["closed"], ROWS), ["", *("" for _ in found["closed"])]]
    lines += [[row + ", all rounds", *(number(each[name], 0) for each in found["closed"].values())] for row, name in TOTALS]
    yield from table(lines)
    yield from ["", "Start, and idle before anything came", "", *table(list(columns(names, start_summary(result), START_ROWS)))]
    if found["open"]:
        rate = number(result["open"]["rate_per_s"], 0)
        yield from ["", f"{rate} requests/s, half of Carteiro's peak: median of {chosen['open_rounds']} round(s) of {chosen['open_seconds']} s", ""]
        yield from table(list(columns(names, found["open"], OPEN_ROWS)))
    yield ""
    if result["ratios"]:
        yield "Ratios, each within a round"
        yield from ("  " + verdict_text(each) for each in result["ratios"])
    if result["limits"]:
        yield "Limits"
        yield from ("  " + verdict_text(each) for each in result["limits"])
    yield ""
    yield from noise([each for rounds in result["rounds"].values() for each in rounds])
    yield from (f"NOTE: {note}" for note in result["notes"])
    yield from (f"FAILED: ({key}) {names[key]}: {reason}" for key, reason in result["failed"].items())


def noise(rounds):
    if rounds:
        others, steal = (spread([each[key] for each in rounds]) for key in ("others_cpu_percent", "steal_percent"))
        yield f"Noise: other programs took {cell(others, 0)} % of the machine, its host {cell(steal, 0)} %."


def save(result, folder, drawing, latest):
    """Writes figures and picture under the name and time of the run, and once more as the latest ones."""
    folder.mkdir(parents=True, exist_ok=True)
    at = result["at"][:19].replace("-", "").replace(":", "").replace("T", "-")
    path = folder / f"{result['name']}-{at}.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    path.with_suffix(".svg").write_text(drawing)
    for suffix in (".json", ".svg"):
        shutil.copyfile(path.with_suffix(suffix), folder / f"{latest}{suffix}")
    return path

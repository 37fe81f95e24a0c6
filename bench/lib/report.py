"""What was measured, as a table for people and as JSON for programs."""

import json
from statistics import median

# Row, key, digits.
ROWS = [
    ("delivered, events/s", "delivered_per_s", 0),
    ("answered, requests/s", "answered_per_s", 0),
    ("answer p50, ms", "answer_p50_ms", 1),
    ("answer p99, ms", "answer_p99_ms", 1),
    ("end to end p50, ms", "end_to_end_p50_ms", 1),
    ("end to end p99, ms", "end_to_end_p99_ms", 1),
    ("CPU per event, us", "cpu_us", 0),
    ("  router", "cpu_router_us", 0),
    ("  PostgreSQL", "cpu_postgres_us", 0),
    ("SQL statements per event", "sql_per_event", 3),
    ("peak RSS of the router, MiB", "rss_mib", 0),
    ("  since it started", "rss_ever_mib", 0),
    ("PostgreSQL (PSS), MiB", "postgres_mib", 0),
    ("both, MiB", "rss_all_mib", 0),
]
TOTALS = [
    ("acknowledged", "acked"),
    ("delivered", "delivered"),
    ("lost (acknowledged, not delivered)", "lost"),
    ("unaccounted (not refused, not delivered)", "unaccounted"),
    ("unanswered when wrk ended", "unanswered"),
    ("delivered twice", "duplicates"),
    ("strays of an earlier round", "strays"),
    ("refused (status 400 or more)", "refused"),
    ("broken or timed out", "broken"),
]
# Name, key, contender, compared with, and the target if there is one.
RATIOS = [
    ("CPU per event, Carteiro : bare forwarder", "cpu_us", "c", "d", "at most", 2.5),
    ("throughput, Carteiro : simple_webhook", "delivered_per_s", "c", "b", "at least", 6),
    ("throughput, Carteiro : bare forwarder", "delivered_per_s", "c", "d", None, None),
    ("throughput, Carteiro : nginx", "delivered_per_s", "c", "a", None, None),
    ("CPU per event, Carteiro : nginx", "cpu_us", "c", "a", None, None),
    ("CPU per event, simple_webhook : Carteiro", "cpu_us", "b", "c", None, None),
    ("CPU per event, bare forwarder : nginx", "cpu_us", "d", "a", None, None),
    ("CPU per event, simple_webhook : bare forwarder", "cpu_us", "b", "d", None, None),
    ("throughput, bare forwarder : simple_webhook", "delivered_per_s", "d", "b", None, None),
]
# Name, key, target, and which of the rounds counts.
LIMITS = [
    ("SQL statements per event", "sql_per_event", 0.1, median),
    ("peak RSS of the router, MiB", "rss_ever_mib", 400, max),
    ("events lost", "lost", 0, max),
]


def spread(values, choose=median):
    """The median with its extremes, or nothing when a round has no such figure."""
    if not values or any(value is None for value in values):
        return None
    return {"value": choose(values), "min": min(values), "max": max(values)}


def summary(rounds):
    return {key: spread([each[key] for each in rounds]) for _, key, _ in ROWS} | {key: sum(each[key] for each in rounds) for _, key in TOTALS}


def ratios(rounds):
    """Each ratio is taken within a round, between neighbours in time, and only then the median."""
    found = []
    for name, key, one, other, bound, target in RATIOS:
        pairs = zip(rounds.get(one, []), rounds.get(other, []))
        result = spread([left[key] / right[key] for left, right in pairs if right[key]])
        if result:
            met = None if bound is None else result["value"] <= target if bound == "at most" else result["value"] >= target
            found.append({"name": name, **result, "bound": bound, "target": target, "met": met})
    return found


def limits(rounds):
    found = []
    for name, key, target, choose in LIMITS if rounds.get("c") else ():
        result = spread([each[key] for each in rounds["c"]], choose)
        found.append({"name": name, **(result or {"value": None}), "bound": "at most", "target": target, "met": result and result["value"] <= target})
    return found


def _number(value, digits):
    return f"{value:,.{digits}f}".replace(",", " ")


def _cell(figure, digits):
    if figure is None:
        return "-"
    low, high, middle = (_number(figure[key], digits) for key in ("min", "max", "value"))
    return middle if low == high else f"{middle} [{low} .. {high}]"


def _table(lines):
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        yield "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))])


def _verdict(each, digits):
    if each["value"] is None:
        return f"{each['name']}: not measured (target: {each['bound']} {each['target']})"
    text = f"{each['name']}: {_cell(each, digits)}"
    if each["bound"]:
        text += f"   target {each['bound']} {each['target']}: {'met' if each['met'] else 'MISSED'}"
    return text


def text(result):
    """The whole report."""
    names, rounds = result["contenders"], result["rounds"]
    measured = [key for key in names if rounds.get(key)]
    summaries = {key: summary(rounds[key]) for key in measured}
    yield ""
    yield f"Median of {result['options']['rounds']} round(s) of {result['options']['seconds']} s [lowest .. highest]"
    yield ""
    lines = [["", *(f"({key}) {names[key]}" for key in measured)]]
    lines += [[row, *(_cell(summaries[key][name], digits) for key in measured)] for row, name, digits in ROWS]
    lines += [["", *("" for _ in measured)]]
    lines += [[row + ", all rounds", *(_number(summaries[key][name], 0) for key in measured)] for row, name in TOTALS]
    yield from _table(lines)
    yield ""
    if result["ratios"]:
        yield "Ratios, each within a round"
        yield from ("  " + _verdict(each, 2) for each in result["ratios"])
    if result["limits"]:
        yield "Limits"
        yield from ("  " + _verdict(each, 2) for each in result["limits"])
    yield ""
    every = [each for key in measured for each in rounds[key]]
    if every:
        others, steal = (spread([each[key] for each in every]) for key in ("others_cpu_percent", "steal_percent"))
        yield f"Noise: other programs took {_cell(others, 0)} % of the machine, its host {_cell(steal, 0)} %."
    yield from (f"NOTE: {note}" for note in result["notes"])
    yield from (f"FAILED: ({key}) {names[key]}: {reason}" for key, reason in result["failed"].items())


def save(result, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    summaries = {key: summary(each) for key, each in result["rounds"].items() if each}
    path.write_text(json.dumps(result | {"summary": summaries}, indent=1) + "\n")

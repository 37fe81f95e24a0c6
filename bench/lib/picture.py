"""Draws what was measured, as SVG: bars and lines, with whiskers from the lowest round to the highest."""

import math
from html import escape

from report import number

PANEL, LABELS, VALUES, BAR, ROW, HEAD, MARGIN = 480, 130, 110, 16, 26, 44, 20
INK, SOFT, FAINT, PAPER = "#1f2933", "#52606d", "#d5dbe1", "#ffffff"
ROUTER, POSTGRES, OTHERS, FIRST, SECOND = "#2f6fb0", "#8fb8de", "#9aa5b1", "#7cc29a", "#2e8b57"
PLOT = 210


def _text(x, y, words, size=12, anchor="start", weight="normal", colour=INK):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'


def _box(x, y, width, height, colour):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0, width):.1f}" height="{height:.1f}" fill="{colour}"/>'


def _line(x1, y1, x2, y2, colour=INK, width=1.2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def _whisker(x1, x2, y):
    return [_line(x1, y, x2, y), _line(x1, y - 4, x1, y + 4), _line(x2, y - 4, x2, y + 4)]


def _key(x, y, names):
    """What the colours mean."""
    for name, colour in names:
        yield _box(x, y - 9, 10, 10, colour)
        yield _text(x + 14, y, name, 11)
        x += 30 + 6.2 * len(name)


class Bars:
    """Bars that lie: a label, parts end to end, whiskers, and the value as a number."""

    def __init__(self, title, unit, names=(), digits=0):
        self.title, self.unit, self.names, self.digits, self.rows = title, unit, names, digits, []

    def add(self, label, figure, parts):
        """The parts are pairs of a value and a colour; figure has what they are together."""
        if figure:
            self.rows.append((label, figure, parts))

    @property
    def height(self):
        return HEAD + ROW * len(self.rows) + 24

    def draw(self, x, y):
        yield _text(x, y + 14, f"{self.title}, {self.unit}", 14, weight="bold")
        yield from _key(x, y + 32, self.names)
        scale = (PANEL - LABELS - VALUES) / (max([figure["max"] for _, figure, _ in self.rows]) or 1)
        left = x + LABELS
        for place, (label, figure, parts) in enumerate(self.rows):
            top, at = y + HEAD + ROW * place, left
            yield _text(left - 8, top + 12, label, anchor="end")
            for value, colour in parts:
                yield _box(at, top, value * scale, BAR, colour)
                at += value * scale
            if figure["min"] < figure["max"]:
                yield from _whisker(left + figure["min"] * scale, left + figure["max"] * scale, top + BAR / 2)
            digits = self.digits if figure["value"] < 100 else 0
            yield _text(left + figure["max"] * scale + 8, top + 12, number(figure["value"], digits), weight="bold")
        yield _line(left, y + HEAD - 4, left, y + HEAD + ROW * len(self.rows), FAINT)


class Lines:
    """One line over a scale of powers of ten, from zero upwards, with whiskers; points apart from the line have a label."""

    def __init__(self, title, unit, colour):
        self.title, self.unit, self.colour, self.points, self.height = title, unit, colour, [], HEAD + PLOT + 50

    def add(self, at, figure, label=None):
        self.points.append((at, figure, label))

    def draw(self, x, y):
        yield _text(x, y + 14, f"{self.title}, {self.unit}", 14, weight="bold")
        left, right, bottom = x + 60, x + PANEL - 120, y + HEAD + PLOT
        low, high = (math.log10(choose(at for at, _, _ in self.points)) for choose in (min, max))
        top = _round_up(max(figure["max"] for _, figure, _ in self.points))
        for quarter in range(5):
            height = bottom - PLOT * quarter / 4
            yield _line(left, height, right, height, FAINT)
            yield _text(left - 6, height + 4, number(top * quarter / 4, 0), 11, "end")
        before = None
        for at, figure, label in self.points:
            across = left + 20 + (right - left - 40) * (math.log10(at) - low) / ((high - low) or 1)
            up, least, most = (bottom - PLOT * figure[key] / top for key in ("value", "min", "max"))
            if label:
                across += 26
                yield _text(across + 8, up + 4, label, 11)
            else:
                yield _text(across, bottom + 18, number(at, 0), 11, "middle")
                if before:
                    yield _line(*before, across, up, self.colour, 2.5)
                before = across, up
            yield _line(across, least, across, most)
            yield f'<circle cx="{across:.1f}" cy="{up:.1f}" r="4" fill="{PAPER if label else self.colour}" stroke="{self.colour}" stroke-width="2"/>'
        yield _text((left + right) / 2, bottom + 38, "events in the log", 12, "middle")


def _round_up(value):
    power = 10 ** math.floor(math.log10(value or 1))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)


def sheet(title, result, words, panels):
    """Two panels side by side, as many rows of them as it takes."""
    parts, y = [], 92
    for first in range(0, len(panels), 2):
        row = panels[first : first + 2]
        for place, panel in enumerate(row):
            parts += panel.draw(MARGIN + place * (PANEL + 20), y)
        y += max(panel.height for panel in row)
    width = 2 * PANEL + 20 + 2 * MARGIN
    machine = result["machine"]
    where = f"{machine['cpus']} CPUs, fdatasync {machine['fdatasync_ms']:.1f} ms, commit {result['commit']}, {result['at'][:10]}"
    head = [_text(MARGIN, 30, title, 18, weight="bold"), _text(MARGIN, 52, words, 12, colour=SOFT), _text(MARGIN, 69, where, 12, colour=SOFT)]
    body = "\n".join([_box(0, 0, width, y, PAPER), *head, *parts])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" font-family="sans-serif">\n{body}\n</svg>\n'


def _cpu(figures, key="cpu_us"):
    share = figures[key]["value"] / (figures["cpu_us"]["value"] or 1)
    if figures["cpu_postgres_us"] is None:
        return [(figures[key]["value"], OTHERS)]
    router = min(figures["cpu_router_us"]["value"] * share, figures[key]["value"])
    return [(router, ROUTER), (figures[key]["value"] - router, POSTGRES)]


def of_run(result):
    names, closed, opened, chosen = result["contenders"], result["summary"]["closed"], result["summary"]["open"], result["options"]
    cpu = Bars("CPU per event", "us", (("router", ROUTER), ("PostgreSQL", POSTGRES), ("keeps nothing", OTHERS)))
    rate = Bars("throughput, all connections busy", "events/s")
    for key, figures in closed.items():
        cpu.add(names[key], figures["cpu_us"], _cpu(figures))
        rate.add(names[key], figures["delivered_per_s"], [(figures["delivered_per_s"]["value"], ROUTER if key == "c" else OTHERS)])
        if key == "c" and chosen["destinations"] > 1:
            cpu.add("  per delivery", figures["cpu_delivery_us"], _cpu(figures, "cpu_delivery_us"))
    panels = [cpu, rate]
    for title, figure in (("from request to answer", "answer"), ("from request to destination", "end_to_end")):
        latency = Bars(f"{title}, at half of peak", "ms", (("p50", FIRST), ("p99", SECOND)), 1)
        for key, figures in opened.items():
            for part, colour in (("p50", FIRST), ("p99", SECOND)):
                found = figures[f"{figure}_{part}_ms"]
                latency.add(names[key] if part == "p50" else "", found, found and [(found["value"], colour)])
        panels += [latency] if latency.rows else []
    words = f"messages of {max(1135, chosen['body'])} bytes, {chosen['conversations']} conversations, {chosen['destinations']} destination(s)"
    words += f", {chosen['connections']} connections; median of {chosen['rounds']} rounds of {chosen['seconds']} s, whiskers lowest to highest"
    return sheet("What it costs to keep every event", result, words, [panel for panel in panels if panel.rows])


def of_drain(result):
    rate, cpu = Bars("events a second", "events/s"), Bars("CPU per event", "us", (("router", ROUTER), ("PostgreSQL", POSTGRES)))
    for key, label in (("fresh", "fresh traffic"), ("accepting", "only accepted"), ("drain", "the backlog")):
        figures = result[key]
        value = {name: {"value": figures[name], "min": figures[name], "max": figures[name]} for name in ("per_s", "cpu_us", "cpu_router_us", "cpu_postgres_us")}
        rate.add(label, value["per_s"], [(figures["per_s"], ROUTER)])
        cpu.add(label, value["cpu_us"], _cpu(value))
    words = f"{number(result['backlog'], 0)} events waited for a destination that {result['options']['trouble']}s"
    return sheet("A backlog and how it goes", result, words, [rate, cpu])


def of_growth(result):
    rate, cpu = Lines("throughput", "events/s", ROUTER), Lines("CPU per event", "us", SECOND)
    for step in result["steps"]:
        label = {"dead": "with dead letters", "again": "again"}.get(step["kind"])
        rate.add(step["size"], step["delivered_per_s"], label)
        cpu.add(step["size"], step["cpu_us"], label)
    chosen = result["options"]
    words = f"median of {chosen['rounds']} rounds of {chosen['seconds']} s, whiskers lowest to highest"
    return sheet("A log that grows", result, words, [rate, cpu])


def of_startup(result):
    panels = [
        (Bars("CPU until ready", "s", digits=1), "ready_cpu_s"),
        (Bars("CPU of the first 1 000 events", "ms per event", digits=1), "first_cpu_ms"),
        (Bars("load until 80 % of the throughput", "s", digits=1), "warm_s"),
        (Bars("peak RSS", "MiB"), "peak_mib"),
    ]
    for way, figures in result["summary"].items():
        for bars, key in panels:
            bars.add(way, figures[key], [(figures[key]["value"], ROUTER)])
    words = f"median of {result['options']['rounds']} rounds, whiskers lowest to highest; c1: the cache, and the first compiler alone"
    return sheet("A start", result, words, [bars for bars, _ in panels])

"""Puts measured figures into a document: bench/lib/table.py DOCUMENT RESULT.json …

What stands between <!-- bench:NAME --> and <!-- /bench --> is replaced by the tables of the result of that name, and the rest
stays. A document can so be made anew from the same files at any time. NAME is what the file's name begins with: run,
run-3-destinations, run-100000-bytes, drain, growth, startup.
"""

import json
import re
import sys
from pathlib import Path

import drain
import growth
import report
import startup

BLOCK = re.compile(r"(<!-- bench:(\S+) -->\n).*?(<!-- /bench -->)", re.S)


def markdown(lines):
    """A table; its first line is the head."""
    head, *rows = lines
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        name = f"– {row[0].strip()}" if row[0].startswith(" ") else row[0]
        yield "| " + " | ".join([name, *row[1:]]) + " |"


def verdicts(found):
    rows = [
        [each["name"], report.cell(each if each["value"] is not None else None, 2), f"{each['bound']} {each['target']:g}" if each["bound"] else "", _word(each["met"])]
        for each in found
    ]
    yield from markdown([["", "measured", "target", ""], *rows])


def _word(met):
    return "" if met is None else "met" if met else "**missed**"


def of_run(result):
    names, found, chosen = result["contenders"], result["summary"], result["options"]
    yield from markdown(list(report.columns(names, found["closed"], report.ROWS)))
    yield from ["", "Start, and idle before anything came:", ""]
    yield from markdown(list(report.columns(names, report.start_summary(result), report.START_ROWS)))
    if found["open"]:
        yield from ["", f"At half of Carteiro's peak, {report.number(result['open']['rate_per_s'], 0)} requests a second:", ""]
        yield from markdown(list(report.columns(names, found["open"], report.OPEN_ROWS)))
    yield ""
    yield from verdicts(result["ratios"] + result["limits"])
    words = f"Median of {chosen['rounds']} rounds of {chosen['seconds']} s [lowest .. highest]"
    if found["open"]:
        words += f", at half of peak of {chosen['open_rounds']} of {chosen['open_seconds']} s"
    yield from ["", f"{words}; {_where(result)}"]


def of_drain(result):
    gone = result["drain"]
    phases = {"fresh": "fresh traffic", "accepting": "only accepted", "drain": "the backlog", "fresh_again": "fresh again"}
    yield from markdown([["", *phases.values()], *([row, *(report.number(result[phase][key], digits) for phase in phases)] for row, key, digits in drain.ROWS)])
    yield ""
    yield from verdicts(result["ratios"] + result["limits"])
    yield ""
    yield f"{report.number(result['backlog'], 0)} events waited. The first arrived {gone['probe_s']:.1f} s after the destination was back, the last one {gone['seconds']:.1f} s later; {_where(result)}"


def of_growth(result):
    steps, chosen = result["steps"], result["options"]
    lines = [["", *map(growth.name, steps)]]
    lines += [[row, *(report.cell(step[key], digits) for step in steps)] for row, key, digits in report.ROWS if steps[0][key]]
    yield from markdown([*lines, ["tables and indexes, MiB", *(report.number(step["disk_mib"], 0) for step in steps)]])
    yield ""
    yield from verdicts(result["ratios"])
    yield from ["", f"Median of {chosen['rounds']} rounds of {chosen['seconds']} s [lowest .. highest]; {_where(result)}"]


def of_startup(result):
    yield from markdown(list(startup.lines(result)))
    yield ""
    yield from verdicts(result["ratios"] + result["limits"])
    chosen = result["options"]
    yield from ["", f"Median of {chosen['rounds']} rounds of {chosen['seconds']} s [lowest .. highest], memory {chosen['memory']}; {_where(result)}"]


def _where(result):
    machine = result["machine"]
    notes = "".join(f" {note[0].upper()}{note[1:]}." for note in result["notes"])
    return f"{machine['cpus']} CPUs, {machine['filesystem']}, fdatasync {machine['fdatasync_ms']:.2f} ms, commit {result['commit']}, {result['at'][:10]}.{notes}"


def tables(result):
    kind = result["name"].split("-")[0]
    return "\n".join({"run": of_run, "drain": of_drain, "growth": of_growth, "startup": of_startup}[kind](result)) + "\n"


def main():
    document, *files = map(Path, sys.argv[1:])
    found = {result["name"]: result for result in (json.loads(file.read_text()) for file in files)}
    filled = set()

    def fill(block):
        begin, name, end = block.groups()
        if name not in found:
            return block[0]
        filled.add(name)
        return f"{begin}\n{tables(found[name])}\n{end}"

    document.write_text(BLOCK.sub(fill, document.read_text()))
    print(f"{document}: {', '.join(sorted(filled)) or 'nothing'}")
    for name in sorted(found.keys() - filled):
        print(f"  left out, since there is no <!-- bench:{name} -->")


if __name__ == "__main__":
    main()

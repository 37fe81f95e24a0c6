"""Fills the log, with dead letters in the end, and measures the same traffic again and again; started by bench/growth."""

import sys

import load
import picture
import report
from bench import FULL_WARM_UP, describe, options, say, stop_on_signal
from contenders import Carteiro, ContenderFailed, Sink

CHUNK = 100_000
MARGIN = 1.2
UNCOUNTED_SECONDS = 2
DESTINATION = "forward"
# Real events, one of each conversation, for those that are made to be like.
SAMPLE = """
    CREATE TABLE bench_sample AS
    SELECT row_number() OVER () - 1 AS turn, e.* FROM (SELECT * FROM event WHERE message IS NOT NULL AND body IS NOT NULL ORDER BY id DESC LIMIT 500) AS e
"""
# As the router would have written them and delivered each at the first attempt. Ids of messages are as random as WhatsApp's.
SEED = """
    WITH sample AS MATERIALIZED (SELECT *, count(*) OVER () AS samples FROM bench_sample),
    drawn AS MATERIALIZED (SELECT number, nextval('event_position') AS id FROM generate_series(1, {count}) AS number),
    made AS MATERIALIZED (
        SELECT d.id, s.source, s.type, s.instance, s.scope, s.conversation, s.message AS told, s.key, s.data, s.body,
               '3EB0' || upper(left(md5(d.id::text), 18)) AS message
        FROM drawn d JOIN sample s ON s.turn = d.number % s.samples),
    logged AS (
        INSERT INTO event (id, xid, source, type, instance, scope, conversation, message, key, at, received_at, data, body, body_at)
        SELECT id, pg_current_xact_id(), source, type, instance, scope, conversation, message, replace(key, told, message), now(), now(),
               data, body, id
        FROM made),
    known AS (INSERT INTO seen (source, key, event) SELECT source, replace(key, told, message), id FROM made),
    tried AS (
        INSERT INTO attempt (event, destination, number, at, cause, outcome, status, latency_ms, response)
        SELECT id, '{destination}', 1, now(), 'first', 'delivered', 200, 3, '{{"status":"ok"}}' FROM made)
    INSERT INTO delivery_tally AS t (destination, writer, accepted, delivered) VALUES ('{destination}', 0, {count}, {count})
    ON CONFLICT (destination, writer) DO UPDATE SET accepted = t.accepted + excluded.accepted, delivered = t.delivered + excluded.delivered
"""
# Events of the log that were refused, and not delivered after all.
DIE = """
    WITH chosen AS MATERIALIZED (
        SELECT id, scope || '/' || conversation AS lane FROM event WHERE conversation IS NOT NULL ORDER BY id DESC LIMIT {count}),
    refused AS (
        UPDATE attempt SET outcome = 'refused', status = 422, error = 'status 422' WHERE event = ANY (ARRAY(SELECT id FROM chosen))),
    dead AS (
        INSERT INTO delivery (event, destination, lane, head, dead, attempts, spent, last_status, last_error)
        SELECT id, '{destination}', lane, false, true, 1, 1, 422, 'status 422' FROM chosen RETURNING event)
    UPDATE delivery_tally SET delivered = delivered - (SELECT count(*) FROM dead), died = died + (SELECT count(*) FROM dead)
    WHERE destination = '{destination}' AND writer = 0
"""
DISCARD = """
    UPDATE delivery_tally SET discarded = discarded + (SELECT count(*) FROM delivery WHERE dead AND destination = '{destination}')
    WHERE destination = '{destination}' AND writer = 0
"""


def fill(router, size):
    """Makes the log about as long as it is to be: longer with made events, shorter by beginning anew."""
    events = int(router.query("SELECT count(*) FROM event")[0])
    if events > size * MARGIN:
        router.query(DISCARD.format(destination=DESTINATION))
        router.query("TRUNCATE event, seen, attempt, delivery")
        events = 0
    missing = size - events
    for count in [CHUNK] * (missing // CHUNK) + [missing % CHUNK] if missing > 0 else ():
        if count:
            router.query(SEED.format(count=count, destination=DESTINATION))
    tidy(router)


def tidy(router):
    """What PostgreSQL would otherwise do in the middle of a round."""
    router.query("VACUUM (ANALYZE) event, seen, attempt, delivery, delivery_tally")
    router.query("CHECKPOINT")


def measure(chosen, router, sink, kind, size):
    rounds = []
    for number in range(chosen.rounds):
        if kind != "dead":
            fill(router, size)
        # After a checkpoint each page is written to the WAL as a whole once. That is the checkpoint's cost, not the log's.
        load.shot(chosen, router, sink, UNCOUNTED_SECONDS)
        events, dead = map(int, router.query("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM delivery WHERE dead)"))
        figures = load.measure(chosen, router, sink)
        rounds.append(figures | {"round": number + 1, "events_before": events, "dead_before": dead})
        say(f"  {events} events, {dead} dead letters: {figures['delivered_per_s']:.0f} events/s, {figures['cpu_us']:.0f} us of CPU per event")
    found = {key: report.spread([each[key] for each in rounds]) for _, key, _ in report.ROWS}
    disk = int(router.query("SELECT pg_database_size(current_database())")[0]) / 2**20
    return {"kind": kind, "size": size, "dead": rounds[0]["dead_before"], "disk_mib": disk, **found, "rounds": rounds}


def run(chosen, router, sink, result):
    sink.start()
    router.start()
    result["warm_up"] = load.warm_up(chosen, router, sink)
    say(f"  warmed up with {result['warm_up']} requests")
    router.query(SAMPLE)
    for size in chosen.sizes:
        result["steps"].append(measure(chosen, router, sink, "log", size))
    router.query(DIE.format(count=chosen.dead, destination=DESTINATION))
    tidy(router)
    result["steps"].append(measure(chosen, router, sink, "dead", chosen.sizes[-1]))
    # The same as at first, so that what the machine did meanwhile is known.
    result["steps"].append(measure(chosen, router, sink, "again", chosen.sizes[0]))


def name(step):
    told = {"log": "", "dead": f", {report.number(step['dead'], 0)} dead letters", "again": ", once more"}
    return f"{report.number(step['size'], 0)} events{told[step['kind']]}"


def judge(result):
    """How each step differs from the shortest log, as that was at first and at the end: in between the machine may have changed."""
    first, *steps, again = result["steps"]
    for what, key, bound, target in (("throughput", "delivered_per_s", "at least", 0.9), ("CPU per event", "cpu_us", "at most", 1.1)):
        usual = report.spread([each[key] for each in first["rounds"] + again["rounds"]])["value"]
        for step in steps:
            figure = report.spread([step[key]["value"] / usual])
            result["ratios"].append(report.verdict(f"{what}, {name(step)} : {name(first)}", figure, bound, target))
        figure = report.spread([again[key]["value"] / first[key]["value"]])
        result["ratios"].append(report.verdict(f"{what}, {name(again)} : at first", figure))


def text(result):
    steps = result["steps"]
    yield ""
    yield f"Median of {result['options']['rounds']} round(s) of {result['options']['seconds']} s [lowest .. highest]"
    yield ""
    lines = [["", *map(name, steps)]]
    lines += [[row, *(report.cell(step[key], digits) for step in steps)] for row, key, digits in report.ROWS if steps[0][key]]
    lines.append(["tables and indexes, MiB", *(report.number(step["disk_mib"], 0) for step in steps)])
    yield from report.table(lines)
    yield ""
    yield from ("  " + report.verdict_text(each) for each in result["ratios"])
    yield from report.noise([each for step in steps for each in step["rounds"]])
    yield from (f"NOTE: {note}" for note in result["notes"])


def main():
    stop_on_signal()
    chosen = options("dead")
    chosen.sizes = sorted(map(int, chosen.sizes.split(",")))
    sink = Sink(chosen, chosen.base_port, chosen.base_port)
    router = Carteiro(chosen, chosen.base_port + 1, chosen.base_port)
    kept = ("sizes", "dead", "rounds", "seconds", "connections", "threads", "conversations", "jvm_flags")
    result = describe(chosen, "growth") | {"options": {each: getattr(chosen, each) for each in kept}, "steps": [], "ratios": [], "notes": []}
    try:
        run(chosen, router, sink, result)
    except ContenderFailed as error:
        sys.exit(f"bench: {error}")
    finally:
        for each in (router, sink):
            each.stop()
    if result["warm_up"] < FULL_WARM_UP:
        result["notes"].append(f"a look, not a result: the JVM was warmed up with less than {FULL_WARM_UP} requests")
    judge(result)
    print("\n".join(text(result)))
    path = report.save(result, chosen.root / "target" / "bench", picture.of_growth(result), "latest-growth")
    say(f"\nAll figures: {path.relative_to(chosen.root)}, and a picture beside it")
    sys.exit(1 if any(each["lost"] for step in result["steps"] for each in step["rounds"]) else 0)


if __name__ == "__main__":
    main()

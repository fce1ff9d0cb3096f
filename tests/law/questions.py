"""What a viewer can ask of a book, as text: everything it reads, everything it is told when it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from muster.book import Book
from muster.core.days import Period
from muster.core.errors import FaultyDataError, MusterError
from muster.core.firmness import Firmness
from muster.engine.coverage import Timeline
from muster.engine.gaps import lines_on
from muster.exchange import jsonl
from muster.exchange.typed import typed_rows
from muster.ledger.entries import Draft
from muster.ledger.giving import given_on
from muster.ledger.history import history
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from muster.publish.plain import as_json
from muster.publish.terminal.coverage import coverage_data, gaps_data, lines_data
from tests.law.books import Pair, Written, entropy_of
from tests.law.content import DAYS, FACTS, FIRST, KEPT, THINGS
from tests.law.moves import NOW

Answers = dict[str, str]
"""What is answered, by what is asked."""

EARLIER = FIRST + timedelta(days=DAYS // 2)
LAST = FIRST + timedelta(days=DAYS + 3)
DAYS_ASKED = (FIRST + timedelta(days=20), LAST, FIRST + timedelta(days=120))
ACTS_DONE = 15
"""Of all that a viewer could write so many in a hundred are tried on one pair; each is tried on some."""

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def differences(first: Answers, second: Answers) -> list[str]:
    """The questions that two books answer differently, with both answers where they part."""
    found = [f"{asked}: asked of one book only" for asked in first.keys() ^ second.keys()]
    for asked in first.keys() & second.keys():
        one, other = first[asked], second[asked]
        if one != other:
            at = next(
                (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            start = max(0, at - 120)
            found.append(f"{asked}:\n  one   …{one[start : at + 120]}\n  other …{other[start : at + 120]}")
    return sorted(found)


def said(answer: Callable[[], Any]) -> str:
    """The answer, or the sentences with which it is refused."""
    try:
        return as_json(answer())
    except FaultyDataError as error:
        return "\n".join(["refused", *map(str, error.problems), str(error)])
    except MusterError as error:
        return f"refused ({type(error).__name__}): {error}"


def open_for(written: Written, viewer: str, seed: int = 0, side: int = 0) -> Book:
    """A copy of a book, open for a viewer, at the instant at which all are looked at."""
    store = MemoryStore()
    with store.writing() as turn:
        turn.append(written.ledger.store.entries())
    entropy = entropy_of(seed, side + 2)
    entropy(1)
    return Book(store, Surroundings(clock=lambda: NOW, entropy=entropy), viewer)


# -- reading


def read_everything(book: Book, pair: Pair) -> Answers:
    """All that a viewer can read."""
    answers: Answers = {}
    for known in (None, EARLIER):
        snapshot = book.snapshot(known)
        asked = f"known {known or 'now'}"
        answers[f"entries, {asked}"] = "\n".join(map(str, snapshot.entries))
        answers[f"lines of export, {asked}"] = "\n".join(jsonl.lines_of(snapshot))
        answers |= {f"{one}, {asked}": text for one, text in _of_snapshot(snapshot)}
        answers |= {f"{one}, {asked}": text for one, text in _of_engine(book, snapshot, known)}
    answers |= dict(_of_errors(book, pair))
    return answers


def _of_snapshot(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield "known", f"{snapshot.known} {snapshot.known_day} {snapshot.viewer}"
    for kind in (*THINGS, *FACTS, KEPT):
        yield f"subjects with {kind}", repr(snapshot.subjects_with(kind))
    for kind in THINGS:
        ids = snapshot.ids(kind)
        yield f"ids of {kind}", repr(ids)
        yield f"stated of {kind}", repr([snapshot.stated(kind, one) for one in ids])
        yield f"cuts of {kind}", repr([sorted(snapshot.cuts(kind, one)) for one in ids])
        for day in DAYS_ASKED:
            yield f"{kind} on {day}", as_json(snapshot.things(KINDS[kind].record, day))
    for kind, of in FACTS.items():
        for day in DAYS_ASKED:
            parts = {one: snapshot.parts(KINDS[kind].record, one, day) for one in snapshot.ids(of)}
            yield f"{kind} on {day}", as_json(parts)
    for day in DAYS_ASKED:
        for contribution in snapshot.ids("contribution"):
            yield f"given by {contribution} on {day}", said(partial(given_on, snapshot, contribution, day))


def _of_engine(book: Book, snapshot: Snapshot, known: date | None) -> Iterator[tuple[str, str]]:
    """What is counted; most of it from one snapshot, since a book makes another for every question."""
    timeline = Timeline(snapshot)
    for day in (None, DAYS_ASKED[0]):
        yield f"status on {day}", said(partial(book.status, known, day))
        yield f"check on {day}", said(partial(book.check, day, known))
    for day in DAYS_ASKED:
        yield f"lines on {day}", said(partial(_lines, timeline, day))
    yield "lines", said(partial(book.lines, known))
    for day in DAYS_ASKED:
        yield f"lines not open on {day}", said(partial(book.not_open, known, day))
    for firmness in (Firmness.COMMITTED, Firmness.INDICATED):
        yield f"gaps at {firmness}", said(partial(_gaps, book, known, firmness))
    yield "plan of a day", said(partial(_plan, book, known))
    for line in snapshot.ids("requirement"):
        yield f"coverage of {line}", said(partial(_coverage, timeline, line))
    for subject in sorted({entry.subject for entry in snapshot.entries}):
        yield f"history of {subject}", said(partial(history, snapshot, subject))


def _lines(timeline: Timeline, day: date) -> object:
    return lines_data(lines_on(timeline, day))


def _gaps(book: Book, known: date | None, firmness: Firmness) -> object:
    return gaps_data(book.gaps(known, None, firmness), firmness)


def _plan(book: Book, known: date | None) -> object:
    plan = book.allocate(Period(DAYS_ASKED[0], DAYS_ASKED[0] + timedelta(days=1)), known, Firmness.INDICATED)
    assigned = {f"{giver} to {line}": str(amount) for (giver, line), amount in plan.parts[0].assigned.items()}
    return {"starts_from": plan.starts_from, "moves": plan.moves, "assigned": assigned}


def _coverage(timeline: Timeline, line: str) -> object:
    return coverage_data(timeline.coverage(line, YEAR))


def _of_errors(book: Book, pair: Pair) -> Iterator[tuple[str, str]]:
    """What is unknown and what is hidden are one answer; nothing hidden is suggested."""
    typed = typed_ids(pair)
    for one in typed:
        yield f"log of {one}", said(partial(book.log, one))
    for one in typed[:2]:
        yield f"coverage of {one}", said(partial(book.coverage, one, YEAR))
    yield "head", said(book.head)
    yield "check of the chain", said(book.check_chain)
    yield "redaction", said(partial(book.redact, "something", "anna", "why not"))
    for one in (*typed[:2], "PL1"):
        yield f"whether {one} may be kept", said(partial(book.may_keep, one))
        yield f"proof of {one}", said(partial(book.prove, one))


def typed_ids(pair: Pair) -> list[str]:
    """Ids as somebody may type them: of what is hidden, nearly those, nearly those of what is visible, nonsense."""
    random = Random(f"{pair.seed} typed")
    hidden = random.sample(pair.hidden_ids, min(6, len(pair.hidden_ids)))
    nearly = [f"{one}x" for one in hidden[:3]]
    shown = sorted({move.subject for move in pair.shown})
    return [*hidden, *nearly, *[f"{one}z" for one in random.sample(shown, 2)], "nonsense"]


# -- writing


def write_as_viewer(book: Book, pair: Pair, real_ids: Sequence[str]) -> Answers:
    """What a viewer is told when it writes, and what it sees then. ``real_ids`` are ids of entries in one book."""
    random = Random(f"{pair.seed} chosen")
    answers: Answers = {}
    for number, (what, act) in enumerate(_acts(book, pair, real_ids)):
        if random.randrange(100) < ACTS_DONE:
            answers[f"{number:03} {what}"] = said(act)
    answers["entries afterwards"] = "\n".join(map(str, book.snapshot().entries))
    answers["status afterwards"] = said(book.status)
    return answers


def _acts(book: Book, pair: Pair, real_ids: Sequence[str]) -> Iterator[tuple[str, Callable[[], Any]]]:
    random = Random(f"{pair.seed} acts")
    by = pair.eyes.person if pair.eyes.member is not None else "PE1"
    yield from _records(book, pair, by, random)
    yield from _conflicts(book, pair, by, random)
    yield from _typed(book, pair, by, random)
    yield from _second_thoughts(book, by, real_ids, random)


def _hidden(pair: Pair, kind: str) -> list[str]:
    shown = {(move.kind, move.subject) for move in pair.shown}
    found = {(move.kind, move.subject) for written in pair.books for move in written.moves} - shown
    return sorted(subject for one, subject in found if one == kind)


def _draft(kind: str, subject: str, fields: dict[str, Any], **more: Any) -> Draft:
    return Draft(kind, subject, KINDS[kind].record.model_validate(fields), **more)


def _step(of: str, number: int = 7, **more: Any) -> Draft:
    fields = {"word": "pledged", "quantity": {"low": str(number), "high": str(number)}}
    return _draft("step", of, fields, **{"valid": Period(FIRST), **more})


def _records(book: Book, pair: Pair, by: str, random: Random) -> Iterator[tuple[str, Callable[[], Any]]]:
    """New entries about what is visible, hidden and unknown, under ids that are visible, hidden and unknown."""
    own = [one for kind, one in sorted(pair.eyes.mine) if kind == "contribution"]
    hidden = _hidden(pair, "contribution")
    contributions = [*own, *random.sample(hidden, min(5, len(hidden))), "nowhere"]
    member = pair.eyes.member or "ME1"
    put = partial(partial, book.record, by=by)
    for of in contributions:
        yield f"a step of {of}", put([_step(of)])
        yield f"a step of {of} for the coalition", put([_step(of, 8, marking=("coalition",))])
        yield f"part of {of}", put([_draft("contribution", of, {"note": "part"})])
    for one in contributions:
        yield f"a contribution {one}", put([_draft("contribution", one, {"member": member, "words": "ours"})])
        yield f"then a step of {one}", put([_step(one, 9)])
        yield f"a caveat on {one}", put([_draft("caveat", f"CV-{one}", {"contribution": one, "words": "not at night"})])
    for kind in ("statement", "person", "caveat", "requirement"):
        for one in [*random.sample(found := _hidden(pair, kind), min(2, len(found))), "nowhere"]:
            yield f"part of {kind} {one}", put([_draft(kind, one, {"note": "part"} if kind == "statement" else {})])
            yield f"{kind} {one} as ours", put([_draft(kind, one, _ours(kind, member))])
            yield (
                f"{kind} {one} for the coalition",
                put([_draft(kind, one, _ours(kind, member), marking=("coalition",))]),
            )
    for statement in [*_hidden(pair, "statement")[:4], "nowhere", *([] if not own else [None])]:
        of = own[0] if own else "nowhere"
        yield f"resting on {statement}", put([_step(of, statement=statement)])
    for person in [*_hidden(pair, "person")[:3], "anna", "nowhere"]:
        yield f"for {person}", put([_step(own[0] if own else "nowhere", on_behalf_of=person)])
    for name in ("PL1", *_hidden(pair, KEPT)[:2], "nowhere"):
        fields = {"first": "2026-01-01", "last": "2026-12-31", "assignments": []}
        yield f"a plan kept as {name}", put([_draft(KEPT, name, fields)])
        yield f"a plan kept as {name} for all", put([_draft(KEPT, name, fields, marking=("coalition",))])
    for person in ("anna", "nowhere"):  # who records is the viewer's own account: both books know it, or neither
        step = _step(own[0] if own else "CO1", marking=("coalition",))
        yield f"by {person}", partial(book.record, [step], by=person)


def _ours(kind: str, member: str) -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {
        "statement": {"said_on": "2026-01", "member": member, "words": "ours"},
        "person": {"name": "Eve", "member": member},
        "caveat": {"contribution": "CO1", "words": "by day only"},
        "requirement": {"operation": "OP1", "capability": "CA1", "level": {"quantity": {"low": "3", "high": "3"}}},
    }
    return fields[kind]


def _conflicts(book: Book, pair: Pair, by: str, random: Random) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Writing with a version that was seen: it counts what the viewer sees."""
    entries = book.snapshot().entries
    subjects = [*random.sample(sorted({e.subject for e in entries}), 5), *_hidden(pair, "contribution")[:3], "nowhere"]
    of = next((one for kind, one in sorted(pair.eyes.mine) if kind == "contribution"), "CO1")
    for subject in subjects:
        count = sum(1 for entry in entries if entry.subject == subject)
        for number in (count, count + 1, 0):
            seen = {subject: number}
            yield f"having seen {number} of {subject}", partial(book.record, [_step(of, number)], by=by, seen=seen)


def _typed(book: Book, pair: Pair, by: str, random: Random) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Rows as typed on a command line: what is near to a word typed is looked for among what is visible."""
    for named in random.sample(typed := typed_ids(pair), min(6, len(typed))):
        step = {"contribution": named, "word": "pledged", "quantity": "5", "valid_from": FIRST.isoformat()}
        yield f"typed a step of {named}", partial(_type, book, "step", step, by)
        given = {"id": "TYPED", "member": pair.eyes.member or "ME1", "capability": named, "operation": named}
        yield f"typed a contribution of {named}", partial(_type, book, "contribution", given, by)


def _type(book: Book, kind: str, given: dict[str, str], by: str) -> object:
    return book.read_rows(*typed_rows(kind, given, LAST), by=by)


def _second_thoughts(
    book: Book, by: str, real_ids: Sequence[str], random: Random
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Undo, marking and correction of entries by the ids that the viewer knows, and by others."""
    entries = book.snapshot().entries
    ids = [entry.id for entry in random.sample(entries, min(12, len(entries)))]
    ids += [entry.id for entry in entries if entry.recorded_by == by][-8:]
    for name in [*ids, *real_ids, "nothing"]:
        yield f"mark {name}", partial(book.mark, name, ["coalition"], by)
        yield f"mark {name} with a consent", partial(book.mark, name, ["coalition"], by, "nowhere")
        yield f"correct {name}", partial(book.correct, name, {"note": "corrected"}, by)
        yield f"undo {name}", partial(book.undo, name, by=by)
    for first, last in (random.sample(ids, 2), [ids[-1], ids[-2]], [ids[0], "nothing"]):
        yield f"undo {first}..{last}", partial(book.undo, f"{first}..{last}", by=by)

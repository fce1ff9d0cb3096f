"""Checks of single contributions: what was said of them, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.contributions import SAID, Caveat, Word
from muster.core.firmness import Need, counts_as, highest_said, lacks, standing_steps
from muster.core.keeping import SEES_ALL
from muster.core.problem import Problem
from muster.ledger.checks.ground import ground_of
from muster.ledger.checks.texts import counted, in_units, joined, quoted
from muster.ledger.snapshot import Snapshot

_RECORD_IT = "record it; what was said to be unknown is recorded as unstated"
_ASK_FOR_IT = f"record it, or ask the secretariat whether you may see it; {_RECORD_IT.partition('; ')[2]}"


def needs_missing(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A step that holds lacks something that its word needs, and so counts at a softer one, or at none."""
    for contribution, promise in ground_of(snapshot, valid).promises.items():
        for word, step in sorted(standing_steps(promise.steps, valid).items()):
            missing = lacks(step)
            if missing:
                lacking = joined(str(need) for need in Need if need in missing)
                sentence = f"{word} from {step.start} lacks {lacking} and counts as {counts_as(step) or 'nothing'}"
                mend = _RECORD_IT if snapshot.viewer in SEES_ALL else _ASK_FOR_IT
                yield Problem("needs_missing", f"contribution {contribution}", sentence, mend)


def done_above_said(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """More is in place than the contributor has said at its highest, where it has said anything with an upper end."""
    ground = ground_of(snapshot, valid)
    for contribution, promise in ground.promises.items():
        done = promise.level(valid).get(Word.IN_PLACE)
        said = [step for step in promise.steps if step.word in SAID and step.start <= valid]
        if done is None or not said:
            continue
        highest = highest_said(said)
        if highest.high is not None and (done.low or 0) > highest.high:
            unit = ground.trees.unit(promise.record.capability)
            there, most = in_units(done, promise.decimals), in_units(highest, promise.decimals)
            sentence = f"{counted(there, unit)} are in place, but {promise.record.member} has said {most}"
            mend = "record what was said since, or correct what is in place"
            yield Problem("done_above_said", f"contribution {contribution}", sentence, mend)


def undeclared_caveat(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A caveat is known of that the member has not declared."""
    promises = ground_of(snapshot, valid).promises
    for caveat, record in snapshot.things(Caveat, valid).items():
        promise = promises.get(record.contribution or "")
        if record.declared is not False or (promise is not None and promise.over(valid)):
            continue
        member = "the member" if promise is None else promise.record.member
        sentence = f"{member} has not declared it for {record.contribution}: {quoted(record.words)}"
        mend = f"ask {member} whether it holds, and record the answer"
        yield Problem("undeclared_caveat", f"caveat {caveat}", sentence, mend)

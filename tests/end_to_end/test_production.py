"""Training with the installed command: a school, who graduates, what it would take, and that it is proven."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import Command

TABLES = {
    "members": "id,name,form\nIRQ,Iraq,nation\nITA,Italy,nation\n",
    "capabilities": "id,name,unit\nPOLICE,Police,persons\nTEACH,Police trainers,persons\n",
    "operations": "id,name,form\nOP,Relief,mission\n",
    "requirements": (
        "id,operation,capability,quantity,tier,valid_from\nMOSUL,OP,POLICE,300,1,2016-06-01\nTRAIN,OP,TEACH,40,2,\n"
    ),
    "contributions": (
        "id,member,words,capability,operation,window_start,window_last\n"
        "POLICE,IRQ,police once trained,POLICE,OP,2016-01-01,2016-12-31\n"
        "TEACHERS,ITA,trainers,TEACH,OP,2016-01-01,2016-12-31\n"
    ),
    "steps": "contribution,word,quantity,valid_from\nTEACHERS,committed,16,2016-01-01\n",
    "productions": "id,name,graduates,class_size,course_days,begins\nSCHOOL,Police school,POLICE,40,28,2016-02-15\n",
    "trainers": "production,line,per_class\nSCHOOL,TRAIN,8\n",
}
PERIOD = ("--period", "2016-02-11/2016-06-30", "--known", "2016-02-11")


@pytest.fixture(scope="module")
def muster(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A command in a folder with the book of a school."""
    folder: Path = tmp_path_factory.mktemp("school")
    muster = Command(folder, {"MUSTER_NOW": "2016-02-11T09:00:00+00:00"})
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    muster("init", "school.muster", "--name", "School", "--zone", "UTC", "--person", "ann=Ann")
    muster("read", "school.muster", *(f"{name}.csv" for name in TABLES), "--by", "ann")
    return muster


def test_a_plan_counts_who_graduates_by_then(muster: Command) -> None:
    done = muster("allocate", "school.muster", *PERIOD)
    assert "SCHOOL      11 Apr 2016   8 May 2016        2         80  MOSUL" in done.out
    assert "Of 320 that POLICE supplies on 6 Jun 2016, 320 are graduates yet to be trained." in done.text
    assert "Not yet counted: help moved for the sake of what it trains." in done.text


def test_the_question_how_many_trainers_from_when_is_answered(muster: Command) -> None:
    said = muster("why", "school.muster", "MOSUL", "2016-06-01", "--known", "2016-02-11").out
    assert "TO BE HELD ON 1 Jun 2016: 60 more graduates of SCHOOL in POLICE" in said
    assert "15 Feb 2016     3        3  TRAIN          24     16     8       40" in said
    assert "11 Apr 2016     1        4  TRAIN          32     16    16       40" in said


def test_the_answer_is_plain_data_too(muster: Command) -> None:
    found = json.loads(muster("why", "school.muster", "MOSUL", "2016-06-01", "--json").out)
    assert [one["line"] for one in found["why"]] == ["MOSUL"]
    assert [one["first"] for one in found["training"][0]["beginnings"]] == ["2016-02-15", "2016-03-14", "2016-04-11"]
    assert isinstance(json.loads(muster("why", "school.muster", "MOSUL", *PERIOD, "--json").out), list)


def test_a_day_before_the_plan_is_refused(muster: Command) -> None:
    said = muster.refused("why", "school.muster", "MOSUL", "2016-01-01")
    assert said == "muster: 2016-01-01 is outside the plan, which begins on 2016-02-11"


def test_a_plan_with_classes_is_proven_and_a_false_one_refused(muster: Command) -> None:
    muster("allocate", "school.muster", *PERIOD, "--out", "plan.json")
    assert "holds" in muster("prove", "plan.json").out
    place = muster.folder / "plan.json"
    plan = json.loads(place.read_text(encoding="utf-8"))
    plan["production"]["SCHOOL"]["runs"][0].update(classes=3, graduates="120")
    (muster.folder / "false.json").write_text(json.dumps(plan), encoding="utf-8")
    said = muster("prove", "false.json", code=1).text
    assert said.startswith("SCHOOL, run from 2016-02-15: from 2016-02-15 TRAIN counts 16, too few for 3 classes")


def test_a_kept_plan_with_classes_is_proven(muster: Command) -> None:
    muster("allocate", "school.muster", *PERIOD[:2], "--keep", "P1", "--by", "ann")
    assert "holds" in muster("prove", "school.muster", "P1").out


def test_status_says_that_cover_counts_no_production(muster: Command) -> None:
    assert "Not yet counted: production." in muster("status", "school.muster").out

"""Tables into drafts: every fault of a batch at once, at its cell, in exact words."""

import pytest

from muster.core.contributions import Bridge, Contribution, Step
from muster.core.days import Dated, Period
from muster.core.operations import Dates
from muster.core.problem import Problem
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level
from muster.exchange.faults import Faults, summary
from muster.exchange.tables import read_tables
from tests.builders import day, draft, exactly, relief
from tests.exchange.reading import faults, read, record, tables_of

UNSTATED = "fill in the cell, or write unstated in quantity_is where no number was said"
LINE = "id,operation,capability,quantity,valid_from\n"


def test_a_row_becomes_a_draft() -> None:
    reading = read(
        relief(),
        steps="""
        contribution,word,quantity,quantity_to,quantity_is,note,valid_from,valid_last,marking,on_behalf_of
        C1,pledged,40,60,range,first word,2026-01-01,2026-01-31,coalition;chair,anna
        """,
    )
    (drafted,) = reading.drafts
    assert drafted.record == Step(
        word="pledged",  # type: ignore[arg-type]  # pydantic reads the word
        quantity=Quantity.said_as(Qualifier.RANGE, 40, 60),
        note="first word",
    )
    assert drafted.valid == Period(day("2026-01-01"), day("2026-02-01"))
    assert (drafted.marking, drafted.on_behalf_of) == (("chair", "coalition"), "anna")
    assert drafted.where == "steps.csv:2"
    assert (reading.rows, reading.unchanged, reading.problems) == (1, 0, ())


def test_an_empty_cell_states_nothing_and_cleared_takes_back() -> None:
    reading = read(
        relief(),
        contributions="""
        id,place,line,window_start,window_last,bridge_line,valid_from
        C1,,(cleared),unstated,,(cleared),2026-02-01
        """,
    )
    contribution = reading.drafts[0].record
    assert isinstance(contribution, Contribution)
    assert contribution.model_fields_set == {"line", "window", "bridge"}
    assert (contribution.line, contribution.bridge, contribution.window) == (None, None, Dates())


def test_flattened_columns_become_the_records_inside() -> None:
    reading = read(
        relief(),
        requirements=LINE.replace("quantity,", "quantity,drawdown_until,")
        + "L1,OP,trainers,60,2026-09-30,2026-01-01\n",
        contributions="""
        id,window_start,window_last,bridge_line,bridge_until
        C1,2026-05-01,2026-12,L1,2026-06
        """,
    )
    line, contribution = (drafted.record for drafted in reading.drafts)
    assert line.level == Level(  # type: ignore[attr-defined]
        quantity=Quantity.said_as(Qualifier.EXACT, 60), drawdown_until=Dated("2026-09-30")
    )
    assert contribution.window == Dates(start=Dated("2026-05-01"), last=Dated("2026-12"))  # type: ignore[attr-defined]
    assert contribution.bridge == Bridge(line="L1", until=Dated("2026-06"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cells", "low", "high", "qualifier", "words"),
    [
        ("60,,,", 60, 60, "exact", None),
        ("60,,about,", 60, 60, "about", None),
        ("60,,at_least,", 60, None, "at_least", None),
        ("60,,up_to,", None, 60, "up_to", None),
        ("40,60,range,", 40, 60, "range", None),
        ("40,60,,", 40, 60, "range", None),
        (",,unstated,some", None, None, "unstated", "some"),
        (",,,hundreds", None, None, "unstated", "hundreds"),
    ],
)
def test_a_quantity_is_read_from_four_cells(
    cells: str, low: int | None, high: int | None, qualifier: str, words: str | None
) -> None:
    header = "contribution,word,quantity,quantity_to,quantity_is,quantity_words,valid_from\n"
    (drafted,) = read(relief(), steps=f"{header}C1,pledged,{cells},2026-01-01\n").drafts
    quantity = drafted.record.quantity  # type: ignore[attr-defined]
    assert (quantity.low, quantity.high, str(quantity.qualifier), quantity.words) == (low, high, qualifier, words)


def test_quantities_that_do_not_fit_together_are_named() -> None:
    header = "contribution,word,quantity,quantity_to,quantity_is,valid_from\n"
    rows = ("60,70,about", "70,60,range", "60,,range", ",,about", "60,,unstated", "60,70,up_to")
    text = header + "".join(
        f"C1,{word},{cells},2026-01-01\n"
        for word, cells in zip(
            ("pledged", "offered", "committed", "accepted", "in_place", "en_route"), rows, strict=True
        )
    )
    assert faults(relief(), steps=text) == [
        (
            "steps.csv:2:quantity_to: quantity_to is the high end of a range, and quantity_is says about; write "
            "range there"
        ),
        "steps.csv:3:quantity_to: the low end 70 of the range is above its high end 60; exchange the two",
        "steps.csv:4:quantity: a range needs its low and its high end; fill in quantity and quantity_to",
        "steps.csv:5:quantity: quantity_is says about, but there is no number; write the number, or unstated",
        "steps.csv:6:quantity_is: the quantity is unstated, but a number is given; empty one of the cells",
        (
            "steps.csv:7:quantity_to: quantity_to is the high end of a range, and quantity_is says up_to; write "
            "range there"
        ),
    ]


def test_every_fault_of_the_batch_comes_at_once_and_nothing_is_drafted() -> None:
    reading = read(
        relief(),
        members="""
        id,name,form
        ITA,Italy,natoin
        ESP,,nation
        """,
        contributions="""
        id,member,capability,operation,notice_days,window_start
        C 2,ITA,trianers,OP,1.200,03/04/2026
        C3,Frannce,trainers,OP,30,
        C4,ESP,trainers,OPP,30,
        """,
        steps="""
        contribution,word,quantity,valid_from,statement
        C3,pleged,60,2026-13-01,S1
        C9,pledged,60,2026-01-01,
        C3,,5,,
        """,
    )
    assert [str(problem) for problem in reading.problems] == [
        "members.csv:2:form: 'natoin' is not a word for form; did you mean 'nation'?",
        "contributions.csv:2:id: 'C 2' is no id; use letters, digits and _ . : / + -, at most 80 characters",
        "contributions.csv:2:capability: there is no capability 'trianers'; did you mean 'trainers'?",
        (
            "contributions.csv:2:notice_days: '1.200' can be read as 1.2 or as 1200; write 1200 without a mark, "
            "or say how "
            "the file writes numbers, as with --locale de"
        ),
        (
            "contributions.csv:2:window_start: '03/04/2026' can be 2026-04-03 or 2026-03-04; write it in one of "
            "these ways, "
            "or say how the file writes dates, as with --locale de"
        ),
        "contributions.csv:3:member: there is no member 'Frannce'; did you mean 'FRA'?",
        "contributions.csv:4:operation: there is no operation 'OPP'; did you mean 'OP'?",
        "steps.csv:2:word: 'pleged' is not a word for word; did you mean 'pledged'?",
        (
            "steps.csv:2:valid_from: '2026-13-01' is not a date; write a day as 2026-04-30, a month as 2026-04 "
            "or a year "
            "as 2026"
        ),
        "steps.csv:2:statement: there is no statement 'S1'; add it to the table statements",
        "steps.csv:3:contribution: there is no contribution 'C9'; add it to the table contributions",
        (
            "steps.csv:4:word: word is missing; it is indicated, pledged, offered, committed, accepted, asked_back, "
            "en_route, in_place"
        ),
        "steps.csv:4:valid_from: valid_from is missing; it is the first day on which the row holds",
        "members.csv:3: member ESP lacks name; fill in the cell",
    ]
    assert reading.drafts == ()
    assert reading.rows == 8


def test_a_row_with_a_fault_does_not_make_its_references_faulty() -> None:
    assert faults(
        relief(),
        members="id,name,form\nITA,Italy,natoin\n",
        contributions="id,member\nC2,ITA\n",
    ) == ["members.csv:2:form: 'natoin' is not a word for form; did you mean 'nation'?"]


def test_a_file_that_could_not_be_read_does_not_make_every_reference_faulty() -> None:
    assert faults(relief(), members='id,name,form\n"ITA,Italy,nation\n', contributions="id,member\nC2,ITA\n") == [
        (
            "members.csv:2: a quotation mark is not closed, or stands inside a text; a text in quotation marks doubles "
            "those inside it; save the file as CSV from a spreadsheet"
        )
    ]


def test_the_header_is_checked_cell_by_cell() -> None:
    assert faults(
        relief(),
        contributions="id,membre,member,Member,,words\nC2,FRA,FRA,FRA,x,y\n",
        steps="contribution,quantity,valid_from\nC1,5,2026-01-01\n",
    ) == [
        "contributions.csv:1:membre: 'membre' is no column of the table contributions; did you mean 'member'?",
        "contributions.csv:1:Member: the column 'member' stands here a second time; leave one of them out",
        "contributions.csv:1:5: the column has no heading, but a cell in row 2; give it a heading, or empty it",
        (
            "steps.csv:1: the table steps lacks the column 'word': indicated, pledged, offered, committed, accepted, "
            "asked_back, en_route, in_place; add it to the header"
        ),
    ]


def test_headings_are_read_as_people_write_them() -> None:
    header = "\ufeff Contribution , WORD,Quantity,Valid from,valid-last\n"
    reading = read(relief(), steps=header + "C1,Pledged,5,2026-01-01,2026-12-31\n")
    assert len(reading.drafts) == 1


def test_files_refer_to_one_another_in_any_order() -> None:
    tables, _ = tables_of(
        steps="contribution,word,quantity,valid_from\nC2,pledged,5,2026-01-01\n",
        contributions="id,member\nC2,ITA\n",
        members="id,name,form,iso3\nITA,Italy,nation,ITA\n",
    )
    reading = read_tables(tables, relief().snapshot())
    assert [drafted.kind for drafted in reading.drafts] == ["member", "contribution", "step"]


@pytest.mark.parametrize("text", ["France", "French", "FRA", "the french republic", "France "])
def test_a_member_may_be_written_as_its_country(text: str) -> None:
    (drafted,) = read(relief(), contributions=f"id,member\nC2,{text}\n").drafts
    assert drafted.record.member == "FRA"  # type: ignore[attr-defined]


def test_a_member_is_found_by_the_code_of_its_country() -> None:
    desk = relief()
    desk.put(draft("member", "italy-mod", name="Italian ministry of defence", form="agency", iso3="ITA"))
    assert read(desk, memberships="member,group\nItaly,NATO\n").drafts[0].subject == "italy-mod"
    reading = read(
        desk, members="id,name,form,iso3\nES,Spain,nation,ESP\n", keys="member,key,value,unit\nSpain,gdp,1,USD\n"
    )
    assert reading.drafts[-1].subject == "ES"


def test_a_country_that_is_not_certain_is_never_guessed() -> None:
    desk = relief()
    desk.put(
        draft("member", "NER", name="Niger", form="nation"),
        draft("member", "ITA", name="Italy", form="nation"),
        draft("member", "italy-mod", name="Italian ministry of defence", form="agency", iso3="ITA"),
    )
    text = "id,member\nC2,Congo\nC3,France and Germany\nC4,Nigerian\nC5,Italy \nC6,Polish\nC7,Francia\n"
    assert faults(desk, contributions=text) == [
        (
            'contributions.csv:2:member: "Congo" does not name one country (two neighbouring states bear the '
            "name): write "
            "the ISO code COG or COD"
        ),
        'contributions.csv:3:member: "France and Germany" names two countries: FRA and DEU',
        (
            "contributions.csv:4:member: 'Nigerian' is the country NGA, of which the book has no member; add it to the "
            "table members"
        ),
        (
            "contributions.csv:5:member: 'Italy' is ITA, and ITA and italy-mod are members of that country; "
            "write the id "
            "of one of them"
        ),
        (
            "contributions.csv:6:member: 'Polish' is the country POL, of which the book has no member; add it to "
            "the table "
            "members"
        ),
        "contributions.csv:7:member: there is no member 'Francia'; did you mean 'FRA'?",
    ]


def test_a_country_s_code_is_a_code() -> None:
    assert faults(relief(), members="id,name,form,iso3\nESP,Spain,nation,Spain\nPOL,Poland,nation,PO\n") == [
        "members.csv:2:iso3: 'Spain' is no ISO 3166 code of three letters; did you mean 'ESP'?",
        "members.csv:3:iso3: 'PO' is no ISO 3166 code of three letters; write the three-letter ISO code in capitals",
    ]


def test_letters_that_only_look_alike_are_named() -> None:
    assert faults(relief(), contributions="id,operation,member\nC2,O\u0420,FRA\n") == [
        (
            "contributions.csv:2:operation: there is no operation 'O\u0420' (it has the letter U+0420 CYRILLIC CAPITAL "
            "LETTER ER); did you mean 'OP'?"
        )
    ]


def test_the_same_row_twice_is_named() -> None:
    text = "contribution,word,quantity,valid_from\nC1,pledged,5,2026-01-01\nC1,pledged,5,2026-01-01\n"
    assert faults(relief(), steps=text + "C1,pledged,6,2026-01-01\n") == [
        "steps.csv:3: the same row stands at steps.csv:2; leave one of them out",
        (
            "steps.csv:4: steps.csv:2 states the same from the same day on, and differently; give one of them a later "
            "valid_from, or leave it out"
        ),
    ]
    doubled = "id,name,form\nITA,Italy,nation\nITA,Italia,nation\n"
    assert faults(relief(), members=doubled) == [
        (
            "members.csv:3: members.csv:2 states the same from the same day on, and differently; give one of "
            "them a later "
            "valid_from, or leave it out"
        )
    ]


def test_rows_of_one_thing_may_state_different_things_of_it() -> None:
    reading = read(relief(), members="id,name,form\nITA,Italy,\nITA,,nation\n")
    assert len(reading.drafts) == 2
    changed = "id,operation,capability,quantity,valid_from\nL1,OP,trainers,60,\nL1,,,50,2026-06-01\n"
    assert len(read(relief(), requirements=changed).drafts) == 2


def test_what_a_new_thing_lacks_is_named_once() -> None:
    text = "id,operation,capability,quantity,drawdown_until\nL1,OP,,,\nL2,OP,trainers,,2026-01-01\n"
    assert faults(relief(), requirements=text) == [
        f"requirements.csv:3:quantity: quantity is missing, though drawdown_until is given; {UNSTATED}",
        f"requirements.csv:2: requirement L1 lacks capability, quantity; {UNSTATED}",
    ]


def test_a_missing_quantity_may_be_said_to_be_unstated() -> None:
    line = "id,operation,capability,quantity,quantity_is\nL1,OP,trainers,,"
    assert faults(relief(), requirements=line + "\n") == [
        f"requirements.csv:2: requirement L1 lacks quantity; {UNSTATED}"
    ]
    assert faults(relief(), requirements=line + "unstated\n") == []
    due = "contribution,due,quantity,quantity_is\nC1,2026-05,,"
    assert faults(relief(), instalments=due + "\n") == [f"instalments.csv:2:quantity: quantity is missing; {UNSTATED}"]
    assert faults(relief(), instalments=due + "unstated\n") == []


def test_one_mistake_is_one_fault() -> None:
    header = "contribution,word,quantity,quantity_to,quantity_is,valid_from\n"
    assert faults(
        relief(),
        contributions="id,bridge_line,bridge_until\nC1,L9,2026-01-01\n",
        steps=header + "C1,pledged,60x,70,range,2026-01-01\n",
    ) == [
        "contributions.csv:2:bridge_line: there is no requirement 'L9'; add it to the table requirements",
        "steps.csv:2:quantity: '60x' is not a number; write digits, such as 1200 or 1200.5",
    ]


def test_parts_of_a_bridge_belong_together() -> None:
    assert faults(
        relief(), contributions="id,bridge_until,window_start,window_last\nC1,2026-01-01,unstated,2026\n"
    ) == [
        "contributions.csv:2:window_start: the dates are unstated, but a last day is given; empty one of the two cells",
        "contributions.csv:2:bridge_until: bridge_line is missing, though bridge_until is given; fill in both",
    ]


def test_days_must_come_in_order_and_steps_may_not_be_ahead() -> None:
    text = (
        "contribution,word,quantity,valid_from,valid_last\n"
        "C1,pledged,5,2026-01-01,2025-12-31\nC1,offered,5,2026-01-02,\n"
    )
    assert faults(relief(), steps=text) == [
        "steps.csv:2:valid_last: the last day 2025-12-31 is before the first day 2026-01-01; exchange the two",
        (
            "steps.csv:3:valid_from: a step of 2026-01-02 cannot be recorded on 2026-01-01; only caps may be "
            "dated ahead; "
            "an expected day is an estimated date"
        ),
    ]
    assert faults(relief(), caps="contribution,cap,quantity,valid_from\nC1,reduced,5,2027-01-01\n") == []


def test_nothing_is_said_after_the_day_on_which_it_is_read() -> None:
    text = "id,said_on,public_on,words\nS1,2026-01-01,2026-03,now\nS2,2026-01-02,,tomorrow\nS3,2026,,this year\n"
    assert faults(relief(), statements=text) == [
        (
            "statements.csv:3:said_on: said on 2026-01-02, it cannot be recorded on 2026-01-01; "
            "record it once it is said; a plan has its own dates"
        )
    ]


def test_examples_and_empty_rows_are_not_read() -> None:
    text = "id,name,form\n(example) ITA,Italy,nation\n,,\n \u00a0,,\u200b\nESP,Spain,nation\n"
    reading = read(relief(), members=text)
    assert (reading.rows, len(reading.drafts)) == (1, 1)
    assert reading.drafts[0].where == "members.csv:5"


def test_a_row_with_too_many_cells_is_named() -> None:
    text = "id,name,form\nITA,Italy,nation,EU\n"
    assert faults(relief(), members=text) == [
        (
            "members.csv:2: the row has 4 cells, the header 3; a text that holds the separator must stand in "
            "quotation marks"
        )
    ]


def test_a_locale_is_declared_for_all_files() -> None:
    reading = read(
        relief(),
        {"locale": "de"},
        steps="contribution;word;quantity;valid_from\nC1;pledged;1.200,0;01.01.2026\n",
    )
    assert reading.problems == ()
    assert reading.drafts[0].record.quantity == Quantity.said_as(Qualifier.EXACT, "1200")  # type: ignore[attr-defined]


def test_the_watcher_is_told_how_far_the_reading_has_come() -> None:
    told: list[tuple[int, int]] = []
    rows = "".join(f"M{i},Member {i},nation\n" for i in range(4500))
    read(relief(), {"watcher": lambda done, of: told.append((done, of))}, members=f"id,name,form\n{rows}")
    assert told == [(0, 4500), (2000, 4500), (4000, 4500), (4500, 4500)]


def test_a_fault_in_many_rows_is_printed_twenty_times_and_counted() -> None:
    rows = "".join(f"M{i},Member {i},natoin\n" for i in range(1000))
    reading = read(relief(), members=f"id,name,form\n{rows}X,,\n")
    assert len(reading.problems) == 1001
    lines = list(summary(reading.problems))
    assert lines[0] == "members.csv:2:form: 'natoin' is not a word for form; did you mean 'nation'?"
    assert lines[20:] == [
        "members.csv:form: and 980 more rows with the same fault (unknown_choice)",
        "members.csv:1002: member X lacks name, form; fill in the cell",
    ]


def test_problems_beyond_what_memory_should_hold_are_counted() -> None:
    kept = Faults(most=2)
    kept.extend(Problem("x", f"a.csv:{i}:b", "wrong") for i in range(5))
    assert [str(problem) for problem in kept.all()] == [
        "a.csv:0:b: wrong",
        "a.csv:1:b: wrong",
        "the batch: 3 more problems were found and not kept",
    ]
    one = Faults(most=1)
    one.extend([Problem("missing", "here", "it is missing")] * 2)
    assert str(one.all()[-1]) == "the batch: 1 more problem was found and not kept"


def test_what_is_read_can_be_recorded() -> None:
    desk = relief()
    reading = record(
        desk,
        members="id,name,form,iso3\nITA,Italy,nation,ITA\n",
        statements="id,speaker,member,said_on,channel,noted_by\nS1,the minister,Italy,2026-01-01,speech,anna\n",
        contributions="id,member,words,capability,operation,statement\nC2,Italian,60 trainers,trainers,OP,S1\n",
        steps="contribution,word,quantity,valid_from,statement\nC2,pledged,60,2026-01-01,S1\n",
        caps="contribution,cap,quantity,valid_from,statement\nC2,reduced,50,2026-10-01,S1\n",
    )
    assert len(reading.drafts) == 5
    again = read(desk, steps="contribution,word,quantity,valid_from,statement\nC2,pledged,60,2026-01-01,S1\n")
    assert (again.unchanged, again.drafts) == (1, ())


def test_a_name_in_the_place_of_an_id_is_told_whose_it_is() -> None:
    desk = relief()
    desk.put(
        draft("member", "NGO", name="Red  Relief", form="organisation"),
        draft("member", "CG", name="Congo", form="nation"),
        draft("member", "MLI-1", name="Mali", form="nation"),
        draft("capability", "EUR", name="Money of all", unit="EUR"),
        *(draft("place", f"P{number}", name="Camp") for number in range(5)),
    )
    assert faults(
        desk,
        capabilities="id,name,unit,parent\nFUEL,Fuel,tonnes,\nOIL,Oil,tonnes,fuel oil\n",
        contributions="id,member,capability,place,words\nD1,red relief,Trainers,Camp,x\nD2,Congo,MONEY OF ALL,,x\n"
        "D3,Mali,Fuel,,x\nD4,FRB,trainer,,x\nD5,Nigr,Troops,,x\n",
    ) == [
        "capabilities.csv:3:parent: 'fuel oil' is no id; use letters, digits and _ . : / + -, at most 80 characters",
        "contributions.csv:2:member: there is no member 'red relief'; 'red relief' is the name of NGO: write that id",
        (
            "contributions.csv:2:capability: there is no capability 'Trainers'; 'Trainers' is the name of trainers: "
            "write that id"
        ),
        (
            "contributions.csv:2:place: there is no place 'Camp'; 'Camp' is the name of P0, P1, P2 and 2 more: "
            "write one of these ids"
        ),
        (
            'contributions.csv:3:member: "Congo" does not name one country (two neighbouring states bear the name): '
            "write the ISO code COG or COD; 'Congo' is the name of CG: write that id"
        ),
        (
            "contributions.csv:3:capability: there is no capability 'MONEY OF ALL'; 'MONEY OF ALL' is the name of EUR: "
            "write that id"
        ),
        (
            "contributions.csv:4:member: 'Mali' is the country MLI, of which the book has no member; "
            "'Mali' is the name of MLI-1: write that id"
        ),
        "contributions.csv:4:capability: there is no capability 'Fuel'; 'Fuel' is the name of FUEL: write that id",
        "contributions.csv:5:member: there is no member 'FRB'; did you mean 'FRA'?",
        "contributions.csv:5:capability: there is no capability 'trainer'; did you mean 'trainers'?",
        "contributions.csv:6:member: there is no member 'Nigr'; add it to the table members",
        "contributions.csv:6:capability: there is no capability 'Troops'; add it to the table capabilities",
    ]


def test_a_name_among_several_ids_is_told_whose_it_is() -> None:
    desk = relief()
    desk.put(
        draft(
            "requirement", "L0", name="The first", operation="OP", capability="trainers", level={"quantity": exactly(1)}
        )
    )
    assert faults(desk, requirements="id,operation,capability,quantity,needs\nL1,OP,trainers,1,L0; the first\n") == [
        "requirements.csv:2:needs: there is no requirement 'the first'; 'the first' is the name of L0: write that id"
    ]


def test_a_name_that_the_reader_may_not_see_is_not_told() -> None:
    desk = relief()
    desk.put(draft("capability", "SECRET", name="Drones", unit="aircraft", marking=("secretariat",)))
    tables, _ = tables_of(contributions="id,capability\nC1,Drones\n")
    assert [str(problem) for problem in read_tables(tables, desk.snapshot(viewer="FRA")).problems] == [
        "contributions.csv:2:capability: there is no capability 'Drones'; add it to the table capabilities"
    ]

"""Country names: the tables themselves, the look-up, and what tables made by others say."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pycountry
import pytest

from muster.exchange import countries
from muster.exchange.countries import Found, country_name, find_country, fold

SharedData = Callable[[str], Path]

NAMES = countries._rows("country_names.csv")
AMBIGUOUS = countries._rows("ambiguous_names.csv")

# Texts of the shared table that ours leaves out or calls ambiguous, each for a reason.
ABSENT = {
    "a label cut short to fit on a map": {
        "Bosnia and Herz.",
        "Fr. S. Antarctic Lands",
        "Fr. S. and Antarctic Lands",
        "Heard I. and McDonald Is.",
        "Pitcairn Is.",
        "S. Geo. and the Is.",
        "St. Vin. and Gren.",
    },
    "also a place, a people, a heading or a family name elsewhere": {
        "America",
        "Chamorro",
        "Formosa",
        "Gold Coast",
        "Grenadines",
        "Mann",
        "Mariana Islander",
        "Mongol",
        "Salvador",
        "South Georgian",
    },
    "one island of several": {"Spitsbergen", "Tahiti", "Tahitian"},
    "hardly written today, or never": {
        "Confederation of Switzerland",
        "Lett",
        "Mozambiquan",
        "Myanma",
        "Netherlandish",
        "Porto Rican",
        "Ruanda",
        "SRV",
        "St. Maartener",
        "Svalbardian",
        "Tadjik",
        "Turkmenian",
    },
}
WITHOUT_DEMONYM = {
    "ATF",
    "BVT",
    "COD",
    "COG",
    "DMA",
    "DOM",
    "HMD",
    "SGS",
    "SJM",
    "UMI",
    "VAT",
}  # "Vatican": an alias
CAPITALS = {"Kingston"}  # the shared list of ambiguous texts has a capital, which our table never holds


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- the tables ---


def test_a_text_stands_in_the_tables_once() -> None:
    texts = [row["text"] for row in NAMES] + [row["text"] for row in AMBIGUOUS]
    repeated = [key for key, count in Counter(map(countries._key, texts)).items() if count > 1]
    assert repeated == []


def test_rows_are_sorted_so_that_a_change_is_easy_to_review() -> None:
    kinds = ["name", "official", "alias", "demonym", "code"]
    assert sorted(NAMES, key=lambda row: (row["iso3"], kinds.index(row["kind"]), row["text"])) == NAMES
    assert sorted(AMBIGUOUS, key=lambda row: row["text"]) == AMBIGUOUS


def test_every_iso_country_and_kosovo_has_one_name_and_its_two_codes() -> None:
    iso = {(each.alpha_3, code) for each in pycountry.countries for code in (each.alpha_3, each.alpha_2)}
    assert {(row["iso3"], row["text"]) for row in NAMES if row["kind"] == "code"} == iso | {
        ("XKX", "XKX"),
        ("XKX", "XK"),
    }
    assert Counter(row["iso3"] for row in NAMES if row["kind"] == "name") == Counter(
        {iso3 for iso3, _ in iso} | {"XKX"}
    )


def test_every_country_with_an_unambiguous_word_for_its_people_has_it() -> None:
    with_demonym = {row["iso3"] for row in NAMES if row["kind"] == "demonym"}
    assert {row["iso3"] for row in NAMES} - with_demonym == WITHOUT_DEMONYM


def test_every_text_finds_its_own_country_and_every_name_is_shown() -> None:
    assert [row for row in NAMES if find_country(row["text"]) != Found(row["iso3"])] == []
    assert [row for row in NAMES if row["kind"] == "name" and country_name(row["iso3"]) != row["text"]] == []
    assert country_name("KOR") == "South Korea"
    assert country_name("XXX") is None


def test_an_ambiguous_text_names_known_candidates_and_says_why() -> None:
    for row in AMBIGUOUS:
        found = find_country(row["text"])
        assert found.iso3 is None
        assert found.candidates == tuple(row["candidates"].split())
        assert all(map(country_name, found.candidates))
        assert row["note"]


# --- the look-up ---


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d'Ivoire", "cote divoire"),
        ("COTE D\N{RIGHT SINGLE QUOTATION MARK}IVOIRE", "cote divoire"),
        ("  The   Gambia ", "gambia"),
        ("Bahamas, The", "bahamas"),
        ("Netherlands (the)", "netherlands"),
        ("Iran (Islamic Republic of)", "iran islamic republic of"),
        ("Guinea-Bissau", "guinea bissau"),
        ("St. Kitts & Nevis", "saint kitts and nevis"),
        ("St.Lucia", "saint lucia"),
        ("U.S. Virgin Islands", "us virgin islands"),
        ("TÜRKİYE", "turkiye"),
        ("Færøerne", "faeroerne"),
        ("the", "the"),
        (" - ", ""),
    ],
)
def test_folding_removes_what_does_not_tell_names_apart(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("iso3", "texts"),
    [
        ("CIV", ["Côte d'Ivoire", "Cote d Ivoire", "IVORY COAST", "Ivorian"]),
        ("TUR", ["Türkiye", "Turkiye", "turkey", "Turkish"]),
        ("CZE", ["Czechia", "Czech Republic"]),
        ("COD", ["DRC", "D.R.C.", "DR Congo", "D.R. Congo", "the DRC", "Congo (Kinshasa)", "Zaïre"]),
        ("COG", ["Republic of the Congo", "Congo-Brazzaville"]),
        ("KOR", ["Republic of Korea", "ROK", "RoK", "South Korea", "Korea, Republic of"]),
        (
            "PRK",
            [
                "DPRK",
                "D.P.R. Korea",
                "Korea, DPR",
                "Democratic People\N{RIGHT SINGLE QUOTATION MARK}s Republic of Korea",
            ],
        ),
        ("SWZ", ["Eswatini", "Swaziland"]),
        ("CPV", ["Cabo Verde", "Cape Verde"]),
        ("MMR", ["Myanmar", "Burma"]),
        ("MKD", ["Macedonia", "FYROM", "The former Yugoslav Republic of Macedonia", "North Macedonia"]),
        ("TLS", ["Timor-Leste", "East Timor"]),
        ("GBR", ["UK", "U.K.", "the UK", "Great Britain", "United Kingdom"]),
        ("USA", ["US", "U.S.", "USA", "U.S.A.", "The US", "United States of America", "American"]),
        ("ARE", ["UAE", "U.A.E.", "Emirati"]),
        ("MDA", ["Moldova", "Republic of Moldova", "Moldova, Republic of"]),
        ("TZA", ["Tanzania", "United Republic of Tanzania", "Tanzania, United Republic of"]),
        ("BOL", ["Bolivia (Plurinational State of)"]),
        ("BIH", ["Bosnia & Herzegovina", "Bosnia-Herzegovina", "BiH", "BA"]),
        ("XKX", ["Kosovo", "XK"]),
        ("GEO", ["Georgia"]),
        ("GIN", ["Guinea"]),
        ("NER", ["Niger", "Nigerien"]),
        ("NGA", ["Nigeria", "Nigerian"]),
        ("DMA", ["Dominica"]),
        ("SSD", ["South Sudan"]),
        ("SDN", ["Sudan"]),
    ],
)
def test_usual_spellings_are_known(iso3: str, texts: list[str]) -> None:
    assert {text: find_country(text).iso3 for text in texts} == dict.fromkeys(texts, iso3)


@pytest.mark.parametrize("text", ["in", "is", "no", "it", "us", "be", "So", "and", "are", "can", "car", "fra", "Fra"])
def test_a_word_is_not_a_code(text: str) -> None:
    assert find_country(text) == Found(
        None, f'"{text}" is not known as a country: write a name or the three-letter ISO code in capitals'
    )


@pytest.mark.parametrize("text", ["Nigera", "Germny", "Ruritania", "European Union", "Chad and friends", "FR1"])
def test_the_unknown_is_said_and_never_guessed(text: str) -> None:
    found = find_country(text)
    assert (found.iso3, found.candidates) == (None, ())
    assert found.problem is not None
    assert "is not known as a country" in found.problem


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_written_is_said(text: str) -> None:
    assert find_country(text) == Found(None, "no country is written here: write a name or the three-letter ISO code")


def test_an_ambiguous_text_says_how_to_mend_it() -> None:
    assert find_country("Congo") == Found(
        None,
        '"Congo" does not name one country (two neighbouring states bear the name): write the ISO code COG or COD',
        ("COG", "COD"),
    )
    assert find_country("St. Martin").candidates == ("MAF", "SXM")
    assert str(find_country("America").problem).endswith("write the ISO code USA")


@pytest.mark.parametrize(
    ("text", "sentence", "candidates"),
    [
        ("France and Germany", "names two countries: FRA and DEU", ("FRA", "DEU")),
        ("Chad/Sudan", "names two countries: TCD and SDN", ("TCD", "SDN")),
        ("France, Germany", "names two countries: FRA and DEU", ("FRA", "DEU")),
        ("US-UK", "names two countries: USA and GBR", ("USA", "GBR")),
        ("Georgia (USA)", "names two countries: GEO and USA", ("GEO", "USA")),
        ("Mali\nNiger", "names two countries: MLI and NER", ("MLI", "NER")),
        ("Bosnia and Herzegovina and Croatia", "names two countries: BIH and HRV", ("BIH", "HRV")),
        ("France, Germany & Italy", "names several countries: FRA, DEU and ITA", ("FRA", "DEU", "ITA")),
        ("Congo, Chad and Mali", "names several countries: TCD and MLI", ("TCD", "MLI")),
    ],
)
def test_a_text_that_names_two_countries_is_a_problem(text: str, sentence: str, candidates: tuple[str, ...]) -> None:
    assert find_country(text) == Found(None, f'"{" ".join(text.split())}" {sentence}', candidates)


def test_the_names_of_iso_3166_are_known() -> None:
    attributes = ("name", "official_name", "common_name")
    texts = [
        (getattr(country, attribute), country.alpha_3)
        for country in pycountry.countries
        for attribute in attributes
        if hasattr(country, attribute)
    ]
    assert [text for text, iso3 in texts if find_country(text).iso3 != iso3] == ["Congo"]


# --- what others say ---


@pytest.mark.shared_data
def test_the_shared_table_says_the_same_but_for_what_we_leave_out(shared_data: SharedData) -> None:
    rows = [row for row in read(shared_data("countries/country_aliases.csv")) if row["kind"] != "capital"]
    found = {row["text"]: (find_country(row["text"]).iso3, row["iso3"]) for row in rows}
    assert len(found) > 1200
    assert {text for text, (ours, _) in found.items() if ours is None} == set().union(*ABSENT.values())
    assert {text for text, (ours, theirs) in found.items() if ours not in {None, theirs}} == set()


@pytest.mark.shared_data
def test_what_others_call_ambiguous_is_a_problem_with_the_same_candidates(shared_data: SharedData) -> None:
    for row in read(shared_data("countries/ambiguous_texts.csv")):
        found = find_country(row["text"])
        assert found.problem is not None
        expected = set() if row["text"] in CAPITALS else set(row["candidates"].split())
        assert set(found.candidates) == expected, row["text"]


@pytest.mark.shared_data
def test_the_longer_text_wins_over_the_country_inside_it(shared_data: SharedData) -> None:
    rows = [
        row
        for row in read(shared_data("countries/contained_texts.csv"))
        if row["long_kind"] != "capital" and row["long"] not in set().union(*ABSENT.values())
    ]
    assert len(rows) > 100
    assert [row for row in rows if find_country(row["long"]).iso3 != row["long_iso3"]] == []


@pytest.mark.shared_data
def test_a_trap_is_never_another_country(shared_data: SharedData) -> None:
    rows = read(shared_data("countries/text_traps.csv"))
    assert {row["text"] for row in rows if find_country(row["text"]).iso3 not in {None, row["iso3"]}} == set()
    match_case = [row["text"].lower() for row in rows if "match case" in row["watch"]]
    assert match_case == ["car", "male", "uk", "us"]
    assert [text for text in match_case if find_country(text).iso3 is not None] == []


@pytest.mark.shared_data
def test_every_spelling_of_the_peacekeeping_tables_is_known_but_congo(shared_data: SharedData) -> None:
    """The tables write COG as "Congo", which their layout must settle: no name alone can."""
    wrong = [
        text
        for row in read(shared_data("un_peacekeeping/contributors.csv"))
        for text in [row["name"], *filter(None, row["aliases"].split(";"))]
        if find_country(text).iso3 != row["iso3"]
    ]
    assert wrong == ["Congo"]
    assert "COG" in find_country("Congo").candidates


@pytest.mark.shared_data
def test_the_names_of_the_united_nations_are_known_but_congo(shared_data: SharedData) -> None:
    rows = read(shared_data("countries/iso_m49.csv"))
    texts = [(row[form], row["iso3"]) for row in rows for form in ("un_name", "un_short", "un_formal")]
    assert {text for text, iso3 in texts if text and find_country(text).iso3 != iso3} == {"Congo"}

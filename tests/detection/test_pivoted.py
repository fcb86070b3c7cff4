"""Clients down, months across: which months, of which year, whose amounts; or why it can't be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.detection import Detection, Place, detect
from crmbook.settings import Settings
from crmbook.sheet import Sheet, Value

Rows = list[list[Value]]

BODY: Rows = [
    ["UAB Rytas", 100, None, 50, 150],
    ["UAB Vakaras", None, 30, "-", 30],
    ["Iš viso", 100, 30, 50, 180],
]


def found(
    title: str, rows: Sequence[Sequence[Value]], settings: Settings | None = None
) -> Detection:
    with MemoryBook.of([Sheet(title, rows, owned=False)]) as book:
        return detect(book, settings or Settings())


def months(detection: Detection) -> dict[str, str]:
    (place,) = detection
    assert place.table == "purchases"
    return {"ABCDEFGH"[number]: f"{day:%Y-%m}" for number, day in place.across.items()}


def why(detection: Detection) -> list[str]:
    return [problem.kind for problem in detection.problems() if problem.weight == "error"]


@pytest.mark.parametrize(
    "headings",
    [
        [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)],
        [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)],
        ["2025-01", "2025-02", "2025-03"],
        ["2025 m. sausis", "2025 m. vasaris", "2025 m. kovas"],
        ["2025. gada janvāris", "2025. gada februāris", "2025. gada marts"],
        ["Jan 25", "Feb 25", "Mar 25"],
        [202501, 202502, 202503],
    ],
)
def test_months_across_are_found_however_they_are_written(headings: list[Value]) -> None:
    sheet: Rows = [["Pardavimai"], [], ["Klientas", *headings, "Iš viso"], *BODY]
    assert months(found("Lapas1", sheet)) == {"B": "2025-01", "C": "2025-02", "D": "2025-03"}


def test_a_pivot_pasted_as_values_is_found_under_what_excel_calls_its_labels() -> None:
    above: Rows = [["Sum of Amount", "Column Labels"]]
    headings: Rows = [["Row Labels", "2025-01", "2025-02", "2025-03", "Grand Total"]]
    detection = found("Sheet1", [*above, *headings, *BODY])
    assert months(detection) == {"B": "2025-01", "C": "2025-02", "D": "2025-03"}
    assert "guessed_column" in [problem.kind for problem in detection.problems()]


MONTHS: Rows = [["Klientas", "Sausis", "Vasaris", "Kovas", "Iš viso"]]


def test_the_sheets_name_or_a_title_tells_the_year_of_months_without_one() -> None:
    expected = {"B": "2025-01", "C": "2025-02", "D": "2025-03"}
    assert months(found("Pardavimai 2025", [*MONTHS, *BODY])) == expected
    assert months(found("Pardavimai", [["Pardavimai 2025 m."], *MONTHS, *BODY])) == expected


def test_years_may_stand_above_the_months_merged() -> None:
    above: Rows = [
        ["Klientas", 2024, None, 2025, None],
        [None, "Lapkr.", "Gruod.", "Saus.", "Viso"],
    ]
    detection = found("Lapas1", [*above, *BODY])
    assert months(detection) == {"B": "2024-11", "C": "2024-12", "D": "2025-01"}
    (place,) = detection
    assert place.headings["client_name"] == "Klientas"


def test_of_quantity_and_amount_under_each_month_the_amounts_are_taken() -> None:
    rows: Rows = [
        ["Klientas", "2025-01", None, "2025-02", None, "Iš viso", None],
        [None, "Kiekis", "Suma", "Kiekis", "Suma", "Kiekis", "Suma"],
        ["UAB Rytas", 1, 100, 2, 50, 3, 150],
        ["UAB Vakaras", 3, 300, 1, 20, 4, 320],
    ]
    assert months(found("Lapas1", rows)) == {"C": "2025-01", "E": "2025-02"}


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("months_no_year", [*MONTHS, *BODY]),
        ("months_twice", [["Klientas", "2025-01", "2025-01", "2025-02", "Viso"], *BODY]),
        (
            "months_no_amount",
            [
                ["Klientas", "2025-01", None, "2025-02"],
                [None, "Vnt.", "Kg", "Vnt."],
                ["UAB Rytas", 1, 2, 3],
            ],
        ),
        ("months_too_long", [["Prekė", "2025 Q1", "2025 Q2"], ["Kava", 1, 2]]),
        ("months_too_long", [["Prekė", 2024, 2025], ["Kava", 1, 2]]),
        ("months_whose", [["Išlaidos", "2025-01", "2025-02"], ["Nuoma", 500, 500], ["Kuras", 90, 70]]),
        ("months_turned", [["Mėnuo", "UAB A", "UAB B"], ["2025-01", 1, 2], ["2025-02", 4, 5]]),
        (
            "months_sums",
            [
                ["Row Labels", "2025-01", "2025-02"],
                ["UAB Rytas", 30, 2], ["Kava", 10, 1], ["Arbata", 20, 1],
                ["UAB Vakaras", 7, 2], ["Kava", 3, 0], ["Arbata", 4, 2],
                ["Grand Total", 37, 4],
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_unclear_about_months_across_is_said_with_a_remedy(kind: str, rows: Rows) -> None:
    detection = found("Lapas1", rows)
    assert not any(place.table == "purchases" for place in detection)
    assert why(detection) == [kind]


def test_clients_who_all_pay_the_same_do_not_add_up_to_one_another() -> None:
    same: Rows = [[f"UAB {name}", 50, 50] for name in "ABCD"]
    rows: Rows = [["Klientas", "2025-01", "2025-02"], *same]
    assert months(found("Lapas1", rows)) == {"B": "2025-01", "C": "2025-02"}


def test_a_list_of_single_purchases_is_not_taken_for_months() -> None:
    rows: Rows = [
        ["Klientas", "Data", "Terminas", "Suma"],
        ["UAB Rytas", date(2025, 1, 3), date(2025, 2, 3), 100],
        ["UAB Vakaras", date(2025, 1, 4), date(2025, 2, 4), 30],
    ]
    (place,) = found("Lapas1", rows)
    assert not place.across


def test_a_pivot_beside_the_list_it_sums_up_is_left_aside() -> None:
    sales: Rows = [["Klientas", "Data", "Suma"], ["UAB Rytas", date(2025, 1, 3), 100]]
    sheets = [
        Sheet("Pardavimai", sales, owned=False),
        Sheet("Suvestinė 2025", [*MONTHS, *BODY], owned=False),
    ]
    with MemoryBook.of(sheets) as book:
        detection = detect(book, Settings())
    assert [place.sheet for place in detection] == ["Pardavimai"]
    assert [problem.kind for problem in detection.problems()] == ["sheet_left_aside"]


def test_sheets_of_several_years_are_one_list() -> None:
    sheets = [Sheet(year, [*MONTHS, *BODY], owned=False) for year in ("2024", "2025")]
    with MemoryBook.of(sheets) as book:
        first, second = detect(book, Settings())
    assert [min(place.across.values()).year for place in (first, second)] == [2024, 2025]


def as_adopted(title: str, rows: Sequence[Sequence[Value]]) -> Settings:
    return Settings.of(found(title, rows).settings())


def test_what_adopt_stored_finds_the_months_again_and_those_that_came_since() -> None:
    settings = as_adopted("Pardavimai 2025", [*MONTHS, *BODY])
    assert settings.given["purchases.columns.date"] == "(→)"
    longer: Rows = [["Klientas", "Sausis", "Vasaris", "Kovas", "Balandis"], *BODY]
    assert len(months(found("Pardavimai 2025", longer, settings))) == 4


def test_months_that_are_gone_since_adopting_are_said() -> None:
    settings = as_adopted("Pardavimai 2025", [*MONTHS, *BODY])
    gone = found("Pardavimai 2025", [["Klientas", "Viso"], ["UAB Rytas", 100]], settings)
    assert why(gone) == ["months_gone"]


def test_a_list_of_clients_with_their_months_is_both() -> None:
    rows: Rows = [
        ["Klientas", "Telefonas", "2025-01", "2025-02"],
        ["UAB Rytas", "860012345", 100, 20],
        ["UAB Vakaras", "860012346", 30, 40],
    ]
    places: list[Place] = [*found("Lapas1", rows)]
    assert [place.table for place in places] == ["clients", "purchases"]


def test_days_may_stand_across_too() -> None:
    headings: list[Value] = [date(2025, 1, 3), date(2025, 1, 17), date(2025, 2, 4), "Iš viso"]
    detection = found("Lapas1", [["Klientas", *headings], *BODY])
    (place,) = detection
    assert place.across[2] == date(2025, 1, 17)
    (said,) = detection.problems()
    assert "on that day" in said.text

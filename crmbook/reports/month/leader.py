"""For the leader alone: goals against what was reached, farewells, training, what is to be handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import words
from crmbook.reports.layout import Field
from crmbook.reports.month import farewells, glance
from crmbook.reports.month.goals import measured_by
from crmbook.reports.month.listing import MOST, listing, rows_of, whole
from crmbook.reports.month.occasions import following
from crmbook.reports.month.paper import empty_section
from crmbook.sheet import Cell, Value
from crmbook.summaries.kept import keeps, kept, within

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.kpis import Kpi
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("For the leader only")


def page(page: Page, findings: Findings, month: Period) -> None:
    _goals(page, findings, month)
    farewells.add(page, findings)
    _training(page, findings, month)
    _handovers(page, findings)
    _candidates(page, findings)


# ── goals ────────────────────────────────────────────────────────────────────────────────────


def _goals(page: Page, findings: Findings, month: Period) -> None:
    goals = kept(findings.summaries, "goals")
    if goals is None:
        return
    page.section(_("Goals and what was reached"))
    if goals.empty:
        empty_section(page, _("no goal is noted"))
        return
    found = _with_actuals(goals, findings, month).sort_values("due", kind="stable")
    looks = found["look"].tolist()
    listing(page, [
        Field(_("Goal"), rows_of(findings, "goals", found, found["goal"]), "link", across=2),
        *(Field(caption, _dressed(found[key], looks), "decimal") for key, caption in (
            ("baseline", _("Began at")), ("actual", _("Now")), ("target", _("Target")),
        )),
        Field(_("Part of the way"), [_way(way) for way in found["way"]], "percent"),
        Field(_("By"), [_by(findings, *pair) for pair in zip(found["due"], found["way"], strict=True)], "date"),
        Field(_("Owner"), words.plain(found["owner"]), "wrapped"),
    ])  # fmt: skip
    page.say(_("Now: the number of the first page that the goal names. Part of the way: (now − began at) ÷ (target − began at). Empty: the goal names no number of that page, look at it yourself."), "note")  # fmt: skip
    page.space()


def _with_actuals(goals: pd.DataFrame, findings: Findings, month: Period) -> pd.DataFrame:
    """actual, look and way of each goal; shares typed as 75 are 0.75."""
    measured = goals.assign(measure=goals["measure"].astype(object).fillna(""))
    actual, look = dict.fromkeys(goals.index, float("nan")), _looks(goals)
    if not findings.summaries.documents.empty:
        for kpi in reversed(glance.numbers(findings, month)):
            for place in goals.index[measured_by(measured, month, kpi.caption)]:
                actual[place], look[place] = _now(kpi), _look(kpi)
    import pandas as pd

    of = pd.Series(look)
    scale = of.eq("percent") & (goals[["baseline", "target"]].abs().max(axis=1) > 1)
    told = {key: goals[key].where(~scale, goals[key] / 100) for key in ("baseline", "target")}
    now = pd.Series(actual, dtype="float64")
    whole_way = told["target"] - told["baseline"]
    way = (now - told["baseline"]) / whole_way.where(whole_way != 0)
    return goals.assign(**told, actual=now, look=of, way=way)


def _looks(goals: pd.DataFrame) -> dict[int, str]:
    """Of goals that name no number of ours: whole numbers stay whole."""
    numbers = goals[["baseline", "target"]]
    is_whole = (numbers.isna() | (numbers % 1 == 0)).all(axis=1)
    return {place: "integer" if whole_one else "decimal" for place, whole_one in is_whole.items()}  # type: ignore[misc]


def _now(kpi: Kpi) -> float:
    value = kpi.now.value
    return float(value) if isinstance(value, (int, float)) else float("nan")


def _look(kpi: Kpi) -> str:
    return {"kpi_percent": "percent", "kpi_money": "integer", "kpi": "integer"}[kpi.look]


def _dressed(numbers: pd.Series, looks: list[str]) -> list[Cell]:
    return [Cell(value, look) for value, look in zip(words.plain(numbers), looks, strict=True)]  # type: ignore[arg-type]


def _way(way: float) -> Value | Cell:
    """Beyond the target, or further from it than at the beginning, a percentage only puzzles."""
    if way >= 1:
        return Cell(_("reached"), "good")
    if way < 0:
        return Cell(_("further off"), "warn")
    return way if way >= 0 else None


def _by(findings: Findings, due: pd.Timestamp, way: float) -> Value | Cell:
    """A day that has passed before the goal was reached stands out."""
    if due != due:  # noqa: PLR0124  # NaT differs from itself
        return None
    missed = due.date() < findings.as_of and not way >= 1
    return Cell(due.date(), "bad" if missed else "date")


# ── people ───────────────────────────────────────────────────────────────────────────────────


def _training(page: Page, findings: Findings, month: Period) -> None:
    training = kept(findings.summaries, "training")
    if training is None:
        return
    import pandas as pd

    page.section(_("Training"))
    now = within(training, month)
    hours = float(now["hours"].sum())
    told = many("{n} training in {{month}}", "{n} trainings in {{month}}", len(now))
    spent = _("{hours} hours").format(hours=words.number(hours, 1))
    said = told.format(month=words.month(month.last))
    latest = training.sort_values("date", na_position="first").drop_duplicates(["employee", "topic"], keep="last")  # fmt: skip
    again = latest[latest["next_due"] <= pd.Timestamp(following(month).last)].sort_values("next_due")  # fmt: skip
    if now.empty and again.empty:
        empty_section(page, _("no training this month, and none is due again"))
        return
    if now.empty:
        said = _("No training in {month}").format(month=words.month(month.last))
    page.say(f"{said}, {spent}." if hours else f"{said}.")
    if again.empty:
        page.space()
    else:
        shown = again.head(MOST)
        listing(page, [
            Field(_("Due again"), rows_of(findings, "training", shown, shown["topic"].fillna(_("Training"))), "link", across=2),
            Field(_("Employee"), words.plain(shown["employee"]), "wrapped", across=3),
            Field(_("By"), [Cell(day.date(), "bad" if day.date() < findings.as_of else "date") for day in shown["next_due"]], "date"),
        ], len(again))  # fmt: skip


def _handovers(page: Page, findings: Findings) -> None:
    """Clients of people who have left, or whom the team does not know; nothing without a list of the team."""
    team = kept(findings.summaries, "team")
    if team is None or team.empty or not (findings.clients["owner"] != "").any():
        return
    gone = team.loc[team["active"].eq(other=False).fillna(value=False), "employee"]
    owner = findings.clients["owner"]
    stays = team.loc[~team["employee"].isin(gone), "employee"]
    open_ = owner[(owner != "") & ~owner.isin(stays)]
    page.section(_("To hand over"))
    if open_.empty:
        empty_section(page, _("every owner of a client works here"))
        return
    a = findings["abc"]["abc"].reindex(open_.index).eq("A").astype(int)
    spent = findings.summaries.clients["spent_12m"].reindex(open_.index)
    offers = findings.summaries.clients["open_offers"].reindex(open_.index)
    complaints = findings.summaries.clients["open_complaints"].reindex(open_.index)
    import pandas as pd

    each = pd.DataFrame({"clients": 1, "a": a, "spent": spent, "offers": offers, "complaints": complaints})  # fmt: skip
    found = each.groupby(open_).sum().sort_values("spent", ascending=False)
    states = {True: _("has left"), False: _("not in the list of the team")}
    listing(page, [
        Field(_("Owner"), [_their_first(findings, open_, name) for name in found.index], "wrapped"),
        Field(_("Clients"), whole(found["clients"]), "integer"),
        Field(_("Of class A"), whole(found["a"]), "integer"),
        Field(words.in_currency(_("Revenue"), findings), whole(found["spent"]), "integer"),
        Field(_("Open offers"), whole(found["offers"]), "integer"),
        Field(_("Open complaints"), whole(found["complaints"]), "integer"),
        Field(_("Why"), [states[name in set(gone)] for name in found.index], "wrapped", rest=True),
    ])  # fmt: skip


def _their_first(findings: Findings, owners: pd.Series, name: str) -> Cell:
    """The name, with a link to the first of their clients."""
    link = findings.link(str(owners.index[owners == name][0]))
    return Cell(name, "link" if link else "wrapped", link=link)


def _candidates(page: Page, findings: Findings) -> None:
    """How many there are, and whose data must go: no names on paper."""
    if findings.tables.get("candidates") is None:
        return
    import pandas as pd

    candidates = kept(findings.summaries, "candidates")
    assert candidates is not None  # noqa: S101  # it is there
    page.section(_("Candidates"))
    if candidates.empty:
        empty_section(page, _("no candidate is noted"))
        return
    over = candidates[candidates["keep_until"] < pd.Timestamp(findings.as_of)]
    told = many("{n} candidate is noted", "{n} candidates are noted", len(candidates))
    page.say(f"{told[:1].upper()}{told[1:]}.")
    if keeps(findings.summaries, "candidates", "keep_until") and len(over):
        link = findings.row_links("candidates", over["row"]).iloc[0]
        said = many("The data of {n} must be erased: the day to keep them until has passed.",
                    "The data of {n} must be erased: the day to keep them until has passed.", len(over))  # fmt: skip
        page.say(said, "link" if link else "wrapped", link=link or None)
    page.space()

"""The pipeline: open deals by stage, those that have come to a stand, how the closed ones ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month.compared import Line, counted, lines, median, part, three
from crmbook.reports.month.listing import MOST, listing, named, rows_of, whole
from crmbook.reports.month.paper import empty_section, nothing
from crmbook.sheet import Cell, Value
from crmbook.summaries import deals as standing
from crmbook.summaries.kept import within

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def add(page: Page, findings: Findings, month: Period) -> None:
    """Nothing at all in a firm that keeps no deals."""
    found = standing.deals(findings.summaries)
    if found is None:
        return
    page.section(_("Deals"))
    if found.empty:
        empty_section(page, _("no deal is noted"))
        return
    lines(page, month, [*_open_lines(findings, found, month), *_closed_lines(findings, found, month)])  # fmt: skip
    _stages(page, findings, found)
    _stale(page, findings, found)
    _reasons(page, findings, found, month)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────


def _open_lines(findings: Findings, found: pd.DataFrame, month: Period) -> list[Line]:
    spans, since = periods.months(month.last), found["date"].min()
    is_open = found[~found["is_closed"]]
    return [
        Line(
            _("Open deals"), _("Begun by the last day of the month, and neither won nor lost by then."),
            three(spans, lambda span: len(standing.open_on(found, span.last)), since),
        ),
        Line(
            words.in_currency(_("Value of open deals"), findings), _("What they would bring, as it is noted today. n: deals with a value."),
            three(spans, lambda span: float(standing.open_on(found, span.last)["value"].sum()), since),
            n=int(is_open["value"].notna().sum()),
        ),
    ]  # fmt: skip


def _closed_lines(findings: Findings, found: pd.DataFrame, month: Period) -> list[Line]:
    closed = found[found["is_closed"]]
    spans, year = periods.months(month.last), periods.windows(month.last, 12)
    since = found[["date", "closed_on"]].min().min()
    in_year = within(closed, year.now, "closed_on")
    won = closed[closed["stage"] == "won"]
    return [
        Line(
            _("Deals won"), _("Closed as won in the month."),
            three(spans, lambda span: len(within(won, span, "closed_on")), since),
        ),
        Line(
            words.in_currency(_("Value of deals won"), findings), _("Of the deals won in the month. n: deals with a value."),
            three(spans, lambda span: float(within(won, span, "closed_on")["value"].sum()), since),
            n=int(within(won, month, "closed_on")["value"].notna().sum()),
        ),
        Line(
            _("Deals lost"), _("Closed as lost in the month."),
            three(spans, lambda span: len(within(closed, span, "closed_on")) - len(within(won, span, "closed_on")), since),
        ),
        Line(
            _("Win rate, 12 months"), _("Won ÷ (won + lost), of the deals closed in the 12 months up to then.") + " " + counted(len(within(won, year.now, "closed_on")), len(in_year)),
            three(year, lambda span: part(len(within(won, span, "closed_on")), len(within(closed, span, "closed_on"))), since),
            n=len(in_year), look="percent",
        ),
        Line(
            _("Win rate by value, 12 months"), _("The same of their value. n: closed deals with a value."),
            three(year, lambda span: _by_value(within(closed, span, "closed_on")), since),
            n=int(in_year["value"].notna().sum()), look="percent",
        ),
        Line(
            _("Sales cycle, days"), _("Median days from the beginning of a deal to winning it, of those won in 12 months. n: deals."),
            three(year, lambda span: median(within(won, span, "closed_on")["cycle_days"]), since),
            n=int(within(won, year.now, "closed_on")["cycle_days"].notna().sum()),
        ),
    ]  # fmt: skip


def _by_value(closed: pd.DataFrame) -> Value:
    """Of too few deals nothing is said: one large one would decide."""
    known = closed[closed["value"].notna()]
    total = float(known["value"].sum())
    won = float(known.loc[known["stage"] == "won", "value"].sum())
    enough = isinstance(part(0, len(known)), float)
    return won / total if enough and total > 0 else None


# ── by stage ─────────────────────────────────────────────────────────────────────────────────


def stages() -> dict[str, str]:
    """Key of an open stage → its name, in the order of the pipeline."""
    names = {one.key: str(one.names) for one in schema.table("deals").column("stage").choices}
    return {key: names[key] for key in standing.STAGES}


def _stages(page: Page, findings: Findings, found: pd.DataFrame) -> None:
    is_open = found[~found["is_closed"]]
    if is_open.empty:
        nothing(page, _("no deal is open"))
        return
    stage = is_open["stage"].astype(object).fillna("")
    captions = stages() | ({"": _("Stage not known")} if (stage == "").any() else {})
    marked = is_open.assign(weighted=is_open["value"] * is_open["probability"])
    by_stage = marked.groupby(stage).agg(
        deals=("name", "size"), value=("value", "sum"), weighted=("weighted", "sum"),
        oldest=("idle_days", "max"), stale=("stale", "sum"),
    ).reindex(list(captions))  # fmt: skip
    told = by_stage.fillna(0)
    page.block([
        Field(_("Stage"), [*captions.values(), Cell(_("Together"), "label")]),
        Field(_("Deals"), [*whole(told["deals"]), len(is_open)], "integer"),
        Field(words.in_currency(_("Value"), findings), [*whole(told["value"]), round(float(told["value"].sum()))], "integer"),
        Field(_("Weighted"), [*whole(told["weighted"]), round(float(told["weighted"].sum()))], "integer"),
        Field(_("Stale"), [*whole(told["stale"]), int(told["stale"].sum())], "integer"),
        Field(_("Longest idle, days"), [*whole(by_stage["oldest"]), None], "integer"),
    ])  # fmt: skip
    page.say(_weighted(marked), "note")
    if "" in captions:
        page.say(
            _("Stage not known: none is noted, or the deal was closed after the month."), "note"
        )
    page.say(_("Stale: for 30 days neither begun nor spoken of with the client, or no next step is noted. Idle: days since then."), "note")  # fmt: skip
    page.space()


def _weighted(marked: pd.DataFrame) -> str:
    text = _("Weighted: value × probability. {part} have both; the others count as nothing.")
    known = int(marked["weighted"].notna().sum())
    deals = many("{n} open deal", "{n} open deals", len(marked))
    return text.format(part=_("{part} of {whole}").format(part=known, whole=deals))


def _stale(page: Page, findings: Findings, found: pd.DataFrame) -> None:
    stale = found[found["stale"]].sort_values(
        ["value", "idle_days"], ascending=False, na_position="last"
    )
    page.section(_("Deals that have come to a stand"))
    if stale.empty:
        empty_section(page, _("every open deal has a next step and was spoken of within 30 days"))
        return
    shown = stale.head(MOST)
    captions = stages()
    listing(page, [
        Field(_("Deal"), rows_of(findings, "deals", shown, shown["name"]), "link", across=2),
        Field(_("Client"), named(findings, shown["client_id"]), "wrapped", across=2),
        Field(_("Stage"), [captions.get(stage, "") for stage in words.plain(shown["stage"])], "wrapped"),  # type: ignore[arg-type]
        Field(words.in_currency(_("Value"), findings), whole(shown["value"]), "integer"),
        Field(_("Idle, days"), whole(shown["idle_days"]), "integer"),
        Field(_("Owner"), words.plain(shown["owner"]), "wrapped"),
    ], len(stale))  # fmt: skip


# ── how they ended ───────────────────────────────────────────────────────────────────────────


def _reasons(page: Page, findings: Findings, found: pd.DataFrame, month: Period) -> None:
    year = periods.windows(month.last, 12).now
    closed = within(found[found["is_closed"]], year, "closed_on")
    page.section(_("Why deals were won or lost, 12 months"))
    if closed.empty:
        empty_section(page, _("no deal was closed in 12 months"))
        return
    reason = closed["reason"].astype(object).fillna(_("No reason noted"))
    ended = closed.assign(
        reason=reason.to_numpy(), in_month=closed["closed_on"].ge(_first(month)).astype(int)
    )
    grouped = ended.groupby(["stage", "reason"]).agg(
        deals=("name", "size"), in_month=("in_month", "sum"), value=("value", "sum"),
        lost_to=("lost_to", _listed),
    ).reset_index()  # fmt: skip
    shown = grouped.sort_values(
        ["stage", "deals", "value"], ascending=[True, False, False], ignore_index=True
    )
    names = {one.key: str(one.names) for one in schema.table("deals").column("stage").choices}
    listing(page, [
        Field(_("Reason"), words.plain(shown["reason"]), "wrapped"),
        Field(_("Ended"), shown["stage"].map(names).tolist(), "text"),
        Field(_("Deals"), whole(shown["deals"]), "integer"),
        Field(_("Of them this month"), whole(shown["in_month"]), "integer"),
        Field(words.in_currency(_("Value"), findings), whole(shown["value"]), "integer"),
        Field(_("Lost to"), words.plain(shown["lost_to"]), "wrapped", rest=True),
    ])  # fmt: skip


def _listed(names: pd.Series) -> str | None:
    return ", ".join(sorted(set(names.dropna()))) or None


def _first(month: Period) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(month.first)

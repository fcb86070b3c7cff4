"""Events of the month and the next, and whose birthday or name day comes next month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, words
from crmbook.reports.layout import Field
from crmbook.reports.month.listing import listing, rows_of, whole
from crmbook.reports.month.paper import empty_section
from crmbook.summaries.kept import kept, within
from crmbook.summaries.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page

MOST_DAYS = 15  # occasions named; those of the largest clients


def add(page: Page, findings: Findings, month: Period) -> None:
    _events(page, findings, month)
    _days(page, findings, following(month))


def following(month: Period) -> Period:
    """The month after."""
    first = month.last + timedelta(days=1)
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))


# ── events ───────────────────────────────────────────────────────────────────────────────────


def _events(page: Page, findings: Findings, month: Period) -> None:
    """Nothing at all in a firm that holds none."""
    events = kept(findings.summaries, "events")
    if events is None:
        return
    page.section(_("Events of this month and the next"))
    span = Period(month.first, following(month).last)
    shown = within(events, span).sort_values("date")
    if shown.empty:
        empty_section(page, _("no event from {first} to {last}").format(first=words.day(span.first), last=words.day(span.last)))  # fmt: skip
        return
    guests = _guests(findings, shown)
    came = guests["came"]
    each = shown["cost"].to_numpy() / came.where(came > 0)
    listing(page, [
        Field(_("Event"), rows_of(findings, "events", shown, shown["name"].fillna(shown["event_id"])), "link", across=2),
        Field(_("Day"), words.plain(shown["date"].dt.normalize()), "date"),
        Field(_("Invited"), whole(guests["invited"]), "integer"),
        Field(_("Said yes"), whole(guests["coming"]), "integer"),
        Field(_("Came"), whole(came), "integer"),
        Field(words.in_currency(_("Cost"), findings), whole(shown["cost"]), "integer"),
        Field(_("Cost per guest"), whole(each), "integer"),
    ])  # fmt: skip


def _guests(findings: Findings, shown: pd.DataFrame) -> pd.DataFrame:
    """invited, coming and came of each event, in their order; came is missing while none is noted."""
    import pandas as pd

    invitations = kept(findings.summaries, "invitations")
    if invitations is None:
        empty = pd.Series(float("nan"), shown.index)
        return pd.DataFrame({"invited": empty, "coming": empty, "came": empty})
    marked = invitations.assign(
        coming=invitations["answer"].eq("coming").fillna(value=False).astype(int),
        came=invitations["attended"].astype("float64"),
    )
    counted = marked.groupby("event_id").agg(
        invited=("client_id", "size"), coming=("coming", "sum"), came=("came", lambda own: own.sum(min_count=1)),
    )  # fmt: skip
    return counted.reindex(shown["event_id"]).set_axis(shown.index)


# ── birthdays and name days ──────────────────────────────────────────────────────────────────


def _days(page: Page, findings: Findings, coming: Period) -> None:
    """Nothing in a firm that notes neither birthdays nor name days."""
    known = list(_occasions(findings, coming))
    if not known:
        return
    import pandas as pd

    found = pd.concat(known, ignore_index=True)
    found = found[found["client_id"].isin(findings.clients.index)]
    page.section(_("Birthdays and name days in {month}").format(month=words.month(coming.last)))
    if found.empty:
        empty_section(page, _("none is noted"))
        return
    spent = findings.summaries.clients["spent_12m"].reindex(found["client_id"]).to_numpy()
    largest = found.assign(spent=spent).sort_values(["spent", "day"], ascending=[False, True])
    shown = largest.head(MOST_DAYS).sort_values(["day", "client_id"])
    listing(page, [
        Field(_("Client"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("Day"), words.plain(shown["day"]), "date"),
        Field(_("Occasion"), words.plain(shown["what"]), "wrapped", across=3),
        Field(_("Owner"), clients.owner_cells(findings, shown["client_id"]), "wrapped", rest=True),
    ], len(found))  # fmt: skip
    page.say(_("As noted in the lists of clients and contact persons. Congratulate; no selling."), "note")  # fmt: skip
    page.space()


def _occasions(findings: Findings, coming: Period) -> Iterator[pd.DataFrame]:
    """client_id, day and what, of each list that notes such days."""
    lists = (
        ("clients", "birth_date", _("Birthday")),
        ("clients", "name_day", _("Name day")),
        ("people", "birth_date", _("Birthday: {name}")),
    )
    for table, column, what in lists:
        frame = kept(findings.summaries, table)
        if frame is None or not frame[column].notna().any():
            continue
        some = frame[frame[column].notna() & (frame[column].dt.month == coming.last.month)]
        day = some[column].map(lambda noted: _in_month(noted.day, coming))
        said = [what.format(name=name) for name in words.plain(some["name"])]
        yield some[["client_id"]].assign(day=day.astype("datetime64[us]"), what=said)


def _in_month(day: int, month: Period) -> pd.Timestamp:
    """29 February is on the 28th in other years."""
    import pandas as pd

    return pd.Timestamp(month.first.replace(day=min(day, month.last.day)))

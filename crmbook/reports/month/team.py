"""For each employee: whose clients they are, what is due, what is overdue, who was not contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, plays, words
from crmbook.reports.duties import duties
from crmbook.reports.layout import Field
from crmbook.reports.month.listing import MOST, listing, named, rows_of, whole
from crmbook.reports.month.paper import empty_section
from crmbook.reports.todo import one_each, whys
from crmbook.sheet import Cell, Value
from crmbook.summaries.kept import keeps, kept

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

FIRST = 3  # things to do told of each employee; the rest is on the To-do sheet
CONTACT_DAYS = 90  # how often a client of class A or B is spoken to, unless the list says otherwise


def title() -> str:
    return _("By employee")


def page(page: Page, findings: Findings, month: Period) -> None:  # noqa: ARG001  # every page is called alike
    """Nothing at all in a firm that names no responsible employees."""
    if not (findings.clients["owner"] != "").any():
        return
    due = one_each(duties(findings))
    late = _overdue(findings)
    _portfolios(page, findings, due, late)
    _first_things(page, findings, due)
    _late(page, findings, late)
    _without_contact(page, findings)
    _without_owner(page, findings)


# ── portfolios ───────────────────────────────────────────────────────────────────────────────


def _portfolios(page: Page, findings: Findings, due: pd.DataFrame, late: pd.DataFrame) -> None:
    import pandas as pd

    everyone = findings.clients.index
    status, abc = (findings[name][key].reindex(everyone) for name, key in (("silence", "status"), ("abc", "abc")))  # fmt: skip
    each = pd.DataFrame({
        "clients": 1, "a": abc.eq("A").astype(int), "silent": status.eq("silent").astype(int),
        "revenue": findings["value"]["revenue_12m"].reindex(everyone),
        "risk": findings["silence"]["value_at_risk"].reindex(everyone).where(status.isin(plays.LATE)),
    })  # fmt: skip
    whole_of = each.groupby(findings.clients["owner"]).sum(min_count=1)
    people = sorted({*whole_of.index, *due["owner"], *late["owner"]}, key=lambda own: (own == "", own))  # fmt: skip
    of = whole_of.reindex(people)
    page.section(_("Portfolios"))
    listing(page, [
        Field(_("Employee"), [own or _("No owner") for own in people], "wrapped"),
        Field(_("Clients"), whole(of["clients"].fillna(0)), "integer"),
        Field(_("Of class A"), whole(of["a"].fillna(0)), "integer"),
        Field(_("Silent"), whole(of["silent"].fillna(0)), "integer"),
        *(_money(findings, of) if findings.summaries.keeps_amounts else []),
        Field(_("To do"), _counts(due, people), "integer"),
        Field(_("Overdue"), _counts(late, people), "integer"),
    ])  # fmt: skip
    if findings.summaries.keeps_amounts:
        page.say(_("Revenue of 12 months. At risk: what quiet, silent and lost clients would bring in a year × the probability that they stay silent."), "note")  # fmt: skip
    page.say(_("To do: clients with something due. Overdue: promises and tasks past their day."), "note")  # fmt: skip
    page.space()


def _money(findings: Findings, of: pd.DataFrame) -> list[Field]:
    return [
        Field(words.in_currency(_("Revenue"), findings), whole(of["revenue"]), "integer"),
        Field(words.in_currency(_("At risk"), findings), whole(of["risk"].fillna(0)), "integer"),
    ]


def _counts(rows: pd.DataFrame, people: list[str]) -> list[Value]:
    return whole(rows["owner"].value_counts().reindex(people).fillna(0))


# ── what to do first ─────────────────────────────────────────────────────────────────────────


def _first_things(page: Page, findings: Findings, due: pd.DataFrame) -> None:
    page.section(_("What to do first"))
    if due.empty:
        empty_section(page, _("nothing is due"))
        return
    first = due.groupby("owner", sort=False).head(FIRST)
    last = first["owner"] == ""
    shown = first.assign(last=last).sort_values(["last", "owner", "rank"], kind="stable")
    listing(page, [
        Field(_("Employee"), _once(shown["owner"]), "wrapped"),
        Field(_("Client"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("Why"), whys(findings, shown), "wrapped", across=4),
        Field(_("By"), [_by(findings, day) for day in shown["due"]], "date"),
    ])  # fmt: skip
    rest = len(due) - len(shown)
    if rest:
        text = many("And {n} more: see the sheet {{sheet}}.", "And {n} more: see the sheet {{sheet}}.", rest)  # fmt: skip
        page.say(text.format(sheet=findings.titles["todo"]), "note")
        page.space()


def _once(owners: pd.Series) -> list[Value]:
    """The name beside the first of their rows only."""
    names = owners.where(owners != "", _("No owner"))
    return [name if first else None for name, first in zip(names, ~owners.duplicated(), strict=True)]  # fmt: skip


def _by(findings: Findings, day: pd.Timestamp) -> Cell:
    return Cell(day.date(), "bad" if day.date() < findings.as_of else "date")


# ── overdue ──────────────────────────────────────────────────────────────────────────────────


def _overdue(findings: Findings) -> pd.DataFrame:
    """Promises and tasks past their day: client_id, text, due, owner, table, row, the oldest first."""
    import pandas as pd

    due = duties(findings)
    promised = due[(due["kind"] == "promise") & (due["due"] < pd.Timestamp(findings.as_of))]
    parts = [promised.assign(table="contacts"), _tasks(findings)]
    columns = ["client_id", "text", "due", "owner", "table", "row"]
    whole_of = pd.concat([part[columns].astype(object) for part in parts], ignore_index=True)
    return whole_of.sort_values("due", kind="stable", ignore_index=True)


def _tasks(findings: Findings) -> pd.DataFrame:
    """Tasks that are open and past their day."""
    import pandas as pd

    columns = ["client_id", "text", "due", "owner", "table", "row"]
    tasks = kept(findings.summaries, "tasks")
    if tasks is None:
        return pd.DataFrame(columns=columns)
    is_open = ~tasks["status"].isin(["done", "dropped"])
    late = tasks[is_open & (tasks["due"] < pd.Timestamp(findings.as_of))]
    owner = late["owner"].astype(object).fillna("")
    found: pd.DataFrame = late.assign(text=late["task"], owner=owner, table="tasks")[columns]
    return found


def _late(page: Page, findings: Findings, late: pd.DataFrame) -> None:
    page.section(_("Overdue promises and tasks"))
    if late.empty:
        empty_section(page, _("no promise and no task is past its day"))
        return
    shown = late.head(MOST)
    text = shown["text"].where(shown["text"].notna(), _("Get in touch again"))
    places = [
        rows_of(findings, str(table), shown.iloc[[n]].assign(row=shown["row"].iloc[[n]].astype(float)), text.iloc[[n]])[0]
        for n, table in enumerate(shown["table"])
    ]  # fmt: skip
    listing(page, [
        Field(_("What"), places, "link", across=2),
        Field(_("Client"), named(findings, shown["client_id"]), "wrapped", across=3),
        Field(_("By"), [each.date() for each in shown["due"]], "date"),
        Field(_("Owner"), [own or words.nobody() for own in shown["owner"]], "wrapped", rest=True),
    ], len(late))  # fmt: skip


# ── contacts ─────────────────────────────────────────────────────────────────────────────────


def _without_contact(page: Page, findings: Findings) -> None:
    """Clients of class A and B whom nobody has spoken to for too long; nothing where no contacts are kept."""
    if findings.tables.get("contacts") is None:
        return
    import pandas as pd

    abc = findings["abc"]["abc"].reindex(findings.clients.index)
    large = findings.clients[abc.isin(["A", "B"])]
    if large.empty:
        return
    last = findings.summaries.clients["last_contact"].reindex(large.index)
    days = (pd.Timestamp(findings.as_of) - last).dt.days
    limit = pd.Series(float(CONTACT_DAYS), large.index)
    if keeps(findings.summaries, "clients", "contact_every_days"):
        limit = large["contact_every_days"].astype("float64").fillna(CONTACT_DAYS)
    late = large[~(days <= limit)]
    page.section(_("Clients of class A and B without contact"))
    text = _("Spoken to in time: {counted}. In time: within {days} days, or as the list of clients says; any contact counts.")  # fmt: skip
    page.say(text.format(counted=words.of_all(len(large) - len(late), len(large)), days=CONTACT_DAYS), "note")  # fmt: skip
    if late.empty:
        page.space()
        return
    ids = _largest(findings, late.index)
    spent = findings.summaries.clients["spent_12m"]
    listing(page, [
        Field(_("Client"), clients.links(findings, ids), "link", across=2),
        Field(_("Class"), words.plain(abc.reindex(ids))),
        Field(_("Last contact"), words.plain(last.reindex(ids).dt.normalize()), "date"),
        Field(words.in_currency(_("Revenue"), findings), whole(spent.reindex(ids)), "integer"),
        Field(_("Owner"), clients.owner_cells(findings, ids), "wrapped", rest=True),
    ], len(late))  # fmt: skip


def _without_owner(page: Page, findings: Findings) -> None:
    """Whom nobody looks after, the largest first."""
    alone = findings.clients.index[findings.clients["owner"] == ""]
    page.section(_("Clients without an owner"))
    if alone.empty:
        empty_section(page, _("every client has an owner"))
        return
    ids = _largest(findings, alone)
    status, captions = findings["silence"]["status"].reindex(ids), words.statuses()
    listing(page, [
        Field(_("Client"), clients.links(findings, ids), "link", across=2),
        Field(_("Status"), status.map(captions).tolist(), "wrapped", across=2),
        *(_worth(findings, ids) if findings.summaries.keeps_amounts else []),
    ], len(alone))  # fmt: skip


def _largest(findings: Findings, ids: pd.Index) -> pd.Index:
    spent = findings.summaries.clients["spent_12m"].reindex(ids)
    ordered = spent.sort_values(ascending=False, na_position="last", kind="stable")
    return ordered.index[:MOST]


def _worth(findings: Findings, ids: pd.Index) -> list[Field]:
    spent = findings.summaries.clients["spent_12m"].reindex(ids)
    return [
        Field(_("Class"), words.plain(findings["abc"]["abc"].reindex(ids))),
        Field(words.in_currency(_("Revenue"), findings), whole(spent), "integer"),
    ]

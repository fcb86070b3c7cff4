"""Three things for the owner to decide, with names and money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from crmbook.language import Language, _, many, spoken
from crmbook.reports import is_off, plays, signs, words
from crmbook.reports.duties import duties
from crmbook.sheet import quoted

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 3
NAMED = 3  # clients named in a sentence; more are counted
LARGE_SHARE = 0.25  # of the revenue, from one client: a firm that hangs on one


@dataclass(frozen=True)
class Decision:
    """What it is about, the sentence, and where the rows stand ("" for nowhere)."""

    lead: str
    text: str
    link: str = ""


def to_decide(findings: Findings) -> Sequence[Decision]:
    """The first three that apply, those that can't wait first; the same for the sheet and the screen."""
    return _to_decide(findings, spoken())


@lru_cache(maxsize=1)
def _to_decide(findings: Findings, language: Language) -> Sequence[Decision]:  # noqa: ARG001  # texts are in it
    if findings.clients.empty or findings.summaries.documents.empty:
        return []
    due = duties(findings)
    made = (make(findings, due) for make in _MAKERS)
    return [decision for decision in made if decision is not None][:MOST]


def _who(findings: Findings, ids: pd.Series | pd.Index) -> str:
    """A, B, C and 4 more."""
    names = findings.clients["name"].reindex(ids).astype(str).tolist()
    rest = len(names) - NAMED
    if rest > 0:
        return _("{names} and {n} more").format(names=", ".join(names[:NAMED]), n=rest)
    return words.listed(names)


def _sheet(findings: Findings, report: str) -> str:
    """Where to look further: the report, or Scores where the settings leave it out."""
    report = "scores" if is_off(findings.settings, report) else report
    return f"#{quoted(findings.titles[report])}!A1"


def _money(findings: Findings, amounts: pd.Series) -> str:
    """The sum as the end of a phrase, or nothing."""
    total = words.sum_of(amounts, findings)
    return _(", together {money}").format(money=total) if total else ""


def _silent(findings: Findings, _due: pd.DataFrame) -> Decision | None:
    """Who calls the silent clients that matter most."""
    found = findings["silence"]
    # before, not after the others are gone: a frame without rows would take all those of at_stake
    known = found.assign(at_stake=plays.at_stake(findings))
    silent = known[known["status"] == "silent"].sort_values("at_stake", ascending=False)
    silent = silent[signs.silence_reading(findings, silent.index) != "rejected"]
    if silent.empty:
        return None
    first = silent.head(NAMED)
    lead = _("Who calls whom?")
    whole = many("{n} client is silent", "{n} clients are silent", len(silent))
    risk = words.sum_of(silent["value_at_risk"], findings)
    said = _("{whole}, {money} at risk").format(whole=whole, money=risk) if risk else whole
    who = _with_money(findings, first["value_at_risk"])
    text = _("{said}. First of all: {who}. Name who calls them, and by which day.")
    return Decision(lead, text.format(said=said, who=who), _sheet(findings, "silence"))


def _with_money(findings: Findings, amounts: pd.Series) -> str:
    """A (€1,200), B (€900) and C (€400)."""
    names = findings.clients["name"].reindex(amounts.index).astype(str)
    currency = findings.settings.text("currency")
    said = [
        f"{name} ({words.money(amount, currency)})" if amount == amount else name  # noqa: PLR0124  # NaN: no amount known
        for name, amount in zip(names, amounts, strict=True)
    ]  # fmt: skip
    return words.listed(said)


def _complaints(findings: Findings, due: pd.DataFrame) -> Decision | None:
    """Complaints that are open, the oldest named."""
    open_ = due[due["kind"] == "complaint"].sort_values("day")
    if open_.empty:
        return None
    oldest = open_.iloc[0]
    days = (findings.as_of - oldest["day"].date()).days
    count = many("{n} complaint is open", "{n} complaints are open", len(open_))
    age = many("{n} day", "{n} days", days)
    age = (
        _("for {days}").format(days=age)
        if len(open_) == 1
        else _("the oldest for {days}").format(days=age)
    )
    who = _who(findings, open_["client_id"].drop_duplicates())
    text = _("{count}, {age}: {who}. Decide who puts it right and what you offer.")
    said = text.format(count=count, age=age, who=who)
    link = findings.row_links("complaints", open_["row"]).iloc[0]
    return Decision(_("Open complaints"), said, link)


def _offers(findings: Findings, due: pd.DataFrame) -> Decision | None:
    """Offers that run out, the clients with the largest named."""
    offers = due[due["kind"] == "offer"].sort_values("value", ascending=False)
    if offers.empty:
        return None
    of_each = offers.groupby("client_id", sort=False)["value"].sum(min_count=1)
    first = of_each.sort_values(ascending=False, kind="stable").head(NAMED)
    count = many(
        "{n} open offer runs out or has run out",
        "{n} open offers run out or have run out",
        len(offers),
    )
    text = _("{count}{money}: {who}. Call, extend, or close them.")
    said = text.format(
        count=count, money=_money(findings, offers["value"]), who=_with_money(findings, first)
    )
    link = findings.row_links("offers", offers["row"]).iloc[0]
    return Decision(_("Offers running out"), said, link)


def _dependence(findings: Findings, _due: pd.DataFrame) -> Decision | None:
    """A firm that hangs on one client."""
    share = findings["abc"]["share"]
    buyers = int((share > 0).sum())
    if buyers < NAMED or not share.max() >= LARGE_SHARE:
        return None
    client = share.idxmax()
    text = _(
        "{client} alone brings {share} of the revenue. Decide how to bind this client, and who else could grow."
    )
    said = text.format(
        client=findings.clients["name"][str(client)], share=words.percent(float(share.max()))
    )
    return Decision(_("Much hangs on one client"), said, _sheet(findings, "abc"))


def _unowned(findings: Findings, _due: pd.DataFrame) -> Decision | None:
    """Clients of class A for whom nobody is responsible, in a firm that has owners."""
    owner, abc = findings.clients["owner"], findings["abc"]
    a = abc[abc["abc"] == "A"].sort_values("revenue", ascending=False)
    without = a[(owner.reindex(a.index) == "").to_numpy()]
    if without.empty or not (owner != "").any():
        return None
    count = many(
        "{n} client of class A has no owner", "{n} clients of class A have no owner", len(without)
    )
    text = _("{count}{money} of revenue: {who}. Decide who looks after them.")
    said = text.format(
        count=count, money=_money(findings, without["revenue"]), who=_who(findings, without.index)
    )
    return Decision(_("Clients without an owner"), said, _sheet(findings, "abc"))


def _shrinking(findings: Findings, _due: pd.DataFrame) -> Decision | None:
    """Clients of class A who still buy, but less."""
    value = findings["value"]
    clients = value.assign(abc=findings["abc"]["abc"], status=findings["silence"]["status"])
    buying = clients["status"].isin(["active", "quiet", "returned"])
    less = clients[buying & (clients["abc"] == "A") & (clients["trend_word"] == "down")]
    less = less.sort_values("revenue_12m", ascending=False)
    if less.empty:
        return None
    count = many(
        "{n} client of class A buys less than before",
        "{n} clients of class A buy less than before",
        len(less),
    )
    text = _("{count}: {who}. Ask what has changed before they fall silent.")
    said = text.format(count=count, who=_with_money(findings, less["revenue_12m"].head(NAMED)))
    return Decision(_("Buying less"), said, _sheet(findings, "scores"))


def _unhappy(findings: Findings, due: pd.DataFrame) -> Decision | None:
    opinions = due[due["kind"] == "opinion"]
    if opinions.empty:
        return None
    count = many(
        "{n} unhappy opinion has no answer", "{n} unhappy opinions have no answer", len(opinions)
    )
    text = _("{count}: {who}. Decide what changes, and tell them.")
    said = text.format(count=count, who=_who(findings, opinions["client_id"]))
    link = findings.row_links("feedback", opinions["row"]).iloc[0]
    return Decision(_("Unhappy clients"), said, link)


def _costly(findings: Findings, _due: pd.DataFrame) -> Decision | None:
    """Clients who cost more time than they bring."""
    value = findings["value"]["value_after_service"]
    loss = value[value < 0].sort_values()
    if loss.empty:
        return None
    count = many(
        "{n} client costs more to serve than it brings",
        "{n} clients cost more to serve than they bring",
        len(loss),
    )
    text = _("{count}: {who}. Decide on a price, a lighter way to serve them, or both.")
    said = text.format(count=count, who=_with_money(findings, loss.head(NAMED)))
    return Decision(_("Cost to serve"), said, _sheet(findings, "scores"))


_MAKERS: tuple[Callable[[Findings, pd.DataFrame], Decision | None], ...] = (
    _silent, _complaints, _offers, _unowned, _dependence, _unhappy, _shrinking, _costly,
)  # fmt: skip

"""One row a client: the table behind every other sheet, for pivots and INDEX/MATCH."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import Language, _, spoken
from crmbook.reports import periods, plays, signs, words
from crmbook.schema import Names
from crmbook.sheet import Column, Format, Print, Sheet, TableBlock, Value, letters, quoted
from crmbook.summaries.periods import Period, midnight

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from crmbook.findings import Findings

WIDTHS: Mapping[Format, float] = {"text": 16, "date": 12, "money": 14}
ALWAYS = frozenset({"client_id", "name", "owner", "segment", "status"})


def title() -> str:
    return _("Scores")


def build(findings: Findings) -> Sheet | None:
    if findings.clients.empty:
        return None
    scores = scores_of(findings)
    columns = scores.columns
    rows = [[each.caption for each in columns], *zip(*map(_values, columns), strict=True)]
    return Sheet(
        findings.titles["scores"], rows, key="scores",
        columns=[Column(each.width or WIDTHS.get(each.format, 12), each.format) for each in columns],
        row_heights={0: 45},
        tables=[TableBlock("Scores", 0, 0, len(rows) - 1, len(columns))],
        notes={f"{letters(n)}1": each.meaning for n, each in enumerate(columns) if each.meaning},
        freeze=(1, 2),
        print=Print(landscape=True, fit_width=False, repeat_rows=1, repeat_columns=2),
        hide_gridlines=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Score:
    """A column of the sheet. series is asked for when needed; captions turns keys into words."""

    key: str
    caption: str
    format: Format
    series: pd.Series
    captions: Mapping[str, str] | Mapping[bool, str] | None = None
    meaning: str = ""
    width: float = 0


def _values(score: Score) -> Sequence[Value]:
    """A column as plain values, None where nothing is known; whole columns at a time."""
    series = score.series
    if score.captions is not None:
        series = series.astype(object).map(score.captions)
    if score.format == "integer":
        series = series.round()
    return words.plain(series)


@dataclass
class Scores:
    """What the sheet holds and where, for the formulas of other sheets."""

    findings: Findings

    @cached_property
    def _held(self) -> Sequence[Score]:
        """All that could be shown and holds something; a firm without amounts has no money."""
        return [s for s in _plan(self) if s.key in ALWAYS or s.series.notna().any()]

    @cached_property
    def columns(self) -> Sequence[Score]:
        """Each heading once: two keys may mean the same stretch of time."""
        once: dict[str, Score] = {}
        for score in self._held:
            once.setdefault(score.caption, score)
        return list(once.values())

    @cached_property
    def _places(self) -> Mapping[str, int]:
        order = {score.caption: n for n, score in enumerate(self.columns)}
        return {score.key: order[score.caption] for score in self._held}

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __getitem__(self, key: str) -> pd.Series:
        return self.columns[self._places[key]].series

    def area(self, key: str) -> str:
        """The cells of a column, as a formula names them."""
        column, last = letters(self._places[key]), len(self.findings.clients) + 1
        return f"{quoted(self.findings.titles['scores'])}!${column}$2:${column}${last}"

    def of(self, source: str, column: str) -> pd.Series | None:
        """A column of an analysis, of the summaries or of the clients, in the clients' order."""
        frame = self._frame(source)
        if frame is None or column not in frame.columns:
            return None
        return frame[column].reindex(self.findings.clients.index)

    def _frame(self, source: str) -> pd.DataFrame | None:
        if source == "summaries":
            return self.findings.summaries.clients
        if source == "clients":
            return self.findings.clients
        if source == "quadrants":
            return _quadrants(self.findings)
        if source == "expected":
            return _expected(self.findings)
        if source == "readings":
            return _read_by_owner(self.findings)
        return self.findings.results.get(source)

    def bought(self, period: Period) -> pd.Series:
        """Purchases of each client in a period."""
        return self._summed(period, self.findings.summaries.documents["is_purchase"]).astype(
            "int64"
        )

    def revenue(self, period: Period) -> pd.Series:
        """What each client brought in a period, returns taken off."""
        summaries = self.findings.summaries
        spent = self._summed(period, summaries.documents["amount"].fillna(0.0))
        return spent if summaries.keeps_amounts else spent * float("nan")

    @cached_property
    def _client_of_document(self) -> np.ndarray[Any, Any]:
        """The place of each document's client among the clients, found once for all periods."""
        import pandas as pd

        ids = pd.Index(self.findings.summaries.documents["client_id"])
        return self.findings.clients.index.get_indexer(ids)

    def _summed(self, period: Period, amounts: pd.Series) -> pd.Series:
        """By client, over the documents of a period."""
        import numpy as np
        import pandas as pd

        clients, days = self.findings.clients.index, self.findings.summaries.documents["date"]
        within = days.between(midnight(period.first), midnight(period.last)).to_numpy()
        place, amount = self._client_of_document[within], amounts.to_numpy(dtype=float)[within]
        return pd.Series(np.bincount(place, amount, len(clients)), clients)


def scores_of(findings: Findings) -> Scores:
    """The same for every sheet of a run: most of the work of the reports is here."""
    return _scores(findings, spoken())


@lru_cache(maxsize=1)
def _scores(findings: Findings, language: Language) -> Scores:  # noqa: ARG001  # captions are in it
    return Scores(findings)


def _quadrants(findings: Findings) -> pd.DataFrame:
    """Satisfied × loyal, missing for who was not asked of late."""
    from crmbook.analyses.satisfaction import quadrants

    named = quadrants(findings["satisfaction"], findings["loyalty"])
    return named.where(named != "").to_frame()


def _expected(findings: Findings) -> pd.DataFrame:
    """When the next purchase is expected; who is late is promised no day, as on the card."""
    found = findings["silence"]
    days = found.filter(regex="^(expected_)?next")
    return days.mask(found["status"].isin(plays.LATE))


def _read_by_owner(findings: Findings) -> pd.DataFrame:
    """What the owner said of the silence of those who are late; missing where nothing was said."""
    status = findings["silence"]["status"]
    said = signs.silence_reading(findings, status.index[status.isin(plays.LATE)])
    return said[said != ""].to_frame("reading")


def _plan(scores: Scores) -> list[Score]:
    return [*_known(scores), *_periods(scores)]


def _known(scores: Scores) -> list[Score]:
    """What the analyses say of each client."""
    made, meanings = [], _meanings()
    for key, source, column, caption, look, captions in _sources():
        series = scores.of(source, column)
        if series is not None and NEEDS.get(key, "clients") in scores.findings.tables:
            meaning, width = meanings.get(key, ""), WIDE.get(key, 0)
            made.append(Score(key, caption, look, series, captions, meaning, width))
    return [_identity(scores), *made]


# Counts over a table the firm does not keep would be zeros that say nothing.
NEEDS = {
    "they_acted": "contacts", "we_contacted": "contacts", "contacts_since": "contacts",
    "last_contact": "contacts", "contacts_12m": "contacts", "minutes_12m": "contacts",
    "complaints_12m": "complaints", "open_offers": "offers",
}  # fmt: skip
WIDE = {"name": 30, "owner": 18, "segment": 22, "next_product": 28}
GROUPS = ("industry", "city", "own_segment")  # what the client list says of a client

Source = tuple[str, str, str, str, Format, "Mapping[str, str] | Mapping[bool, str] | None"]


def _listed(key: str) -> Names:
    return schema.table("clients").column(key).names


def _identity(scores: Scores) -> Score:
    return Score(
        "client_id",
        str(_listed("client_id")),
        "text",
        scores.findings.clients.index.to_series(),
    )


def _sources() -> list[Source]:
    """Key, where it comes from, its heading, its look, and the words its keys are shown as."""
    return [
        ("name", "clients", "name", _("Client"), "text", None),
        ("owner", "clients", "owner", _("Owner"), "text", None),
        ("segment", "loyalty", "segment", _("Segment"), "text", words.segments()),
        ("loyal", "loyalty", "loyal", _("Loyal"), "text", words.yes_no()),
        ("status", "silence", "status", _("Status"), "text", words.statuses()),
        ("reading", "readings", "reading", str(words.reading()), "text", words.readings()),
        ("p_silent", "silence", "p_silent", _("Probability of silence"), "percent", None),
        ("p_silent_12m", "silence", "p_silent_12m", _("Probability of silence, 12 months"), "percent", None),
        ("p_active", "silence", "p_active", _("Probability of still being a client"), "percent", None),
        ("value_at_risk", "silence", "value_at_risk", _("Value at risk"), "money", None),
        ("last_purchase", "summaries", "last_purchase", _("Last purchase"), "date", None),
        ("days_since", "silence", "days_since", _("Days since"), "integer", None),
        ("typical_gap", "silence", "typical_gap", _("Usual gap, days"), "integer", None),
        ("gap_low", "silence", "gap_low", _("Usual gap from, days"), "integer", None),
        ("gap_high", "silence", "gap_high", _("Usual gap to, days"), "integer", None),
        ("rhythm", "silence", "rhythm", _("Whose rhythm"), "text", words.rhythms()),
        ("expected_next", "expected", "expected_next", _("Expected next"), "date", None),
        *_windows(),
        ("expected_12m", "silence", "expected_12m", _("Expected purchases, 12 months"), "decimal", None),
        ("value_12m", "silence", "value_12m", _("Expected revenue, 12 months"), "money", None),
        ("silent_from", "silence", "silent_from", _("Silent from"), "date", None),
        ("abc", "abc", "abc", _("ABC by revenue"), "text", None),
        ("abc_margin", "abc", "abc_margin", _("ABC by margin"), "text", None),
        ("xyz", "abc", "xyz", _("XYZ by regularity"), "text", None),
        ("share", "abc", "share", _("Share of revenue"), "percent", None),
        ("cumulative_share", "abc", "cumulative_share", _("Cumulative share"), "percent", None),
        ("recency", "loyalty", "recency", _("Recency score"), "integer", None),
        ("frequency", "loyalty", "frequency", _("Frequency score"), "integer", None),
        ("monetary", "loyalty", "monetary", _("Money score"), "integer", None),
        ("first_purchase", "summaries", "first_purchase", _("First purchase"), "date", None),
        ("purchases", "summaries", "purchases", _("Purchases, ever"), "integer", None),
        ("spent", "summaries", "spent", _("Revenue, ever"), "money", None),
        ("margin_12m", "value", "margin_12m", _("Margin, 12 months"), "money", None),
        ("cost_to_serve_12m", "value", "cost_to_serve_12m", _("Cost to serve, 12 months"), "money", None),
        ("value_after_service", "value", "value_after_service", _("Value after service"), "money", None),
        ("trend", "value", "trend_word", _("Trend"), "text", words.trends()),
        ("next_product", "next_product", "next_product", _("Next product"), "text", None),
        ("next_due", "next_product", "due", _("Next product due"), "date", None),
        ("breadth", "next_product", "breadth", _("Product groups"), "integer", None),
        ("referrals", "loyalty", "referrals", _("Clients referred"), "integer", None),
        ("rating", "satisfaction", "rating", _("Latest rating"), "decimal", None),
        ("rated_on", "satisfaction", "rated_on", _("Rated on"), "date", None),
        ("recommend", "satisfaction", "recommend", _("Would recommend, 0–10"), "integer", None),
        ("satisfied", "satisfaction", "satisfied", _("Satisfied"), "text", words.yes_no()),
        ("quadrant", "quadrants", "quadrant", _("Satisfied × loyal"), "text", words.quadrants()),
        ("they_acted", "signals", "they_acted", _("They last acted"), "date", None),
        ("we_contacted", "signals", "we_contacted", _("We last contacted them"), "date", None),
        ("contacts_since", "signals", "contacts_since", _("Our contacts since they acted"), "integer", None),
        ("their_days", "signals", "their_days", _("They answer in, days"), "decimal", None),
        ("our_days", "signals", "our_days", _("We answer in, days"), "decimal", None),
        ("last_contact", "summaries", "last_contact", _("Last contact"), "date", None),
        ("contacts_12m", "summaries", "contacts_12m", _("Contacts, 12 months"), "integer", None),
        ("minutes_12m", "summaries", "minutes_12m", _("Minutes of contact, 12 months"), "integer", None),
        ("complaints_12m", "summaries", "complaints_12m", _("Complaints, 12 months"), "integer", None),
        ("open_offers", "summaries", "open_offers", _("Open offers"), "integer", None),
        *((key, "clients", key, str(_listed(key)), "text", None) for key in GROUPS),
    ]  # fmt: skip


def _meanings() -> Mapping[str, str]:
    """Key → what the number means, where the heading does not say it all."""
    return {
        "p_silent": words.p_silent(),
        "p_silent_12m": _("How probable it is that nothing is bought in the next 365 days: the same days for every client, to compare them by."),
        "p_active": _("How probable it is that the client has not left for good, and buys again one day. Who buys rarely may well be a client and buy nothing for a year: whether they buy in a certain time is the probability of silence."),
        "reading": _("What you noted of the client’s silence on the sheet {sheet}; a rejected one is not counted as a silence.").format(
            sheet=schema.table("signal_readings").names),
        "gap_low": _("The middle half of the client’s gaps lies between this and the next number."),
        "rhythm": _("Whose gaps the client is judged by, for the greater part: the client’s own, or the firm’s while the own are few."),
        "expected_12m": _("How many times the client is expected to buy in the next 365 days."),
        "value_12m": _("Expected purchases × what the client usually pays."),
        "contacts_since": _("On how many days we have contacted the client since they last bought or got in touch; it ends no silence."),
        "their_days": _("Days the client takes to answer what we wrote, half of the answers of the last 12 months being quicker."),
        "our_days": _("Days we take to answer what the client wrote, half of the answers of the last 12 months being quicker."),
        "silent_from": _("The day on which the client counts as silent, or began to, if nothing is bought."),
    }  # fmt: skip


def _windows() -> list[Source]:
    """Within which half, and nine of ten, of the next purchases fall."""
    return [
        (f"next_{share}_{end}", "expected", f"next_{share}_{end}", caption.format(share=share), "date", None)
        for share in (50, 90)
        for end, caption in (
            ("low", _("Expected next, {share} % from")), ("high", _("Expected next, {share} % to")),
        )
    ]  # fmt: skip


def _periods(scores: Scores) -> list[Score]:
    """What each client bought in the stretches of time that the Overview compares."""
    as_of, length = scores.findings.as_of, periods.length(scores.findings.settings)
    month, window = periods.months(as_of), periods.windows(as_of, length)
    prior = periods.windows(as_of, length, preceding=True)
    made: list[Score] = []
    for name, compared in (("window", window), ("month", month), ("prior", prior)):
        for when in ("now", "before", "year_ago"):
            span = getattr(compared, when)
            if name != "prior":
                made.append(_spent(scores, f"revenue_{name}_{when}", span))
            made.append(_bought(scores, f"purchases_{name}_{when}", span))
    return made


def _spent(scores: Scores, key: str, span: Period) -> Score:
    caption = _("Revenue, {period}").format(period=words.period(span))
    return Score(key, caption, "money", scores.revenue(span))


def _bought(scores: Scores, key: str, span: Period) -> Score:
    caption = _("Purchases, {period}").format(period=words.period(span))
    return Score(key, caption, "integer", scores.bought(span))

"""How often the chances and the flags of silence were right on the workbook's own past."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import words
from crmbook.reports.layout import Field, Page
from crmbook.sheet import Area, Cell, Chart, Series
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.analyses.silence import Record
    from crmbook.findings import Findings

MONTHS = 12
CHART_HIGH = 200  # pixels


def add(page: Page, findings: Findings) -> None:
    """Two sections: what was said and what came true; what became of last months' flags."""
    if findings.look_back is None or findings.summaries.documents.empty:
        return
    _said_and_came_true(page, findings.look_back.record)
    _flags(page, findings, findings.look_back.flags)


def in_short(findings: Findings) -> str:
    """For the sheet of the silent: how often such flags were right before; "" when nobody looked."""
    if findings.look_back is None or findings.summaries.documents.empty:
        return ""
    back = findings.look_back
    told = [_right_of_late(back.flags, findings.as_of), _right_of_sure(back.record)]
    more = _("More on the sheet {sheet}.").format(sheet=findings.titles["quality"])
    if not any(told):
        told = [_("How often such flags are right cannot be said yet: the past is too short.")]
    return " ".join(filter(None, [*told, more]))


def _right_of_late(flags: pd.DataFrame, as_of: date) -> str:
    """Of the flags of the last months, those whose time is over."""
    import pandas as pd

    first = pd.Period(as_of, "M") - MONTHS + 1
    right = flags.loc[flags["raised"] >= first.start_time, "right"].dropna()
    if right.empty:
        return ""
    return _(
        "How many flags of the last 12 months were right: {right}. Right means that nothing was bought within two usual gaps, at least 14 days."
    ).format(right=words.of_all(int(right.sum()), len(right)))


def _right_of_sure(record: Record | None) -> str:
    """Of the judgements that were most sure of silence."""
    if record is None:
        return ""
    often = record.bands[record.bands["n"] >= ENOUGH]
    if often.empty or often["low"].iloc[-1] < 0.5:
        return ""
    top = often.iloc[-1]
    return _(
        "Where the probability of silence was {low} or more, nothing was bought in {right} such judgements."
    ).format(
        low=words.percent(top["low"]),
        right=words.of_all(round(top["came_true"] * top["n"]), int(top["n"])),
    )


# ── what was said, what came true ────────────────────────────────────────────────────────────


def _said_and_came_true(page: Page, record: Record | None) -> None:
    page.section(_("How often the probability of silence was right"))
    if record is None:
        page.say(
            _(
                "The past is too short to say. Some forty earlier judgements are needed, of clients with three purchases or more."
            )
        )
        page.space()
        return
    page.say(_how_it_was_judged(record))
    area = page.block(_bands(record.bands))
    page.say(_against_the_rule(record))
    page.say(scores(record), "note")
    if (record.bands["n"] >= ENOUGH).sum() > 1:
        page.space()
        page.chart(_chart(page, area))
    page.space()


def _how_it_was_judged(record: Record) -> str:
    judged = many("{n} client was judged again", "{n} clients were judged again", record.clients)
    times = many("{n} time in all", "{n} times in all", record.n)
    days = _("as if it were a day between {first} and {last}").format(
        first=words.day(record.first), last=words.day(record.last)
    )
    return _(
        "{judged}, {times}, {days}, by what was known then: would they buy nothing in their next two usual gaps, at least 14 days? What they did is known by now."
    ).format(judged=judged, times=times, days=days)


def _bands(bands: pd.DataFrame) -> list[Field]:
    edges = zip(bands["low"], bands["high"], strict=True)
    enough = (bands["n"] >= ENOUGH).tolist()
    rows = list(zip(bands["n"].tolist(), bands["came_true"].tolist(), enough, strict=True))
    return [
        Field(_("Probability of silence"), [f"{words.percent(low)}–{words.percent(high)}" for low, high in edges],
              "text", 24, 30),
        Field(_("Judgements"), bands["n"].tolist(), "integer", 14, 16),
        Field(_("Said, on average"), [said if often else None for said, often in zip(bands["said"], enough, strict=True)],
              "percent", 14, 16),
        Field(_("Came true"), [true if often else None for _n, true, often in rows], "percent", 14, 16),
        Field(_("In words"), [_in_words(*row) for row in rows], "wrapped", rest=True),
    ]  # fmt: skip


def _in_words(n: int, came_true: float, enough: bool) -> str:
    silent = round(came_true * n)
    if not enough:
        return _("Too few to say: {part} of {whole} bought nothing.").format(part=silent, whole=n)
    return _("Of 100 clients judged so, {n} bought nothing.").format(n=round(came_true * 100))


def _against_the_rule(record: Record) -> str:
    from crmbook.analyses.silence import RULE_DAYS

    return _(
        "Taken as yes or no, crmbook was wrong in {ours} of 100 judgements; the rule “silent after {days} days without a purchase” in {rule} of 100."
    ).format(ours=round(record.wrong * 100), rule=round(record.wrong_rule * 100), days=RULE_DAYS)


def scores(record: Record) -> str:
    """The Brier score beside that of the rule."""
    text = _(
        "Brier score, the mean square of the error: {ours} against {rule}. 0 is perfect, 0.25 is tossing a coin."
    )
    return text.format(ours=_score(record.brier), rule=_score(record.brier_rule))


def _score(value: float) -> str:
    return words.number(value, 3)


def _chart(page: Page, area: Area) -> Chart:
    captions = Area(area.first_row, 0, area.last_row, 0)
    said, came = (Area(area.first_row, n, area.last_row, n) for n in (2, 3))
    return Chart(
        "column",
        [
            Series(_("Said, on average"), said, captions, pale=True),
            Series(_("Came true"), came, captions),
        ],
        page.row, 0, _("What was said, and what came true"), page.pixels(0, 4), CHART_HIGH,
        y_format="percent",
    )  # fmt: skip


# ── what came of the flags ───────────────────────────────────────────────────────────────────


def _flags(page: Page, findings: Findings, flags: pd.DataFrame) -> None:
    import pandas as pd

    page.section(_("What came of the flags"))
    months = pd.period_range(end=pd.Period(findings.as_of, "M"), periods=MONTHS, freq="M")
    recent = flags[flags["raised"].dt.to_period("M").isin(months)]
    if recent.empty:
        page.say(_("No client began to count as silent in the last 12 months."), "good")
        page.space()
        return
    page.block(_by_month(recent, months))
    if said := _what_the_owner_said(findings):
        page.say(said)
    _meanings(page, findings)
    page.space()


def _by_month(flags: pd.DataFrame, months: pd.PeriodIndex) -> list[Field]:
    """One row a month, the newest first, back to the first flag; all of them last."""
    import pandas as pd

    facts = pd.get_dummies(flags["outcome"]).reindex(columns=list(outcomes()), fill_value=0)
    facts = facts.astype(int).assign(
        flags=1,
        right=flags["right"].fillna(value=False).astype(int),
        judged=flags["right"].notna().astype(int),
    )
    raised = flags["raised"].dt.to_period("M")
    sums = facts.groupby(raised).sum().reindex(months[months >= raised.min()][::-1], fill_value=0)
    rows = pd.concat([sums, facts.sum().to_frame().T])
    named = [words.month(each.end_time.date()) for each in sums.index]
    right = zip(rows["right"], rows["judged"], strict=True)
    return [
        Field(_("Month of the flag"), [*named, Cell(_("Together"), "label")], "text", 24, 30),
        Field(_("Flags"), rows["flags"].tolist(), "integer", 14, 16),
        *(
            Field(caption, rows[key].tolist(), "integer", 14, 16)
            for key, caption in outcomes().items()
        ),
        Field(_("Right"), [words.of_all(part, whole) if whole else None for part, whole in right], "text_right", 16, 18),
    ]  # fmt: skip


def _what_the_owner_said(findings: Findings) -> str:
    """How many silences of the last 12 months were looked into, and how they were read; "" for none."""
    import pandas as pd

    table = findings.tables.get("signal_readings")
    if table is None or not {"signal", "reading", "date"} <= set(table):
        return ""
    today = pd.Timestamp(findings.as_of)
    recent = table["date"].between(today - pd.DateOffset(months=MONTHS), today)
    read = table.loc[recent & (table["signal"] == "silence"), "reading"].value_counts()
    if read.empty:
        return ""
    looked = many("{n} silence was looked into", "{n} silences were looked into", int(read.sum()))
    return _("By the sheet {sheet}, {looked}: {confirmed} confirmed, {rejected} rejected.").format(
        sheet=schema.table("signal_readings").names,
        looked=looked,
        confirmed=int(read.get("confirmed", 0)),
        rejected=int(read.get("rejected", 0)),
    )


def outcomes() -> dict[str, str]:
    """How a flag ended → how that is called."""
    return {
        "false_alarm": _("False alarm"),
        "by_itself": _("Returned by themselves"),
        "after_contact": _("Returned after contact"),
        "lost": _("Lost"),
        "open": _("Still silent"),
    }


def _meanings(page: Page, findings: Findings) -> None:
    meanings = {
        _("Flag"): _(
            "The day on which a client began to count as silent, judged by what the workbook knew on that day."
        ),
        _("False alarm"): _(
            "Bought again within two usual gaps of the flag (at least 14 days), and we had not got in touch."
        ),
        _("Returned by themselves"): _(
            "Bought again later than that, and we had not got in touch: the silence was real, and it ended."
        ),
        _("Returned after contact"): _after_contact(findings),
        _("Lost"): _("Nothing bought since, for so long that the client counts as lost today."),
        _("Still silent"): _("Nothing bought since the flag, and not yet lost."),
        _("Right"): _(
            "Nothing was bought within two usual gaps of the flag. Counted are flags for which that time is over; who came back earlier after we had got in touch is left out, as nobody knows what would have been."
        ),
    }
    for caption, meaning in meanings.items():
        page.point(Cell(caption, "label"), meaning)
    page.say(
        _(
            "A flag is a reason to ask, not a verdict: it does not say why somebody is silent. Flags go up early on purpose: of the gaps that clients ended by themselves, about one in ten was flagged. Past flags are judged anew at every refresh, so a row mended later changes them too."
        ),
        "note",
    )


def _after_contact(findings: Findings) -> str:
    if "contacts" not in findings.tables:
        return _("Cannot be told: this workbook keeps no contacts.")
    return _(
        "Bought again after we had got in touch since the flag; see the sheet {sheet}."
    ).format(sheet=schema.table("contacts").names)

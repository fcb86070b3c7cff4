"""An open offer, and how it stands to what the client had before, in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crmbook.figures import percent
from crmbook.folding import fold
from crmbook.language import Language, _, speaking, spoken
from crmbook.letters import wording
from crmbook.summaries.prices import SAME_SHARE

_DAYS = re.compile(r"\d+")


@dataclass(frozen=True)
class PricedOffer:
    """An open offer, and the last price, discount and terms of the same product for the client.

    price      of one, discount taken off; amount of the whole offer, as it stands in the workbook
    discount   share, 0.1 for 10 %
    last_was   "purchase" or "offer"; "" when there is nothing to compare with
    Everything else is None where it is not known.
    """

    client_id: str
    number: str | None
    product: str | None
    offered_on: date
    list_price: float | None
    discount: float | None
    price: float | None
    amount: float | None
    valid_until: date | None
    payment_term: str | None
    delivery_term: str | None
    last_price: float | None
    last_discount: float | None
    last_payment: str | None
    last_delivery: str | None
    last_on: date | None
    last_was: str
    currency: str

    @property
    def change(self) -> float | None:
        """Share by which the price is higher than the last; below zero when it is lower."""
        if self.price is None or not self.last_price:
            return None
        return self.price / self.last_price - 1

    @property
    def worse(self) -> tuple[str, ...]:
        """What is worse than the last time: "price", "discount", "payment", "delivery"."""
        found = {
            "price": (self.change or 0) > SAME_SHARE,
            # The same price by another road is not worse.
            "discount": self.change is None and _less(self.discount, self.last_discount),
            "payment": _less(_days(self.payment_term), _days(self.last_payment)),
            "delivery": _less(_days(self.last_delivery), _days(self.delivery_term)),
        }
        return tuple(name for name, is_worse in found.items() if is_worse)

    @property
    def last_terms(self) -> str | None:
        """Terms of payment and delivery of the last time."""
        terms = [term for term in (self.last_payment, self.last_delivery) if term]
        return "; ".join(terms) or None

    def sentence(self) -> str:
        """For the clerk, in the spoken language: how the offer stands to the last one."""
        if not self.last_was and not self.last_terms:
            return _(
                "{product}: nothing to compare with; the client has not had it before."
            ).format(product=self.product or _("The offer"))
        return f"{self.product}: {'; '.join(self._told())}."

    def explanation(self, language: Language) -> str | None:
        """For the letter: what has changed for the worse; None when nothing has."""
        with speaking(language):
            return " ".join(self._explained()) or None

    def _told(self) -> list[str]:
        told = [piece for piece in (self._of_price(), self._of_discount()) if piece]
        told += _changed(_("payment: {new}, before: {old}"), self.payment_term, self.last_payment)
        told += _changed(
            _("delivery: {new}, before: {old}"), self.delivery_term, self.last_delivery
        )
        return told or [_("nothing is known of the price before")]

    def _of_price(self) -> str:
        change = self.change
        if change is None:
            return ""
        values = {
            "new": self._money(self.price),
            "old": self._money(self.last_price),
            "day": self._day(),
        }
        if abs(change) <= SAME_SHARE:
            return _("{new}, the same as on {day}").format(**values)
        text = (
            _("{new}, {percent} more than on {day} ({old})")
            if change > 0
            else _("{new}, {percent} less than on {day} ({old})")
        )
        return text.format(**values, percent=percent(abs(change)))

    def _of_discount(self) -> str:
        if (
            self.discount is None
            or self.last_discount is None
            or self.discount == self.last_discount
        ):
            return ""
        shares = (percent(share) for share in (self.discount, self.last_discount))
        return _("discount {new}, before {old}").format(
            **dict(zip(("new", "old"), shares, strict=True))
        )

    def _explained(self) -> list[str]:
        told = []
        if "price" in self.worse:
            text = _("On {day} the price of {product} for you was {old}; now it is {new}.")
            told.append(
                text.format(
                    day=self._day(),
                    product=self.product,
                    old=self._money(self.last_price),
                    new=self._money(self.price),
                )
            )
        if "discount" in self.worse:
            old, new = (percent(share or 0) for share in (self.last_discount, self.discount))
            text = _("On {day} your discount was {old}; now it is {new}.")
            told.append(text.format(day=self._day(), old=old, new=new))
        if "payment" in self.worse:
            text = _("Terms of payment: {new} (before: {old}).")
            told.append(text.format(new=self.payment_term, old=self.last_payment))
        if "delivery" in self.worse:
            text = _("Terms of delivery: {new} (before: {old}).")
            told.append(text.format(new=self.delivery_term, old=self.last_delivery))
        return told

    def _money(self, amount: float | None) -> str:
        return wording.money(amount or 0, spoken(), self.currency)

    def _day(self) -> str:
        return wording.date(self.last_on or self.offered_on, spoken())


def _less(new: float | None, old: float | None) -> bool:
    return new is not None and old is not None and new < old


def _days(term: str | None) -> int | None:
    """The days in "14 d." or "per 14 dienų"; None when the term names none, or several."""
    found = _DAYS.findall(term or "")
    return int(found[0]) if len(found) == 1 else None


def _changed(sentence: str, new: str | None, old: str | None) -> list[str]:
    differs = new and old and fold(new) != fold(old)
    return [sentence.format(new=new, old=old)] if differs else []

"""Gamma-k renewal with drop-out: the closed forms for one client's history.

A client buys after gaps that are Gamma(k, k·rate) with mean 1/rate; rates differ between clients as
Gamma(r, alpha); after every purchase, the first included, a client drops out for good with a
probability that differs between clients as Beta(a, b). This is MBG/CNBD-k (Reutterer, Platzer and
Schröder, "Leveraging purchase regularity for predicting customer behavior the easy way", International
Journal of Research in Marketing 38, 2021), here with a real-valued k, and with a mixture over a grid of
k, so that a clockwork client and an erratic one are each judged by their own regularity.
With k = 1 it is MBG/NBD (Batislam, Denizel and Filiztekin 2007).

With x repeats, A = r + kx, B = alpha + k·(sum of gaps), the next gap of a client who has not dropped out
is longer than t with the probability I_{B/(B+kt)}(A, k), the regularised incomplete beta function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment


@dataclass(frozen=True)
class Parameters:
    """What the firm's clients have in common.

    r, alpha   shape and rate of the buying rates' distribution, in days of the clock
    a, b       drop-out after a purchase ~ Beta(a, b)
    shapes     the grid of k; weights: how common each is among the firm's clients
    from_first  1: a client may drop out after the first purchase too; 0: only after later ones, which is
               BG/NBD (Fader, Hardie and Lee 2005) when k = 1, kept to compare with what is published
    """

    r: float
    alpha: float
    a: float
    b: float
    shapes: Floats
    weights: Floats
    from_first: int = 1


def single(  # noqa: PLR0913, PLR0917  # the model has as many numbers
    k: float, r: float, alpha: float, a: float, b: float, from_first: int = 1
) -> Parameters:
    return Parameters(r, alpha, a, b, np.array([k]), np.array([1.0]), from_first)


def survival(p: Parameters, now: Moment, days: Floats) -> Floats:
    """P(next gap > days) of a client who has not dropped out; clients × shapes, days like clients."""
    k = p.shapes
    shape = p.r + k * now.repeats[:, None]
    rate = p.alpha + k * now.span[:, None]
    part = rate / (rate + k * np.maximum(days, 0)[:, None])
    return np.maximum(special.betainc(shape, k, part), 1e-280)


def log_likelihoods(p: Parameters, now: Moment) -> tuple[Floats, Floats]:
    """Logarithms of P(history, still buying) and P(history, dropped out); clients × shapes."""
    return _log_likelihoods(p, now, survival(p, now, now.since))


def _log_likelihoods(p: Parameters, now: Moment, kept: Floats) -> tuple[Floats, Floats]:
    k, x = p.shapes, now.repeats[:, None]
    shape, rate = p.r + k * x, p.alpha + k * now.span[:, None]
    gaps = (
        (k - 1) * now.log_gaps[:, None]
        + x * (k * np.log(k) - special.gammaln(k))
        + special.gammaln(shape)
        - special.gammaln(p.r)
        + p.r * np.log(p.alpha)
        - shape * np.log(rate)
    )
    whole = special.betaln(p.a, p.b)
    chances = x + p.from_first  # to drop out
    staying = special.betaln(p.a, p.b + chances) - whole
    leaving = special.betaln(p.a + 1, np.maximum(p.b + chances - 1, 1e-9)) - whole
    leaving = np.where(chances > 0, leaving, -np.inf)
    return gaps + staying + np.log(kept), gaps + leaving


def gap_survival(p: Parameters, now: Moment, belief: Belief, days: Floats) -> Floats:
    """P(a gap of this client is longer than the days), of a client who goes on buying."""
    longer: Floats = (belief.rhythm * survival(p, now, days)).sum(axis=1)
    return longer


@dataclass(frozen=True)
class Belief:
    """What a history says about its client; clients × shapes.

    rhythm   weight of each k from the gaps alone; sums to 1
    weight   weight of each k from gaps and silence together; sums to 1
    active   P(has not dropped out), for each k
    kept     P(a gap is longer than the silence so far), for each k
    """

    rhythm: Floats
    weight: Floats
    active: Floats
    kept: Floats

    @property
    def p_longer(self) -> Floats:
        """P(a gap of this client is longer than the silence so far), of one who goes on buying."""
        chance: Floats = (self.rhythm * self.kept).sum(axis=1)
        return chance

    @property
    def p_active(self) -> Floats:
        chance: Floats = (self.weight * self.active).sum(axis=1)
        return chance


def believe(p: Parameters, now: Moment) -> Belief:
    # survivals take most of the time: they are worked out once, and kept
    kept = survival(p, now, now.since)
    staying, leaving = _log_likelihoods(p, now, kept)
    prior = np.log(p.weights)
    return Belief(
        rhythm=special.softmax(prior + leaving, axis=1),
        weight=special.softmax(prior + np.logaddexp(staying, leaving), axis=1),
        active=special.expit(staying - leaving),
        kept=kept,
    )


def p_active_after(p: Parameters, now: Moment, longer: Floats) -> Floats:
    """P(has not left) after a silence that this share of the client's gaps would outlast; clients × any."""
    leaves = (p.a / (p.a + p.b + now.repeats))[:, None]
    active: Floats = (1 - leaves) * longer / (leaves + (1 - leaves) * longer)
    return active


def silence_parts(
    p: Parameters, now: Moment, belief: Belief, horizon: Floats
) -> tuple[Floats, Floats]:
    """P(nothing bought in the horizon, still a client) and P(has left); the latter may come back."""
    kept = survival(p, now, now.since + horizon) / belief.kept
    staying: Floats = (belief.weight * belief.active * np.minimum(kept, 1)).sum(axis=1)
    left: Floats = (belief.weight * (1 - belief.active)).sum(axis=1)
    return staying, left


def waits_longer(p: Parameters, now: Moment, belief: Belief, days: Floats) -> Floats:
    """P(the next purchase is further ahead than the days) of a client who has not left."""
    kept = np.minimum(survival(p, now, now.since + days) / belief.kept, 1)
    active = belief.weight * belief.active
    longer: Floats = (active * kept).sum(axis=1) / np.maximum(active.sum(axis=1), 1e-280)
    return longer


def stays_away(away: Floats, horizon: Floats | float, fading: float) -> Floats:
    """P(who has left stays away for the horizon): the longer away, the rarer the return.

    The rate of return falls as one over the days away, so that (away / (away + horizon)) ** fading do not
    return. Without it, a history that the model reads as "has left for certain" gives a chance of silence
    near 1, and in the logs we measured by up to one in four of those came back.
    """
    kept: Floats = (away / (away + horizon)) ** fading
    return kept


def days_away(now: Moment, since: Floats) -> Floats:
    """From when those who left may have left: one gap before the last purchase."""
    return since + now.mean_gap + 1

"""The comparables of a prescriber, one by one and without a name: ranks, ratios, funnel."""

from collections.abc import Sequence
from functools import lru_cache

from core.charts import Caterpillar, CaterpillarRow, Funnel, FunnelRow, level_of
from core.charts.funnel import WORDS, Limits
from core.charts.numbers import NBSP, NNBSP, fr, times
from ijstats import spread_limits
from prescribers.models import Profile
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.presenters.reading import mark_shown, measured_ratio
from prescribers.rules.peers import Peer, PeerCounts


DRAWN = 120
OWN = "Ce prescripteur"
INNER, OUTER = 0.95, 0.998
KEPT = 256
READING = (
    "Chaque trait est l’intervalle d’un prescripteur, rangé du plus bas au plus haut rapport. "
    "Un rang sans intervalle ne dit rien : deux traits qui se recouvrent ne se départagent pas."
)
FUNNEL_READING = (
    "Chaque point est un prescripteur. Entre les courbes, l’écart s’explique sans rien de "
    "particulier, par le hasard et par la variabilité ordinaire entre confrères."
)
SAME_ROWS = "Les prescripteurs dessinés sont ceux du dessin des rangs, aux mêmes rangs."
NAMELESS = (
    "Les comparables n’ont ni nom ni numéro : «\u00a0Comparable 17\u00a0» est le dix-septième "
    "rapport en partant du plus bas, et ses jours attendus sont arrondis."
)


def drawn_ranks(measured: int, own: int) -> list[int]:
    """All of a small group; of a large one, ranks evenly apart, both ends, and himself."""
    if measured <= DRAWN:
        return list(range(1, measured + 1))
    apart = {1 + round(i * (measured - 1) / (DRAWN - 1)) for i in range(DRAWN)}
    return sorted(apart | {own})


def caterpillar(profile: Profile, counts: PeerCounts, peers: Sequence[Peer]) -> Caterpillar | None:
    """None below the minima, and with fewer than 11 comparables: they would be nearly named."""
    if not comparable(profile, counts):
        return None
    rows = [
        CaterpillarRow(
            peer_name(peer),
            peer.rank,
            peer.ratio,
            peer.low,
            peer.high,
            peer_mark(profile, peer),
            own=peer.own,
        )
        for peer in peers
    ]
    return Caterpillar(
        rows,
        counts.measured,
        (counts.below, counts.compatible, counts.above),
        sentence=_ranks_sentence(counts, len(rows)),
    )


def funnel(profile: Profile, counts: PeerCounts, peers: Sequence[Peer]) -> Funnel | None:
    """None too for the runs made before the ordinary spread was kept."""
    mark = mark_shown(profile)
    if not comparable(profile, counts) or mark is None or counts.kappa0 is None:
        return None
    if profile.mu is None or profile.tau2 is None:
        return None
    rows = _with_limits(peers, counts.kappa0, profile.mu, profile.tau2)
    own = next(row for row in rows if row.own)
    return Funnel(rows, own_mark=mark, sentence=_funnel_sentence(own))


def comparable(profile: Profile, counts: PeerCounts) -> bool:
    return measured_ratio(profile) is not None and counts.measured >= THRESHOLD


def ranked_words(counts: PeerCounts) -> str:
    """How many of the comparables of the tab are in its figures; himself not counted."""
    others = counts.measured - 1
    verb = "ont" if others > 1 else "a"
    return f"{fr(others)} d’entre eux {verb} un effectif suffisant{NNBSP}: eux seuls sont classés."


def alone_words(profile: Profile, counts: PeerCounts) -> str:
    """Why nothing is drawn."""
    if measured_ratio(profile) is None:
        return "L’effectif de ce prescripteur est insuffisant : rien n’est comparé."
    return (
        f"Moins de {THRESHOLD} prescripteurs du groupe, lui compris, ont un effectif suffisant : "
        "les montrer un par un les désignerait presque."
    )


def caterpillar_notes() -> list[tuple[str, str]]:
    return [("Lecture", READING), ("Sans nom", NAMELESS)]


def funnel_notes(profile: Profile, counts: PeerCounts) -> list[tuple[str, str]]:
    tau2, kappa0 = profile.tau2 or 0.0, counts.kappa0 or 0.0
    limits = (
        "Elles tiennent compte des arrêts longs et de ce que deux confrères ne prescrivent pas "
        f"pareil (dispersion {fr(kappa0)}, variance {fr(tau2, 3)}{NNBSP}: voir la définition)."
    )
    notes = [("Lecture", FUNNEL_READING), ("Limites", limits), ("Les mêmes", SAME_ROWS)]
    if not counts.without:
        return notes
    hidden = (
        "Un prescripteur à effectif insuffisant n’est pas dessiné."
        if counts.without == 1
        else f"{fr(counts.without)} prescripteurs à effectif insuffisant ne sont pas dessinés."
    )
    return [*notes, ("Petites listes", hidden)]


def peer_name(peer: Peer) -> str:
    return OWN if peer.own else f"Comparable{NBSP}{fr(peer.rank)}"


def shown_expected(peer: Peer) -> float:
    """Two digits for others: exact volumes could be found again in another table."""
    return peer.expected if peer.own else float(f"{peer.expected:.2g}")


def _with_limits(peers: Sequence[Peer], kappa0: float, mu: float, tau2: float) -> list[FunnelRow]:
    """Limits of a ratio are those of a count over the volume that is written."""
    volumes = tuple(shown_expected(peer) for peer in peers)
    known = zip(peers, volumes, _limits(volumes, kappa0, mu, tau2), strict=True)
    return [
        FunnelRow(peer_name(peer), volume, peer.ratio, *limits, own=peer.own)
        for peer, volume, limits in known
    ]


@lru_cache(maxsize=KEPT)
def _limits(
    volumes: tuple[float, ...], kappa0: float, mu: float, tau2: float
) -> list[tuple[Limits, Limits]]:
    """Inner and outer limits of each volume, kept for the files of the figure and the next reader.

    Finding them takes 25 ms of processor for 120 volumes; written with two digits, half are the
    same.
    """
    distinct = sorted(set(volumes))
    group = ([kappa0] * len(distinct), [mu] * len(distinct), [tau2] * len(distinct))
    inner, outer = (spread_limits(distinct, *group, level=level) for level in (INNER, OUTER))
    known = {
        volume: (
            (float(inner.low[i]) / volume, float(inner.high[i]) / volume),
            (float(outer.low[i]) / volume, float(outer.high[i]) / volume),
        )
        for i, volume in enumerate(distinct)
    }
    return [known[volume] for volume in volumes]


def peer_mark(profile: Profile, peer: Peer) -> int:
    """Of others only the interval is read: a signal is said of the prescriber of the page."""
    mark = mark_shown(profile) if peer.own else None
    return level_of(peer.ratio, peer.low, peer.high) if mark is None else mark


def marks_of(profile: Profile, peers: Sequence[Peer]) -> list[int]:
    """The marks of a page of the table, for its legend."""
    return sorted({peer_mark(profile, peer) for peer in peers}, reverse=True)


def _ranks_sentence(counts: PeerCounts, drawn: int) -> str:
    """« Sur 312 comparables, 41 sont au-dessus de l’attendu… »; says so when some are drawn."""
    verbs = ("est", "sont")
    words = (
        f"Sur {fr(counts.measured)} prescripteurs à effectif suffisant, lui compris, "
        f"{fr(counts.above)} "
        f"{verbs[counts.above > 1]} au-dessus de l’attendu, {fr(counts.compatible)} "
        f"{verbs[counts.compatible > 1]} compatibles avec lui, {fr(counts.below)} en dessous."
    )
    if drawn == counts.measured:
        return words
    return f"{words} {fr(drawn)} sont dessinés, à rangs réguliers, à leur vrai rang."


def _funnel_sentence(own: FunnelRow) -> str:
    """« À 7 340 jours attendus, le hasard et la variabilité n’expliquent guère plus de 1,70… »."""
    return (
        f"À {fr(own.expected)} jours attendus, le hasard et la variabilité ordinaire laissent 95 "
        f"prescripteurs sur cent entre {fr(own.inner[0], 2)} et {times(own.inner[1])} l’attendu. "
        f"Ce prescripteur est à {fr(own.ratio, 2)}{NNBSP}: {WORDS[own.beyond]}."
    )

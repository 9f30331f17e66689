"""The doctors with a story: true over-prescribers, look-alikes without effect, careers."""

import numpy as np

from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.territory import Territory


ALPES_MARITIMES_DOCTORS = 1480
# profile: how many for one département of that size
GENERALISTS = {
    "sur_prescripteur": 29,
    "sur_prescripteur_petite_liste": 5,
    "montee_recente": 6,
    "corrige": 6,
    "confondu_quartier_pauvre": 12,
    "confondu_c2s": 12,
    "confondu_ald": 12,
    "petite_liste": 45,
    "retraite": 10,
    "depart": 5,
    "deces": 2,
    "radiation": 1,
    "demenagement": 8,
    "installation_recente": 15,
    "liberal_et_centre": 12,
    "teleconsultation": 10,
    "experimentation": 12,
}
# Only where the region has another caisse to go to.
OTHER_CAISSE = {"demenagement_autre_caisse": 6, "deux_caisses": 6}
SPECIALISTS_OVER = 3  # psychiatrists, and as many surgeons
LONG_LIST = 500
TRUE_RATIO = (1.5, 2.8)
# Time stories: effect before, effect after, complete months that the second one has lasted.
CHANGES = {"montee_recente": (1.0, 2.0, 5), "corrige": (1.8, 1.0, 6)}
END_REASONS = {
    "retraite": "RETRAITE",
    "depart": "DEPART",
    "deces": "DECES",
    "radiation": "RADIATION",
}
EXPERIMENTATIONS = ("PEPS", "IPEP")


def plant(
    rng: np.random.Generator,
    doctors: Doctors,
    territory: Territory,
    calendar: Calendar,
    *,
    other_caisse: bool,
) -> Doctors:
    wanted = GENERALISTS | (OTHER_CAISSE if other_caisse else {})
    doctors = doctors.with_(profile=_profiles(rng, doctors, wanted))
    doctors = _over_prescribers(rng, doctors)
    doctors = _changes(doctors, calendar)
    doctors = _look_alikes(rng, doctors, territory)
    return _careers(rng, doctors, calendar)


def is_(doctors: Doctors, *profiles: str) -> np.ndarray:
    return np.isin(doctors.profile, profiles)


def _profiles(rng, doctors: Doctors, wanted: dict[str, int]) -> np.ndarray:
    profile = doctors.profile.copy()
    scale = len(doctors) / ALPES_MARITIMES_DOCTORS
    free = rng.permutation(np.flatnonzero((doctors.specialty == 0) & (doctors.mode == "LIB")))
    for name, count in wanted.items():
        size = round(count * scale)
        profile[free[:size]] = name
        free = free[size:]
    for specialty in (1, 2):
        others = rng.permutation(np.flatnonzero(doctors.specialty == specialty))
        profile[others[: round(SPECIALISTS_OVER * scale)]] = "sur_prescripteur"
    return profile


def _over_prescribers(rng, doctors: Doctors) -> Doctors:
    long_list = is_(doctors, "sur_prescripteur", *CHANGES) & (doctors.specialty == 0)
    over = is_(doctors, "sur_prescripteur", "sur_prescripteur_petite_liste")
    small = is_(doctors, "petite_liste", "sur_prescripteur_petite_liste")
    size = np.where(long_list, np.maximum(doctors.list_size, LONG_LIST), doctors.list_size)
    size = np.where(small, rng.integers(60, 220, len(doctors)), size)
    effect = np.where(over, rng.uniform(*TRUE_RATIO, len(doctors)), doctors.effect)
    return doctors.with_(list_size=size, effect=effect, effect_after=effect)


def _changes(doctors: Doctors, calendar: Calendar) -> Doctors:
    """Habits that change on the first day of a month; all the others are constant."""
    effect, after = doctors.effect.copy(), doctors.effect_after.copy()
    day = doctors.changed_on.copy()
    for profile, (before, then, months) in CHANGES.items():
        here = is_(doctors, profile)
        effect[here], after[here] = before, then
        day[here] = calendar.first_day(max(0, calendar.complete - months))
    return doctors.with_(effect=effect, effect_after=after, changed_on=day)


def _look_alikes(rng, doctors: Doctors, territory: Territory) -> Doctors:
    """A rate above the mean that the list explains: the adjusted ratio must not see them."""
    poor, c2s, ald = (
        is_(doctors, f"confondu_{name}") for name in ("quartier_pauvre", "c2s", "ald")
    )
    explained = poor | c2s | ald
    poorest = np.flatnonzero((territory.quintile == 5) & (territory.iris_population > 1000))
    poorest = poorest if len(poorest) else np.flatnonzero(territory.quintile == 5)
    long_list = np.maximum(doctors.list_size, LONG_LIST)
    effect = np.where(explained, 1.0, doctors.effect)
    return doctors.with_(
        iris=np.where(poor, rng.choice(poorest, len(doctors)), doctors.iris),
        own_iris_share=np.where(poor, 0.85, doctors.own_iris_share),
        c2s_factor=np.where(c2s, 3.5, doctors.c2s_factor),
        ald_factor=np.where(ald, 3.0, doctors.ald_factor),
        effect=effect,
        effect_after=np.where(explained, 1.0, doctors.effect_after),
        list_size=np.where(explained, long_list, doctors.list_size),
    )


def _careers(rng, doctors: Doctors, calendar: Calendar) -> Doctors:
    """Ends and beginnings, most inside the last window, the others before it."""
    day = day_of_change(rng, calendar, len(doctors))
    end, reason = doctors.end.copy(), doctors.end_reason.copy()
    for profile, code in END_REASONS.items():
        here = is_(doctors, profile)
        end[here], reason[here] = day[here], code
    retired = is_(doctors, "retraite")
    experiment = np.array(EXPERIMENTATIONS)[rng.integers(0, 2, len(doctors))]
    return doctors.with_(
        end=end,
        end_reason=reason,
        birth_year=np.where(retired, calendar.months[-1].year - 67, doctors.birth_year),
        installed=np.where(is_(doctors, "installation_recente"), day, doctors.installed),
        experimentation=np.where(
            is_(doctors, "experimentation"), experiment, doctors.experimentation
        ),
    )


def day_of_change(rng: np.random.Generator, calendar: Calendar, count: int) -> np.ndarray:
    span = len(calendar.days)
    return calendar.days[rng.integers(span * 7 // 20, span * 23 // 25, count)]

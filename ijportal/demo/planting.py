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
    "confondu_quartier_pauvre": 12,
    "confondu_c2s": 12,
    "confondu_ald": 12,
    "petite_liste": 45,
    "retraite": 10,
    "depart": 5,
    "deces": 2,
    "demenagement": 8,
    "installation_recente": 15,
}
SPECIALISTS_OVER = 3  # psychiatrists, and as many surgeons
LONG_LIST = 500
TRUE_RATIO = (1.5, 2.8)
END_REASONS = {"retraite": "RETRAITE", "depart": "DEPART", "deces": "DECES"}


def plant(
    rng: np.random.Generator, doctors: Doctors, territory: Territory, calendar: Calendar
) -> Doctors:
    doctors = doctors.with_(profile=_profiles(rng, doctors))
    doctors = _over_prescribers(rng, doctors)
    doctors = _look_alikes(rng, doctors, territory)
    return _careers(rng, doctors, territory, calendar)


def is_(doctors: Doctors, *profiles: str) -> np.ndarray:
    return np.isin(doctors.profile, profiles)


def _profiles(rng, doctors: Doctors) -> np.ndarray:
    profile = doctors.profile.copy()
    scale = len(doctors) / ALPES_MARITIMES_DOCTORS
    free = rng.permutation(np.flatnonzero(doctors.specialty == 0))
    for name, count in GENERALISTS.items():
        size = max(1, round(count * scale))
        profile[free[:size]] = name
        free = free[size:]
    for specialty in (1, 2):
        others = rng.permutation(np.flatnonzero(doctors.specialty == specialty))
        profile[others[: max(1, round(SPECIALISTS_OVER * scale))]] = "sur_prescripteur"
    return profile


def _over_prescribers(rng, doctors: Doctors) -> Doctors:
    long_list = is_(doctors, "sur_prescripteur") & (doctors.specialty == 0)
    over = is_(doctors, "sur_prescripteur", "sur_prescripteur_petite_liste")
    small = is_(doctors, "petite_liste", "sur_prescripteur_petite_liste")
    size = np.where(long_list, np.maximum(doctors.list_size, LONG_LIST), doctors.list_size)
    size = np.where(small, rng.integers(60, 220, len(doctors)), size)
    effect = np.where(over, rng.uniform(*TRUE_RATIO, len(doctors)), doctors.effect)
    return doctors.with_(list_size=size, effect=effect)


def _look_alikes(rng, doctors: Doctors, territory: Territory) -> Doctors:
    """A rate above the mean that the list explains: the adjusted ratio must not see them."""
    poor, c2s, ald = (
        is_(doctors, f"confondu_{name}") for name in ("quartier_pauvre", "c2s", "ald")
    )
    poorest = np.flatnonzero((territory.quintile == 5) & (territory.iris_population > 1000))
    long_list = np.maximum(doctors.list_size, LONG_LIST)
    return doctors.with_(
        iris=np.where(poor, rng.choice(poorest, len(doctors)), doctors.iris),
        own_iris_share=np.where(poor, 0.85, doctors.own_iris_share),
        c2s_factor=np.where(c2s, 3.5, doctors.c2s_factor),
        ald_factor=np.where(ald, 3.0, doctors.ald_factor),
        effect=np.where(poor | c2s | ald, 1.0, doctors.effect),
        list_size=np.where(poor | c2s | ald, long_list, doctors.list_size),
    )


def _careers(rng, doctors: Doctors, territory: Territory, calendar: Calendar) -> Doctors:
    span = len(calendar.days)
    day = calendar.days[rng.integers(span // 5, span * 4 // 5, len(doctors))]
    end, reason = doctors.end.copy(), doctors.end_reason.copy()
    for profile, code in END_REASONS.items():
        here = is_(doctors, profile)
        end[here], reason[here] = day[here], code
    moved = is_(doctors, "demenagement")
    people = territory.iris_population / territory.iris_population.sum()
    elsewhere = rng.choice(len(people), len(doctors), p=people)
    retired = is_(doctors, "retraite")
    return doctors.with_(
        end=end,
        end_reason=reason,
        birth_year=np.where(retired, calendar.months[-1].year - 67, doctors.birth_year),
        installed=np.where(is_(doctors, "installation_recente"), day, doctors.installed),
        moved_on=np.where(moved, day, doctors.moved_on),
        moved_to=np.where(moved, elsewhere, doctors.moved_to),
    )

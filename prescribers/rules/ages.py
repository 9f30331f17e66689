"""Age bands of the strata, in words: an exact age would say more than a band does."""

from ijstats import N_STRATA, stratum_label


AGE_BANDS = tuple(
    dict.fromkeys((one.age_from, one.age_to) for one in map(stratum_label, range(N_STRATA)))
)
SEXES = 2
AGES_AND_SEXES = len(AGE_BANDS) * SEXES


def band_words(low: int, high: int) -> str:
    """« 45 à 54 ans »."""
    return f"{low} à {high} ans"


def age_words(age: int) -> str:
    """The band of an age; those outside the strata are one class at each end."""
    if age < AGE_BANDS[0][0]:
        return f"moins de {AGE_BANDS[0][0]} ans"
    for low, high in AGE_BANDS:
        if age <= high:
            return band_words(low, high)
    return f"plus de {AGE_BANDS[-1][1]} ans"

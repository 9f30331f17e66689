"""The facts that the table of arguments reads, from what a page may publish."""

from interviews.rules.arguments import Facts
from prescribers.models import Profile
from prescribers.presenters.indicators import compared
from prescribers.presenters.kinds import family_of, published_kinds
from prescribers.presenters.reading import level_shown, measured_ratio
from prescribers.presenters.signal import FOUND


def facts_of(profile: Profile | None) -> Facts:
    """A count that the page hides gives no share: an argument would say what the page does not."""
    if profile is None or measured_ratio(profile) is None:
        return Facts(enough=False)
    ratios = {line.column: line.ratio for line in compared(profile)}
    return Facts(
        enough=True,
        level=level_shown(profile),
        signal=profile.signal in FOUND,
        length=ratios.get("ratio_length"),
        frequency=ratios.get("ratio_leaves"),
        long_share=_share(profile, "longest"),
        work_share=_share(profile, "work_related"),
        remote_share=_share(profile, "remote"),
        months_active=profile.months_active,
    )


def _share(profile: Profile, name: str) -> float | None:
    if profile.leaves_initial is None or not profile.obs_leaves:
        return None
    count = published_kinds(profile, family_of(name))[name]
    return None if count is None else count / profile.obs_leaves

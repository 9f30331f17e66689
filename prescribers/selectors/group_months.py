"""How far apart the months of the comparables of a profile are: deciles, nobody's row."""

from prescribers.models import GroupMonths, Profile


def group_months(profile: Profile) -> GroupMonths | None:
    """None for a group too small, and in the runs made before the deciles were kept."""
    return GroupMonths.objects.filter(run_id=profile.run_id, group_code=profile.group_code).first()

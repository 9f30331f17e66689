"""Questions about the comparables put into SQL once: the answers of the ORM, for any profile."""

import pytest
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum

from core.questions import Question, instance
from prescribers.models import Profile
from prescribers.selectors import comparables
from prescribers.selectors.group import GroupQuestion, peers_of
from prescribers.selectors.peers import peer_counts
from tests.prescribers.factories import ProfileFactory


TOTALS = {
    "some": Count("rpps", filter=Q(obs_days__gt=900)),
    "days": Sum("obs_days"),
    "who": ArrayAgg("rpps", order_by="rpps"),
}
ASKED = GroupQuestion(lambda peers: Question.of_totals(peers, **TOTALS))


@pytest.fixture
def two_groups(run):
    """Two groups of a specialty, one of which falls back on it, and another specialty."""
    mine = [ProfileFactory(run=run, group_code="MG-93", obs_days=d) for d in (800, 1_000, 1_200)]
    far = [
        ProfileFactory(run=run, group_code="MG", region="11", group_fallback=True, obs_days=d)
        for d in (950, 40)
    ]
    other = ProfileFactory(run=run, specialty="PSY", group_code="PSY-93")
    return mine[0], far[0], other


@pytest.mark.django_db
def test_each_profile_has_the_totals_of_his_own_comparables(two_groups):
    for profile in (*two_groups, *two_groups):
        expected = peers_of(profile).aggregate(**TOTALS)

        assert ASKED.ask(profile) == [tuple(expected.values())]


@pytest.mark.django_db
def test_nobody_is_a_group_of_none(two_groups, run):
    stranger = ProfileFactory.build(run=run, specialty="RHUM", group_code="RHUM-93")

    assert ASKED.ask(stranger) == [(0, None, None)]
    assert comparables(stranger).size == 0


@pytest.mark.django_db
def test_the_place_of_a_profile_is_his_own(two_groups):
    ranks = [peer_counts(profile).own for profile in two_groups]
    counted = [
        peers_of(profile)
        .filter(
            Q(ratio_days__lt=profile.ratio_days)
            | Q(ratio_days=profile.ratio_days, rpps__lte=profile.rpps),
            enough=True,
        )
        .count()
        for profile in two_groups
    ]

    assert ranks == counted


@pytest.mark.django_db
def test_an_instance_made_of_some_columns_reads_the_others_later(run):
    stored = ProfileFactory(run=run, obs_days=4_321)
    made = instance(Profile, ("run_id", "rpps"), (run.pk, stored.rpps, "ignored"))

    assert made == stored
    assert made.get_deferred_fields() >= {"obs_days", "caisse"}
    assert made.obs_days == 4_321

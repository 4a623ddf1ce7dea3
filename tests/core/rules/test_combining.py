"""The best combination is the best of all, and says what each alternative would have cost."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.rules.combining import Limit, Offer, best_combination, payable

HIGHEST = Limit("highest")


def test_of_an_exclusive_group_the_highest_is_taken_and_the_loss_of_the_others_told():
    offers = [Offer("rent", 30, ("housing",)), Offer("purchase", 100, ("housing",)), Offer("living", 50)]
    found = best_combination(offers, {"housing": HIGHEST})
    assert found.taken == ("purchase", "living")
    assert found.total == 150
    assert [(r.policy, r.instead_of, r.loss) for r in found.rejected] == [("rent", ("purchase",), 70)]


def test_two_exclusive_groups_may_make_a_smaller_benefit_the_better_choice():
    offers = [Offer("project", 100, ("a", "b")), Offer("prize", 60, ("a",)), Offer("grant", 70, ("b",))]
    found = best_combination(offers, {"a": HIGHEST, "b": HIGHEST})
    assert (found.taken, found.total) == (("prize", "grant"), 130)
    assert found.rejected[0].instead_of == ("prize", "grant")


def test_spouses_together_get_no_more_than_the_price_less_what_was_paid():
    offers = [Offer("doctor", 15, ("home",)), Offer("master", 10, ("home",))]
    assert best_combination(offers, {"home": Limit("together", 20, 4)}).total == 16
    assert best_combination(offers, {"home": Limit("together", None, 30)}).total == 0


def test_what_comes_every_month_is_compared_by_what_twelve_months_bring():
    offers = [Offer("yearly", 100, ("g",), 1, None), Offer("monthly", 10, ("g",), 12, 60)]
    found = best_combination(offers, {"g": HIGHEST})
    assert (found.taken, found.total) == (("monthly",), 120)
    assert found.rejected[0].loss == 20
    assert [(offer.worth, offer.whole) for offer in found.offers] == [(100, None), (120, 600)]


def test_among_equals_the_earlier_one_is_taken():
    offers = [Offer("first", 10, ("g",)), Offer("second", 10, ("g",))]
    assert best_combination(offers, {"g": HIGHEST}).taken == ("first",)


NAMES = ["a", "b", "c"]
OFFERS = st.lists(
    st.tuples(
        st.integers(0, 50), st.lists(st.sampled_from(NAMES), max_size=2, unique=True), st.sampled_from([1, 1, 4, 12])
    ),
    max_size=9,
).map(lambda drawn: [Offer(f"p{place}", amount, tuple(own), times) for place, (amount, own, times) in enumerate(drawn)])
PLAIN, ARITHMETIC = ("highest", None, 0), (st.none() | st.integers(0, 60), st.integers(0, 20))
LIMITS = st.fixed_dictionaries(
    {
        "a": st.just(Limit(*PLAIN)),
        "b": st.just(Limit(*PLAIN)),
        "c": st.builds(Limit, st.sampled_from(["highest", "together"]), *ARITHMETIC),
    }
)


@settings(max_examples=200, deadline=None)
@given(OFFERS, LIMITS)
def test_it_equals_brute_force(offers, limits):
    places = range(len(offers))
    sets = [list(chosen) for size in range(len(offers) + 1) for chosen in combinations(places, size)]
    allowed = [chosen for chosen in sets if _is_lawful(chosen, offers, limits)]
    found = best_combination(offers, limits)
    assert found.total == max(payable(chosen, offers, limits) for chosen in allowed)
    alone = [offer for offer in offers if not offer.groups]
    assert {offer.policy for offer in alone if offer.amount} <= set(found.taken)
    assert found.total >= sum(offer.amount * offer.times for offer in alone)
    assert len(found.taken) + len(found.rejected) == len(offers)


def _is_lawful(chosen, offers, limits):
    return all(
        sum(name in offers[place].groups for place in chosen) <= 1
        for name, limit in limits.items()
        if limit.rule == "highest"
    )

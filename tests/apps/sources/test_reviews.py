"""From what the machine asks to what people answer: who is asked, what follows, what is never done without a second person."""

from __future__ import annotations

import pytest

from bole.core.errors import Conflict as Clash
from bole.core.errors import InvalidInput, NotAllowed, NotFound
from bole.kernel.casework import queries as cases
from bole.kernel.casework import services as casework
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Conflict, Decision, Membership, Record, Review
from bole.people.sources.services.base.declarations import wrong_numbers
from tests import cast
from tests.factories.reviews import ONE, alike, answer, ask, colleague, people_in_doubt
from tests.factories.sources import S01, insured, load

pytestmark = pytest.mark.django_db


def of(reason: str) -> Review:
    return Review.objects.get(reason=reason, state=Review.State.OPEN)


def persons_named(name: str) -> set[object]:
    nodes = Record.objects.filter(name=name, valid_to_batch=None).values("node")
    return set(Membership.objects.filter(node__in=nodes).values_list("person", flat=True))


# --- what is asked -------------------------------------------------------------------------------------------------------


def test_each_question_is_one_case_of_the_stewards(django_assert_max_num_queries):
    people_in_doubt()
    found = {review.reason: review for review in Review.objects.select_related("case")}
    assert set(found) == {"different_ids", "different_names"}
    review = found["different_ids"]
    assert (review.case.step, review.case.unit_code) == ("check", "ANJI-DSJ")
    assert 0 < review.probability < 1
    assert "许嘉懿" not in review.case.title + str(review.case.data)  # a title is seen by more people than the page
    assert cases.worklist(cast.user_of("steward"), filters={"flow": "link_review"}).count() == 2
    with django_assert_max_num_queries(20):
        again = services.sync_reviews()
    assert (again.opened, again.moved, again.gone) == (0, 0, 0)


def test_many_questions_need_few_statements(django_assert_max_num_queries):
    alike(4)
    ask(4)
    Review.objects.all().delete()
    with django_assert_max_num_queries(45):
        assert services.sync_reviews().opened == 4


def test_what_the_machine_no_longer_asks_is_closed_with_a_reason():
    reviews = alike(3)
    Conflict.objects.filter(left=reviews[0].left).delete()
    assert services.sync_reviews().gone == 1
    reviews[0].refresh_from_db()
    assert (reviews[0].state, reviews[0].case.result) == ("gone", "withdrawn")
    told = reviews[0].case.events.get(name="withdrawn").said["reason"]
    assert "已经回答" in told
    assert casework.verify_chain(reviews[0].case) == []


def test_a_stronger_pair_between_the_same_two_persons_is_the_same_question():
    [review] = alike(1, link=True)
    person = Membership.objects.get(node=review.left)
    load(S01, [insured("赵一", ONE)], name="x.csv")
    row = Record.objects.get(name="赵一").node
    Membership.objects.filter(node=row).update(person=person.person)
    left, right = sorted((row, review.right))
    Conflict.objects.update(left=left, right=right, weight=5.0)
    assert services.sync_reviews()[:3] == (0, 1, 0)
    review.refresh_from_db()
    assert (review.left, review.right, review.weight) == (left, right, 5.0)


def test_what_a_decision_answers_is_not_asked_again_even_before_the_run_that_applies_it():
    reviews = alike(2, link=True)
    answer(reviews[0], "steward", "different")
    assert services.sync_reviews()[:3] == (0, 0, 0)  # the conflict of the last run is still there
    assert Review.objects.filter(state="open").count() == 1
    services.link_pending()
    ask(2)  # even if a run left it
    services.sync_reviews()
    assert Review.objects.filter(left=reviews[0].left).count() == 1


def test_questions_wait_until_somebody_serves():
    from bole.kernel.accounts import queries as accounts

    reviews = alike(2)
    Review.objects.all().delete()
    serving = accounts.Membership.objects.filter(role="steward")
    serving.update(valid_from="2019-01-01", valid_to="2019-02-01")
    services.sync_reviews()
    assert set(Review.objects.values_list("case", flat=True)) == {None}
    serving.update(valid_from=cast.SINCE, valid_to=None)
    services.sync_reviews()
    assert Review.objects.filter(case__step="check").count() == len(reviews)


# --- what is answered ----------------------------------------------------------------------------------------------------


def test_same_joins_two_persons_and_undo_parts_them_again():
    [review] = alike(1, link=True)
    before = persons_named("王一")
    assert len(before) == 2
    answer(review, "steward", "same", "")
    services.link_pending()
    assert len(persons_named("王一")) == 1
    decision = Decision.objects.get()
    assert (decision.weight, decision.pattern, decision.decided_by) == (3.0, review.pattern, cast.user_of("steward"))
    services.undo_last(by=cast.user_of("steward"))
    services.link_pending()
    assert persons_named("王一") == before
    review.refresh_from_db()
    assert (review.state, review.verdict, review.decision) == ("open", "", None)
    assert review.case.step == "check"
    with pytest.raises(NotFound):  # only once
        services.undo_last(by=cast.user_of("steward"))


def test_the_machine_says_so_and_people_say_otherwise_only_with_a_reason():
    [review] = alike(1)
    Review.objects.update(probability=0.9)
    with pytest.raises(InvalidInput, match="理由"):
        answer(review, "steward", "different", " ")
    answer(review, "steward", "different", "同名的两个人")
    assert Decision.objects.get().reason == "同名的两个人"


def test_two_valid_numbers_are_never_simply_one_person():
    people_in_doubt()
    review = of("different_ids")
    with pytest.raises(InvalidInput):
        answer(review, "steward", "same")
    assert set(services.answers_for(review)) == {"different", "same_left", "same_right", "unsure"}
    todo = review.case.todos.get()  # the page of the case offers it: then the flow says why not
    casework.act(todo=todo.pk, by=cast.user_of("steward"), outcome="same", version=review.case.lock)
    casework.run_automatic_steps(case_id=review.case_id)
    review.case.refresh_from_db()
    assert (review.case.step, Decision.objects.count()) == ("check", 0)


def test_a_wrong_number_needs_two_people_joins_the_rows_and_goes_to_its_source():
    people_in_doubt()
    review = of("different_ids")
    assert Record.objects.get(node=review.left).source == "S01"
    answer(review, "steward", "same_left")
    assert Decision.objects.count() == 0
    with pytest.raises(NotAllowed):  # not the one who spoke first, whatever the seat
        answer(review, "steward", "same_left")
    answer(review, "office", "same_left")
    services.link_pending()
    assert len(persons_named("许嘉懿")) == 1
    assert {node for node, _index in wrong_numbers()} == {review.left}
    case = cases.Case.objects.get(flow__key="correction")
    assert (case.unit_code, case.data["fact"]) == ("ANJI-RLSBJ", "id_number")
    assert ONE not in str(case.data) + case.title
    services.retract_decision(by=cast.user_of("steward"), decision=Decision.objects.get())
    services.link_pending()
    assert len(persons_named("许嘉懿")) == 2


def test_who_takes_back_that_a_number_is_wrong_withdraws_the_correction_too():
    people_in_doubt()
    review = of("different_ids")
    answer(review, "steward", "same_left")
    answer(review, "office", "same_left")
    services.undo_last(by=cast.user_of("office"))
    case = cases.Case.objects.get(flow__key="correction")
    assert (case.status, case.result, case.todos.filter(done_at=None).count()) == ("closed", "withdrawn", 0)
    assert "已收回" in case.events.get(name="withdrawn").said["reason"]
    review.refresh_from_db()
    answer(review, "steward", "same_left")
    answer(review, "office", "same_left")  # said again, it is asked again
    assert cases.Case.objects.filter(flow__key="correction", status="open").count() == 1


def test_all_rows_of_a_person_with_the_wrong_number_stay_together():
    people_in_doubt()
    review = of("different_ids")
    right = "same_right" if Record.objects.get(node=review.right).source != "S01" else "same_left"
    answer(review, "steward", right)
    answer(review, "office", right)
    services.link_pending()
    assert len(persons_named("许嘉懿")) == 1
    assert len(wrong_numbers()) == 2  # title and roster carry it
    [person] = persons_named("许嘉懿")
    assert Person.objects.get(pk=person).masked_id.endswith(ONE[-4:])
    assert services.Evidence().profile(person).values["id_number"].others == ()


def test_one_number_under_two_names_is_joined_by_two_people_only():
    people_in_doubt()
    review = of("different_names")
    answer(review, "steward", "same")
    review.refresh_from_db()
    assert (review.state, review.first_verdict, review.case.step) == ("open", "same", "second")
    answer(review, "office", "same")
    assert Decision.objects.get().kind == "must_link"
    services.link_pending()
    assert persons_named("李明") == persons_named("钱强")


def test_who_sees_nothing_asks_a_second_person_and_two_opinions_ask_a_third():
    reviews = alike(2)
    answer(reviews[0], "steward", "unsure")
    answer(reviews[0], "office", "different")
    assert Decision.objects.get().decided_by == cast.user_of("office")
    people_in_doubt()
    review = of("different_names")
    answer(review, "steward", "same")
    answer(review, "office", "different")
    review.refresh_from_db()
    assert (review.state, review.case.step) == ("open", "third")
    with pytest.raises(NotAllowed):
        answer(review, "office", "different")
    answer(review, colleague("third", "office"), "different")
    assert Decision.objects.filter(kind="cannot_link").count() == 2


def test_what_somebody_said_before_can_be_taken_back_until_another_speaks():
    people_in_doubt()
    review = of("different_names")
    answer(review, "steward", "same")
    services.undo_last(by=cast.user_of("steward"))
    review.refresh_from_db()
    assert (review.first_verdict, review.case.step) == ("", "check")
    answer(review, "steward", "same")
    answer(review, "office", "same")
    with pytest.raises(NotFound):
        services.undo_last(by=cast.user_of("steward"))
    services.undo_last(by=cast.user_of("office"))
    assert Decision.objects.filter(retracted_at=None).count() == 0


def test_a_question_that_went_while_one_looked_says_so():
    [review] = alike(1)
    seat = review.case.todos.get()
    Conflict.objects.all().delete()
    services.sync_reviews()
    review.refresh_from_db()
    with pytest.raises(Clash, match="不用再答"):
        services.give_verdict(
            by=cast.user_of("steward"), review=review, answer="same", reason="", seat=seat.pk, version=1
        )


def test_words_about_an_erased_person_go_from_the_cases_too():
    [review] = alike(1, link=True)
    answer(review, "steward", "unsure", "王一说自己曾用名王二")
    services.Evidence().erase(Membership.objects.get(node=review.left).person, by="test", reason="本人要求")
    said = review.case.events.get(name="decided", step="check")
    assert said.words is None
    assert casework.verify_chain(cases.Case.objects.get(pk=review.case_id)) == []

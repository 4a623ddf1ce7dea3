"""Questions for people: real ones from small files, and many alike for bulk decisions."""

from __future__ import annotations

from bole.people.sources import services
from bole.people.sources.models import Conflict, Record, Review
from tests import cast
from tests.factories.sources import S01, S04, S05, employed, id_number, insured, load, titled, uscc

ONE, OTHER, THIRD = (id_number("19900307", sequence=n) for n in (123, 456, 789))
PATTERN = "AABFAEA"


def people_in_doubt() -> None:
    """许嘉懿 with two valid numbers, and one number under two names (李明, 钱强); the cast serves."""
    cast.ensure_cast()
    phone = "13812346120"
    load(
        S01,
        [insured("许嘉懿", ONE, phone=phone), insured("李明", THIRD, phone="13912346121")],
        name="a.csv",
        link=False,
    )
    load(S04, [titled("许嘉懿", OTHER, "C1"), titled("钱强", THIRD, "C4")], name="b.csv", link=False)
    load(S05, [employed("许嘉懿", OTHER, uscc(), phone=phone)], name="c.csv")
    services.sync_reviews()


def alike(count: int, pattern: str = PATTERN, *, link: bool = False) -> list[Review]:
    """`count` pairs of rows without numbers that the machine is not sure of, all with the same evidence; persons hold them only
    after a link run."""
    cast.ensure_cast()
    rows = [titled(f"王{chr(0x4E00 + n)}", "", f"A{n}", employer=f"甲{n}公司") for n in range(count)]
    rows += [titled(f"王{chr(0x4E00 + n)}", "", f"B{n}", employer=f"乙{n}公司") for n in range(count)]
    load(S04, rows, name="alike.csv", link=link)
    ask(count, pattern)
    services.sync_reviews()
    return list(Review.objects.filter(pattern=pattern, state=Review.State.OPEN).order_by("pk"))


def ask(count: int, pattern: str = PATTERN) -> None:
    """What a run would leave: one conflict per pair."""
    nodes = dict(Record.objects.filter(source="S04").values_list("row", "node"))
    first = min(nodes)
    pairs = [sorted((nodes[first + n], nodes[first + count + n])) for n in range(count)]
    Conflict.objects.all().delete()
    Conflict.objects.bulk_create(
        Conflict(left=left, right=right, weight=3.0, pattern=pattern, reason="band") for left, right in pairs
    )


def answer(review: Review, by: str, verdict: str, reason: str = "看过原件") -> Review:
    """`by` of the cast (or a user) answers as the page would."""
    review.refresh_from_db()
    user = cast.user_of(by) if isinstance(by, str) else by
    seat = review.case.todos.filter(done_at=None).get()
    return services.give_verdict(
        by=user, review=review, answer=verdict, reason=reason, seat=seat.pk, version=review.case.lock
    )


def colleague(name: str, like: str) -> object:
    """A second person in the post of a member of the cast."""
    from bole.kernel.accounts import queries as accounts

    post = accounts.Membership.objects.get(user=cast.user_of(like))
    user = accounts.User.objects.create(username=name, full_name=name)
    accounts.Membership.objects.create(user=user, unit=post.unit, role=post.role, valid_from=cast.SINCE)
    return user

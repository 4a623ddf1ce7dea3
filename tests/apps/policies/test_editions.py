"""Editions: what two people published stands over the pack's texts; what was decided under earlier rules can be replayed."""

from __future__ import annotations

from typing import Any

import pytest

from bole.core.errors import NotFound
from bole.governance.policies import queries, services

pytestmark = pytest.mark.django_db


def test_without_an_edition_the_rules_are_those_of_the_pack() -> None:
    assert queries.rules().sha256 == queries.pack_rules().sha256


def test_a_rule_set_that_decided_is_found_by_its_hash(django_assert_max_num_queries: Any) -> None:
    known = queries.rules()
    with pytest.raises(NotFound):
        queries.rules_by_hash("0" * 64)
    assert services.keep_rules(known).pk == services.keep_rules(known).pk, "kept once"
    assert queries.rules_by_hash(known.sha256).sha256 == known.sha256
    with django_assert_max_num_queries(2):
        queries.rules()

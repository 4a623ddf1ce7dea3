"""Teams and projects: read out of the record sets of persons (honours and programme selections, S07)."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from bole.people.registry.models import Project, ProjectMember, Team, TeamMember
from bole.people.registry.queries.vocabulary import pack_or_none

TEAM_WORDS = ("团队",)
PROJECT_WORDS = ("计划", "工程", "项目", "海外工程师", "精英")
SELECT = """
select left(h->>'honour', 200) as name, coalesce(left(h->>'honour_level', 20), '') as level, nullif(h->>'honour_year', '')::int as year,
       coalesce(left(h->>'document_no', 120), '') as document_no, p.id as person, nullif(h->>'contributor_rank', '')::int as rank,
       coalesce(p.employer_uscc, '') as uscc, p.employer_name as employer, p.township_code as township
  from registry_person p, jsonb_array_elements(p.sets->'honours') h
 where p.codes @> array['has:honours']::varchar[] and p.erased_at is null and h->>'honour' ~ %s
   and (%s = '' or h->>'honour' !~ %s)
"""


@transaction.atomic
def publish_groups() -> tuple[int, int]:
    """Derives teams and projects anew from all honours; ids of those that stay are kept. Returns (teams, projects).
    Which words in an honour's name mean a team or a project is said by the pack (`settings.groups`)."""
    pack = pack_or_none()
    words = (pack.settings.get("groups") if pack else None) or {}
    teams = "|".join(words.get("team", TEAM_WORDS))
    projects = "|".join(words.get("project", PROJECT_WORDS))
    return (
        _publish(Team, TeamMember, [teams, "", ""]),
        _publish(Project, ProjectMember, [projects, teams, teams]),
    )


STATEMENTS = (
    "insert into {g} as t (id, name, level, year, document_no, employer_uscc, employer_name, township_codes, updated_at)"
    " select gen_random_uuid(), name, max(level), year, document_no,"
    " coalesce((array_agg(uscc order by rank nulls last))[1], ''),"
    " coalesce((array_agg(employer order by rank nulls last))[1], ''),"
    " coalesce(array_agg(distinct township) filter (where township <> ''), '{{}}'), now()"
    " from selected group by name, year, document_no on conflict (name, year, document_no) do update set"
    " level = excluded.level, employer_uscc = excluded.employer_uscc, employer_name = excluded.employer_name,"
    " township_codes = excluded.township_codes, updated_at = excluded.updated_at",
    "delete from {m}",
    "insert into {m} (group_id, person, rank) select t.id, s.person, min(s.rank) from selected s join {g} t"
    " on t.name = s.name and t.year is not distinct from s.year and t.document_no = s.document_no"
    " group by t.id, s.person",
    "delete from {g} t where not exists (select 1 from {m} m where m.group_id = t.id)",
)


def _publish(group: type[Team | Project], member: type[TeamMember | ProjectMember], parameters: list[str]) -> int:
    names = {"g": group._meta.db_table, "m": member._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists selected")
        cursor.execute(f"create temporary table selected on commit drop as {SELECT}", parameters)
        for statement in STATEMENTS:
            cursor.execute(statement.format(**names))
    return group.objects.count()


def follow_link_run(message: Any) -> None:
    """Handler of `sources.linked`."""
    publish_groups()

"""What the county knows of: persons, organisations, teams, projects, places, and the lists people keep of them."""

from bole.people.registry.models.groups import Project, ProjectMember, Team, TeamMember
from bole.people.registry.models.lists import SavedList
from bole.people.registry.models.organisation import EmployerName, Organisation
from bole.people.registry.models.person import Person, PersonRedirect
from bole.people.registry.models.place import Place

__all__ = [
    "EmployerName",
    "Organisation",
    "Person",
    "PersonRedirect",
    "Place",
    "Project",
    "ProjectMember",
    "SavedList",
    "Team",
    "TeamMember",
]

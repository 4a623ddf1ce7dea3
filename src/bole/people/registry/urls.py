from django.urls import path

from bole.people.registry.views import lists, others, own, people, person

app_name = "registry"
urlpatterns = [
    path("", people.people, name="people"),
    path("search/", people.search, name="search"),
    path("export/", people.export, name="export"),
    path("lists/save/", lists.save, name="save_list"),
    path("lists/<int:list_id>/drop/", lists.drop, name="drop_list"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("people/<uuid:person_id>/reveal/<str:fact>/", person.reveal, name="reveal"),
    path("people/<uuid:person_id>/correct/<str:fact>/", person.correct, name="correct"),
    path("people/<uuid:person_id>/why/<str:group>/<str:key>/", person.why, name="why"),
    path("people/<uuid:person_id>/delete/", person.delete, name="delete"),
    path("libraries/", others.libraries, name="libraries"),
    path("organisations/", others.organisations, name="organisations"),
    path("organisations/<str:uscc>/", others.organisation, name="organisation"),
    path("teams/", others.teams, name="teams"),
    path("teams/<uuid:group_id>/", others.team, name="team"),
    path("projects/", others.projects, name="projects"),
    path("projects/<uuid:group_id>/", others.project, name="project"),
    path("places/", others.places, name="places"),
    path("places/<uuid:place_id>/", others.place, name="place"),
    path("own/", own.own, name="own"),
    path("own/export/", own.export, name="own_export"),
]

from django.urls import path

from bole.kernel.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("facts/", views.facts, name="facts"),
    path("facts/<slug:key>/", views.fact, name="fact"),
    path("lists/", views.code_lists, name="code_lists"),
    path("lists/<slug:key>/", views.code_list, name="code_list"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:source_id>/", views.source, name="source"),
    path("classifications/", views.classifications, name="classifications"),
    path("regions/", views.regions, name="regions"),
    path("calendar/", views.calendar, name="calendar"),
    path("versions/<int:version_id>/", views.version, name="version"),
]

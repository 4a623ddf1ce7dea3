from django.urls import path

from bole.kernel.snapshots import views

app_name = "snapshots"
urlpatterns = [
    path("", views.snapshot_list, name="list"),
    path("publish/", views.publish, name="publish"),
    path("<int:snapshot_id>/", views.snapshot_page, name="page"),
]

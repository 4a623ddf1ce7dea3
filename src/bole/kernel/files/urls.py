from django.urls import path

from bole.kernel.files import views

app_name = "files"
urlpatterns = [
    path("", views.file_list, name="list"),
    path("<uuid:file_id>/", views.download, name="download"),
]

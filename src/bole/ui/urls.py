from django.urls import path

from bole.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.set_language, name="language"),
    path("size/", views.set_size, name="size"),
    path("gallery/", views.gallery, name="gallery"),
]

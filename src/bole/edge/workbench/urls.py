from django.urls import path

from bole.edge.workbench import views

app_name = "workbench"
urlpatterns = [path("", views.home, name="home")]

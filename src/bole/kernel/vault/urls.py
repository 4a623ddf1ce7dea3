from django.urls import path

from bole.kernel.vault import views

app_name = "vault"
urlpatterns = [path("", views.status, name="status")]

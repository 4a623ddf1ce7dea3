from django.urls import path

from bole.kernel.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.read_list, name="reads"),
    path("changes/", views.change_list, name="changes"),
    path("security/", views.security_list, name="security"),
    path("seals/", views.seal_list, name="seals"),
    path("seals/verify/", views.verify, name="verify"),
]

from django.urls import path

from bole.kernel.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:notice_id>/open/", views.open_notice, name="open"),
    path("read/", views.read_all, name="read_all"),
    path("outgoing/", views.outgoing, name="outgoing"),
    path("outgoing/<int:outgoing_id>/retry/", views.retry, name="retry"),
]

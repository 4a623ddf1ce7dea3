from django.urls import path

from bole.insight.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.cockpit, name="cockpit"),
    path("<str:indicator>/", views.indicator_page, name="indicator"),
]

from django.urls import path

from bole.governance.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.library, name="library"),
    path("mine/", views.mine, name="mine"),
    path("mine/<slug:key>/", views.why, name="why"),
    path("<slug:key>/", views.policy, name="policy"),
]

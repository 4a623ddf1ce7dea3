from django.urls import path

from bole.governance.policies.views import asking, library, mine

app_name = "policies"
urlpatterns = [
    path("", library.library, name="library"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<slug:key>/ask/", asking.ask, name="ask"),
    path("mine/<slug:key>/", mine.why, name="why"),
    path("<slug:key>/", library.policy, name="policy"),
]

from django.urls import path

from bole.governance.policies.views import asking, library, mine, simulating, tracing

app_name = "policies"
urlpatterns = [
    path("", library.library, name="library"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<slug:key>/ask/", asking.ask, name="ask"),
    path("mine/<slug:key>/", mine.why, name="why"),
    path("drafts/<int:draft>/simulation/", simulating.simulation, name="simulation"),
    path("drafts/<int:draft>/simulation/run/", simulating.run, name="simulate"),
    path("drafts/<int:draft>/simulation/sheet/", simulating.sheet, name="simulation_sheet"),
    path("drafts/<int:draft>/simulation/report/", simulating.report, name="simulation_report"),
    path("drafts/<int:draft>/simulation/<str:subject>/<str:way>/", tracing.movers, name="movers"),
    path("drafts/<int:draft>/beside/<int:other>/", simulating.beside, name="beside"),
    path("drafts/<int:draft>/trace/", tracing.trace, name="trace"),
    path("<slug:key>/", library.policy, name="policy"),
]

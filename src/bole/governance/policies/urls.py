from django.urls import path

from bole.governance.policies.views import (
    asking,
    decisions,
    library,
    mine,
    myclass,
    recognition,
    simulating,
    standing,
    tracing,
)

app_name = "policies"
urlpatterns = [
    path("", library.library, name="library"),
    path("mine/", mine.mine, name="mine"),
    path("mine/class/", myclass.my_class, name="my_class"),
    path("mine/class/<uuid:recognition_id>/appeal/", myclass.appeal, name="appeal"),
    path("recognitions/", recognition.recognitions, name="recognitions"),
    path("recognitions/<uuid:recognition_id>/", recognition.recognition, name="recognition"),
    path("recognitions/<uuid:recognition_id>/act/", recognition.act, name="recognition_act"),
    path("people/<uuid:person_id>/", standing.person, name="person"),
    path("people/<uuid:person_id>/propose/<slug:key>/", standing.propose, name="propose"),
    path("people/<uuid:person_id>/points/<slug:key>/", standing.store_points, name="store_points"),
    path("decisions/<uuid:decision_id>/", decisions.decision, name="decision"),
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

from django.urls import path

from bole.kernel.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
    path("worklist/", views.worklist, name="worklist"),
    path("worklist/export/", views.worklist_export, name="worklist_export"),
    path("overview/", views.overview, name="overview"),
    path("overview/export/", views.overview_export, name="overview_export"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/<int:pk>/withdraw/", views.delegation_withdraw, name="delegation_withdraw"),
    path("flows/", views.flows, name="flows"),
    path("flows/<slug:key>.bpmn", views.flow_bpmn, name="flow_bpmn"),
    path("todos/<int:pk>/act/", views.act, name="act"),
    path("todos/<int:pk>/claim/", views.claim, name="claim"),
    path("todos/<int:pk>/release/", views.release, name="release"),
    path("todos/<int:pk>/reassign/", views.reassign, name="reassign"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/comment/", views.comment, name="comment"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]

from django.urls import path

from bole.kernel.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.job_list, name="jobs"),
    path("feed/", views.feed, name="feed"),
    path("operations/", views.operations, name="operations"),
    path("operations/retry/<int:receipt_id>/", views.retry, name="retry"),
    path("operations/tokens/", views.issue_token, name="issue_token"),
    path("operations/tokens/<int:token_id>/withdraw/", views.withdraw_token, name="withdraw_token"),
    path("<int:job_id>/", views.job_page, name="job"),
    path("<int:job_id>/progress/", views.job_progress, name="progress"),
    path("<int:job_id>/cancel/", views.cancel, name="cancel"),
]

from django.urls import path

from bole.people.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.live_page, name="live"),
    path("live/", views.live_part, name="live_part"),
    path("upload/", views.upload, name="upload"),
    path("batches/", views.batch_list, name="batches"),
    path("batches/<int:batch_id>/", views.batch_page, name="batch"),
    path("batches/<int:batch_id>/state/", views.batch_state, name="batch_state"),
    path("batches/<int:batch_id>/rejects/", views.rejects, name="rejects"),
    path("batches/<int:batch_id>/mapping/", views.mapping, name="mapping"),
    path("batches/<int:batch_id>/pause/", views.pause, name="pause"),
    path("batches/<int:batch_id>/resume/", views.resume, name="resume"),
    path("batches/<int:batch_id>/full/", views.take_as_full, name="full"),
    path("batches/<int:batch_id>/retract/", views.retract, name="retract"),
    path("codes/", views.code_list, name="codes"),
    path("codes/<int:code_id>/", views.code_decide, name="code"),
    path("batches/<int:batch_id>/drift/", views.drift_confirm, name="drift"),
    path("batches/<int:batch_id>/retract/preview/", views.preview_batch, name="preview_batch"),
    path("mappings/<int:version_id>/retract/", views.retract_mapping, name="retract_mapping"),
    path("mappings/<int:version_id>/retract/preview/", views.preview_mapping, name="preview_mapping"),
    path("decisions/", views.decision_list, name="decisions"),
    path("decisions/<int:decision_id>/", views.decision_page, name="decision"),
    path("decisions/<int:decision_id>/retract/", views.decision_retract, name="retract_decision"),
    path("decisions/<int:decision_id>/again/", views.decision_again, name="decision_again"),
    path("reviews/", views.review_list, name="reviews"),
    path("reviews/undo/", views.review_undo, name="review_undo"),
    path("reviews/bulk/", views.bulk_begin, name="bulk_begin"),
    path("reviews/bulk/<int:bulk_id>/", views.bulk_page, name="bulk"),
    path("reviews/bulk/<int:bulk_id>/confirm/", views.bulk_confirm, name="bulk_confirm"),
    path("reviews/bulk/<int:bulk_id>/retract/", views.bulk_retract, name="bulk_retract"),
    path("reviews/<int:review_id>/", views.review_page, name="review"),
    path("reviews/<int:review_id>/verdict/", views.review_verdict, name="review_verdict"),
    path("<str:source_id>/", views.source_page, name="source"),
]

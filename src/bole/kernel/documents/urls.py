from django.urls import path

from bole.kernel.documents import views

app_name = "documents"
urlpatterns = [path("exports/<str:name>/", views.export_list, name="export")]

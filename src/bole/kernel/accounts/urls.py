from django.urls import path

from bole.kernel.accounts import views

app_name = "accounts"
urlpatterns = [
    path("demo/", views.demo_accounts, name="demo"),
    path("demo/<str:username>/", views.demo_login, name="demo_login"),
    path("post/", views.choose_post, name="choose_post"),
    path("rights/", views.policy_table, name="policy"),
    path("units/", views.unit_list, name="units"),
    path("users/", views.user_list, name="users"),
]

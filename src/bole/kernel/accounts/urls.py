from django.urls import path

from bole.kernel.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.my_account, name="me"),
    path("demo/", views.demo_accounts, name="demo"),
    path("demo/<str:username>/", views.demo_login, name="demo_login"),
    path("post/", views.choose_post, name="choose_post"),
    path("rights/", views.policy_table, name="policy"),
    path("units/", views.unit_list, name="units"),
    path("users/", views.user_list, name="users"),
    path("users/new/", views.open_account, name="open_account"),
    path("users/<int:user_id>/", views.user_page, name="user"),
    path("memberships/<int:membership_id>/end/", views.end_membership, name="end_membership"),
]

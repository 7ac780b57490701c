from django.urls import path

from following import views

app_name = "following"

urlpatterns = [
    path("researchers/<slug:slug>/follow/", views.follow, name="follow"),
    path("following/", views.index, name="index"),
]

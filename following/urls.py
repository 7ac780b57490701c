from django.urls import path

from following import views

app_name = "following"

urlpatterns = [
    path("researchers/<slug:slug>/follow/", views.follow, name="follow"),
    path("topics/<slug:slug>/follow/", views.shelf, {"kind": "topic"}, name="follow_topic"),
    path("institutions/<slug:slug>/follow/", views.shelf, {"kind": "institution"}, name="follow_institution"),
    path("venues/<slug:slug>/follow/", views.shelf, {"kind": "venue"}, name="follow_venue"),
    path("following/", views.index, name="index"),
]

from django.urls import path

from ingest import views

app_name = "ingest"

urlpatterns = [
    path("imports/", views.index, name="index"),
    path("imports/<int:pk>/", views.run, name="run"),
]

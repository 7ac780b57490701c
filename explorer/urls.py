from django.urls import path

from explorer import views

app_name = "explorer"

urlpatterns = [
    path("researchers/<slug:slug>/graph/", views.slice, name="slice"),
    path("works/<slug:slug>/graph/", views.work_slice, name="work_slice"),
    path("explore/", views.explore, name="explore"),
    path("explore/path/", views.path, name="path"),
    path("explore/graph.<slug:form>", views.file, name="file"),
]

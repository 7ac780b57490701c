from django.urls import path

from researchers import views

app_name = "researchers"

urlpatterns = [
    path("researchers/by/<slug:scheme>/<path:value>/", views.by, name="by"),
    path("researchers/<slug:slug>/works/", views.works, name="works"),
    path("researchers/<slug:slug>/pinned/", views.pinned, name="pinned"),
    path("researchers/<slug:slug>/edit/", views.edit, name="edit"),
    path("researchers/<slug:slug>/authorship/", views.authorship, name="authorship"),
    path("researchers/<slug:slug>/bib", views.bib, name="bib"),
    path("researchers/<slug:slug>/ris", views.ris, name="ris"),
    path("researchers/<slug:slug>/csl.json", views.csl_json, name="csl_json"),
    path("researchers/<slug:slug>/feed.atom", views.feed, name="feed"),
]

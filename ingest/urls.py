from django.urls import path

from ingest.views import adding, joinings, previews, runs

app_name = "ingest"

urlpatterns = [
    path("imports/", adding.index, name="index"),
    path("imports/paste/", adding.paste, name="paste"),
    path("imports/upload/", adding.upload, name="upload"),
    path("imports/previews/<int:pk>/", previews.preview, name="preview"),
    path("imports/previews/<int:pk>/import/", previews.start, name="import"),
    path("imports/previews/<int:pk>/discard/", previews.drop, name="discard"),
    path("imports/history/", runs.history, name="history"),
    path("imports/<int:pk>/", runs.run, name="run"),
    path("imports/<int:pk>/problems.jsonl", runs.problems, {"form": "jsonl"}, name="problems_jsonl"),
    path("imports/<int:pk>/problems.csv", runs.problems, {"form": "csv"}, name="problems_csv"),
    path("imports/<int:pk>/cancel/", runs.stop, name="cancel"),
    path("imports/<int:pk>/again/", runs.again, name="again"),
    path("works/<slug:slug>/joinings/", joinings.index, name="joinings"),
    path("works/<slug:slug>/joinings/<int:pk>/undo/", joinings.undo, name="undo_joining"),
]

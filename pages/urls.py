from django.urls import path

from pages.views import about, curation, home, institution, name, researcher, search, topic, venue, work

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("topics/", topic.topics, name="topics"),
    path("topics/<slug:slug>/", topic.topic, name="topic"),
    path("venues/<slug:slug>/", venue.venue, name="venue"),
    path("institutions/<slug:slug>/", institution.institution, name="institution"),
    path("about/data/", about.about_data, name="about_data"),
    path("researchers/<slug:slug>/", researcher.researcher, name="researcher"),
    path("researchers/<slug:slug>/curation/", curation.works, name="curation"),
    path("researchers/<slug:slug>/curation/works/", curation.divide, name="curation_divide"),
    path("researchers/<slug:slug>/curation/merge/", curation.merge, name="curation_merge"),
    path("researchers/<slug:slug>/curation/tell-apart/", curation.tell_apart, name="curation_tell_apart"),
    path("curation/", curation.log, name="curation_log"),
    path("curation/proposals/", curation.proposals, name="curation_proposals"),
    path("curation/<int:pk>/", curation.decision, name="curation_decision"),
    path("names/<path:name>/", name.name, name="name"),
    path("works/by/<slug:scheme>/<path:value>/", work.work_by, name="work_by"),
    path("works/<slug:slug>/", work.work, name="work"),
    path("works/<slug:slug>/authors/", work.work_authors, name="work_authors"),
    path("works/<slug:slug>/bib", work.work_citation, {"form": "bib"}, name="work_bib"),
    path("works/<slug:slug>/ris", work.work_citation, {"form": "ris"}, name="work_ris"),
    path("works/<slug:slug>/csl.json", work.work_citation, {"form": "csl"}, name="work_csl"),
]

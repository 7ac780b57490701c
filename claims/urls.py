from django.urls import path

from claims.rights_urls import of_rights
from claims.views import (
    about,
    bulk,
    claiming,
    deciding,
    disputing,
    drafting,
    finding,
    leaving,
    reporting,
    reviewing,
    vouching,
    weighing,
    works,
)

app_name = "claims"

urlpatterns = [
    path("about/claims/", about.about, name="about"),
    path("claims/", claiming.index, name="index"),
    path("claims/find/", finding.find, name="find"),
    path("claims/new/<slug:slug>/", finding.new, name="new"),
    path("claims/<int:pk>/", claiming.status, name="status"),
    path("claims/<int:pk>/records/", drafting.records, name="records"),
    path("claims/<int:pk>/evidence/", drafting.evidence, name="evidence"),
    path("claims/<int:pk>/works/", works.works, name="works"),
    path("claims/<int:pk>/works/missing/", works.missing, name="missing"),
    path("claims/<int:pk>/send/", drafting.send, name="send"),
    path("claims/<int:pk>/withdraw/", claiming.withdraw, name="withdraw"),
    path("claims/<int:pk>/check/", claiming.check, name="check"),
    path("claims/vouch/<slug:token>/", vouching.vouch_by_link, name="vouch_by_link"),
    path("claims/vouches/", vouching.vouches, name="vouches"),
    path("claims/vouches/<int:pk>/withdraw/", vouching.withdraw, name="withdraw_vouch"),
    path("claims/disputes/", disputing.disputes, name="disputes"),
    path("claims/disputes/<int:pk>/", disputing.dispute, name="dispute"),
    path("review/disputes/<int:pk>/", disputing.decide_dispute, name="decide_dispute"),
    path("researchers/<slug:slug>/dispute/", disputing.dispute_page, name="dispute_page"),
    path("researchers/<slug:slug>/dispute/<int:authorship>/", disputing.dispute_work, name="dispute_work"),
    path("review/", reviewing.review, name="review"),
    path("review/bulk/", bulk.bulk, name="bulk"),
    path("review/<int:pk>/", deciding.decide, name="decide"),
    path("review/<int:pk>/assign/", deciding.assign, name="assign"),
    path("review/<int:pk>/answers/", deciding.answers, name="answers"),
    path("review/<int:pk>/evidence/", weighing.weigh, name="weigh"),
    path("review/reports/<int:pk>/close/", reviewing.close, name="close"),
    path("researchers/<slug:slug>/report/", reporting.report, name="report"),
    path("researchers/<slug:slug>/vouch/", vouching.vouch, name="vouch"),
    *of_rights,
    path("accounts/delete/", leaving.delete_account, name="delete_account"),
]

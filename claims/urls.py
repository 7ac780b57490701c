from django.urls import path

from claims.views import claiming, leaving, reporting, reviewing, vouching, weighing

app_name = "claims"

urlpatterns = [
    path("claims/", claiming.index, name="index"),
    path("claims/new/<slug:slug>/", claiming.new, name="new"),
    path("claims/<int:pk>/", claiming.status, name="status"),
    path("claims/<int:pk>/withdraw/", claiming.withdraw, name="withdraw"),
    path("claims/<int:pk>/check/", claiming.check, name="check"),
    path("claims/vouches/", vouching.vouches, name="vouches"),
    path("claims/vouches/<int:pk>/withdraw/", vouching.withdraw, name="withdraw_vouch"),
    path("review/", reviewing.review, name="review"),
    path("review/<int:pk>/", reviewing.decide, name="decide"),
    path("review/<int:pk>/evidence/", weighing.weigh, name="weigh"),
    path("review/reports/<int:pk>/close/", reviewing.close, name="close"),
    path("researchers/<slug:slug>/report/", reporting.report, name="report"),
    path("researchers/<slug:slug>/vouch/", vouching.vouch, name="vouch"),
    path("accounts/delete/", leaving.delete_account, name="delete_account"),
]

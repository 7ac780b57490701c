"""Addresses of what the person described may have done with their page."""

from django.urls import path

from claims.views import delegating, holding, rights

of_rights = [
    path("rights/", rights.index, name="rights"),
    path("rights/confirm/<str:token>/", rights.confirm, name="confirm_request"),
    path("rights/<int:pk>/withdraw/", rights.withdraw, name="withdraw_request"),
    path("review/requests/<int:pk>/", rights.decide, name="decide_request"),
    path("researchers/<slug:slug>/request/", rights.ask, name="request"),
    path("researchers/<slug:slug>/visibility/", holding.visibility, name="visibility"),
    path("researchers/<slug:slug>/names/", holding.names, name="names"),
    path("researchers/<slug:slug>/delegates/", delegating.delegates, name="delegates"),
    path("delegations/", delegating.delegations, name="delegations"),
]

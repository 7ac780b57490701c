from django.urls import path

from collaboration import views

app_name = "collaboration"

urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/new/<slug:slug>/", views.invite, name="invite"),
    path("invitations/blocked/", views.blocked, name="blocked"),
    path("invitations/<int:pk>/", views.answer, name="answer"),
    path("conversations/", views.conversations, name="conversations"),
    path("conversations/<int:pk>/", views.conversation, name="conversation"),
]

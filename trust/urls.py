from django.urls import path

from trust import views

app_name = "trust"

urlpatterns = [
    path("about/trust/", views.about, name="about"),
    path("researchers/<slug:slug>/trust/", views.detail, name="detail"),
    path("researchers/<slug:slug>/trust/reply/", views.reply, name="reply"),
    path("researchers/<slug:slug>/trust/reply/take-back/", views.take_back, name="take_back"),
    path("researchers/<slug:slug>/trust.json", views.json, name="json"),
]

"""Deleting one's account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import DeleteAccountForm
from accounts.proving import proof_of
from accounts.requests import SignedInRequest
from claims.flow import leaving
from claims.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters("password")
def delete_account(request: SignedInRequest) -> HttpResponse:
    proof = proof_of(request, request.user)
    form = DeleteAccountForm(posted(request), user=request.user, is_proved=proof.is_fresh)
    if request.method == "POST" and form.is_valid():
        leaving.delete_account(request.user)
        logout(request)
        messages.success(request, "Your account has been deleted.")
        return redirect("pages:home")
    context = {"form": form, "proof": proof}
    return render(request, "account/delete.html", context, status=422 if form.errors else 200)

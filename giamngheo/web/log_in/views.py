"""Logging in and out, changing one's password, the page of a locked account."""

import math
from typing import Any

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from giamngheo.accounts import actions
from giamngheo.accounts.refusals import WeakPassword, WrongPassword
from giamngheo.web.access import reader
from giamngheo.web.log_in.forms import LoginForm, PasswordForm
from giamngheo.web.rendering import render, render_alone

LOCKED_OUT = 429


class OurLoginView(LoginView):
    """Django's log-in (safe `next`, new session key), drawn as our page."""

    form_class = LoginForm
    redirect_authenticated_user = True

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        form = context["form"]
        values = {"form": form, "next": self.get_redirect_url()}
        return render(self.request, "log_in/login.html", values, status=400 if form.errors else 200)


login = OurLoginView.as_view()
logout = LogoutView.as_view(next_page="login")


@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        # The other sessions of this account end; this one goes on.
        update_session_auth_hash(request, reader(request))
        messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")
        return redirect("home")
    status = 400 if form.errors else 200
    return render(request, "log_in/password.html", {"form": form}, status=status)


def _changed(request: HttpRequest, form: PasswordForm) -> bool:
    """Change the password, or put the refusal at the field it speaks of."""
    try:
        actions.change_password(
            user=reader(request),
            old_password=form.cleaned_data["old_password"],
            new_password=form.cleaned_data["new_password"],
            by=reader(request),
        )
    except WrongPassword as refusal:
        form.add_error("old_password", str(refusal))
    except WeakPassword as refusal:
        form.add_error("new_password", str(refusal))
    return not form.errors


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]
) -> HttpResponse:
    """Return the page shown after too many failed log-ins; named in AXES_LOCKOUT_CALLABLE."""
    cool_off = get_cool_off(request)
    minutes = math.ceil(cool_off.total_seconds() / 60) if cool_off else None
    context = {"username": (credentials or {}).get("username", ""), "minutes": minutes}
    return render_alone("log_in/locked.html", context, status=LOCKED_OUT)

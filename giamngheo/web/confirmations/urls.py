from django.urls import path

from giamngheo.web.confirmations import public, views

HOUSEHOLD = "ho/<str:code>/xac-nhan"

urlpatterns = [
    path("tra-cuu", views.lookup, name="status_lookup"),
    path(HOUSEHOLD, views.confirmations, name="confirmations"),
    path(f"{HOUSEHOLD}/cap", views.issue, name="confirmation_issue"),
    path(f"{HOUSEHOLD}/<int:number>.pdf", views.pdf, name="confirmation_pdf"),
    path(f"{HOUSEHOLD}/<int:number>/thu-hoi", views.revoke, name="confirmation_revoke"),
    path("xac-nhan", public.ask, name="verify_ask"),
    path("xac-nhan/<str:code>", public.verify, name="verify"),
]

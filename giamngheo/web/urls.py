"""Every address of the pages, one module a noun."""

from django.urls import include, path

urlpatterns = [
    path("", include("giamngheo.web.home.urls")),
    path("", include("giamngheo.web.log_in.urls")),
    path("", include("giamngheo.web.choice.urls")),
    path("", include("giamngheo.web.search.urls")),
    path("", include("giamngheo.web.work.urls")),
    path("", include("giamngheo.web.units.urls")),
    path("", include("giamngheo.web.targets.urls")),
    path("", include("giamngheo.web.deprivations.urls")),
    path("", include("giamngheo.web.groups.urls")),
    path("", include("giamngheo.web.circumstances.urls")),
    # Before households: "nhap" is no code of a household.
    path("", include("giamngheo.web.exchange.urls")),
    path("", include("giamngheo.web.households.urls")),
    path("", include("giamngheo.web.quality.urls")),
    path("", include("giamngheo.web.reviews.urls")),
    path("", include("giamngheo.web.decisions.urls")),
    path("", include("giamngheo.web.review_forms.urls")),
    path("", include("giamngheo.web.meetings.urls")),
    path("", include("giamngheo.web.papers.urls")),
    path("", include("giamngheo.web.confirmations.urls")),
    path("", include("giamngheo.web.plans.urls")),
    path("", include("giamngheo.web.tasks.urls")),
    path("", include("giamngheo.web.agencies.urls")),
    path("", include("giamngheo.web.committees.urls")),
    path("", include("giamngheo.web.commune_plans.urls")),
    path("", include("giamngheo.web.plan_papers.urls")),
    path("", include("giamngheo.web.simulations.urls")),
    path("", include("giamngheo.web.standards.urls")),
    path("", include("giamngheo.web.gallery.urls")),
]

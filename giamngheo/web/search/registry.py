"""The nouns the search box knows, in the order they are shown. A new noun is one line here."""

from giamngheo.web.search.households import find_households
from giamngheo.web.search.plans import find_plans
from giamngheo.web.search.providers import Provider
from giamngheo.web.search.units import find_units

PROVIDERS = (
    Provider(noun="Đơn vị hành chính", find=find_units),
    Provider(noun="Hộ gia đình", find=find_households),
    Provider(noun="Kế hoạch", find=find_plans),
)

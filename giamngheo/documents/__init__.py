"""
Owns reading a plan document (.txt, .docx, .pdf) into parts and holding it against itself.

Words: reading, block, citation, section, target, table, finding. Plain Python, no Django.
Never guesses what is not written: such a field is None.
"""

from giamngheo.documents.checking import check_plan
from giamngheo.documents.findings import Finding
from giamngheo.documents.reading import PlanReading, read_plan

__all__ = ["Finding", "PlanReading", "check_plan", "read_plan"]

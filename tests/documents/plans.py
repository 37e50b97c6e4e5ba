"""A plan of a district that does not exist, in our own words, with every part a plan may have."""

from pathlib import Path

PLAN = Path(__file__).with_name("suoi-bac-2023.txt").read_text(encoding="utf-8")

"""A village's fairness: its meeting, its posting, complaints; the public page; days off."""

"""
The administrative units of Vietnam through time: each row is one unit under one name, kind and
parent for one period, linked to what it came from and what became of it.
Words: unit, kind, level, link (predecessor to successor), alias, status, import.
Never: takes a code or a name for an identity, invents a date, or picks a side of a split unit.
"""

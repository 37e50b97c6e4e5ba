"""
Vietnamese text, numbers, dates, money, periods and tables, done right once.

Words: key (a form for searching, comparing or sorting), Refusal (the anticipated "no").
Never: Django, the clock, or anything about poverty.
"""

"""
Who is poor: the dated standards, and the judgement of a household by the one in force.

Words: standard, band, indicator, evidence, confidence, category, group (N1, N2).
Never: reads the clock, a database or a request; invents a value that no source gives.
"""

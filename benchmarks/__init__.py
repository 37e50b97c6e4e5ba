"""
What a piece of work costs, as a ratio to the least that any program would have to do.

One module a benchmark: NAME, WHAT, FLOOR (the least work, in words), LIMIT (the ratio above which
`giamngheo bench --check` fails) and `prepare(folder, rows) -> Case`. Listed below, run together.
"""

MODULES = (
    "judge_frame",
    "judge_file",
    "judge_one",
    "read_xlsx",
    "read_csv",
    "write_xlsx",
    "vietnamese_keys",
    "certificates",
    "read_plan",
)

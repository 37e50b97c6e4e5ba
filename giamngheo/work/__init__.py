"""
Work: what takes longer than a page may, run apart with its progress on view.

Words: item (công việc), kind (loại việc), job (one run of an item, in the hands of its handler).
Never knows what a kind does: the floor that owns the domain writes the handler.
"""

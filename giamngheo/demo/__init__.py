"""
The demonstration: Triệu Sơn's year 2020, generated, then lived through the real actions.

Words: figures (số liệu gốc), frames (the generated tables), score range (khoảng điểm), build.
Never writes a category: it draws scores, and the law's engine judges them like anyone's.
"""

"""
Plans as data: the document's facts, its legal bases, targets, allocation, and what is wrong in it.

Words: plan (kế hoạch), target (chỉ tiêu), allocation (phân bổ), finding (điều cần xem).
Never corrects a plan: what was printed is kept beside what it adds up to.
"""

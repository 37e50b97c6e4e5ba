"""
The two plans a commune owes each year: drafted from the register, appraised, approved.

Words: commune plan (kế hoạch của xã), completeness (mức đầy đủ), appraisal (thẩm định). Never
writes a measure for a household that nobody chose.
"""

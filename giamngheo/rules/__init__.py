"""
Rules an office enters: a province's own poverty standard, and point tables of Form B1.

Words: rule (quy định), version (bản), draft (bản nháp), approval (duyệt), withdrawal (bãi bỏ).
Never edits what was approved: a change is a new version, an end is a dated withdrawal.
"""

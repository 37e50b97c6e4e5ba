"""
From the finished list to the chairman's decision: check, report, opinion, decision, correction.

Words: submission (trình), check (thẩm tra), opinion (ý kiến), correction (quyết định điều chỉnh),
movement (biến động). Never changes what a decision froze: a correction is a new dated decision.
"""

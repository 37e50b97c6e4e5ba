"""
Yearly review: campaigns, what was scored, how the law judged it, and the decisions that make it so.

Words: campaign (đợt rà soát), result (kết quả rà soát), decision (quyết định công nhận).
Never recomputes what a decision has frozen: a later correction is a new, dated decision.
"""

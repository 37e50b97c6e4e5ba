"""
Review forms as they are filled: one household at a time, a village in a grid, or off-line.

Words: form (phiếu rà soát), answer (câu trả lời), draft (phiếu đang nhập), done (phiếu đã xong).
Never judges for good: it shows what the law would say, and hands finished forms to the review.
"""

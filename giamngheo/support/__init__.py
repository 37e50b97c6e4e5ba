"""
What each poor household needs and why: causes, wishes, working category, special groups.

Words: cause (nguyên nhân nghèo), need (nhu cầu), wish (nguyện vọng), working category (phân loại
theo khả năng lao động). Never shows a confidential category outside its commune and helper.
"""

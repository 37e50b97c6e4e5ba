"""
Doubts about the data: duplicate households and persons, impossible or contradicting values.

Words: rule (quy tắc kiểm tra), finding (điểm cần xem), accepted (chấp nhận có lý do), duplicate
pair (cặp nghi trùng). Never changes a household: it asks, and keeps what a person answered.
"""

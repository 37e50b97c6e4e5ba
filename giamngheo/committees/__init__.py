"""
Steering committees: members, posts, which member answers for which unit, meetings.

Words: committee (ban chỉ đạo), member (thành viên), assignment (phân công địa bàn), conclusion
(kết luận). Never leaves a unit uncovered unseen.
"""

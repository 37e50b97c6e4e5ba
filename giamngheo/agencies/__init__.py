"""
The directory of agencies: names, aliases, level, unit, dated successors.

Words: agency (cơ quan), alias (tên gọi khác, tên viết tắt), successor (cơ quan kế nhiệm).
Never deletes an agency: one that was merged away ends on a day and names who took over.
"""

"""
Audit: who did what, when, why, and which rows changed; kept as a chain of hashes.

Words: event (sự kiện), change (thay đổi của một bảng), seal (niêm phong), chain (chuỗi).
Never changes or deletes an event, and knows nothing of what the audited tables mean.
"""

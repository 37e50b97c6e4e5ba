"""
Accounts: who uses the system, in which role, for which unit, from which day.

Words: user (người dùng), assignment (phân công), scope (phạm vi), permission (quyền).
Never asks what a record is about: a record's unit path is enough to answer "may she see it?".
"""

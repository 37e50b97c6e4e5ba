"""
What agencies were told to do: tasks with deadlines, progress with evidence, obstacles answered.

Words: task (nhiệm vụ), lead (cơ quan chủ trì), coordinating (phối hợp), deadline (thời hạn),
obstacle (khó khăn, vướng mắc). Never closes a task without saying who did it and by what proof.
"""

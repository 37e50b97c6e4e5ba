"""
Targets as they are owned, measured and split: indicators, results with evidence, allocation.

Words: indicator (chỉ tiêu), owner (cơ quan phụ trách), measurement (số thực hiện), allocation
(phân bổ, giao chỉ tiêu). Never types a figure that the register can count.
"""

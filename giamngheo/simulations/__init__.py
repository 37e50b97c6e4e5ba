"""
Simulations: what another standard would make of households already reviewed; nothing is decided.

Words: scenario (kịch bản), variant (phương án, one standard of it), run (lần chạy), changed (hộ
thay đổi phân loại). Never touches a result, a decision or a status: it reads them and keeps a copy.
"""

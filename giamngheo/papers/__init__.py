"""
Official papers of the review, filled from the register: minutes, lists, decisions, certificates.

Words: paper (văn bản), certificate (giấy chứng nhận), confirmation (giấy xác nhận), verification
code (mã kiểm tra). Never invents a number or date: they stay blank until the paper is signed.
"""

"""
Workbooks and files of households: out as lists, in as staged, previewed and committed batches.

Words: batch (lô nhập), staged row (dòng chờ), preview (xem trước), refused row (dòng bị trả lại).
Never guesses a value, and never loses a row: read = added + changed + same + duplicate + refused.
"""

"""
The register: households, their members and their dated poverty status.

Words: household (hộ), member (nhân khẩu), status (hộ nghèo, cận nghèo, không nghèo, from a day on).
Never decides who is poor: a status is set by a decision of `reviews` and only recorded here.
"""

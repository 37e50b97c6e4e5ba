"""
Village meetings, public posting, complaints and re-checks: what makes a list fair.

Words: meeting (họp dân), minutes (biên bản), posting (niêm yết), complaint (khiếu nại, phản ánh),
re-check (phúc tra). Never shows in public more than the one list of public fields allows.
"""

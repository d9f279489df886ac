"""A pupil register of the older kind: upper-case Swedish field names, codes, dates in a row."""

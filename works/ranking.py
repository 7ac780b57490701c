"""The rank score, by which lists of works are ordered unless the visitor asks otherwise.

rank = 2 · (has code) + 0.5 · (open access) + ln(1 + citations) + (year - 2000) / 20

Works with code come first among equals, as on the listings this product answers to; citations count
by their logarithm, so that one famous work does not bury the rest; a newer work gains a twentieth of a
point a year. The unit is arbitrary, the range open; only the order matters.
"""

CODE = 2.0
OPEN_ACCESS = 0.5
YEARS_A_POINT = 20

# Columns of works_work, or of a row with the same names.
RANK = f"""
    {CODE} * has_code::int + {OPEN_ACCESS} * coalesce(open_access, false)::int
    + ln(1 + greatest(coalesce(cited_by_count, 0), citations_count))
    + (extract(year FROM published_on)::float8 - 2000) / {YEARS_A_POINT}
"""

# What brings how many points, in the words of the page that explains it.
RULES = [
    ("Code that a source links", f"{CODE:g}"),
    ("Open access", f"{OPEN_ACCESS:g}"),
    ("Citations", "ln(1 + citations), the largest count that a source gives or that is known here"),
    ("Year of the first version", f"(year − 2000) / {YEARS_A_POINT}"),  # noqa: RUF001
]

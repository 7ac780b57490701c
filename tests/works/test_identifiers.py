"""Where identifiers lead."""

import pytest

from works.identifiers import identifier_url


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("doi", "10.1234/a(1)", "https://doi.org/10.1234/a(1)"),
        ("doi", "10.1234/a<b>", "https://doi.org/10.1234/a%3Cb%3E"),
        ("doi", "10.55555/a", "https://doi.org/10.55555/a"),
        ("doi", "10.1234/10.5555/a", "https://doi.org/10.1234/10.5555/a"),
        ("handle", "10.5555/a", "https://hdl.handle.net/10.5555/a"),
        ("acl", "P04-1001", "https://aclanthology.org/P04-1001/"),
        ("doi", "10.5555/a", ""),
        ("isbn", "9780000000002", ""),
        ("demo", "work-1", ""),
    ],
)
def test_an_identifier_leads_where_it_resolves(scheme, value, address):
    assert identifier_url(scheme, value) == address

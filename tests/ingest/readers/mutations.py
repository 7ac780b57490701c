"""Damage of the kinds that files suffer, for fuzz tests of readers."""

from hypothesis import strategies as st


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """`sample` with pieces cut out, doubled, or replaced by noise; or noise alone."""
    data = sample
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 80)))
        noise = draw(st.one_of(st.just(data[start:end] * 2), st.binary(max_size=12), st.sampled_from(SPITE)))
        data = data[:start] + noise + data[end:]
    return draw(st.one_of(st.just(data), st.binary(max_size=200)))


SPITE = [
    b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#x0;", b"&x;", b"<!--", b"]]>", b"<![CDATA[", b"null", b"[]",
    b"{}", b'""', b"-1", b"1e999", b"<a/>", b"</a>", b"0000", b"9" * 30, b"\\ud800",
]  # fmt: skip

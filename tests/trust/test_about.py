"""The page about trust says what the model does, because the model wrote it."""

from django.urls import reverse
from django.utils.html import escape

from trust.components import COMPONENTS
from trust.levels import LEVELS
from trust.scoring import BANDS


def test_every_component_band_and_level_is_declared(client, db):
    text = " ".join(client.get(reverse("trust:about")).content.decode().split())
    for component in COMPONENTS:
        assert escape(component.title) in text
        assert escape(component.rule) in text
        assert escape(component.why) in text
    for low, word in BANDS:
        assert f"<dt>from {low}</dt><dd>{word}</dd>" in text
    for level in LEVELS:
        assert f"L{level.number} {level.title}" in text
        assert escape(level.rule) in text


def test_what_is_not_offered_yet_is_said(client, db):
    text = client.get(reverse("trust:about")).content.decode()
    assert text.count("Not offered here yet.") == 2
    assert text.count("Cannot be reached here yet.") == 2


def test_the_calibration_is_shown(client, db):
    text = client.get(reverse("trust:about")).content.decode()
    for works, score in [(1, 11), (2, 13), (3, 15), (5, 19), (6, 21)]:
        assert f'<td class="number">{works}</td><td class="number">{score}</td>' in text
    assert '<td class="number">7 or more</td><td class="number">21</td>' in text

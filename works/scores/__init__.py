"""Figures of works: how new a text is, how often it is cited where and when it appeared, how open it is.

Formulas, weights and known errors: docs/scores.md.
"""

"""The pages of the stand-in for ORCID. They say what it is, and need nothing but themselves."""

from collections.abc import Iterable
from dataclasses import asdict
from html import escape

from config.servers.orcid_grants import Wanted
from config.servers.orcid_records import Person

PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>{title} · Stand-in for ORCID</title>
  <style>
    body {{ max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }}
    body {{ font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }}
    label {{ display: block; margin-top: 1rem; }}
    input {{ font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; }}
    button {{ font: inherit; min-height: 2.75rem; padding: .5rem 1rem; margin: .5rem .5rem 0 0; }}
    .stand-in {{ border: 2px solid; padding: .5rem 1rem; }}
    [role=alert] {{ font-weight: 700; }}
    li {{ margin-top: .5rem; }}
  </style>
</head>
<body>
<p class="stand-in"><strong>This is not ORCID.</strong> It stands in for it on this computer, so that sign-in can be
tried. It believes every iD that is typed.</p>
<h1>{title}</h1>
{body}
</body>
</html>
"""

FORM = """<p>A site on this computer wants to know your ORCID iD and your name.</p>
{fault}
<form method="post" action="/oauth/authorize">
{hidden}
<label for="orcid">ORCID iD</label>
<input id="orcid" name="orcid" value="{orcid}" placeholder="0000-0002-1825-0097" list="known" autocomplete="off">
<datalist id="known">{known}</datalist>
<label for="name">Name</label>
<input id="name" name="name" value="{name}" autocomplete="off">
<p>The name is taken from the record where one is known for the iD.</p>
<p><button name="decision" value="allow">Yes, tell it</button>
<button name="decision" value="deny">No</button></p>
</form>
"""


def page(title: str, body: str) -> str:
    return PAGE.format(title=escape(title), body=body)


def authorize_page(
    wanted: Wanted, people: Iterable[Person], form: dict[str, str] | None = None, fault: str = ""
) -> str:
    """Where one says who one is, and yes or no; what was typed is kept."""
    typed = form or {}
    hidden = "\n".join(
        f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in asdict(wanted).items()
    )
    known = "".join(f'<option value="{one.orcid}">{escape(one.name)}</option>' for one in people)
    body = FORM.format(
        fault=f'<p role="alert">{escape(fault)}</p>' if fault else "",
        hidden=hidden,
        known=known,
        orcid=escape(typed.get("orcid", "")),
        name=escape(typed.get("name", "")),
    )
    return page("Tell it who you are?", body)


def refusal_page(words: str) -> str:
    return page("This cannot be done", f"<p>{escape(words)} Nobody was told anything.</p>")


def front_page(people: Iterable[Person]) -> str:
    """Whom it knows."""
    rows = "".join(
        f'<li>{escape(one.name)}, <a href="/v3.0/{one.orcid}/record">{one.orcid}</a>, works: {len(one.works)}</li>'
        for one in people
    )
    return page("People with records here", f"<ul>{rows}</ul>" if rows else "<p>Nobody yet.</p>")

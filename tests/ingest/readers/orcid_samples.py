"""Invented records of ORCID, as JSON of version 3.0 and as XML."""

from ingest.persons import EmploymentRecord, PersonRecord
from ingest.records import AuthorRecord, WorkRecord

ADA, BO = "0000-0002-1825-0097", "0000-0001-5109-3700"


def value(text):
    return {"value": text}


def date(year, month=None, day=None):
    return {"year": value(year), "month": month and value(month), "day": day and value(day)}


def external(scheme, text, relationship="self", normalized=None):
    return {
        "external-id-type": scheme,
        "external-id-value": text,
        "external-id-normalized": normalized and {"value": normalized, "transient": True},
        "external-id-relationship": relationship,
    }


def summary(code=7, title="A title", published=("2020", "05", "04"), externals=(), **more):
    return {
        "put-code": code,
        "title": {"title": value(title), "subtitle": None},
        "external-ids": {"external-id": list(externals)},
        "type": "journal-article",
        "publication-date": published and date(*published),
        "journal-title": value("J. Examples"),
        "url": None,
        "visibility": "public",
        "display-index": "0",
        **more,
    }


def works(*groups):
    return {"group": [{"external-ids": {"external-id": []}, "work-summary": list(group)} for group in groups]}


def employment(name, start=None, end=None, registry=None, **more):
    return {
        "summaries": [
            {
                "employment-summary": {
                    "organization": {"name": name, "disambiguated-organization": registry},
                    "start-date": start and date(*start),
                    "end-date": end and date(*end),
                    "visibility": "public",
                    **more,
                }
            }
        ]
    }


def registry(source, identifier):
    return {"disambiguated-organization-identifier": identifier, "disambiguation-source": source}


PERSON = {
    "name": {
        "given-names": value("Ada"),
        "family-name": value("Example"),
        "credit-name": value("Ada B. Example"),
        "visibility": "public",
    },
    "other-names": {
        "other-name": [
            {"content": "A. Example-Sample", "visibility": "public"},
            {"content": "Secret", "visibility": "limited"},
        ]
    },
    "researcher-urls": {
        "researcher-url": [
            {"url-name": "Home", "url": value("https://ada.example/"), "visibility": "public"},
            {"url-name": "Trap", "url": value("javascript:alert(1)"), "visibility": "public"},
        ]
    },
    "keywords": {"keyword": [{"content": "examples", "visibility": "public"}]},
    "emails": {"email": [{"email": "ada@example.edu", "visibility": "public"}]},
    "path": f"/{ADA}/person",
}
EMPLOYMENTS = {
    "affiliation-group": [
        employment(
            "University of Examples", ("2015", "09"), None, registry("ROR", "https://ror.org/05dxps055"),
            **{"role-title": "Professor", "department-name": "Samples"},
        ),
        employment("Institute of Samples", ("2010", "02", "31"), ("0201",), registry("GRID", "grid.1.a")),
        employment("Secret Service", visibility="private"),
    ]
}  # fmt: skip
RECORD = {
    "orcid-identifier": {"uri": f"https://orcid.org/{ADA}", "path": ADA, "host": "orcid.org"},
    "history": {"creation-method": "DIRECT", "deactivation-date": None},
    "person": PERSON,
    "activities-summary": {"employments": EMPLOYMENTS, "works": works([summary()])},
    "path": f"/{ADA}",
}
ADA_RECORD = PersonRecord(
    source="orcid",
    orcid=ADA,
    name="Ada B. Example",
    other_names=("Ada Example", "A. Example-Sample"),
    home_pages=("https://ada.example/",),
    keywords=("examples",),
    employments=(
        EmploymentRecord(
            organization="University of Examples", ror="05dxps055", role="Professor", department="Samples",
            start="2015-09",
        ),
        EmploymentRecord(organization="Institute of Samples", start="2010-02"),
    ),
)  # fmt: skip
ADA_WORK = WorkRecord(
    source="orcid",
    source_id=f"{ADA}/7",
    title="A title",
    published="2020-05-04",
    type="journal-article",
    venue="J. Examples",
    authors=(AuthorRecord(name="Ada B. Example", orcid=ADA),),
)

NAMESPACES = " ".join(
    f'xmlns:{name}="http://www.orcid.org/ns/{name}"'
    for name in (
        "record", "common", "person", "personal-details", "other-name", "researcher-url", "keyword", "email",
        "activities", "employment", "work", "history", "error", "bulk",
    )
)  # fmt: skip
WORK_XML = """<work:work-summary put-code="7" visibility="public" display-index="0">
<work:title><common:title>A title</common:title></work:title>
<common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type>
<common:external-id-value>10.1234/EXA</common:external-id-value>
<common:external-id-relationship>self</common:external-id-relationship></common:external-id>
<common:external-id><common:external-id-type>issn</common:external-id-type>
<common:external-id-value>1234-5678</common:external-id-value>
<common:external-id-relationship>part-of</common:external-id-relationship></common:external-id>
</common:external-ids><work:type>journal-article</work:type>
<common:publication-date><common:year>2020</common:year><common:month>05</common:month>
<common:day>04</common:day></common:publication-date>
<work:journal-title>J. Examples</work:journal-title></work:work-summary>"""
GRID_EMPLOYMENT_XML = """<employment:employment-summary visibility="public">
<common:start-date><common:year>2010</common:year></common:start-date>
<common:organization><common:name>Institute of Samples</common:name></common:organization>
</employment:employment-summary>"""
PERSON_XML = """<person:person><person:name visibility="public" path="x">
<personal-details:given-names>Ada</personal-details:given-names>
<personal-details:family-name>Example</personal-details:family-name>
<personal-details:credit-name>Ada B. Example</personal-details:credit-name></person:name>
<other-name:other-names><other-name:other-name visibility="public">
<other-name:content>A. Example-Sample</other-name:content></other-name:other-name></other-name:other-names>
<researcher-url:researcher-urls><researcher-url:researcher-url visibility="public">
<researcher-url:url>https://ada.example/</researcher-url:url></researcher-url:researcher-url>
</researcher-url:researcher-urls><keyword:keywords><keyword:keyword visibility="public">
<keyword:content>examples</keyword:content></keyword:keyword></keyword:keywords></person:person>"""
RECORD_XML = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<record:record path="/{ADA}" {NAMESPACES}>
<common:orcid-identifier><common:path>{ADA}</common:path></common:orcid-identifier>
<history:history><history:claimed>true</history:claimed></history:history>{PERSON_XML}
<activities:activities-summary><activities:employments>{{employments}}</activities:employments>
<activities:works><activities:group><common:external-ids/>{WORK_XML}</activities:group></activities:works>
</activities:activities-summary></record:record>"""
GROUPED_XML = RECORD_XML.format(
    employments=f"<activities:affiliation-group>{GRID_EMPLOYMENT_XML}</activities:affiliation-group>"
)


def contributor(name, iD=None, role=None):
    return {
        "contributor-orcid": iD and {"path": iD},
        "credit-name": name and value(name),
        "contributor-attributes": {"contributor-role": role},
    }


def full_work(*contributors, name="Ada B. Example"):
    source = {"source-orcid": {"path": ADA}, "source-name": name and value(name)}
    listed = {"contributor": list(contributors)}
    return summary(contributors=listed, source=source, path=f"/{ADA}/work/7", **{"short-description": "All."})

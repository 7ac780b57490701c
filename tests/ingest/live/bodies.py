"""Answers in the shape of each service, about works and people that do not exist."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

ADA = "0000-0002-1825-0097"


def crossref_work(doi: str, title: str = "Tides in a bathtub") -> Json:
    return {
        "indexed": {"date-parts": [[2024, 2, 1]], "date-time": "2024-02-01T05:06:07Z", "timestamp": 1},
        "publisher": "Invented Press",
        "type": "journal-article",
        "DOI": doi,
        "title": [title],
        "author": [
            {"ORCID": f"http://orcid.org/{ADA}", "given": "Ada", "family": "Lindqvist", "sequence": "first"},
            {"given": "Bob", "family": "Okafor", "sequence": "additional", "affiliation": []},
        ],
        "member": "1",
        "container-title": ["Journal of Invented Results"],
        "issued": {"date-parts": [[2021, 3, 4]]},
        "is-referenced-by-count": 2,
        "reference-count": 0,
        "URL": f"https://doi.org/{doi}",
    }


def crossref_single(doi: str, title: str = "Tides in a bathtub") -> Json:
    return {
        "status": "ok",
        "message-type": "work",
        "message-version": "1.0.0",
        "message": crossref_work(doi, title),
    }


def crossref_page(dois: Iterable[str], cursor: str, total: int) -> Json:
    return {
        "status": "ok",
        "message-type": "work-list",
        "message-version": "1.0.0",
        "message": {
            "facets": {},
            "next-cursor": cursor,
            "total-results": total,
            "items": [crossref_work(doi, f"Work {doi}") for doi in dois],
            "items-per-page": 2,
            "query": {"start-index": 0, "search-terms": "tides"},
        },
    }


def openalex_work(number: int, doi: str | None) -> Json:
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": f"Work {number}",
        "display_name": f"Work {number}",
        "publication_year": 2021,
        "publication_date": "2021-03-04",
        "ids": {"openalex": f"https://openalex.org/W{number}"},
        "language": "en",
        "type": "article",
        "authorships": [
            {
                "author_position": "first",
                "author": {
                    "id": "https://openalex.org/A1",
                    "display_name": "Ada Lindqvist",
                    "orcid": f"https://orcid.org/{ADA}",
                },
                "institutions": [],
                "raw_author_name": "Ada Lindqvist",
                "raw_affiliation_strings": [],
            }
        ],
        "open_access": {"is_oa": True, "oa_status": "gold"},
        "cited_by_count": 3,
        "referenced_works": [],
    }


def openalex_page(works: list[Json], cursor: str | None = None) -> Json:
    meta = {"count": 5, "db_response_time_ms": 9, "page": None, "per_page": 100, "groups_count": None}
    return {"meta": {**meta, "next_cursor": cursor}, "results": works, "group_by": []}


def datacite_single(doi: str) -> Json:
    creator = {
        "name": "Lindqvist, Ada",
        "nameType": "Personal",
        "givenName": "Ada",
        "familyName": "Lindqvist",
    }
    return {
        "data": {
            "id": doi,
            "type": "dois",
            "attributes": {
                "doi": doi,
                "prefix": doi.partition("/")[0],
                "creators": [{**creator, "affiliation": [], "nameIdentifiers": []}],
                "titles": [{"title": "Measured bathtubs"}],
                "publisher": "Invented Archive",
                "publicationYear": 2020,
                "dates": [{"date": "2020-05-06", "dateType": "Issued"}],
                "types": {"resourceTypeGeneral": "Dataset"},
                "url": "https://archive.example/1",
                "state": "findable",
            },
        }
    }


def arxiv_entry(arxiv_id: str) -> str:
    return f"""<entry>
    <id>http://arxiv.org/abs/{arxiv_id}v1</id>
    <title>Waves of {arxiv_id}</title>
    <updated>2022-05-14T08:18:33Z</updated>
    <link href="https://arxiv.org/abs/{arxiv_id}v1" rel="alternate" type="text/html"/>
    <summary>Of waves.</summary>
    <category term="cs.IT" scheme="http://arxiv.org/schemas/atom"/>
    <published>2022-05-14T08:18:33Z</published>
    <arxiv:primary_category term="cs.IT"/>
    <author><name>Ada Lindqvist</name></author>
  </entry>"""


def arxiv_feed(ids: Iterable[str], *, total: int, start: int = 0) -> str:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
  xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/oqaUC9</id>
  <title>arXiv Query: search_query=&amp;id_list=&amp;start={start}&amp;max_results=100</title>
  <updated>2026-04-12T22:09:26Z</updated>
  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
  {"".join(map(arxiv_entry, ids))}
</feed>"""


def arxiv_error(what: str) -> str:
    return arxiv_feed((), total=1).replace(
        "</feed>",
        f"""<entry><id>https://arxiv.org/api/errors#{what.replace(" ", "_")}</id><title>Error</title>
        <summary>{what}</summary><author><name>arXiv api core</name></author></entry></feed>""",
    )


def orcid_work(put_code: int, title: str, **ids: str) -> Json:
    return {
        "put-code": put_code,
        "source": {"source-orcid": None, "source-client-id": {"path": "0000-0001-9884-1913"}},
        "title": {"title": {"value": title}, "subtitle": None},
        "external-ids": {
            "external-id": [
                {"external-id-type": kind, "external-id-value": value, "external-id-relationship": "self"}
                for kind, value in ids.items()
            ]
        },
        "type": "journal-article",
        "publication-date": {"year": {"value": "2021"}, "month": {"value": "03"}, "day": None},
        "visibility": "public",
        "path": f"/{ADA}/work/{put_code}",
        "display-index": "0",
    }


def orcid_record(groups: list[list[Json]]) -> Json:
    return {
        "orcid-identifier": {"uri": f"https://orcid.org/{ADA}", "path": ADA, "host": "orcid.org"},
        "person": {
            "name": {
                "given-names": {"value": "Ada"},
                "family-name": {"value": "Lindqvist"},
                "credit-name": None,
                "visibility": "public",
                "path": ADA,
            },
            "other-names": {"other-name": []},
        },
        "activities-summary": {
            "works": {
                "group": [{"external-ids": {"external-id": []}, "work-summary": one} for one in groups],
                "path": f"/{ADA}/works",
            },
            "path": f"/{ADA}/activities",
        },
        "path": f"/{ADA}",
    }


def orcid_bulk(works: list[Json]) -> Json:
    return {"bulk": [{"work": one} for one in works]}


def orcid_error(status: int, message: str) -> Json:
    return {
        "response-code": status,
        "developer-message": f"{status} {message}",
        "user-message": message,
        "error-code": 9016,
        "more-info": "https://members.orcid.org/api/resources/troubleshooting",
    }


def dblp_hits(keys: list[str], *, first: int, total: int) -> Json:
    hits = [
        {
            "@score": "3",
            "@id": str(number),
            "info": {
                "authors": {"author": {"@pid": "1/1", "text": "Ada Lindqvist"}},
                "title": f"Paper {key}.",
                "venue": "INV",
                "year": "2021",
                "type": "Conference and Workshop Papers",
                "key": key,
                "url": f"https://dblp.org/rec/{key}",
            },
            "url": f"URL#{number}",
        }
        for number, key in enumerate(keys)
    ]
    counts = {"@total": str(total), "@computed": str(total), "@sent": str(len(keys)), "@first": str(first)}
    return {
        "result": {
            "query": "tides*",
            "status": {"@code": "200", "text": "OK"},
            "time": {"@unit": "msecs", "text": "1.20"},
            "completions": {"@total": "1", "@computed": "1", "@sent": "0"},
            "hits": {**counts, "hit": hits} if keys else counts,
        }
    }


def dblp_record(key: str) -> str:
    return f"""<?xml version="1.0" encoding="US-ASCII"?>
<dblp>
<inproceedings key="{key}" mdate="2024-01-01">
<author>Ada Lindqvist</author>
<title>Paper {key}.</title>
<year>2021</year>
<booktitle>INV</booktitle>
</inproceedings></dblp>"""


def ror_organization(ror_id: str, name: str) -> Json:
    return {
        "admin": {"created": {"date": "2018-11-14", "schema_version": "1.0"}},
        "domains": ["invented.example"],
        "established": 1950,
        "external_ids": [],
        "id": f"https://ror.org/{ror_id}",
        "links": [{"type": "website", "value": "https://invented.example"}],
        "locations": [],
        "names": [{"lang": "en", "types": ["ror_display", "label"], "value": name}],
        "relationships": [],
        "status": "active",
        "types": ["education"],
    }


def ror_page(organizations: list[Json], total: int) -> Json:
    return {"number_of_results": total, "time_taken": 3, "items": organizations, "meta": {"types": []}}

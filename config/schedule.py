"""What beat asks for, and when: the promise that what a lost message leaves undone is done. Numbers are seconds.

A request that nobody takes in time expires: the next one asks for the same.
"""

from typing import Any

from celery.schedules import crontab

# The queue of tasks that may take minutes, and these.
LONG = "long"
LONG_TASKS = (
    "claims.tasks.recheck_evidence",
    "following.tasks.recount",
    "ingest.tasks.carry_out",
    "ingest.tasks.count_places",
    "ingest.tasks.delete_uploads",
    "ingest.tasks.fetch_works_missing_in_claims",
    "ingest.tasks.look_at",
    "researchers.tasks.age_scores",
    "researchers.tasks.resolve_names",
    "researchers.tasks.score_all_works",
    "researchers.tasks.score_all_works_if_due",
    "researchers.tasks.sweep_concepts",
    "researchers.tasks.sweep_counters",
    "researchers.tasks.sweep_identities",
    "researchers.tasks.sweep_scores",
    "works.tasks.count_words_of_titles",
)

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "refresh-counters": {
        "task": "researchers.tasks.sweep_counters",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "score-trust": {"task": "trust.tasks.sweep_trust", "schedule": 1.0, "options": {"expires": 5}},
    "resolve-identities": {
        "task": "researchers.tasks.sweep_identities",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "score-works": {"task": "researchers.tasks.sweep_scores", "schedule": 5.0, "options": {"expires": 5}},
    "score-all-works": {
        "task": "researchers.tasks.score_all_works",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3600},
    },
    "mine-concepts": {
        "task": "researchers.tasks.sweep_concepts",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "age-scores": {"task": "researchers.tasks.age_scores", "schedule": 3600.0},
    "announce-invitations-and-messages": {
        "task": "collaboration.tasks.announce",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send-notices": {
        "task": "accounts.tasks.send_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send-letters": {"task": "accounts.tasks.send_letters", "schedule": 2.0, "options": {"expires": 2}},
    "mail-about-rights": {
        "task": "claims.tasks.mail_about_rights",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "examine-claims": {
        "task": "claims.tasks.sweep_examinations",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "ask-silent-again": {
        "task": "claims.tasks.ask_silent_again",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "recheck-evidence": {"task": "claims.tasks.recheck_evidence", "schedule": 3600.0},
    "expire-invitations": {"task": "collaboration.tasks.expire_invitations", "schedule": 3600.0},
    "take-up-imports": {"task": "ingest.tasks.take_up_runs", "schedule": 10.0, "options": {"expires": 10}},
    "take-up-previews": {
        "task": "ingest.tasks.take_up_previews",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "fetch-works-missing-in-claims": {
        "task": "ingest.tasks.fetch_works_missing_in_claims",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "count-works-of-places": {"task": "ingest.tasks.count_places", "schedule": 300.0},
    "delete-uploads": {"task": "ingest.tasks.delete_uploads", "schedule": 3600.0},
    "count-words-of-titles": {"task": "works.tasks.count_words_of_titles", "schedule": 86_400.0},
    "recount-followers": {"task": "following.tasks.recount", "schedule": 3600.0},
}

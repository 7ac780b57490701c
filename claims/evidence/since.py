"""Works that somebody could have waited for, or had brought in, for a claim are no evidence for it."""

# Claims that have ended for so long, before this one was begun, have nothing to do with it.
LONG_OVER = "interval '1 year'"


def records_of(claim: str) -> str:
    """The ids of all records of a claim."""
    return f"{claim}.researcher_id || ARRAY(SELECT researcher_id FROM claims_claimedrecord WHERE claim_id = {claim}.id)"


# When the claim %(claim)s was begun, or an earlier one of the same account to one of the same records: whoever
# withdraws and begins again after something has come in gains nothing. Records are the same where they lead to one page
# by now.
# Relies on the index of claim(user), claimed_record_once_per_claim and the primary keys.
BEGUN = f"""
SELECT min(begun.created_at)
FROM claims_claim AS this
JOIN claims_claim AS begun ON begun.id = this.id OR begun.user_id = this.user_id
WHERE this.id = %(claim)s
  AND (begun.id = this.id
       OR begun.state NOT IN ('withdrawn', 'rejected', 'revoked')
       OR begun.decided_at IS NULL
       OR begun.decided_at >= this.created_at - {LONG_OVER})
  AND (begun.id = this.id
       OR EXISTS (
           SELECT
           FROM researchers_researcher AS record
           JOIN researchers_researcher AS former
             ON coalesce(former.merged_into_id, former.id) = coalesce(record.merged_into_id, record.id)
           WHERE record.id = ANY({records_of("this")}) AND former.id = ANY({records_of("begun")})
       ))
"""

# A condition on works_work AS work: it was known before the claim %(claim)s was begun. Where that is none, no claim is
# asked about, and all works count. What came in at somebody's wish, whenever that was, tells its statement
# (works/witnesses.py).
WAS_KNOWN = f"(work.created_at < coalesce(({BEGUN}), 'infinity'))"

"""Whoever merges pages, or undoes it, changes who follows them: the database counts, in the same transaction."""

from django.db import migrations

# A page that nobody follows takes no followers along, so that for nearly all it is one look at an index. Those who
# merge hold the rows of all three pages. Says the same as `following.following.RECOUNT`.
COUNT = """
CREATE FUNCTION following_count_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM following_follow WHERE researcher_id = NEW.id) THEN
        RETURN NULL;
    END IF;
    UPDATE researchers_researcher AS researcher
    SET followers_count = counted.people, version = version + 1
    FROM (
        SELECT kept.id, count(DISTINCT follow.user_id) AS people
        FROM researchers_researcher AS kept
        LEFT JOIN researchers_researcher AS page
          ON (page.id = kept.id AND page.merged_into_id IS NULL) OR page.merged_into_id = kept.id
        LEFT JOIN following_follow AS follow ON follow.researcher_id = page.id
        WHERE kept.id IN (NEW.id, NEW.merged_into_id, OLD.merged_into_id)
        GROUP BY kept.id
    ) AS counted
    WHERE researcher.id = counted.id AND researcher.followers_count <> counted.people;
    RETURN NULL;
END
$$;

CREATE TRIGGER followers_go_where_pages_lead
    AFTER UPDATE OF merged_into_id ON researchers_researcher
    FOR EACH ROW WHEN (NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id)
    EXECUTE FUNCTION following_count_anew();
"""

FORGET = """
DROP TRIGGER followers_go_where_pages_lead ON researchers_researcher;
DROP FUNCTION following_count_anew();
"""


class Migration(migrations.Migration):
    dependencies = [("following", "0002_initial"), ("researchers", "0009_say_what_identity_keys_are")]
    operations = [migrations.RunSQL(COUNT, FORGET)]

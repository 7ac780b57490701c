"""What benchmarks of the record at hand need: that there is one."""

import sys

from django.db import connection

from works.models import Work


def require_record() -> None:
    """Stop kindly where nothing can be measured."""
    if Work._meta.db_table not in connection.introspection.table_names() or not Work.objects.exists():
        sys.exit(
            "There is no record to measure: `make run` loads the demo record, `import_works` a larger one."
        )

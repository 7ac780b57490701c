"""What claimants, administrators and anybody with a correction write."""

from claims.forms.bulk import BulkForm, ChoiceForm
from claims.forms.claiming import (
    NO_REASON,
    AnswerForm,
    ClaimForm,
    FindForm,
    MissingForm,
    RecordForm,
    RecordsForm,
    SheetForm,
    TargetForm,
)
from claims.forms.reporting import ReportForm
from claims.forms.reviewing import DecisionForm, QueueForm, ReinstatingForm, ReopeningForm, RevocationForm
from claims.forms.vouching import VouchForm
from claims.forms.weighing import WEIGHING, CheckForm, ConfirmForm, DoubtForm, EndForm, LetInForm, SeenForm
from claims.forms.words import long_text, posted

__all__ = [
    "NO_REASON",
    "WEIGHING",
    "AnswerForm",
    "BulkForm",
    "CheckForm",
    "ChoiceForm",
    "ClaimForm",
    "ConfirmForm",
    "DecisionForm",
    "DoubtForm",
    "EndForm",
    "FindForm",
    "LetInForm",
    "MissingForm",
    "QueueForm",
    "RecordForm",
    "RecordsForm",
    "ReinstatingForm",
    "ReopeningForm",
    "ReportForm",
    "RevocationForm",
    "SeenForm",
    "SheetForm",
    "TargetForm",
    "VouchForm",
    "long_text",
    "posted",
]

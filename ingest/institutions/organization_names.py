"""What words tell of an organization's name."""

import re

from common.names import fold
from common.organizations import LEGAL_FORMS

LONGEST_NAME = 12  # words; what is longer is a whole address


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that many organizations share: a name of nothing else is nobody's own.
SHARED_WORDS = words_of(
    """
    academic academy administration advanced affiliated agency agricultural agriculture ai analysis analytics
    applied archive art artificial association bank biological biology biomedical board branch bureau business
    campus cancer care central centre chemistry city clinic clinical cognitive college commission committee
    communication community company computation computational computer computing council data defence defense
    department design development digital division economics education electrical electronic electronics
    engineering english environmental faculty federal first foundation foreign foundation general government
    graduate group health hospital human humanities industrial informatics information institut institute
    institution intelligence intelligent international key knowledge laboratory language law learning library
    linguistics literature machine management mathematical mathematics mechanical medical medicine mental
    ministry modern museum national natural network neuroscience normal nursing office open organization
    people philosophy physics police polytechnic private processing program project provincial psychiatry
    psychology public regional research robotics royal school science second section service services social
    society software south speech state statistics studies study system systems teacher teachers team
    technical technological technology telecommunication telecommunications theoretical third training
    translation unit universidad universidade universita universitat universite university vision women
    north east west northern southern eastern western
    """
)
# What begins so is a part of something that stands beside it, unless the place says which one it is.
PARTS = words_of(
    """
    abteilung area branch chair clinic departamento department departement dipartimento division ecole faculdade
    facultad faculte faculty fachbereich fakultat group graduate program programme school section service team
    unit ufr lehrstuhl ministry bureau office
    """
)
# What begins so is often a part, and often stands for itself.
HOUSES = words_of(
    "academy centre centro college institut institute instituto istituto laboratoire laboratory laboratorio"
)
# A piece with one of these plainly names an organization.
ORGANIZATION = re.compile(
    r"\b(?:univ\w*|institut\w*|inst|istituto|college|colegio|academ\w+|akademi\w*|hospital\w*|hopital|ospedale|"
    r"politecnico|polytechni\w+|laborator\w+|labs?|laboratoire|corporation|corp|inc|ltd|gmbh|llc|company|cent(?:er|re)|"
    r"centro|foundation|fondazione|fundacion|council|agency|society|association|observatory|museum|hochschule|"
    r"ecole|technologies|organi[sz]ation|clinic|krankenhaus|klinikum|klinik|bank|ministry)\b"
)
# What companies call their parts: "IBM Research", "Tencent AI Lab".
COMPANY_PARTS = words_of(
    """
    ai alexa america americas asia brain cloud europe group india research laboratory technology nlp ml science
    search translate translation advanced artificial intelligence machine learning deep speech language
    team global digital data natural processing applied r redmond semantic solutions
    """
)


def is_shared(key: str) -> bool:
    """Whether many organizations might be called so: "national research council"."""
    return all(word in SHARED_WORDS or word.isdigit() or len(word) == 1 for word in key.split())


def first_word(key: str) -> str:
    return key.partition(" ")[0]


def names_an_organization(text: str, key: str) -> bool:
    """Whether these words plainly are the name of an organization and not of a part of one."""
    return (
        bool(ORGANIZATION.search(fold(text)))
        and not is_shared(key)
        and first_word(key) not in PARTS
        and not LEGAL_FORMS.issuperset(key.split())
        and len(key.split()) <= LONGEST_NAME
    )


def company_key(key: str) -> str:
    """The name of a company without what it calls its parts, or nothing: "ibm research" → "ibm"."""
    words = key.split()
    while words and words[-1] in COMPANY_PARTS:
        words.pop()
    return " ".join(words) if len(words) < len(key.split()) else ""

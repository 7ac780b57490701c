import pytest

from common.naming import Order, block_keys, parse

PARTS = [
    # printed, family as the source states it, given, particles, family, suffix
    ("Ada Lovelace", "", "Ada", "", "Lovelace", ""),
    ("Lovelace, Ada", "", "Ada", "", "Lovelace", ""),
    ("Lovelace, A. B.", "", "A. B.", "", "Lovelace", ""),
    ("A.B. Lovelace", "", "A. B.", "", "Lovelace", ""),
    ("A.Lovelace", "", "A.", "", "Lovelace", ""),
    ("Lovelace AB", "", "AB", "", "Lovelace", ""),
    ("Martin Luther King Jr.", "", "Martin Luther", "", "King", "Jr."),
    ("King, Martin Luther, Jr.", "", "Martin Luther", "", "King", "Jr."),
    ("King Jr., Martin Luther", "", "Martin Luther", "", "King", "Jr."),
    ("Martin King, Jr.", "", "Martin", "", "King", "Jr."),
    ("Hal Daumé III", "Daumé III", "Hal", "", "Daumé", "III"),
    ("Joost van der Putten", "", "Joost", "van der", "Putten", ""),
    ("Joost van der Putten", "van der Putten", "Joost", "van der", "Putten", ""),
    ("Joost van der Putten", "Putten", "Joost", "van der", "Putten", ""),
    ("Joost Van der Putten", "", "Joost", "Van der", "Putten", ""),
    ("Benjamin Van Durme", "", "Benjamin", "Van", "Durme", ""),
    ("van Dongen H P", "", "H P", "van", "Dongen", ""),
    ("Hung Van Nguyen", "", "Hung Van", "", "Nguyen", ""),
    ("María de la Cruz", "", "María", "de la", "Cruz", ""),
    ("João da Silva Santos", "", "João", "da", "Silva Santos", ""),
    ("José Ortega y Gasset", "", "José", "", "Ortega y Gasset", ""),
    ("Gabriel García Márquez", "", "Gabriel", "", "García Márquez", ""),
    ("Gabriel García Márquez", "Márquez", "Gabriel García", "", "Márquez", ""),
    ("José G. C. de Souza", "C. de Souza", "José G. C.", "de", "Souza", ""),
    ("João Silva Neto", "", "João", "", "Silva", "Neto"),
    ("João Silva Neto", "Silva Neto", "João", "", "Silva Neto", ""),
    ("João Silva Neto", "Neto", "João Silva", "", "Neto", ""),
    ("Silva Neto, João", "", "João", "", "Silva Neto", ""),
    ("João Neto", "", "João", "", "Neto", ""),
    ("João Neto", "Neto", "João", "", "Neto", ""),
    ("Andrew Senior", "", "Andrew", "", "Senior", ""),
    ("Andrew Senior", "Senior", "Andrew", "", "Senior", ""),
    ("Senior, Andrew", "", "Andrew", "", "Senior", ""),
    ("Kenji Ii", "", "Kenji", "", "Ii", ""),
    ("King, Martin Junior", "", "Martin", "", "King", "Junior"),
    ("Martin King Jr", "King Jr", "Martin", "", "King", "Jr"),
    ("Martin King", "King Jr", "Martin", "", "King", "Jr"),
    ("Wang Xiaoming", "", "Xiaoming", "", "Wang", ""),
    ("Wang Xiao-Ming", "", "Xiao-Ming", "", "Wang", ""),
    ("Xiaoming Wang", "", "Xiaoming", "", "Wang", ""),
    ("WANG Xiaoming", "", "Xiaoming", "", "WANG", ""),
    ("Nguyen Van Hung", "", "Van Hung", "", "Nguyen", ""),
    ("DUPONT Jean", "", "Jean", "", "DUPONT", ""),
    ("John DOE", "", "John", "", "DOE", ""),
    ("Jean ROY", "", "Jean", "", "ROY", ""),
    ("Jean Pierre ROY", "", "Jean Pierre", "", "ROY", ""),
    ("Ottoline Q. ROY", "", "Ottoline Q.", "", "ROY", ""),
    ("Smith JAB", "", "JAB", "", "Smith", ""),
    ("Martin JPK", "", "JPK", "", "Martin", ""),
    ("van Dongen HPA", "", "HPA", "van", "Dongen", ""),
    ("Kim JAE", "", "JAE", "", "Kim", ""),
    ("Yu. Gagarin", "", "Yu.", "", "Gagarin", ""),
    ("Yu. A. Gagarin", "", "Yu. A.", "", "Gagarin", ""),
    ("Gagarin Yu. A.", "", "Yu. A.", "", "Gagarin", ""),
    ("Gagarin Yu.", "", "Yu.", "", "Gagarin", ""),
    ("Ma. Tanaka", "", "Ma.", "", "Tanaka", ""),
    ("Yu Gagarin", "", "Gagarin", "", "Yu", ""),
    ("Jean VAN DUPONT", "", "Jean", "VAN", "DUPONT", ""),
    ("Petrov Ivan Sergeevich", "", "Ivan Sergeevich", "", "Petrov", ""),
    ("Петров Иван Сергеевич", "", "Иван Сергеевич", "", "Петров", ""),
    ("王小明", "", "小明", "", "王", ""),
    ("欧阳小明", "", "小明", "", "欧阳", ""),
    ("小明 王", "王", "小明", "", "王", ""),
    ("小明 王", "", "小明", "", "王", ""),
    ("김철수", "", "철수", "", "김", ""),
    ("남궁철수", "", "철수", "", "남궁", ""),
    ("田中太郎", "", "太郎", "", "田中", ""),
    ("Xiaoming Wang (王小明)", "Wang", "Xiaoming", "", "Wang", ""),
    ("Xiaoming (Mike) Wang", "Wang", "Xiaoming", "", "Wang", ""),
    ("Dr. Ada Lovelace", "", "Ada", "", "Lovelace", ""),
    ("Ada Lovelace, Ph.D.", "", "Ada", "", "Lovelace", ""),
    ("John A. Smith PhD", "", "John A.", "", "Smith", ""),
    ("John A. Smith PhD", "Smith", "John A.", "", "Smith", ""),
    ("John A. Smith Ph.D.", "", "John A.", "", "Smith", ""),
    ("John Smith Jr. PhD", "", "John", "", "Smith", "Jr."),
    ("John Smith MD PhD", "", "John", "", "Smith", ""),
    ("Jane Smith RN, MPH", "", "Jane", "", "Smith", ""),
    ("Jing Ma MD", "", "Jing", "", "Ma", ""),
    ("Jing Ma MD", "Ma", "Jing", "", "Ma", ""),
    ("Jing Ma M.D.", "", "Jing", "", "Ma", ""),
    ("Smith, Jane PhD", "", "Jane", "", "Smith", ""),
    ("Smith, Dr. Jane", "", "Jane", "", "Smith", ""),
    ("Dr Jane Smith", "", "Jane", "", "Smith", ""),
    ("Prof Dr Hans Müller", "Müller", "Hans", "", "Müller", ""),
    ("Shri Ram Sharma", "", "Ram", "", "Sharma", ""),
    # These are no titles and degrees.
    ("Smith MD", "", "MD", "", "Smith", ""),
    ("Smith M.D.", "", "M. D.", "", "Smith", ""),
    ("Smith A. MD", "", "A. MD", "", "Smith", ""),
    ("Garcia Marquez MD", "", "MD", "", "Garcia Marquez", ""),
    ("van Dongen MD", "", "MD", "van", "Dongen", ""),
    ("Kazi Shajalal Md", "Md", "Kazi Shajalal", "", "Md", ""),
    ("Shajalal Karim Md.", "Karim", "Shajalal Md.", "", "Karim", ""),
    ("Shri Durga R", "R", "Shri Durga", "", "R", ""),
    ("Dame Jovanoski", "", "Dame", "", "Jovanoski", ""),
    ("Dame Awa Diop", "", "Dame Awa", "", "Diop", ""),
    ("Ing Wei Lee", "", "Ing Wei", "", "Lee", ""),
    ("MS Rama Rao", "", "MS Rama", "", "Rao", ""),
    ("Rahman, Md", "", "Md", "", "Rahman", ""),
    ("Rahman, MD", "", "MD", "", "Rahman", ""),
    ("Ada Lovelace, MD", "", "Ada", "", "Lovelace", ""),
    ("Ada Lovelace†*", "", "Ada", "", "Lovelace", ""),
    ("Ada Lovelace2", "", "Ada", "", "Lovelace", ""),
    ("Plato", "", "", "", "Plato", ""),
]


@pytest.mark.parametrize(("printed", "stated", "given", "particles", "family", "suffix"), PARTS)
def test_the_parts_of_a_name(printed, stated, given, particles, family, suffix):
    name = parse(printed, stated)
    assert (name.given, name.particles, name.family, name.suffix) == (given, particles, family, suffix)
    assert name.printed == printed


@pytest.mark.parametrize(
    ("printed", "order"),
    [
        ("Ada Lovelace", Order.GIVEN_FIRST),
        ("Lovelace, Ada", Order.STATED),
        ("Lovelace A", Order.FAMILY_FIRST),
        ("Wang Xiaoming", Order.FAMILY_FIRST),
        ("Li Wei", Order.UNCERTAIN),
        ("Smith John", Order.UNCERTAIN),
        ("Plato", Order.SINGLE),
        ("王小明", Order.FAMILY_FIRST),
    ],
)
def test_the_order_and_how_it_is_known(printed, order):
    assert parse(printed).order is order


@pytest.mark.parametrize(
    ("printed", "given_key"),
    [
        ("Jean-Pierre Serre", "jean pierre"),
        ("J.-P. Serre", "j. p."),
        ("JP Serre", "j. p."),
        ("JP SERRE", "j. p."),
        ("LI WANG", "~li"),
        ("Yu. Petrov", "yu."),
        ("Xiaoming Wang", "~xiao ming"),
        ("Xiao M. Wang", "~xiao m."),
        ("Michael Wang", "michael"),
        ("Min-Ho Kim", "~min ho"),
        ("王小明", "~xiao ming"),
        ("Xiaoming (Mike) Wang", "~xiao ming (mike)"),
        ("Mohammed E. Fouda", "mohammed e."),
        ("DeShawn Brown", "de shawn"),
    ],
)
def test_given_names_are_folded_to_words_and_initials(printed, given_key):
    assert parse(printed).given_key == given_key


@pytest.mark.parametrize(
    ("printed", "given_key", "family_key"),
    [
        ("Choi Min Ho", "~min ho", "choi"),
        ("Ngô Bảo Châu", "bao chau", "ngo"),
        ("Min Min Choi", "~min choi", "min"),
        ("Smith John", "john", "smith"),
    ],
)
def test_the_other_reading_keeps_the_printed_order(printed, given_key, family_key):
    swapped = parse(printed).swapped
    assert (swapped.given_key, swapped.family_key) == (given_key, family_key)


@pytest.mark.parametrize(
    ("printed", "first", "full"),
    [
        ("Mohammed E. Fouda", "mohammed", True),
        ("M. E. Fouda", "m", False),
        ("Xiao-Ming Wang", "xiaoming", True),
        ("Plato", "", False),
    ],
)
def test_the_first_given_name(printed, first, full):
    name = parse(printed)
    assert (name.first, name.first_is_full) == (first, full)


@pytest.mark.parametrize(
    "printed",
    [
        "BigScience Workshop",
        "German Society for Pediatric Nephrology",
        "The PLUM Research Group",
        "Waiter study collaborative",
        "Architecture Committee",
        "Crick COVID-19 Consortium",
        "University of Nowhere",
        "Workshop on Names",
        "The PLUM",
        "The Nguyen Lab",
        "The Anna Center",
        "Young Lab",
        "Tanaka Lab",
        "Anna Research Center",
        "Victoria University",
    ],
)
def test_groups_are_no_persons(printed):
    name = parse(printed)
    assert name.is_group
    assert block_keys(name) == (name.family_key,)


@pytest.mark.parametrize(
    "printed",
    [
        "Plato",
        "Ada Lovelace",
        "Jane Group, Ada",
        "Hui Tan",
        "In Park",
        "On Wong",
        "Gijsbert de With",
        "The Anh Nguyen",
        "The Ngo",
        "Anna Center",
        "John Forum",
    ],
)
def test_persons_are_no_groups(printed):
    assert not parse(printed, "Group" if "Group" in printed else "").is_group


def test_a_person_of_a_family_name_that_groups_have():
    assert not parse("Ada Group", "Group").is_group


@pytest.mark.parametrize(
    ("printed", "stated", "keys"),
    [
        ("Ada Lovelace", "", {"lovelace a"}),
        ("Bob Smith", "", {"smit b", "smit r"}),
        ("Wang Xiaoming", "", {"wang x"}),
        ("Li Wei", "", {"wei l", "li w"}),
        ("Gabriel García Márquez", "", {"garcia g", "markuz g"}),
        ("Joost van der Putten", "", {"puten j", "vanderputen j"}),
        ("王小明", "", {"wang x"}),
        ("Plato", "", {"plato"}),
        ("Xiaoming Wang", "Xiaoming", {"wang x"}),
    ],
)
def test_where_to_look_for_other_names(printed, stated, keys):
    assert keys <= set(block_keys(parse(printed, stated)))


def test_the_main_block_is_family_name_and_first_initial():
    assert parse("Ada Byron Lovelace").block == "lovelace a"
    assert parse("Hans Müller").block == parse("Hans Mueller").block


@pytest.mark.parametrize(
    "printed", ["", " ", "-", "...", ",", "()", "*", "1", "A", "。", "ゞ", "Jr.", "(Bob)", "\u200b"]
)
def test_there_is_a_block_for_what_is_hardly_a_name(printed):
    assert parse(printed).block_keys

# ruff: noqa: RUF001 -- quotes and hyphens of all kinds stand in printed names
import pytest

from common.naming import Family, Kind, block_keys, compare, parse

SAME = [
    ("Robin Ryder", "Robin RYDER"),
    ("Ryder, Robin", "Robin Ryder"),
    ("Robin Ryder", " Robin  Ryder* "),
    ("Zoë Kravitz", "Zoe Kravitz"),
    ("Søren Kierke", "Soren Kierke"),
    ("Łukasz Kaiser", "Lukasz Kaiser"),
    ("Çağrı Çöltekin", "Cagri Coltekin"),
    ("Jun’ichi Tsujii", "Jun-ichi Tsujii"),
    ("Jean-Pierre Serre", "Jean Pierre Serre"),
    ("Jean-Pierre Serre", "Jeanpierre Serre"),
    ("Jean‐Pierre Serre", "JeanPierre Serre"),
    ("Xiao-Ming Wang", "Xiaoming Wang"),
    ("XiaoMing Wang", "Xiao Ming Wang"),
    ("Wang Xiaoming", "Xiaoming Wang"),
    ("WANG Xiaoming", "Xiaoming Wang"),
    ("王小明", "Xiaoming Wang"),
    ("王小明", "Xiao-Ming Wang"),
    ("欧阳小明", "Xiaoming Ouyang"),
    ("曾小明", "Xiaoming Zeng"),
    ("Min-Ho Kim", "Minho Kim"),
    ("Kim Min-Ho", "Minho Kim"),
    ("Nguyen Van Hung", "Van Hung Nguyen"),
    ("Choi Min Ho", "Min Ho Choi"),
    ("Choi Min Ho", "Min-Ho Choi"),
    ("Choi Min Ho", "Choi, Minho"),
    ("Lee Sang Woo", "Sang-Woo Lee"),
    ("Zhang Xiao Ming", "Xiao Ming Zhang"),
    ("Chen Wei Lin", "Wei-Lin Chen"),
    ("Ngô Bảo Châu", "Bao Chau Ngo"),
    ("Ngô Bảo Châu", "Ngô, Bảo Châu"),
    ("DUPONT Jean", "Jean Dupont"),
    ("Jean DUPONT", "Dupont, Jean"),
    ("John DOE", "John Doe"),
    ("Ottoline DOE", "Ottoline Doe"),
    ("Marie GIL", "Gil, Marie"),
    ("Smith JAB", "J. A. B. Smith"),
    ("Thomas JAB", "J. A. B. Thomas"),
    ("Ivanov Ivan Ivanovich", "Ivan Ivanovich Ivanov"),
    ("Иван Иванов", "Ivan Ivanov"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ("John Smith, Jr.", "Smith, John, Jr."),
    ("John Smith III", "John Smith"),
    ("John Smith Jr.", "John Smith Jnr"),
    ("John Smith Jr.", "John Smith II"),
    ("João Pedro Silva Filho", "João Pedro Silva Júnior"),
    ("João Silva Neto", "João Silva"),
    ("Andrew Senior", "Senior, Andrew"),
    ("Prof. Dr. Ada Lovelace", "Ada Lovelace"),
    ("Ada Lovelace, PhD", "Ada Lovelace"),
    ("Smith John", "John Smith"),
    ("O’Brien, Flann", "Flann O'Brien"),
    ("Flann O' Brien", "Flann O’Brien"),
    ("Ronald McDonald", "Ronald Mc Donald"),
    ("Joost van der Putten", "Joost Van der Putten"),
    ("van der Putten, Joost", "Joost van der Putten"),
    ("Putten, Joost van der", "Joost van der Putten"),
    ("Soman K P", "Soman KP"),
    ("Mohammed Al-Sayed", "Mohammed Al Sayed"),
    ("Madonna", "MADONNA"),
    ("BigScience Workshop", "Bigscience workshop"),
    ("Kovács János", "János Kovács"),
]

ALMOST_THE_SAME_FAMILY = [
    ("Hans Müller", "Hans Mueller", Family.SPELLING),
    ("Hans Mueller", "Hans Muller", Family.SPELLING),
    ("Joachim Köhler", "Joachim Koehler", Family.SPELLING),
    ("Joost van der Putten", "Joost Putten", Family.SPELLING),
    ("Gerard 't Hooft", "G. Hooft", Family.SPELLING),
    ("Gerard 't Hooft", "Gerard Hooft", Family.SPELLING),
    ("Joost van der Putten", "Joost Vanderputten", Family.SPELLING),
    ("Mohammed Al-Sayed", "Mohammed Alsayed", Family.SPELLING),
    ("Mohammed El-Sayed", "Mohammed Al-Sayed", Family.SPELLING),
    ("Mohammed al-Sayed", "Mohammed Sayed", Family.SPELLING),
    ("Peter Tchaikowsky", "Peter Tchaikovskii", Family.SPELLING),
    ("Dmitri Emelyanenko", "Dmitri Emelianenko", Family.SPELLING),
    ("Anna Katinskaia", "Anna Katinskaya", Family.SPELLING),
    ("Yukihiro Ito", "Yukihiro Itoh", Family.SPELLING),
    ("Gabriel García Márquez", "Gabriel García", Family.PART),
    ("Gabriel García Márquez", "Gabriel Márquez", Family.PART),
    ("Gabriel García-Márquez", "Gabriel García", Family.PART),
    ("Anna Smith-Jones", "Anna Jones", Family.PART),
    ("Jan van den Berg", "Jan Vandenberg", Family.SPELLING),
    ("María de la Cruz", "María la Cruz", Family.SPELLING),
    ("Ahmed ibn Sina", "Ahmed bin Sina", Family.SPELLING),
    ("Yann Le Cun", "Yann LeCun", Family.SPELLING),
    ("Y. Le Cun", "Yann LeCun", Family.SPELLING),
    ("Jean Le Roux", "Jean Leroux", Family.SPELLING),
    ("Jean Marc Le Roux", "J.-M. Leroux", Family.SPELLING),
    ("Flann O Brien", "Flann O'Brien", Family.SPELLING),
    ("Flann O Brien", "F. OBrien", Family.SPELLING),
    ("Maria San Martin", "Maria Sanmartin", Family.SPELLING),
    ("Pedro Souza", "Pedro Sousa", Family.MISSPELT),
    ("Rachel Queiroz", "Rachel Queirós", Family.MISSPELT),
    ("Hans van den Berg", "Hans van der Berg", Family.MISSPELT),
    ("Ana da Silva", "Ana de Silva", Family.MISSPELT),
    ("Rebecca Jonsson", "Rebecca Jonson", Family.MISSPELT),
    ("Abhishek Agrawal", "Abhishek Agarwal", Family.MISSPELT),
    ("Stelios Piperidis", "Stelios Piperdis", Family.MISSPELT),
]

KINDS = [
    ("Mohammed E Fouda", "Mohammed Essam Fouda", Kind.MIDDLE_AGREES),
    ("John A. Smith", "John A Smith", Kind.MIDDLE_AGREES),
    ("Mohammed E Fouda", "Mohammed Fouda", Kind.SAME_FIRST),
    ("Jean-Pierre Serre", "Jean Serre", Kind.SAME_FIRST),
    ("Chin-Ting Liu", "Chin-Ting Jimbo Liu", Kind.SAME_FIRST),
    ("Mohammed E Fouda", "Mohamed Fouda", Kind.SPELLING),
    ("Mohammed Ali", "Muhammad Ali", Kind.SPELLING),
    ("Md Ali", "Mohammad Ali", Kind.SPELLING),
    ("Yuri Petrov", "Iurii Petrov", Kind.SPELLING),
    ("Юрий Петров", "Iurii Petrov", Kind.SPELLING),
    ("Sergey Petrov", "Sergei Petrov", Kind.SPELLING),
    ("Katarina Brown", "Katharina Brown", Kind.SPELLING),
    ("Christina Brown", "Kristina Brown", Kind.SPELLING),
    ("Stephen Roth", "Steven Roth", Kind.SPELLING),
    ("Ahmed Hassan", "Ahmad Hassan", Kind.SPELLING),
    ("Thomas Wolf", "Tomas Wolf", Kind.SPELLING),
    ("Luís Brown", "Luiz Brown", Kind.SPELLING),
    ("Ann Brown", "Anne Brown", Kind.SPELLING),
    ("Mary Ann Brown", "Mary Anne Brown", Kind.SAME_NAME),
    ("Joann Brown", "Joanne Brown", Kind.SPELLING),
    ("Hossein Karimi", "Husayn Karimi", Kind.SPELLING),
    ("Bob Smith", "Robert Smith", Kind.NICKNAME),
    ("Bob Smith", "Rob Smith", Kind.NICKNAME),
    ("Kathy Baker", "Katie Baker", Kind.NICKNAME),
    ("Bill Smith", "William Smith", Kind.NICKNAME),
    ("Sasha Petrov", "Alexander Petrov", Kind.NICKNAME),
    ("Sasha Petrov", "Aleksandr Petrov", Kind.NICKNAME),
    ("Katya Petrova", "Ekaterina Petrova", Kind.NICKNAME),
    ("Jack Brown", "John Brown", Kind.NICKNAME),
    ("Paco Gil", "Francisco Gil", Kind.NICKNAME),
    ("Mike Brown", "Michael Brown", Kind.NICKNAME),
    ("Michael Strube", "Mikhail Strube", Kind.NICKNAME),
    ("Daniel Kim", "Dan Kim", Kind.NICKNAME),
    ("Pradyumn Sinha", "Pradyumna Kumari Sinha", Kind.FIRST_CONTRADICTS),
    ("Raj Shah", "Rajiv Shah", Kind.SHORTENED),
    ("Stig Groenroos", "Stigarne Groenroos", Kind.SHORTENED),
    ("Johathan Fiscus", "Jonathan Fiscus", Kind.MISSPELT),
    ("Tomoyosi Akiba", "Tomoyoshi Akiba", Kind.MISSPELT),
    ("Zahurul Islam", "Zahrul Islam", Kind.MISSPELT),
    ("M. E. Fouda", "Mohammed E Fouda", Kind.INITIALS),
    ("ME Fouda", "Mohammed Essam Fouda", Kind.INITIALS),
    ("Fouda ME", "M. E. Fouda", Kind.INITIALS),
    ("Fouda M.E.", "ME Fouda", Kind.INITIALS),
    ("J.-P. Serre", "Jean-Pierre Serre", Kind.INITIALS),
    ("J-P Serre", "Jean-Pierre Serre", Kind.INITIALS),
    ("JP Serre", "J. P. Serre", Kind.INITIALS),
    ("X. M. Wang", "Xiaoming Wang", Kind.INITIALS),
    ("X.-M. Wang", "Xiao-Ming Wang", Kind.INITIALS),
    ("Robert Smith", "J. Robert Smith", Kind.MIDDLE_NAME),
    ("James Robert Smith", "Robert Smith", Kind.MIDDLE_NAME),
    ("J. Scott McCarley", "Scott McCarley", Kind.MIDDLE_NAME),
    ("R. Lee Humphreys", "Lee Humphreys", Kind.MIDDLE_NAME),
    ("G. Craig Murray", "Craig Murray", Kind.MIDDLE_NAME),
    ("David Scott Cyphers", "Scott Cyphers", Kind.MIDDLE_NAME),
    ("Hüseyin Cem Bozşahin", "Cem Bozsahin", Kind.MIDDLE_NAME),
    ("C.-C. Jay Kuo", "Jay Kuo", Kind.MIDDLE_NAME),
    ("Mike Xiaoming Wang", "Xiaoming Wang", Kind.MIDDLE_NAME),
    ("Xiaoming (Mike) Wang", "Mike Wang", Kind.MIDDLE_NAME),
    ('Xiaoming "Mike" Wang', "Mike Wang", Kind.MIDDLE_NAME),
    ("Alvin Cheng-Hsien Chen", "Cheng-Hsien Chen", Kind.MIDDLE_NAME),
    ("Vinh Van Nguyen", "Van Vinh Nguyen", Kind.MIDDLE_NAME),
    ("Nguyen Van Minh", "Minh Van Nguyen", Kind.MIDDLE_NAME),
    ("Nguyễn, Thị Thu Trang", "Trang Thi Thu Nguyen", Kind.MIDDLE_NAME),
    ("Viet Dac Lai", "Dac Viet Lai", Kind.MIDDLE_NAME),
    ("J. Smith", "John Smith", Kind.INITIAL),
    ("J. Smith", "James Smith", Kind.INITIAL),
    ("J Smith", "J. Smith", Kind.INITIAL),
    ("Kovács János", "J. Kovács", Kind.INITIAL),
    ("Szabó Gábor", "G. Szabó", Kind.INITIAL),
    ("M. E. Fouda", "Mohamed Fouda", Kind.INITIAL),
    ("R. Smith", "Bob Smith", Kind.INITIAL),
    ("Yu. Petrov", "Yuri Petrov", Kind.INITIAL),
    ("Yu. Gagarin", "Yuri Gagarin", Kind.INITIAL),
    ("Iu. Gagarin", "Yuri Gagarin", Kind.INITIAL),
    ("Ju. Gagarin", "Юрий Гагарин", Kind.INITIAL),
    ("Iu. Gagarin", "Yu. Gagarin", Kind.INITIAL),
    ("Iu. Gagarin", "Y. Gagarin", Kind.INITIAL),
    ("Yu. A. Gagarin", "Iurii Gagarin", Kind.INITIAL),
    ("Ye. Onegin", "Evgeny Onegin", Kind.INITIAL),
    ("Ie. Onegin", "Je. Onegin", Kind.INITIAL),
    ("Kh. Khan", "Khalid Khan", Kind.INITIAL),
    ("Chr. Manning", "Christopher Manning", Kind.INITIAL),
    ("X. Wang", "Xiaoming Wang", Kind.INITIAL),
]

CONTRADICTING = [
    ("John Smith", "James Smith", Kind.FIRST_CONTRADICTS),
    ("J. Smith", "R. Smith", Kind.FIRST_CONTRADICTS),
    ("J. Smith", "Robert Smith", Kind.FIRST_CONTRADICTS),
    ("Iu. Gagarin", "Ivan Gagarin", Kind.FIRST_CONTRADICTS),
    ("Yu. Gagarin", "Yaroslav Gagarin", Kind.FIRST_CONTRADICTS),
    ("Iu. Gagarin", "Ia. Gagarin", Kind.FIRST_CONTRADICTS),
    ("Chr. Manning", "Charles Manning", Kind.FIRST_CONTRADICTS),
    ("R. K. Ryder", "J. Ryder", Kind.FIRST_CONTRADICTS),
    ("Xiaoming Wang", "Xiaomin Wang", Kind.FIRST_CONTRADICTS),
    ("Xiaoming Wang", "Xiaohong Wang", Kind.FIRST_CONTRADICTS),
    ("Xiao Wang", "Xiaoming Wang", Kind.FIRST_CONTRADICTS),
    ("Wei Wang", "Weiwei Wang", Kind.FIRST_CONTRADICTS),
    ("Xiao-Bo J. Wang", "Xiao-Jie Wang", Kind.FIRST_CONTRADICTS),
    ("Jon Smith", "Nathan Smith", Kind.FIRST_CONTRADICTS),
    ("Robin Smith", "Bert Smith", Kind.FIRST_CONTRADICTS),
    ("Huyen Nguyen", "Huy Tien Nguyen", Kind.FIRST_CONTRADICTS),
    ("Raj Kumar Shah", "Rajiv Shah", Kind.FIRST_CONTRADICTS),
    ("Shin'ichiro Mori", "Shin-ya Mori", Kind.FIRST_CONTRADICTS),
    ("Angel Wing-shan Tam", "Shan-Bin Tam", Kind.FIRST_CONTRADICTS),
    ("Trish Martin", "Patricia Martin-Silva", Kind.UNRELATED),
    ("Jan-Torben Peter", "Jan-Peter Holm", Kind.UNRELATED),
    ("Yingying Zhang", "Ying Zhang", Kind.FIRST_CONTRADICTS),
    ("Jin Kim", "Jinwoo Kim", Kind.FIRST_CONTRADICTS),
    ("Mina Lee", "Minho Lee", Kind.FIRST_CONTRADICTS),
    ("Dan Zeng", "Danting Zeng", Kind.FIRST_CONTRADICTS),
    ("Daniel Zeng", "Danting Zeng", Kind.FIRST_CONTRADICTS),
    ("John Lee", "Joon-Young Lee", Kind.FIRST_CONTRADICTS),
    ("Chih-Jen Huang", "Jen-Tse Huang", Kind.FIRST_CONTRADICTS),
    ("Chia-Wen Lu", "Wen-Xiang Lu", Kind.FIRST_CONTRADICTS),
    ("Chung-Wei Hang", "Hang, Wei", Kind.FIRST_CONTRADICTS),
    ("Hoang Nguyen Binh", "Nguyen, Binh", Kind.UNRELATED),
    ("Chia Wen Kuo", "Wen Kuo", Kind.FIRST_CONTRADICTS),
    ("Quang Minh Nguyen", "Minh Nguyen", Kind.FIRST_CONTRADICTS),
    ("J. Scott Brown", "Craig Brown", Kind.FIRST_CONTRADICTS),
    ("J. Scott Brown", "Scott Craig Brown", Kind.FIRST_CONTRADICTS),
    ("J. Scott Brown", "K. Scott Brown", Kind.FIRST_CONTRADICTS),
    ("John De Brown", "De Brown", Kind.FIRST_CONTRADICTS),
    ("Vinh Van Nguyen", "Van Hung Nguyen", Kind.FIRST_CONTRADICTS),
    ("Van Minh Nguyen", "Van Hung Nguyen", Kind.MIDDLE_CONTRADICTS),
    ("Thi Minh Nguyen", "Minh Van Nguyen", Kind.FIRST_CONTRADICTS),
    ("V. M. Nguyen", "M. V. Nguyen", Kind.FIRST_CONTRADICTS),
    ("Vinh Van Nguyen", "Van Vinh Tran", Kind.UNRELATED),
    ("Weihong Du", "Hongwei Du", Kind.FIRST_CONTRADICTS),
    ("Wei-Hong Du", "Hong-Wei Du", Kind.FIRST_CONTRADICTS),
    ("Weihong Lai", "Hongwei Lai", Kind.FIRST_CONTRADICTS),
    ("Wei-Hong Ho", "Hong-Wei Ho", Kind.FIRST_CONTRADICTS),
    ("Min Ho Kim", "Ho Min Kim", Kind.FIRST_CONTRADICTS),
    ("Lee Scott Brown", "Scott Lee Brown", Kind.FIRST_CONTRADICTS),
    ("王小明", "王小红", Kind.FIRST_CONTRADICTS),
    ("王小明", "Xiaohong Wang", Kind.FIRST_CONTRADICTS),
    ("Anna Brown", "Hanno Brown", Kind.FIRST_CONTRADICTS),
    ("Claudia Brown", "Claudio Brown", Kind.FIRST_CONTRADICTS),
    ("Ann Brown", "Anna Brown", Kind.FIRST_CONTRADICTS),
    ("Luiz Brown", "Lewis Brown", Kind.FIRST_CONTRADICTS),
    ("Luis Brown", "Luisa Brown", Kind.FIRST_CONTRADICTS),
    ("Hassan Brown", "Husayn Brown", Kind.FIRST_CONTRADICTS),
    ("Francesca Toni", "Francesco Toni", Kind.FIRST_CONTRADICTS),
    ("Daniel Brown", "Daniela Brown", Kind.FIRST_CONTRADICTS),
    ("Martin Brown", "Martina Brown", Kind.FIRST_CONTRADICTS),
    ("Alexander Brown", "Alexandra Brown", Kind.FIRST_CONTRADICTS),
    ("Marvin Brown", "Martin Brown", Kind.MISSPELT),
    ("Maria Brown", "Mariana Brown", Kind.FIRST_CONTRADICTS),
    ("Jean Brown", "Joan Brown", Kind.FIRST_CONTRADICTS),
    ("Eric Brown", "Erin Brown", Kind.FIRST_CONTRADICTS),
    ("Peter Brown", "Paul Brown", Kind.FIRST_CONTRADICTS),
    ("Stefan Roth", "Steven Roth", Kind.FIRST_CONTRADICTS),
    ("Ali Hassan", "Alina Hassan", Kind.FIRST_CONTRADICTS),
    ("Jean-Marie Brown", "Jean-Paul Brown", Kind.MIDDLE_CONTRADICTS),
    ("John A. Smith", "John B. Smith", Kind.MIDDLE_CONTRADICTS),
    ("J. A. Smith", "J. B. Smith", Kind.MIDDLE_CONTRADICTS),
    ("JA Smith", "John Bernard Smith", Kind.MIDDLE_CONTRADICTS),
    ("John Arthur Smith", "John B. Smith", Kind.MIDDLE_CONTRADICTS),
    ("X. Y. Wang", "Xiaoming Wang", Kind.MIDDLE_CONTRADICTS),
    ("John Smith Jr.", "John Smith Sr.", Kind.GENERATION_CONTRADICTS),
    ("John Smith Jr.", "Smith, John, Sr.", Kind.GENERATION_CONTRADICTS),
    ("John Smith Jr.", "John Smith III", Kind.GENERATION_CONTRADICTS),
    ("J. Smith Jr.", "John Smith III", Kind.GENERATION_CONTRADICTS),
    ("Hal Daumé II", "Hal Daumé III", Kind.GENERATION_CONTRADICTS),
    ("João Silva Filho", "João Silva Neto", Kind.GENERATION_CONTRADICTS),
    ("Silva Filho, João", "João Silva Neto", Kind.GENERATION_CONTRADICTS),
    ("Silva Filho, João", "Silva Neto, João", Kind.OTHER_FAMILY),
    ("João Silva Sobrinho", "João Silva Neto", Kind.GENERATION_CONTRADICTS),
    ("Choi Min Ho Jr.", "Min Ho Choi Sr.", Kind.GENERATION_CONTRADICTS),
    ("John Smith Jr.", "James Smith Sr.", Kind.FIRST_CONTRADICTS),
    ("Wenzhe Guo", "Wenzhe Dian", Kind.OTHER_FAMILY),
    ("Diana Inkpen", "Diana Zaiu", Kind.OTHER_FAMILY),
    ("Ludmila Petrova", "Lyudmila Ivanova", Kind.OTHER_FAMILY),
    ("Xiaoming Zhang", "Xiaoming Zheng", Kind.OTHER_FAMILY),
    ("Wei Chen", "Wei Cheng", Kind.OTHER_FAMILY),
    ("Wei Huang", "Wei Hwang", Kind.OTHER_FAMILY),
    ("Anna Lee", "Anna Le", Kind.OTHER_FAMILY),
    ("Bill Lin", "William Linn", Kind.OTHER_FAMILY),
    ("David Weir", "David Wei", Kind.OTHER_FAMILY),
    ("John Smith", "John Jones", Kind.OTHER_FAMILY),
    ("Sasha Ivanov", "Sasha Ivanova", Kind.OTHER_FAMILY),
    ("José García López", "José Pérez Gómez", Kind.OTHER_FAMILY),
    ("John Smith", "Robert Jones", Kind.UNRELATED),
    ("J. Smith", "J. Jones", Kind.UNRELATED),
    ("R. Smith", "Rebecca Smit", Kind.UNRELATED),
    ("P. Souza", "Pedro Sousa", Kind.UNRELATED),
    ("Jean Roux", "Jean Leroux", Kind.OTHER_FAMILY),
    ("Jean O. Brien", "Jean Obrien", Kind.OTHER_FAMILY),
    ("Jean Le Roux", "Jeanne Leroux", Kind.UNRELATED),
    ("John D Avis", "John Davis", Kind.OTHER_FAMILY),
    ("Anna Li Ang", "Anna Liang", Kind.OTHER_FAMILY),
    ("H. van den Berg", "Hans van der Berg", Kind.UNRELATED),
    ("H. ter Berg", "H. van der Berg", Kind.UNRELATED),
    ("J. van de Velde", "J. van der Velde", Kind.UNRELATED),
    ("Bob van de Velde", "Robert van der Velde", Kind.UNRELATED),
    ("Hans van den Jonsson", "Hans van der Jonson", Kind.OTHER_FAMILY),
    ("Min Wang", "Wang Ming", Kind.UNRELATED),
    ("Choi Min Ho", "Ho-Min Choi", Kind.UNRELATED),
    ("Zhang Xiao Ming", "Ming-Xiao Zhang", Kind.UNRELATED),
    ("Carlos Silva", "João Carlos Silva Pereira", Kind.UNRELATED),
    ("Quang Minh Nguyen", "Minh Thuan Nguyen", Kind.FIRST_CONTRADICTS),
    ("BigScience Workshop", "Another Workshop", Kind.UNRELATED),
    ("Jane Workshop Group", "Jane Workshop", Kind.UNRELATED),
    ("Madonna", "Mandonna", Kind.UNRELATED),
    ("Smith Group", "John Smith", Kind.UNRELATED),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same_name(one, other):
    found = compare(parse(one), parse(other))
    assert found.compatible, found.reason
    assert found.kind in (Kind.SAME_NAME, Kind.MIDDLE_AGREES, Kind.INITIALS), found.reason


@pytest.mark.parametrize(("one", "other", "family"), ALMOST_THE_SAME_FAMILY)
def test_family_names_have_variants(one, other, family):
    found = compare(parse(one), parse(other))
    assert found.compatible
    assert found.family is family


@pytest.mark.parametrize(("one", "other", "kind"), KINDS)
def test_what_two_names_have_in_common(one, other, kind):
    found = compare(parse(one), parse(other))
    assert found.kind is kind, found.reason


@pytest.mark.parametrize(("one", "other", "kind"), CONTRADICTING)
def test_names_that_contradict_each_other(one, other, kind):
    found = compare(parse(one), parse(other))
    assert found.kind is kind, found.reason


@pytest.mark.parametrize("row", [*SAME, *ALMOST_THE_SAME_FAMILY, *KINDS, *CONTRADICTING])
def test_comparing_is_the_same_in_both_directions_and_compatible_names_share_a_block(row):
    one, other = parse(row[0]), parse(row[1])
    found = compare(one, other)
    assert compare(other, one) is found
    if found.compatible:
        assert set(block_keys(one)) & set(block_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Bhadran V K", "V K"), ("Bhadran V K", "K")),
        (("Bayan Abu Shawar", "Abu Shawar"), ("Bayan Abu Shawar", "Shawar")),
        (("Sadaf Abdul Rauf", "Abdul Rauf"), ("Sadaf Abdul Rauf", "")),
        (("Watrin Patrick", "Patrick"), ("Patrick Watrin", "Watrin")),
        (("Wang Xiaoming", "Xiaoming"), ("Xiaoming Wang", "Wang")),
        (("Ramón F. Astudillo", "F. Astudillo"), ("Ramon Fernandez Astudillo", "Astudillo")),
        (("Gabriel García Márquez", "Márquez"), ("Gabriel García", "García")),
        (("Joost van der Putten", "Putten"), ("Joost van der Putten", "van der Putten")),
        (("João Silva Neto", "Silva Neto"), ("João Neto", "Neto")),
        (("João Silva Neto", "Silva Neto"), ("João Silva Neto", "")),
        (("João Silva Neto", "Neto"), ("João Silva Neto", "")),
    ],
)
def test_sources_part_one_name_in_different_ways(one, other):
    first, second = parse(*one), parse(*other)
    found = compare(first, second)
    assert found.compatible, found.reason
    assert set(first.block_keys) & set(second.block_keys)


def test_two_family_names_that_may_be_given_names_are_not_swapped_where_the_source_speaks():
    assert not compare(parse("Wei Li", "Li"), parse("Li Wei", "Wei")).compatible
    assert compare(parse("Wei Li"), parse("Li Wei")).swapped


def test_stronger_kinds_have_more_strength():
    ada = parse("Robert James Smith")
    strengths = [
        compare(ada, parse(other)).strength
        for other in (
            "Robert James Smith",
            "Robert J. Smith",
            "Robert Smith",
            "Bob Smith",
            "R. J. Smith",
            "R. Smith",
        )
    ]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == len(strengths)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("J. Smith", "John Smith", "same family name, first initial agrees"),
        ("Bob Smith", "Robert Smith", "same family name, familiar or foreign form of the first name"),
        ("John Smith", "James Smith", "same family name, first names contradict"),
        ("Diana Inkpen", "Diana Zaiu", "other family name, same first name"),
        (
            "Vinh Van Nguyen",
            "Van Vinh Nguyen",
            "same family name, same given names in another order",
        ),
        (
            "John Smith Jr.",
            "John Smith Sr.",
            "same family name, same first name, one is the elder and one the younger",
        ),
        (
            "John A. Smith",
            "John Smith",
            "same family name, same first name, further given names on one side only",
        ),
    ],
)
def test_the_reason_is_given_in_words(one, other, words):
    assert compare(parse(one), parse(other)).reason == words


def test_only_a_family_name_neither_agrees_nor_contradicts():
    found = compare(parse("Smith", "Smith"), parse("John Smith", "Smith"))
    assert (found.kind, found.compatible, found.contradicts) == (Kind.FAMILY_ONLY, False, False)

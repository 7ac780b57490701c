"""Words that tell the parts of a name apart: particles, generations, titles, groups, frequent family names."""

# ruff: noqa: SIM905 -- lists of words are easier to read and to keep in order as text

# Small words before a family name that belong to it and are left out as readers please.
PARTICLES = frozenset(
    "af al am an auf aus av bat bei bin bint d da dal dalla dalle das de degli dei del dela della delle den der "
    "des di do dos du e el ibn im in la las le les lo los mac mc op san sant t te ten ter tot und uit "
    "van vande vander vom von y z zu zum zur zur".split()
)
# With a capital letter these may be names of their own ("Le", "Do", "An"): only these count as particles then.
CAPITAL_PARTICLES = frozenset(
    "al bin bint da dal dalla de degli dei del dela della den der des di dos du el ibn van vande vander von".split()
)
# These join the word that follows, whether written with a space, a hyphen or nothing: "Mc Donald", "Ben-David".
PREFIXES = frozenset("mc mac o st ben bar abu abou abd abdel abdul ait ould fitz".split())
# Between two family names of one person.
CONNECTORS = frozenset({"y", "e", "i"})

# These are no given names, so they belong to the family name also where a source has left them before it.
TAIL_PREFIXES = frozenset("mc mac abu abou abd abdel ait ould".split())
# These begin a family name where nothing else tells; "Abdul" may as well be a given name.
CAPITAL_PREFIXES = frozenset("mc mac st ben abu abou ait ould fitz".split())

# What tells people of one name apart, and which of them it is. "II" is no "Jr.", but not everybody keeps to that.
GENERATIONS = {
    "sr": "first", "snr": "first", "senior": "first", "jr": "second", "jnr": "second", "junior": "second",
    "júnior": "second", "filho": "second", "ii": "second", "2nd": "second", "iii": "third", "3rd": "third",
    "neto": "third", "netto": "third", "iv": "fourth", "4th": "fourth", "sobrinho": "nephew",
}  # fmt: skip
# These are family names too, so they count only after a given name and a family name.
GENERATIONS_OR_FAMILIES = frozenset({"senior", "junior", "ii", "iv"})
# These are parts of the family name for whoever states one.
PORTUGUESE_GENERATIONS = frozenset({"neto", "filho", "sobrinho", "júnior", "netto"})
DEGREES = frozenset(
    "phd md msc bsc mph mba dsc frcp frcs facs dds dvm rn esq drph edd mbbs pharmd mphil dphil".split()
)
TITLES = frozenset("dr prof professor mr mrs ms sir dame rev dipl-ing ing univ-prof doc mme shri smt".split())
# The others are given names as well.
TITLES_WITHOUT_DOT = frozenset("dr prof professor mr mrs ms sir mme shri smt".split())

GROUP_WORDS = frozenset(
    "academy agency alliance association authority board bureau center centre clinic collaboration collaborations "
    "collaborative collaborators college commission committee community company consortium consortia contributors "
    "corporation council department editors faculty federation foundation forum group gmbh hospital inc initiative "
    "institut institute institution investigators laboratories laboratory lab limited ltd members ministry network "
    "organisation organization organizers panel partners program programme project registry research researchers "
    "school society study task taskforce team unit universidad universitat universite university workshop workshops "
    "working groupe gruppe equipe collaborateurs openai anthropic international".split()
)
# After a well known given name these are family names.
GROUPS_OR_FAMILIES = frozenset({"Board", "Center", "Forum", "Lab", "Panel", "Study", "Team", "Working"})
# Small words that names of persons do not have; in small letters, for "On" and "In" are given names.
GROUP_LINKS = frozenset({"of", "for", "on", "the", "and"})

# Frequent family names of Chinese (pinyin, Wade-Giles, Cantonese, Hokkien) and Korean origin, in Latin letters.
CHINESE_FAMILIES = frozenset(
    "ai an ao ba bai ban bao bei bi bian bu cai cao cen chai chan chang chao chau che chen cheng cheong cheung chew "
    "chi chia chiang chien chin ching chiu chou chow chu chua chuang chui chung cong cui dai dang deng di diao ding "
    "dong dou du duan fan fang fei feng fok fong fu fung gan gao ge geng gong gou gu guan gui guo han hao hau he "
    "heng ho hong hou hsia hsiao hsieh hsiung hsu hu hua huang hui hung huo jhang ji jia jian jiang jiao jie jin "
    "jing ju kan kang kao ke kong koo ku kuan kuang kuo kwan kwok kwong lai lam lan lang lau law lei leng leong "
    "leung li lian liang liao liaw lien lim lin ling liou liu lo loh long lou lu luan lui luk lun luo lv lyu ma mai "
    "man mao mei meng mi miao min ming mo mok mou mu mui nan ng ni nie ning niu ou ouyang ow pai pan pang pei peng "
    "piao pu qi qian qiang qiao qin qiu qu quan ran rao ren rong ruan sang sha shan shang shangguan shao shaw she "
    "shen sheng shi shieh shih shu shui si sima siu so song su sui sun sung sze szeto tai tam tan tang tao teng teo "
    "teoh tian tien ting to tong tsai tsang tsao tse tseng tso tsoi tsou tsui tu tung wan wang wei wen weng wong "
    "woo wu xi xia xian xiang xiao xie xin xing xiong xu xuan xue yan yang yao yau ye yeh yen yeung yi yim yin ying "
    "yip yiu yong you yu yuan yue yuen yun zang zeng zha zhai zhan zhang zhao zhen zheng zhi zhong zhou zhu zhuang "
    "zhuge zhuo zong zou zu zuo".split()
)
KOREAN_FAMILIES = frozenset(
    "ahn bae baek bahk bak bang byun cha chae cho choe choi chon choo chun eom eun gang gil gim go goo gwak gwon ha "
    "ham heo hur huh hwang hwangbo hyun im jang je jee jeon jeong jin jo joh joo jun jung kang kim ko koh koo kook "
    "ku kwak kwon kye lee lim maeng min moon mun myung na nah nam namgung namkung no noh oh ok paek paik pak park "
    "pyo ra rhee rho rim roh ryu seo seok seol seong shim shin sim sin sohn son suh suk sung tak um uhm woo yang "
    "yeo yeom yeon yi yim yoo yoon you yu yun".split()
)
VIETNAMESE_FAMILIES = frozenset(
    "bui cao chau chu dang dao dinh do doan duong ha ho hoang huynh khuong la lam le luong luu ly mac mai ngo nguyen "
    "nghiem pham phan phung quach ta thai thach to ton tran trinh truong tu van vo vu vuong".split()
)
# Vietnamese too, but more often of other countries: they count where the given names are no syllables of those.
ALSO_VIETNAMESE_FAMILIES = frozenset("bach dam diep kieu la lai ninh tang thieu trieu vi".split())
EASTERN_FAMILIES = CHINESE_FAMILIES | KOREAN_FAMILIES | VIETNAMESE_FAMILIES
# Whose given names are syllables that belong together. Vietnamese given names are words of their own.
SYLLABIC_FAMILIES = CHINESE_FAMILIES | KOREAN_FAMILIES

# Chinese family names of two characters; every other one has a single character.
COMPOUND_FAMILIES = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 慕容 皇甫 尉迟 尉遲 公孙 公孫 "
    "令狐 东方 東方 司徒 长孙 長孫 宇文 独孤 端木 南宫 西门 司空 轩辕 申屠 呼延".split()
)
# Characters that are read otherwise where they are a family name.
FAMILY_READINGS = {
    "曾": "zeng", "单": "shan", "單": "shan", "仇": "qiu", "解": "xie", "区": "ou", "區": "ou", "查": "zha",
    "翟": "zhai", "沈": "shen", "覃": "qin", "乐": "yue", "朴": "piao", "缪": "miao", "繆": "miao", "冼": "xian",
    "召": "shao", "尉迟": "yuchi", "尉遲": "yuchi", "长孙": "zhangsun", "長孫": "zhangsun",
}  # fmt: skip
# Korean family names of two syllables.
COMPOUND_KOREAN = frozenset(["남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"])
# How Koreans mostly write their family names in Latin letters, where that is not letter by letter.
KOREAN_SPELLINGS = {
    "김": "kim", "이": "lee", "리": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang", "조": "cho",
    "윤": "yoon", "임": "lim", "신": "shin", "권": "kwon", "안": "ahn", "유": "yoo", "류": "ryu", "오": "oh",
    "고": "ko", "문": "moon", "손": "son", "배": "bae", "백": "baek", "허": "heo", "노": "noh", "심": "shim",
    "주": "joo", "구": "koo", "우": "woo", "곽": "kwak", "선우": "sunwoo", "남궁": "namgung",
}  # fmt: skip
# Chinese family names of one character that are frequent enough to tell a Chinese name from a Japanese one.
CHINESE_CHARACTERS = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸"
    "汪范金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯温康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關"
    "兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农司卓古吉缪繆简簡车車项項连連芦麦麥褚娄婁窦竇戚岑景党宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝"
)

# Frequent family names of Spanish and Portuguese, where two of them follow each other.
IBERIAN_FAMILIES = frozenset(
    "abreu acosta aguilar aguirre alarcon alfonso almeida alonso alvarez alves amaral amorim andrade antunes aragon "
    "araujo arias azevedo baptista barbosa barros bastos batista blanco borges branco brito caballero cabral cabrera "
    "calderon calvo campos cardenas cardoso carmo carneiro carrasco carvalho castillo castro chaves coelho contreras "
    "cordeiro cordoba correa correia cortes costa cruz cunha delgado dias diaz dominguez duarte duran escobar "
    "espinosa espinoza esteban esteves faria farias fernandes fernandez ferrer ferreira figueiredo flores fonseca "
    "franco freitas freire fuentes gallardo gallego garcia garrido gil gimenez gomes gomez goncalves gonzales "
    "gonzalez guedes guerra guerrero guimaraes gutierrez guzman henriques hernandez herrera herrero hidalgo ibanez "
    "iglesias jimenez juarez lara leal leite leon lima lopes lopez lorenzo lourenco lozano macedo machado magalhaes "
    "maldonado marin marques marquez marrero martinez martins matos medeiros medina mejia melo mendes mendez mendoza "
    "mendonca menezes mesquita miranda molina monteiro montero montes mora moraes morais morales moreira moreno mota "
    "moura moya munoz muniz nascimento navarro neves nogueira nunes nunez ochoa oliveira ortega ortiz pacheco padilla "
    "paiva parra pascual peixoto pena peralta pereira perez pimentel pinheiro pinto pires ponce prieto quintana "
    "quintero ramirez ramos rebelo reis rey reyes ribeiro rios rivas rivera robles rocha rodrigues rodriguez rojas "
    "roman romero rosa rosales rubio ruiz saez salas salazar salgado salinas sampaio sanchez sandoval santana santos "
    "sanz serrano sierra silva silveira simoes soares solis sosa soto souza sousa suarez tavares teixeira toledo "
    "torres trujillo valdez valencia valente vargas vasconcelos vasquez vazquez vega velasco velez vera vicente "
    "vidal vieira villa villar zamora zapata zuniga".split()
)

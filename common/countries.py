"""Countries as addresses name them: "P.R. China", "UK", "Pittsburgh, PA"."""

from common.names import fold

# ISO 3166 code, then the names it goes by.
COUNTRIES = """
AD Andorra; AE United Arab Emirates|UAE|U.A.E.; AF Afghanistan; AG Antigua and Barbuda; AL Albania; AM Armenia;
AO Angola; AQ Antarctica; AR Argentina|República Argentina|Argentine; AS American Samoa;
AT Austria|Österreich|Autriche; AU Australia|Australie|Australien; AW Aruba; AX Åland; AZ Azerbaijan;
BA Bosnia and Herzegovina|Bosnia|Bosnia & Herzegovina; BB Barbados; BD Bangladesh;
BE Belgium|Belgique|België|Belgien; BF Burkina Faso; BG Bulgaria|България|Bulgarie; BH Bahrain; BI Burundi;
BJ Benin; BM Bermuda; BN Brunei|Brunei Darussalam; BO Bolivia|Plurinational State of Bolivia;
BQ Bonaire, Sint Eustatius, and Saba; BR Brazil|Brasil|Brésil|Brasilien; BS Bahamas; BT Bhutan; BW Botswana;
BY Belarus|Republic of Belarus; BZ Belize; CA Canada|Kanada;
CD DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo; CF Central African Republic;
CG Congo Republic|Congo|Republic of the Congo; CH Switzerland|Suisse|Schweiz|Svizzera;
CI Ivory Coast|Côte d'Ivoire; CL Chile|República de Chile; CM Cameroon;
CN China|P.R. China|PR China|P. R. China|People's Republic of China|Peoples R China|PRC|P.R.C.|Chine|中国|中國;
CO Colombia|República de Colombia; CR Costa Rica; CU Cuba|República de Cuba; CV Cabo Verde|Cape Verde;
CW Curaçao; CY Cyprus|Chypre; CZ Czechia|Czech Republic|Czechoslovakia|Česká republika|Tchéquie;
DE Germany|Deutschland|Allemagne|Federal Republic of Germany|West Germany|FRG|Alemania|Germania; DJ Djibouti;
DK Denmark|Danmark|Danemark; DM Dominica; DO Dominican Republic; DZ Algeria|Algérie; EC Ecuador;
EE Estonia|Eesti|Estonie; EG Egypt|Arab Republic of Egypt|Egypte; ER Eritrea; ES Spain|España|Espagne|Spanien;
ET Ethiopia; FI Finland|Suomi|Finlande; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands;
FR France|Francia|Frankreich; GA Gabon;
GB United Kingdom|UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland|Grande-Bretagne|Royaume-Uni;
GD Grenada; GE Georgia|Republic of Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland;
GM The Gambia|Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece|Hellas|Grèce|Ελλάδα;
GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana;
HK Hong Kong|Hong Kong SAR|HKSAR|Hongkong|Hong Kong SAR China|香港; HN Honduras; HR Croatia|Hrvatska|Croatie;
HT Haiti; HU Hungary|Magyarország|Hongrie; ID Indonesia; IE Ireland|Republic of Ireland|Éire|Irlande;
IL Israel|Israël; IM Isle of Man; IN India|Inde|Bharat|Republic of India; IQ Iraq;
IR Iran|Islamic Republic of Iran|I.R. Iran|Iran Islamic Republic of; IS Iceland|Ísland;
IT Italy|Italia|Italie|Italien; JE Jersey; JM Jamaica; JO Jordan; JP Japan|Japon|日本; KE Kenya;
KG Kyrgyzstan|Kyrgyz Republic; KH Cambodia; KI Kiribati; KM Comoros; KN St Kitts and Nevis;
KP North Korea|Democratic People's Republic of Korea|DPRK;
KR South Korea|Korea|Republic of Korea|Korea Republic|Korea (South)|S. Korea|Rep. of Korea|Corée|대한민국; KW Kuwait;
KY Cayman Islands; KZ Kazakhstan|Republic of Kazakhstan; LA Laos|Lao PDR|Lao People's Democratic Republic;
LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho;
LT Lithuania|Lietuva|Lituanie; LU Luxembourg|Luxemburg; LV Latvia|Latvija; LY Libya|Libyan Arab Jamahiriya;
MA Morocco|Maroc; MC Monaco; MD Moldova|Republic of Moldova; ME Montenegro; MG Madagascar; MH Marshall Islands;
MK North Macedonia|Macedonia|Republic of Macedonia|FYROM; ML Mali; MM Myanmar|Burma; MN Mongolia;
MO Macao|Macau|Macao SAR|Macau SAR|澳門; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat;
MT Malta|Malte; MU Mauritius; MV Maldives; MW Malawi; MX Mexico|México|Mexique; MY Malaysia; MZ Mozambique;
NA Namibia; NC New Caledonia; NE Niger; NG Nigeria; NI Nicaragua;
NL The Netherlands|Netherlands|Holland|Nederland|Pays-Bas|Niederlande; NO Norway|Norge|Norvège|Norwegen;
NP Nepal; NR Nauru; NZ New Zealand|Aotearoa; OM Oman; PA Panama|Panamá; PE Peru|Perú; PF French Polynesia;
PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland|Polska|Pologne|Polen; PM Saint Pierre and Miquelon;
PR Puerto Rico|P.R.; PS Palestine|Palestinian Territory|State of Palestine|Palestinian Territories;
PT Portugal|República Portuguesa; PW Palau; PY Paraguay; QA Qatar; RE Réunion|La Réunion;
RO Romania|România|Roumanie; RS Serbia|Republic of Serbia|Srbija;
RU Russia|Russian Federation|USSR|Russie|Россия; RW Rwanda; SA Saudi Arabia|KSA|Kingdom of Saudi Arabia;
SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden|Sverige|Suède|Schweden;
SG Singapore|Republic of Singapore|Singapour; SI Slovenia|Slovenija|Slovénie; SJ Svalbard and Jan Mayen;
SK Slovakia|Slovak Republic|Slovensko; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname;
SS South Sudan; ST São Tomé and Príncipe; SV El Salvador; SY Syria|Syrian Arab Republic; SZ Eswatini|Swaziland;
TD Chad; TG Togo; TH Thailand; TJ Tajikistan; TL Timor-Leste; TM Turkmenistan; TN Tunisia|Tunisie; TO Tonga;
TR Türkiye|Turkey|Turkiye|Turquie; TT Trinidad and Tobago; TV Tuvalu;
TW Taiwan|Taiwan R.O.C.|Taiwan ROC|R.O.C.|ROC|Republic of China|Taiwan Republic of China|台灣|臺灣;
TZ Tanzania|United Republic of Tanzania; UA Ukraine|Україна|Ukrayina; UG Uganda;
US United States|USA|U.S.A.|U.S.|United States of America|Etats-Unis|Estados Unidos; UY Uruguay;
UZ Uzbekistan|Republic of Uzbekistan; VA Vatican City|Holy See; VC St Vincent and Grenadines;
VE Venezuela|Bolivarian Republic of Venezuela; VG British Virgin Islands; VI U.S. Virgin Islands;
VN Vietnam|Viet Nam|Vietnam Socialist Republic; VU Vanuatu; WS Samoa; XK Kosovo|Kosova; YE Yemen; YT Mayotte;
ZA South Africa|Republic of South Africa|RSA|Afrique du Sud; ZM Zambia; ZW Zimbabwe
"""

# Where an address ends with one of these, it is in this country.
REGIONS = {
    "US": """
AL|Alabama; AK|Alaska; AZ|Arizona; AR|Arkansas; CA|California; CO|Colorado; CT|Connecticut; DE|Delaware;
DC|District of Columbia; FL|Florida; GA|Georgia; HI|Hawaii; ID|Idaho; IL|Illinois; IN|Indiana; IA|Iowa;
KS|Kansas; KY|Kentucky; LA|Louisiana; ME|Maine; MD|Maryland; MA|Massachusetts; MI|Michigan; MN|Minnesota;
MS|Mississippi; MO|Missouri; MT|Montana; NE|Nebraska; NV|Nevada; NH|New Hampshire; NJ|New Jersey; NM|New Mexico;
NY|New York; NC|North Carolina; ND|North Dakota; OH|Ohio; OK|Oklahoma; OR|Oregon; PA|Pennsylvania;
RI|Rhode Island; SC|South Carolina; SD|South Dakota; TN|Tennessee; TX|Texas; UT|Utah; VT|Vermont; VA|Virginia;
WA|Washington; WV|West Virginia; WI|Wisconsin; WY|Wyoming
""",
    "CA": """
AB|Alberta; BC|British Columbia; MB|Manitoba; NB|New Brunswick; NL|Newfoundland and Labrador; NS|Nova Scotia;
ON|Ontario; PE|Prince Edward Island; QC|Quebec; SK|Saskatchewan
""",
    "AU": "New South Wales; NSW; Victoria; Queensland; South Australia; Western Australia; Tasmania",
    "GB": "Channel Islands",
}


def names_of_countries() -> dict[str, frozenset[str]]:
    """Folded name or code to the countries it may mean: "georgia" is a country and a state."""
    found: dict[str, set[str]] = {}
    for row in COUNTRIES.split(";"):
        code, _, names = row.strip().partition(" ")
        for name in (code, *names.split("|")):
            found.setdefault(fold(name), set()).add(code)
    for code, regions in REGIONS.items():
        for row in regions.split(";"):
            for name in row.strip().split("|"):
                found.setdefault(fold(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


COUNTRY_CODES = names_of_countries()
FIRST_NAMES = {
    code: names.partition("|")[0]
    for code, _, names in (row.strip().partition(" ") for row in COUNTRIES.split(";"))
}


def country_name(code: str) -> str:
    """The name in English, or the code where it stands for no country that we know."""
    return FIRST_NAMES.get(code, code)

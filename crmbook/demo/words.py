"""Invented names and sayings for the demo firm, in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmbook.language import Language


@dataclass(frozen=True)
class Person:
    """A first name with the form of surname that goes with it."""

    first_name: str
    female: bool


@dataclass(frozen=True)
class Words:
    """What people, firms and things are called where this language is spoken.

    surnames   (of a man, of a woman)
    temper, looks, things   "Patient" + "Striped" + "Teapot": two adjectives keep an invented
               firm's name from being anybody's; all nouns are masculine, the adjectives agree
    company    how the three words become a firm's name
    phone      with room for five digits, a number nobody can be called on
    """

    men: Sequence[str]
    women: Sequence[str]
    surnames: Sequence[tuple[str, str]]
    temper: Sequence[str]
    looks: Sequence[str]
    things: Sequence[str]
    company: Sequence[str]
    cities: Sequence[str]
    street: str
    phone: str
    team: Sequence[tuple[str, str]]  # name, role
    industries: Sequence[str]
    interests: Sequence[str]
    products: Sequence[tuple[str, str]]  # name, category
    talks: Sequence[str]
    promise: str
    question: str
    notes: Mapping[str, str]  # mark → what somebody wrote down
    complaints: Sequence[tuple[str, str]]  # about, action
    praise: Sequence[str]
    blame: Sequence[str]
    lost_reasons: Sequence[str]
    firm: str

    def people(self) -> list[Person]:
        return [Person(it, False) for it in self.men] + [Person(it, True) for it in self.women]


# price and cost of the products, in the order of every language's `products`
PRICES: Sequence[tuple[float, float]] = (
    (18.90, 9.80), (21.50, 11.20), (11.90, 6.30), (9.40, 4.20), (7.80, 3.10), (6.90, 2.80),
    (8.50, 5.20), (34.00, 18.50), (12.30, 7.90), (9.90, 5.50), (149.00, 98.00), (75.00, 35.00),
)  # fmt: skip

ENGLISH = Words(
    men=(
        "Adam",
        "Arthur",
        "Daniel",
        "Edward",
        "George",
        "Henry",
        "Jack",
        "Oliver",
        "Peter",
        "Simon",
    ),
    women=("Alice", "Clara", "Daisy", "Emily", "Grace", "Hannah", "Lucy", "Nora", "Rose", "Sophie"),
    surnames=(
        ("Appleyard", "Appleyard"),
        ("Birchwood", "Birchwood"),
        ("Cloverdale", "Cloverdale"),
        ("Dewberry", "Dewberry"),
        ("Elmsworth", "Elmsworth"),
        ("Fernhill", "Fernhill"),
        ("Greenlock", "Greenlock"),
        ("Hazelby", "Hazelby"),
        ("Ivybridge", "Ivybridge"),
        ("Larkwell", "Larkwell"),
        ("Mosswood", "Mosswood"),
        ("Oakhollow", "Oakhollow"),
        ("Pebbleton", "Pebbleton"),
        ("Quillfeather", "Quillfeather"),
        ("Rowanby", "Rowanby"),
        ("Sandlewick", "Sandlewick"),
        ("Thistledown", "Thistledown"),
        ("Willowmere", "Willowmere"),
    ),
    temper=(
        "Patient",
        "Quiet",
        "Merry",
        "Sleepy",
        "Cheeky",
        "Earnest",
        "Curious",
        "Nimble",
        "Dreamy",
        "Gentle",
        "Humming",
        "Thoughtful",
    ),
    looks=(
        "Striped",
        "Paper",
        "Glass",
        "Round",
        "Knitted",
        "Blue",
        "Wooden",
        "Tiny",
        "Polka-dot",
        "Copper",
        "Velvet",
        "Silver",
    ),
    things=(
        "Teapot",
        "Umbrella",
        "Lantern",
        "Cloud",
        "Snowman",
        "Bell",
        "Pillow",
        "Chestnut",
        "Weathervane",
        "Clock",
        "Carrot",
        "Kite",
    ),
    company=("{name} Ltd", "{name} LLP", "{name} Ltd"),
    cities=("Bristol", "Leeds", "York", "Norwich", "Exeter", "Cardiff"),
    street="{n} Example Street",
    phone="+44 7700 9{n}",  # 07700 900000–900999 is kept for invented people
    team=(
        ("Helen Marsh", "Director"),
        ("Tom Reedham", "Account manager"),
        ("Nina Fairlie", "Client service"),
    ),
    industries=("Café", "Office", "Hotel", "Shop", "School", "Bakery"),
    interests=("cycling", "gardening", "choir", "hiking", "photography", "cooking"),
    products=(
        ("Coffee beans Morning, 1 kg", "Coffee"),
        ("Coffee beans Evening, 1 kg", "Coffee"),
        ("Ground coffee, decaffeinated, 500 g", "Coffee"),
        ("Green tea, 250 g", "Tea"),
        ("Herbal tea, 250 g", "Tea"),
        ("Black tea, 250 g", "Tea"),
        ("Honey, 700 g", "Treats"),
        ("Gift box", "Treats"),
        ("Paper cups, 100 pieces", "Equipment"),
        ("Vanilla syrup, 0.7 l", "Treats"),
        ("Coffee grinder", "Equipment"),
        ("Coffee machine care", "Service"),
    ),
    talks=(
        "Asked how the last order was; all well",
        "Talked about the new tea",
        "Reminded of the spring offer",
        "Agreed on the delivery day",
        "Asked for a price list",
        "Wants to taste the new coffee first",
        "Sent thanks for the order",
    ),
    promise="Send the price list",
    question="Asks whether the decaffeinated coffee is in stock",
    notes={
        "mourns": "His mother passed away, the funeral is on Friday",
        "owes": "Still owes for the last invoice, promised to pay by the end of the month",
        "wants_quiet": "Please do not call, only write",
        "away": "On a long leave, a colleague orders",
    },
    complaints=(
        ("The delivery came two days late", "Apologised, delivered free of charge"),
        ("A box was damaged on the way", "Sent a new box"),
        ("The invoice had a wrong amount", "Corrected the invoice"),
        ("The coffee was ground too coarsely", "Exchanged the coffee"),
    ),
    praise=("Everything in time, thank you", "Very friendly service", "The best coffee in town"),
    blame=("Had to wait too long", "Nobody called back", "Dearer than elsewhere"),
    lost_reasons=("Price", "Chose another supplier", "Postponed"),
    firm="Morning Roastery (an invented firm)",
)

LITHUANIAN = Words(
    men=(
        "Andrius",
        "Darius",
        "Jonas",
        "Kęstutis",
        "Linas",
        "Mantas",
        "Paulius",
        "Saulius",
        "Tomas",
        "Žygimantas",
    ),
    women=(
        "Aistė",
        "Daiva",
        "Eglė",
        "Giedrė",
        "Ieva",
        "Jurgita",
        "Kristina",
        "Rasa",
        "Šarūnė",
        "Živilė",
    ),
    surnames=(
        ("Ąžuolėnas", "Ąžuolėnienė"),
        ("Beržūnas", "Beržūnaitė"),
        ("Čiobrėnas", "Čiobrėnienė"),
        ("Dobilaitis", "Dobilaitytė"),
        ("Eglėnas", "Eglėnaitė"),
        ("Gervinis", "Gervinienė"),
        ("Jazminas", "Jazminaitė"),
        ("Kadagėlis", "Kadagėlienė"),
        ("Liepūnas", "Liepūnaitė"),
        ("Medžiūnas", "Medžiūnienė"),
        ("Nendrius", "Nendriūtė"),
        ("Obelėnas", "Obelėnienė"),
        ("Pienūnas", "Pienūnaitė"),
        ("Rugelis", "Rugelytė"),
        ("Smilgėnas", "Smilgėnienė"),
        ("Šermukšnas", "Šermukšnaitė"),
        ("Uosėnas", "Uosėnienė"),
        ("Žilvytis", "Žilvytytė"),
    ),
    temper=(
        "Kantrus",
        "Tylus",
        "Linksmas",
        "Mieguistas",
        "Išdykęs",
        "Rimtas",
        "Smalsus",
        "Vikrus",
        "Svajingas",
        "Švelnus",
        "Niūniuojantis",
        "Susimąstęs",
    ),
    looks=(
        "dryžuotas",
        "popierinis",
        "stiklinis",
        "apvalus",
        "megztas",
        "mėlynas",
        "medinis",
        "mažytis",
        "taškuotas",
        "varinis",
        "aksominis",
        "sidabrinis",
    ),
    things=(
        "arbatinukas",
        "skėtis",
        "žibintas",
        "debesis",
        "sniego senis",
        "varpelis",
        "krėslas",
        "kaštonas",
        "vėjarodis",
        "laikrodis",
        "moliūgas",
        "aitvaras",
    ),
    company=("UAB „{name}“", "MB „{name}“", "UAB „{name}“"),
    cities=("Vilnius", "Kaunas", "Klaipėda", "Šiauliai", "Panevėžys", "Alytus"),
    street="Pavyzdžio g. {n}",
    phone="+370 000 {n}",  # no Lithuanian number begins with a zero
    team=(
        ("Rasa Vėjūnė", "Direktorė"),
        ("Tomas Pievelis", "Vadybininkas"),
        ("Ieva Kalvėnė", "Klientų aptarnavimo specialistė"),
    ),
    industries=("Kavinė", "Biuras", "Viešbutis", "Parduotuvė", "Mokykla", "Kepykla"),
    interests=("dviračiai", "sodininkystė", "choras", "žygiai", "fotografija", "maisto gaminimas"),
    products=(
        ("Kavos pupelės „Rytas“, 1 kg", "Kava"),
        ("Kavos pupelės „Vakaras“, 1 kg", "Kava"),
        ("Malta kava be kofeino, 500 g", "Kava"),
        ("Žalioji arbata, 250 g", "Arbata"),
        ("Žolelių arbata, 250 g", "Arbata"),
        ("Juodoji arbata, 250 g", "Arbata"),
        ("Medus, 700 g", "Skanėstai"),
        ("Dovanų dėžutė", "Skanėstai"),
        ("Popieriniai puodeliai, 100 vnt.", "Įranga"),
        ("Vanilinis sirupas, 0,7 l", "Skanėstai"),
        ("Kavos malūnėlis", "Įranga"),
        ("Kavos aparato priežiūra", "Paslaugos"),
    ),
    talks=(
        "Pasiteirauta, ar viskas gerai su paskutiniu užsakymu; viskas gerai",
        "Kalbėta apie naują arbatą",
        "Priminta apie pavasario pasiūlymą",
        "Sutarta pristatymo diena",
        "Paprašė kainoraščio",
        "Nori pirma paragauti naujos kavos",
        "Padėkota už užsakymą",
    ),
    promise="Nusiųsti kainoraštį",
    question="Klausia, ar yra kavos be kofeino",
    notes={
        "mourns": "Mirė mama, laidotuvės penktadienį",
        "owes": "Vis dar skolingas už paskutinę sąskaitą, žadėjo sumokėti iki mėnesio pabaigos",
        "wants_quiet": "Prašo neskambinti, tik rašyti",
        "away": "Ilgai atostogauja, užsako kolegė",
    },
    complaints=(
        ("Pristatyta dviem dienomis vėliau", "Atsiprašyta, pristatyta nemokamai"),
        ("Dėžė sugadinta kelyje", "Išsiųsta nauja dėžė"),
        ("Sąskaitoje neteisinga suma", "Sąskaita pataisyta"),
        ("Kava sumalta per rupiai", "Kava pakeista"),
    ),
    praise=("Viskas laiku, ačiū", "Labai malonus aptarnavimas", "Skaniausia kava mieste"),
    blame=("Teko per ilgai laukti", "Niekas neperskambino", "Brangiau nei kitur"),
    lost_reasons=("Kaina", "Pasirinko kitą tiekėją", "Atidėjo"),
    firm="Rytmečio skrudykla (išgalvota įmonė)",
)

LATVIAN = Words(
    men=(
        "Andris",
        "Artūrs",
        "Edgars",
        "Gatis",
        "Jānis",
        "Kārlis",
        "Mārtiņš",
        "Pēteris",
        "Toms",
        "Valdis",
    ),
    women=(
        "Agnese",
        "Baiba",
        "Dace",
        "Elīna",
        "Ilze",
        "Kristīne",
        "Līga",
        "Māra",
        "Sanita",
        "Zane",
    ),
    surnames=(
        ("Ābelnieks", "Ābelniece"),
        ("Bērzaunis", "Bērzaune"),
        ("Cīrulēns", "Cīrulēna"),
        ("Dzērvējs", "Dzērvēja"),
        ("Egļavs", "Egļava"),
        ("Gailītājs", "Gailītāja"),
        ("Irbenājs", "Irbenāja"),
        ("Kadiķis", "Kadiķe"),
        ("Lazdukalns", "Lazdukalna"),
        ("Mežābols", "Mežābola"),
        ("Niedrājs", "Niedrāja"),
        ("Ozolkalns", "Ozolkalna"),
        ("Pīlādzis", "Pīlādze"),
        ("Rudzgalvis", "Rudzgalve"),
        ("Smildziņš", "Smildziņa"),
        ("Vītolājs", "Vītolāja"),
        ("Zīlājs", "Zīlāja"),
        ("Žagatnieks", "Žagatniece"),
    ),
    temper=(
        "Pacietīgais",
        "Klusais",
        "Jautrais",
        "Miegainais",
        "Draiskais",
        "Nopietnais",
        "Ziņkārīgais",
        "Žiglais",
        "Sapņainais",
        "Maigais",
        "Dungojošais",
        "Domīgais",
    ),
    looks=(
        "svītrainais",
        "papīra",
        "stikla",
        "apaļais",
        "adītais",
        "zilais",
        "koka",
        "mazais",
        "punktotais",
        "vara",
        "samta",
        "sudraba",
    ),
    things=(
        "lietussargs",
        "lukturis",
        "mākonis",
        "sniegavīrs",
        "zvaniņš",
        "spilvens",
        "kastanis",
        "vējrādis",
        "pulkstenis",
        "burkāns",
        "pūķis",
        "katliņš",
    ),
    company=("SIA „{name}”", "IK „{name}”", "SIA „{name}”"),
    cities=("Rīga", "Liepāja", "Daugavpils", "Jelgava", "Valmiera", "Ventspils"),
    street="Parauga iela {n}",
    phone="+371 000 {n}",  # no Latvian number begins with a zero
    team=(
        ("Līga Rasaine", "Direktore"),
        ("Toms Pļaviņš", "Klientu vadītājs"),
        ("Ilze Kalnarāja", "Klientu apkalpošanas speciāliste"),
    ),
    industries=("Kafejnīca", "Birojs", "Viesnīca", "Veikals", "Skola", "Maiznīca"),
    interests=(
        "riteņbraukšana",
        "dārzkopība",
        "koris",
        "pārgājieni",
        "fotografēšana",
        "ēdienu gatavošana",
    ),
    products=(
        ("Kafijas pupiņas „Rīts”, 1 kg", "Kafija"),
        ("Kafijas pupiņas „Vakars”, 1 kg", "Kafija"),
        ("Malta kafija bez kofeīna, 500 g", "Kafija"),
        ("Zaļā tēja, 250 g", "Tēja"),
        ("Zāļu tēja, 250 g", "Tēja"),
        ("Melnā tēja, 250 g", "Tēja"),
        ("Medus, 700 g", "Gardumi"),
        ("Dāvanu kaste", "Gardumi"),
        ("Papīra glāzītes, 100 gab.", "Aprīkojums"),
        ("Vaniļas sīrups, 0,7 l", "Gardumi"),
        ("Kafijas dzirnaviņas", "Aprīkojums"),
        ("Kafijas automāta apkope", "Pakalpojumi"),
    ),
    talks=(
        "Apjautājāmies par pēdējo pasūtījumu; viss kārtībā",
        "Runājām par jauno tēju",
        "Atgādinājām par pavasara piedāvājumu",
        "Vienojāmies par piegādes dienu",
        "Lūdza cenrādi",
        "Vispirms vēlas nogaršot jauno kafiju",
        "Pateicāmies par pasūtījumu",
    ),
    promise="Nosūtīt cenrādi",
    question="Jautā, vai ir kafija bez kofeīna",
    notes={
        "mourns": "Nomira māte, bēres piektdien",
        "owes": "Vēl ir parādā par pēdējo rēķinu, solīja samaksāt līdz mēneša beigām",
        "wants_quiet": "Lūdz nezvanīt, tikai rakstīt",
        "away": "Ilgā atvaļinājumā, pasūta kolēģe",
    },
    complaints=(
        ("Piegādāts divas dienas vēlāk", "Atvainojāmies, piegāde bez maksas"),
        ("Kaste ceļā sabojāta", "Nosūtīta jauna kaste"),
        ("Rēķinā nepareiza summa", "Rēķins izlabots"),
        ("Kafija samalta pārāk rupji", "Kafija apmainīta"),
    ),
    praise=("Viss laikā, paldies", "Ļoti laipna apkalpošana", "Labākā kafija pilsētā"),
    blame=("Bija pārāk ilgi jāgaida", "Neviens neatzvanīja", "Dārgāk nekā citur"),
    lost_reasons=("Cena", "Izvēlējās citu piegādātāju", "Atlika"),
    firm="Rīta grauzdētava (izdomāts uzņēmums)",
)

WORDS: Mapping[Language, Words] = {"en": ENGLISH, "lt": LITHUANIAN, "lv": LATVIAN}

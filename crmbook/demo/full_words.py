"""Invented deals, events, goals and the like for the demo firm that keeps every sheet, in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmbook.language import Language


@dataclass(frozen=True)
class FullWords:
    """What the firm of the full profile writes into its other sheets.

    leads       who may become a client, and is none yet
    steps       what brings a deal on
    won, lost   why a deal ended so; competitors  who got it
    reasons     of points: bought, recommended, spent
    events      name, for whom
    goals       goal, the number that measures it, now, target, how
    colleague   who has left, and once looked after some clients
    """

    deals: Sequence[str]
    leads: Sequence[str]
    sources: Sequence[str]
    steps: Sequence[str]
    won: Sequence[str]
    lost: Sequence[str]
    competitors: Sequence[str]
    reasons: tuple[str, str, str]
    gifts: Sequence[tuple[str, str]]
    events: Sequence[tuple[str, str]]
    place: str
    letters: Sequence[str]
    goals: Sequence[tuple[str, str, float, float, str]]
    topics: Sequence[str]
    candidates: Sequence[tuple[str, str, str]]
    farewells: Sequence[str]
    tasks: Sequence[str]
    colleague: tuple[str, str]


ENGLISH = FullWords(
    deals=("Coffee for the office", "Machine with service", "Tea for the guests", "Gift boxes for the staff"),
    leads=("Velvet Lantern Hostel", "Tiny Copper Bakery", "School of Paper Kites", "Humming Bell Cinema"),
    sources=("Recommended", "Fair", "Website", "Walked in"),
    steps=("Bring a sample", "Send the price list", "Agree on the day of delivery", "Call the manager"),
    won=("Taste", "Delivery in a day", "Known to them"),
    lost=("Price", "Chose another supplier", "Postponed", "No need any more"),
    competitors=("Grand Bean (invented)", "Cup & Saucer (invented)"),
    reasons=("Purchase", "Recommended a friend", "A kilogram of coffee free"),
    gifts=(("Tin of tea", "Thanks for a recommendation"), ("Gift box", "Anniversary of the firm")),
    events=(("Tasting of new coffees", "cooking"), ("Open doors at the roastery", ""), ("An evening of music", "")),
    place="At the roastery",
    letters=("Newsletter of spring", "How did we do?"),
    goals=(
        ("More clients come back", "Repeat purchase rate", 60.0, 75.0, "Call after the first purchase"),
        ("Fewer fall silent", "Silent clients", 14.0, 6.0, "Call within a week"),
        ("Clients are satisfied", "Satisfied clients", 60.0, 80.0, "Answer complaints in two days"),
        ("A second shop", "Lease signed", 0.0, 1.0, "Look at three places"),
    ),
    topics=("Handling complaints", "Personal data", "Tasting for beginners", "Calls to silent clients"),
    candidates=(("Arthur Larkwell", "Barista", "Invited"), ("Daisy Fernhill", "Account manager", "Refused")),
    farewells=("Complains of every delivery, and nothing we did was enough", "Takes a day of work for one small order"),
    tasks=("Renew the contract of delivery", "Photographs of the new tea", "Count the stock", "Letters of thanks"),
    colleague=("Simon Oakhollow", "Account manager"),
)  # fmt: skip

LITHUANIAN = FullWords(
    deals=("Kava biurui", "Aparatas su priežiūra", "Arbata svečiams", "Dovanų dėžutės darbuotojams"),
    leads=("Svečių namai „Aksominis žibintas“", "Kepykla „Mažytis varinis“", "Popierinių aitvarų mokykla", "Kino teatras „Niūniuojantis varpelis“"),
    sources=("Rekomendavo", "Mugė", "Svetainė", "Užėjo patys"),
    steps=("Nuvežti pavyzdį", "Nusiųsti kainoraštį", "Sutarti pristatymo dieną", "Paskambinti vadovui"),
    won=("Skonis", "Pristatymas per dieną", "Mus jau pažįsta"),
    lost=("Kaina", "Pasirinko kitą tiekėją", "Atidėjo", "Nebereikia"),
    competitors=("„Didžioji pupelė“ (išgalvota)", "„Puodelis ir lėkštelė“ (išgalvota)"),
    reasons=("Pirkimas", "Rekomendavo draugui", "Kilogramas kavos nemokamai"),
    gifts=(("Arbatos dėžutė", "Padėka už rekomendaciją"), ("Dovanų dėžutė", "Įmonės gimtadienis")),
    events=(("Naujos kavos degustacija", "maisto gaminimas"), ("Atvirų durų diena skrudykloje", ""), ("Muzikos vakaras", "")),
    place="Skrudykloje",
    letters=("Pavasario naujienlaiškis", "Kaip mums sekėsi?"),
    goals=(
        ("Daugiau klientų grįžta", "Pakartotinių pirkimų rodiklis", 60.0, 75.0, "Paskambinti po pirmo pirkimo"),
        ("Mažiau nutyla", "Tylintys klientai", 14.0, 6.0, "Paskambinti per savaitę"),
        ("Klientai patenkinti", "Patenkinti klientai", 60.0, 80.0, "Į skundus atsakyti per dvi dienas"),
        ("Antra parduotuvė", "Pasirašyta nuomos sutartis", 0.0, 1.0, "Apžiūrėti tris vietas"),
    ),
    topics=("Darbas su skundais", "Asmens duomenys", "Degustacijos pagrindai", "Skambučiai tylintiems klientams"),
    candidates=(("Mantas Dobilaitis", "Barista", "Pakviestas"), ("Aistė Liepūnaitė", "Vadybininkė", "Atsisakė")),
    farewells=("Skundžiasi kiekvienu pristatymu, ir niekas nepadėjo", "Vienam mažam užsakymui prireikia dienos darbo"),
    tasks=("Atnaujinti pristatymo sutartį", "Naujos arbatos nuotraukos", "Suskaičiuoti atsargas", "Padėkos laiškai"),
    colleague=("Saulius Nendrius", "Vadybininkas"),
)  # fmt: skip

LATVIAN = FullWords(
    deals=("Kafija birojam", "Automāts ar apkopi", "Tēja viesiem", "Dāvanu kastes darbiniekiem"),
    leads=("Viesu nams „Samta lukturis”", "Maiznīca „Mazais katliņš”", "Papīra pūķu skola", "Kino „Dungojošais zvaniņš”"),
    sources=("Ieteica", "Gadatirgus", "Tīmekļa vietne", "Ienāca paši"),
    steps=("Aizvest paraugu", "Nosūtīt cenrādi", "Vienoties par piegādes dienu", "Piezvanīt vadītājam"),
    won=("Garša", "Piegāde vienā dienā", "Mūs jau pazīst"),
    lost=("Cena", "Izvēlējās citu piegādātāju", "Atlika", "Vairs nevajag"),
    competitors=("„Lielā pupiņa” (izdomāta)", "„Tase un apakštase” (izdomāta)"),
    reasons=("Pirkums", "Ieteica draugam", "Kilograms kafijas bez maksas"),
    gifts=(("Tējas kārbiņa", "Pateicība par ieteikumu"), ("Dāvanu kaste", "Uzņēmuma jubileja")),
    events=(("Jaunās kafijas degustācija", "ēdienu gatavošana"), ("Atvērto durvju diena grauzdētavā", ""), ("Mūzikas vakars", "")),
    place="Grauzdētavā",
    letters=("Pavasara jaunumu vēstule", "Kā mums veicās?"),
    goals=(
        ("Vairāk klientu atgriežas", "Atkārtotu pirkumu rādītājs", 60.0, 75.0, "Piezvanīt pēc pirmā pirkuma"),
        ("Mazāk apklust", "Klusējoši klienti", 14.0, 6.0, "Piezvanīt nedēļas laikā"),
        ("Klienti ir apmierināti", "Apmierināti klienti", 60.0, 80.0, "Uz sūdzībām atbildēt divās dienās"),
        ("Otrs veikals", "Parakstīts nomas līgums", 0.0, 1.0, "Apskatīt trīs vietas"),
    ),
    topics=("Darbs ar sūdzībām", "Personas dati", "Degustācijas pamati", "Zvani klusējošiem klientiem"),
    candidates=(("Edgars Ozolkalns", "Barista", "Uzaicināts"), ("Agnese Vītolāja", "Klientu vadītāja", "Atteicās")),
    farewells=("Sūdzas par katru piegādi, un nekas nelīdzēja", "Vienam mazam pasūtījumam vajag darba dienu"),
    tasks=("Atjaunot piegādes līgumu", "Jaunās tējas fotogrāfijas", "Saskaitīt krājumus", "Pateicības vēstules"),
    colleague=("Valdis Niedrājs", "Klientu vadītājs"),
)  # fmt: skip

FULL_WORDS: Mapping[Language, FullWords] = {
    "en": ENGLISH,
    "lt": LITHUANIAN,
    "lv": LATVIAN,
}

"""The rows of the Settings sheet and what they mean."""

from __future__ import annotations

from crmbook.schema.model import Names, Option, Setting
from crmbook.schema.who import LANGUAGE_OPTIONS

SHEET = Names("Settings", "Nustatymai", "Iestatījumi")
HEADINGS = (
    Names("Setting", "Nustatymas", "Iestatījums"),
    Names("Value", "Reikšmė", "Vērtība"),
    Names("What it means", "Ką tai reiškia", "Ko tas nozīmē"),
)
# Where an adopted table stands: "Purchases: sheet", "Purchases: heading row", "Purchases: Amount".
WHERE_SHEET = Names("sheet", "lapas", "lapa")
WHERE_HEADINGS = Names("heading row", "antraščių eilutė", "virsrakstu rinda")

SHEET_MADE = Names(
    "No: the sheet is not made; one that is there stays as it is.",
    "Ne: lapas nekuriamas; jau esantis lieka toks, koks yra.",
    "Nē: lapu neveido; jau esošā paliek, kāda ir.",
)

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "company",
        Names("Company", "Įmonė", "Uzņēmums"),
        None,
        "text",
        Names("Your firm's name, for reports and letters.", "Jūsų įmonės pavadinimas ataskaitoms ir laiškams.", "Jūsu uzņēmuma nosaukums pārskatiem un vēstulēm."),
    ),
    Setting(
        "language",
        Names("Language of reports", "Ataskaitų kalba", "Pārskatu valoda"),
        None,
        "choice",
        Names("Empty: the language of your headings.", "Tuščia: jūsų antraščių kalba.", "Tukšs: jūsu virsrakstu valoda."),
        LANGUAGE_OPTIONS,
    ),
    Setting(
        "currency",
        Names("Currency", "Valiuta", "Valūta"),
        "EUR",
        "text",
        Names("The currency of amounts that name none. Empty: the one most amounts name, else EUR.", "Sumų, prie kurių valiuta nenurodyta, valiuta. Tuščia: ta, kurią nurodo dauguma sumų, o jei nė viena – EUR.", "To summu valūta, pie kurām tā nav norādīta. Tukšs: tā, ko norāda vairums summu, citādi EUR."),
    ),
    Setting(
        "date_order",
        Names("Dates such as 03/04/2026", "Datos kaip 03/04/2026", "Datumi kā 03/04/2026"),
        None,
        "choice",
        Names("Empty: as the other dates of the column show.", "Tuščia: kaip rodo kitos stulpelio datos.", "Tukšs: kā rāda citi kolonnas datumi."),
        (
            Option("day_first", Names("Day first", "Pirma diena", "Vispirms diena"), ("dmy",)),
            Option("month_first", Names("Month first", "Pirmas mėnuo", "Vispirms mēnesis"), ("mdy",)),
        ),
    ),
    Setting(
        "window_months",
        Names("Period looked at, months", "Vertinamas laikotarpis, mėn.", "Vērtējamais periods, mēn."),
        12,
        "integer",
        Names("The Overview and ABC are of so many last months.", "Apžvalga ir ABC skaičiuojamos už tiek paskutinių mėnesių.", "Kopsavilkumu un ABC rēķina par tik pēdējiem mēnešiem."),
    ),
    Setting(
        "abc_a",
        Names("ABC: class A up to", "ABC: A klasė iki", "ABC: A klase līdz"),
        0.80,
        "share",
        Names("The clients who together bring this part of the revenue.", "Klientai, kurie kartu atneša šią pajamų dalį.", "Klienti, kuri kopā ienes šo ieņēmumu daļu."),
    ),
    Setting(
        "abc_b",
        Names("ABC: class B up to", "ABC: B klasė iki", "ABC: B klase līdz"),
        0.95,
        "share",
        Names("The next clients, up to this part; the rest are C.", "Kiti klientai iki šios dalies; likę – C.", "Nākamie klienti līdz šai daļai; pārējie – C."),
    ),
    Setting(
        "xyz_x",
        Names("XYZ: class X up to", "XYZ: X klasė iki", "XYZ: X klase līdz"),
        0.5,
        "number",
        Names("How much monthly revenue varies (deviation to mean) in a regular client.", "Kiek svyruoja nuolatinio kliento mėnesio pajamos (nuokrypio ir vidurkio santykis).", "Cik svārstās regulāra klienta mēneša ieņēmumi (novirze pret vidējo)."),
    ),
    Setting(
        "xyz_y",
        Names("XYZ: class Y up to", "XYZ: Y klasė iki", "XYZ: Y klase līdz"),
        1.0,
        "number",
        Names("The same in a client who buys now and then; the rest are Z.", "Tas pats, kai klientas perka retkarčiais; likę – Z.", "Tas pats klientam, kas pērk laiku pa laikam; pārējie – Z."),
    ),
    Setting(
        "recent_days",
        Names("A recent purchase, days", "Neseniai pirkta, dienų", "Nesen pirkts, dienas"),
        None,
        "integer",
        Names("Empty: worked out from your clients' own rhythm.", "Tuščia: pagal jūsų klientų pirkimo ritmą.", "Tukšs: pēc jūsu klientu pirkšanas ritma."),
    ),
    Setting(
        "frequent_purchases",
        Names("A frequent buyer, purchases", "Dažnas pirkėjas, pirkimų", "Biežs pircējs, pirkumu"),
        None,
        "integer",
        Names("So many purchases in the period, or more. Empty: from your own data.", "Tiek pirkimų per laikotarpį ar daugiau. Tuščia: pagal jūsų duomenis.", "Tik daudz pirkumu periodā vai vairāk. Tukšs: pēc jūsu datiem."),
    ),
    Setting(
        "loyal_purchases",
        Names("A loyal client, purchases", "Lojalus klientas, pirkimų", "Lojāls klients, pirkumu"),
        3,
        "integer",
        Names("A loyal client has bought at least so many times, and lately.", "Lojalus klientas pirko bent tiek kartų, ir neseniai.", "Lojāls klients ir pircis vismaz tik reižu, un nesen."),
    ),
    Setting(
        "on_time_gaps",
        Names("Segments: on time up to, usual gaps", "Segmentai: laiku iki, įprastų intervalų", "Segmenti: laikus līdz, parasto intervālu"),
        1.5,
        "number",
        Names("Sorts clients into segments; the sheet Silence judges each by their own rhythm.", "Pagal tai klientai skirstomi į segmentus; lapas „Tyla“ kiekvieną vertina pagal jo ritmą.", "Pēc tā klientus dala segmentos; lapa „Klusums” katru vērtē pēc viņa ritma."),
    ),
    Setting(
        "late_gaps",
        Names("Segments: at risk after, usual gaps", "Segmentai: galime prarasti po, įprastų int.", "Segmenti: apdraudēts pēc, parasto intervālu"),
        2.5,
        "number",
        Names("Sorts clients into segments; the sheet Silence judges each by their own rhythm.", "Pagal tai klientai skirstomi į segmentus; lapas „Tyla“ kiekvieną vertina pagal jo ritmą.", "Pēc tā klientus dala segmentos; lapa „Klusums” katru vērtē pēc viņa ritma."),
    ),
    Setting(
        "gone_gaps",
        Names("Segments: lost after, usual gaps", "Segmentai: prarastas po, įprastų intervalų", "Segmenti: zaudēts pēc, parasto intervālu"),
        5.0,
        "number",
        Names("Sorts clients into segments; the sheet Silence judges each by their own rhythm.", "Pagal tai klientai skirstomi į segmentus; lapas „Tyla“ kiekvieną vertina pagal jo ritmą.", "Pēc tā klientus dala segmentos; lapa „Klusums” katru vērtē pēc viņa ritma."),
    ),
    Setting(
        "satisfied_rating",
        Names("Satisfied from", "Patenkintas nuo", "Apmierināts no"),
        4,
        "number",
        Names("A rating of so much or more (of 5) is a satisfied client.", "Tiek ar daugiau (iš 5) – patenkintas klientas.", "Tik vai vairāk (no 5) – apmierināts klients."),
    ),
    Setting(
        "rating_stale_days",
        Names("A rating is old after, days", "Įvertinimas pasensta po, dienų", "Vērtējums noveco pēc, dienām"),
        365,
        "integer",
        Names("An older opinion says little of today.", "Senesnė nuomonė apie šiandieną mažai sako.", "Vecāks viedoklis par šodienu saka maz."),
    ),
    Setting(
        "hourly_rate",
        Names("Cost of an hour", "Valandos kaina", "Stundas izmaksas"),
        None,
        "money",
        Names("What an hour with a client costs you. Empty: cost to serve is not computed.", "Kiek jums kainuoja valanda su klientu. Tuščia: aptarnavimo sąnaudos neskaičiuojamos.", "Cik jums maksā stunda ar klientu. Tukšs: apkalpošanas izmaksas nerēķina."),
    ),
    Setting(
        "todo_limit",
        Names("To do, per person", "Darbų vienam žmogui", "Darbu vienam cilvēkam"),
        10,
        "integer",
        Names("No more rows than this for one employee: a list of 200 is ignored.", "Ne daugiau eilučių vienam darbuotojui: 200 darbų sąrašo niekas neskaito.", "Ne vairāk rindu vienam darbiniekam: 200 darbu sarakstu neviens nelasa."),
    ),
    Setting("report_todo", Names("Sheet: To do", "Lapas: Darbų sąrašas", "Lapa: Darāmie darbi"), True, "yes_no", SHEET_MADE),
    Setting("report_silence", Names("Sheet: Silence", "Lapas: Tyla", "Lapa: Klusums"), True, "yes_no", SHEET_MADE),
    Setting("report_segments", Names("Sheet: Segments", "Lapas: Segmentai", "Lapa: Segmenti"), True, "yes_no", SHEET_MADE),
    Setting("report_abc", Names("Sheet: ABC", "Lapas: ABC", "Lapa: ABC"), True, "yes_no", SHEET_MADE),
    Setting("report_satisfied_loyal", Names("Sheet: Satisfied × loyal", "Lapas: Patenkinti × lojalūs", "Lapa: Apmierināti × lojāli"), True, "yes_no", SHEET_MADE),
    Setting("report_next_product", Names("Sheet: Next product", "Lapas: Kita prekė", "Lapa: Nākamā prece"), True, "yes_no", SHEET_MADE),
    Setting(
        "backups_count",
        Names("Backups kept", "Saugoma kopijų", "Glabājamās kopijas"),
        10,
        "integer",
        Names("The newest so many are always kept.", "Tiek naujausių visada saugoma.", "Tik jaunāko vienmēr glabā."),
    ),
    Setting(
        "backups_days",
        Names("Backups kept, days", "Kopijos saugomos, dienų", "Kopijas glabā, dienas"),
        90,
        "integer",
        Names("Older ones are removed when there are more than that.", "Senesnės šalinamos, kai kopijų daugiau.", "Vecākas dzēš, ja kopiju ir vairāk."),
    ),
    Setting(
        "demo",
        Names("Invented data", "Išgalvoti duomenys", "Izdomāti dati"),
        False,
        "yes_no",
        Names("Yes in a workbook of invented clients.", "Taip, jei klientai išgalvoti.", "Jā, ja klienti ir izdomāti."),
    ),
)  # fmt: skip

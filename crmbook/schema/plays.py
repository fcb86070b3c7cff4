"""What to do about whom: a row a segment and status, for the owner to change."""

from __future__ import annotations

from dataclasses import replace

from crmbook.schema.columns import OWNER
from crmbook.schema.model import Column, Names, Option, Table
from crmbook.schema.who import CHANNEL_OPTIONS

ANY = "any"
_ANYBODY = Option(
    ANY, Names("Any", "Bet kuris", "Jebkurš"), ("All", "Visi", "*", "Bet koks", "Bet kuri")
)

# The segments and statuses of the analyses, in their words; a test holds the two against each other.
SEGMENT_OPTIONS = (
    _ANYBODY,
    Option("champions", Names("Champions", "Geriausias", "Čempions"), ("Geriausi", "Čempioni")),
    Option("loyal", Names("Loyal", "Lojalus", "Lojāls"), ("Lojalūs", "Lojāli")),
    Option("promising", Names("Promising", "Daug žadantis", "Daudzsološs")),
    Option("new", Names("New", "Naujas", "Jauns")),
    Option("needs_attention", Names("Need attention", "Reikia dėmesio", "Jāpievērš uzmanība")),
    Option("at_risk", Names("At risk", "Galime prarasti", "Apdraudēts")),
    Option("bought_once", Names("Bought once", "Pirko kartą", "Pircis vienreiz")),
    Option("hibernating", Names("Hibernating", "Miegantis", "Snaudošs")),
    Option("lost", Names("Lost", "Prarastas", "Zaudēts")),
    Option("never", Names("Never bought", "Dar nepirko", "Nav pircis")),
)  # fmt: skip

STATUS_OPTIONS = (
    _ANYBODY,
    Option("new", Names("New", "Naujas", "Jauns")),
    Option("active", Names("Active", "Aktyvus", "Aktīvs")),
    Option("returned", Names("Returned", "Sugrįžęs", "Atgriezies")),
    Option("quiet", Names("Quiet", "Pritilęs", "Pieklusis")),
    Option("silent", Names("Silent", "Tyli", "Klusē")),
    Option("lost", Names("Lost", "Prarastas", "Zaudēts")),
    Option("never", Names("Never bought", "Dar nepirko", "Nav pircis")),
)

# Keys are the names of the letters' files.
TEMPLATE_OPTIONS = (
    Option("win-back", Names("Win back: asking", "Susigrąžinimas: klausimas", "Atgūšana: jautājums")),
    Option("win-back-invitation", Names("Win back: invitation", "Susigrąžinimas: kvietimas", "Atgūšana: ielūgums")),
    Option("win-back-offer", Names("Win back: offer", "Susigrąžinimas: pasiūlymas", "Atgūšana: piedāvājums")),
    Option("thank-you", Names("Thank you", "Padėka", "Pateicība")),
    Option("birthday", Names("Birthday", "Gimtadienis", "Dzimšanas diena")),
    Option("name-day", Names("Name day", "Vardadienis", "Vārda diena")),
    Option("event-invitation", Names("Invitation to an event", "Kvietimas į renginį", "Ielūgums uz pasākumu")),
    Option("offer", Names("Offer", "Pasiūlymas", "Piedāvājums")),
    Option("price-change", Names("Change of prices", "Kainų pasikeitimas", "Cenu maiņa")),
    Option("programme-change", Names("Change of the loyalty programme", "Lojalumo programos pasikeitimas", "Lojalitātes programmas maiņa")),
    Option("complaint-apology", Names("Apology after a complaint", "Atsiprašymas dėl skundo", "Atvainošanās par sūdzību")),
    Option("feedback-request", Names("Request for feedback", "Prašymas įvertinti", "Lūgums novērtēt")),
    Option("newsletter", Names("Newsletter", "Naujienlaiškis", "Jaunumu vēstule")),
    Option("farewell", Names("Farewell", "Atsisveikinimas", "Sadarbības izbeigšana")),
    Option("welcome", Names("Welcome", "Pasveikinimas", "Jauna klienta sagaidīšana")),
)  # fmt: skip

PLAYS = Table(
    "plays",
    Names("Plays", "Veiksmų planas", "Rīcības plāns"),
    (
        Column(
            "segment",
            Names("Segment", "Segmentas", "Segments"),
            "choice",
            Names(
                "Of which segment the client is; “Any” for all. The row that fits best is used.",
                "Kuriam segmentui priklauso klientas; „Bet kuris“ – visiems. Naudojama tiksliausiai tinkanti eilutė.",
                "Kuram segmentam klients pieder; „Jebkurš” – visiem. Lieto rindu, kas der visprecīzāk.",
            ),
            required=True,
            choices=SEGMENT_OPTIONS,
            width=18,
        ),
        Column(
            "status",
            Names("Status", "Būsena", "Statuss"),
            "choice",
            Names(
                "How the client stands on the sheet Silence; “Any” for all.",
                "Kokia kliento būsena lape „Tyla“; „Bet kuris“ – bet kokia.",
                "Kāds ir klienta statuss lapā „Klusums”; „Jebkurš” – visiem.",
            ),
            required=True,
            choices=STATUS_OPTIONS,
            width=14,
        ),
        Column(
            "action",
            Names("What to do", "Ką daryti", "Ko darīt"),
            "text",
            Names(
                "A sentence for the to-do list.", "Sakinys darbų sąrašui.", "Teikums darāmo darbu sarakstam."
            ),
            required=True,
            aliases=("Action", "Play", "Veiksmas", "Darbība", "Rīcība"),
            width=100,
        ),
        Column(
            "wait_days",
            Names("Within, working days", "Per kiek darbo dienų", "Cik darbdienu laikā"),
            "integer",
            Names(
                "How soon it is due: for clients of class A in two days at most, and before they fall silent.",
                "Per kiek laiko padaryti: A klasės klientams – ne vėliau kaip per dvi dienas ir dar prieš nutylant.",
                "Cik drīz jāizdara: A klases klientiem ne vēlāk kā divās dienās un pirms viņi apklust.",
            ),
            aliases=("Wait", "Wait time", "Days", "Dienos", "Dienas"),
            width=14,
        ),
        Column(
            "channel",
            Names("Channel", "Kanalas", "Kanāls"),
            "choice",
            Names(
                "By which way; empty: the one the client prefers.",
                "Kuriuo keliu; tuščia – kurį renkasi klientas.",
                "Pa kuru kanālu; tukšs – klienta vēlamais.",
            ),
            choices=CHANNEL_OPTIONS,
        ),
        Column(
            "template",
            Names("Letter", "Laiškas", "Vēstule"),
            "choice",
            Names(
                "Which letter goes with it, if any.",
                "Koks laiškas tam tinka, jei reikia.",
                "Kura vēstule tam der, ja vajadzīga.",
            ),
            choices=TEMPLATE_OPTIONS,
            aliases=("Template", "Letter template", "Šablonas", "Laiško šablonas", "Veidne", "Vēstules veidne"),
            width=26,
        ),
        replace(
            OWNER,
            meaning=Names(
                "Who does it; empty: who is responsible for the client.",
                "Kas tai daro; tuščia – kas atsakingas už klientą.",
                "Kurš to dara; tukšs – kurš atbild par klientu.",
            ),
        ),
    ),
    Names(
        "What to do about clients who fall silent; the to-do list follows it.",
        "Ką daryti, kai klientai nutyla; darbų sąrašas sudaromas pagal tai.",
        "Ko darīt, kad klienti apklust; darāmo darbu sarakstu veido pēc tā.",
    ),
    profile="standard",
    aliases=("Play", "Playbook", "Veiksmai", "Rīcība"),
)  # fmt: skip

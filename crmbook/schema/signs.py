"""Signals: what the owner says of them, and the words that make a note one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crmbook.language import Language
from crmbook.schema.columns import CLIENT_ID, DATE, NOTES
from crmbook.schema.model import Column, Names, Option, Table
from crmbook.schema.who import LANGUAGE_OPTIONS

FLAG_OPTIONS = (
    Option("stop_contact", Names("Asks not to be contacted", "Prašo nesikreipti", "Lūdz nesazināties"), ("Stop contact", "Do not contact", "Nesikreipti", "Nesazināties")),
    Option("bereavement", Names("Bereavement", "Netektis", "Sēras"), ("Death", "Mirtis", "Nāve")),
    Option("debt", Names("Debt", "Skola", "Parāds")),
    Option("complaint", Names("Complaint", "Skundas", "Sūdzība")),
)  # fmt: skip

# In the order of weight: what is said first of a client.
SIGNAL_OPTIONS = (
    Option("silence", Names("Purchases", "Pirkimai", "Pirkumi"), ("Silence", "Tyla", "Klusums")),
    Option("complaints", Names("Complaints", "Skundai", "Sūdzības")),
    Option("contacts", Names("Contacts from the client", "Kliento bendravimas", "Klienta saziņa"), ("Contacts", "Kontaktai", "Kontakti")),
    Option("enquiries", Names("Enquiries", "Užklausos", "Pieprasījumi")),
    Option("answers", Names("Time to answer", "Atsakymo laikas", "Atbildes laiks"), ("Answers", "Atsakymai", "Atbildes")),
    Option("offers", Names("Offers without an answer", "Neatsakyti pasiūlymai", "Neatbildēti piedāvājumi"), ("Offers", "Pasiūlymai", "Piedāvājumi")),
    Option("visits", Names("Visits of the client", "Kliento vizitai", "Klienta apmeklējumi"), ("Visits", "Vizitai", "Apmeklējumi")),
    Option("feedback", Names("Feedback", "Atsiliepimai", "Atsauksmes")),
    Option("note_stop_contact", Names("Note: not to be contacted", "Pastaba: prašo nesikreipti", "Piezīme: lūdz nesazināties")),
    Option("note_bereavement", Names("Note: bereavement", "Pastaba: netektis", "Piezīme: sēras")),
    Option("note_debt", Names("Note: debt", "Pastaba: skola", "Piezīme: parāds")),
    Option("note_complaint", Names("Note: complaint", "Pastaba: skundas", "Piezīme: sūdzība")),
)  # fmt: skip

READING_OPTIONS = (
    Option("confirmed", Names("Confirmed", "Pasitvirtino", "Apstiprinājās"), ("Yes", "True", "Taip", "Jā", "Patvirtinta", "Apstiprināts")),
    Option("rejected", Names("Rejected", "Nepasitvirtino", "Neapstiprinājās"), ("No", "False alarm", "Wrong", "Ne", "Nē", "Atmesta", "Noraidīts")),
    Option("unsure", Names("Not sure", "Neaišku", "Neskaidrs"), ("Unsure", "Don't know", "Nežinau", "Nezinu")),
)  # fmt: skip

SIGNAL_READINGS = Table(
    "signal_readings",
    Names("Signal readings", "Signalų vertinimai", "Signālu vērtējumi"),
    (
        CLIENT_ID,
        Column(
            "signal",
            Names("Signal", "Signalas", "Signāls"),
            "choice",
            Names("Which signal you looked into.", "Kurį signalą patikrinote.", "Kuru signālu pārbaudījāt."),
            required=True,
            choices=SIGNAL_OPTIONS,
            width=26,
        ),
        replace(
            DATE,
            names=Names("Seen on", "Peržiūrėta", "Apskatīts"),
            meaning=Names("The day you looked into it.", "Diena, kada patikrinote.", "Diena, kad pārbaudījāt."),
            required=False,
            aliases=(*DATE.aliases, "Date", "Data", "Datums"),
        ),
        Column(
            "reading",
            Names("Reading", "Vertinimas", "Vērtējums"),
            "choice",
            Names(
                "Confirmed, rejected or not sure; a rejected signal is not repeated until it changes.",
                "Pasitvirtino, nepasitvirtino ar neaišku; nepasitvirtinęs signalas nekartojamas, kol nepasikeis.",
                "Apstiprinājās, neapstiprinājās vai neskaidrs; neapstiprinātu signālu neatkārto, kamēr tas nemainās.",
            ),
            required=True,
            choices=READING_OPTIONS,
            width=16,
        ),
        replace(NOTES, width=44),
    ),
    Names(
        "What you found when you looked into a signal; crmbook only reads it.",
        "Ką radote patikrinę signalą; crmbook šį lapą tik skaito.",
        "Ko atradāt, pārbaudot signālu; crmbook šo lapu tikai lasa.",
    ),
    profile="standard",
    aliases=("Readings of signals", "Signals", "Signalai", "Signāli"),
)  # fmt: skip

FLAG_WORDS = Table(
    "flag_words",
    Names("Warning words", "Įspėjimo žodžiai", "Brīdinājuma vārdi"),
    (
        Column(
            "flag",
            Names("Flag", "Žyma", "Atzīme"),
            "choice",
            Names("What the words may tell of.", "Apie ką žodžiai gali įspėti.", "Par ko vārdi var vēstīt."),
            required=True,
            choices=FLAG_OPTIONS,
            width=26,
        ),
        Column(
            "word",
            Names("Words", "Žodžiai", "Vārdi"),
            "text",
            Names(
                "A word or several in a row; a dash at the end of a word stands for any ending: complain-.",
                "Žodis ar keli iš eilės; brūkšnys žodžio gale – bet kokia galūnė: skund-.",
                "Vārds vai vairāki pēc kārtas; svītriņa vārda galā – jebkura galotne: sūdz-.",
            ),
            required=True,
            aliases=("Word", "Žodis", "Vārds"),
            width=30,
        ),
        Column(
            "language",
            Names("Language", "Kalba", "Valoda"),
            "choice",
            Names(
                "Looked for in texts of this language; empty: in all.",
                "Ieškoma šios kalbos tekstuose; tuščia – visuose.",
                "Meklē šīs valodas tekstos; tukšs – visos.",
            ),
            choices=LANGUAGE_OPTIONS,
            width=12,
        ),
    ),
    Names(
        "Words in notes that should make you look. Where this sheet stands, only its words count.",
        "Pastabų žodžiai, į kuriuos verta atkreipti dėmesį. Jei šis lapas yra, galioja tik jo žodžiai.",
        "Piezīmju vārdi, kam pievērst uzmanību. Ja šī lapa ir, skaita tikai tās vārdus.",
    ),
    aliases=("Flag words", "Note words", "Žymų žodžiai", "Atzīmju vārdi"),
)  # fmt: skip

# A negation is part of the word in Lithuanian and Latvian: “nesiskundžia” does not begin with
# “skund”. Latvian “skola” is a school, and “parāda” both a debt's and “shows”: it is left out.
WORDS: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "stop_contact": {
        "en": (
            "do not call", "don't call", "do not contact", "don't contact", "do not write", "don't write",
            "do not email", "don't email", "do not e-mail", "do not mail", "do not disturb", "stop calling",
            "stop writing", "stop emailing", "stop sending", "unsubscrib-", "opt out", "opted out",
            "remove me", "remove us", "leave us alone", "leave me alone", "no longer wants",
        ),
        "lt": (
            "neskambink-", "neskambinti", "nebeskambin-", "nerašyk-", "nerašyti", "neberašy-", "nesiųsk-",
            "nesiųsti", "nebesiųs-", "netrukdy-", "nesikreip-", "nebesikreip-", "nebenori", "nebepageidau-",
            "atsisakė naujienlaišk-", "atsisako naujienlaišk-", "atsisakė laišk-",
        ),
        "lv": (
            "nezvaniet", "nezvani", "nezvanīt", "vairs nezvan-", "nerakstiet", "neraksti", "nerakstīt",
            "nesūtiet", "nesūtīt", "vairs nesūt-", "netraucē-", "nesazināties", "vairs nevēlas", "vairs negrib",
            "atteicās no jaunum-", "atsakās no jaunum-", "atteicās no vēstul-",
        ),
    },
    "bereavement": {
        "en": ("died", "passed away", "deceased", "funeral-", "bereave-", "mourning", "condolence-", "widow", "widower", "late husband", "late wife"),
        "lt": ("mirė", "miręs", "mirus-", "mirtis", "mirties", "mirtį", "mirčiai", "laidotuv-", "laidoj-", "gedul-", "gedi", "užuojaut-", "našl-", "velion-", "amžinybėn"),
        "lv": ("nomir-", "miris", "mirusi", "mirušais", "mirušā", "nāve", "nāves", "nāvi", "bēres", "bērēs", "bērēm", "bēru", "apbedī-", "apglabā-", "līdzjūt-", "atraitn-", "mūžībā"),
    },
    "debt": {
        "en": ("debt", "debts", "debtor-", "owes", "owed", "owing", "arrears", "overdue payment-", "overdue invoice-", "payment overdue", "invoice overdue", "unpaid", "bailiff-", "not paid"),
        "lt": ("skol-", "įsiskol-", "pradels-", "neapmokėt-", "neapmokėj-", "nesumokėt-", "nesumokėj-", "nemoka", "vėluoja mokė-", "vėluoja apmokė-", "antstol-", "išieškoj-"),
        "lv": ("parāds", "parādu", "parādā", "parādos", "parādus", "parādniek-", "neapmaksāt-", "nesamaksāt-", "nesamaksāj-", "nav samaksā-", "nav apmaksā-", "nemaksā", "kavē maksā-", "kavē apmaksu", "tiesu izpildītāj-", "piedziņ-"),
    },
    "complaint": {
        "en": ("complain-", "dissatisf-", "unhappy", "angry", "furious", "money back", "disappoint-", "not satisfied", "not happy"),
        "lt": ("skund-", "skųst-", "pretenzij-", "nepatenkint-", "nusivyl-", "supyk-", "pyksta", "piktinasi", "pasipiktin-", "grąžinti pinig-", "grąžinkite pinig-"),
        "lv": ("sūdz-", "pretenzij-", "neapmierināt-", "nav apmierināt-", "vīlies", "vīlusies", "sašut-", "dusmīg-", "dusmo-", "atdot naudu", "naudu atpakaļ", "atgriezt naudu"),
    },
}  # fmt: skip


def default_flag_words() -> list[dict[str, str]]:
    """The rows of the warning words, as they stand where the owner keeps none."""
    return [
        {"flag": flag, "word": word, "language": language}
        for flag, by_language in WORDS.items()
        for language, found in by_language.items()
        for word in found
    ]

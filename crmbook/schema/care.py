"""What is done for clients besides selling: events, gifts, points, campaigns, consents."""

from __future__ import annotations

from dataclasses import replace

from crmbook.schema.columns import CLIENT_ID, DATE, NOTES, OWNER, identity
from crmbook.schema.model import Column, Names, Option, Table
from crmbook.schema.who import CHANNEL_OPTIONS

EVENT_ID = replace(
    identity("event_id", Names("Event no.", "Renginio nr.", "Pasākuma nr.")),
    required=True,
    aliases=("Event ID", "Event code", "Renginio kodas", "Pasākuma kods"),
    profile="standard",
)

EVENTS = Table(
    "events",
    Names("Events", "Renginiai", "Pasākumi"),
    (
        EVENT_ID,
        Column(
            "name",
            Names("Event", "Renginys", "Pasākums"),
            "text",
            Names("What it is called.", "Kaip vadinasi.", "Kā to sauc."),
            aliases=("Name", "Title", "Pavadinimas", "Nosaukums"),
            width=28,
        ),
        replace(DATE, required=False, aliases=(*DATE.aliases, "Event date", "Renginio data", "Pasākuma datums")),
        Column(
            "place",
            Names("Place", "Vieta", "Vieta"),
            "text",
            Names("Where it is held.", "Kur vyksta.", "Kur notiek."),
            aliases=("Venue", "Location", "Norises vieta"),
            width=20,
        ),
        Column(
            "needs",
            Names("For whom", "Kam skirta", "Kam domāts"),
            "text",
            Names("What guests should like or have, by commas: children, jazz.", "Ką svečiai mėgsta ar turi, atskiriant kableliais: vaikai, džiazas.", "Kas viesiem patīk vai ir, atdalot ar komatiem: bērni, džezs."),
            width=24,
        ),
        Column(
            "avoid",
            Names("Not for", "Kam netinka", "Kam neder"),
            "text",
            Names("Whom it would offend or bore, by commas.", "Ką įžeistų ar nudomintų, atskiriant kableliais.", "Ko aizskartu vai garlaikotu, atdalot ar komatiem."),
            width=24,
        ),
        Column(
            "seats",
            Names("Seats", "Vietų", "Vietu skaits"),
            "integer",
            Names("How many guests there is room for.", "Kiek svečių telpa.", "Cik viesiem ir vieta."),
            width=9,
        ),
        Column(
            "cost",
            Names("Cost", "Išlaidos", "Izmaksas"),
            "money",
            Names("What it costs in all.", "Kiek kainuoja iš viso.", "Cik maksā kopā."),
        ),
        OWNER,
        NOTES,
    ),
    Names("Events you hold for clients.", "Renginiai, kuriuos rengiate klientams.", "Pasākumi, ko rīkojat klientiem."),
)  # fmt: skip

INVITATIONS = Table(
    "invitations",
    Names("Invitations", "Kvietimai", "Ielūgumi"),
    (
        EVENT_ID,
        CLIENT_ID,
        Column(
            "invited_on",
            Names("Invited on", "Pakviesta", "Ielūgts"),
            "date",
            Names("The day the invitation went out.", "Diena, kada išsiųstas kvietimas.", "Diena, kad nosūtīts ielūgums."),
            aliases=("Sent on", "Invitation date", "Kvietimo data", "Ielūguma datums"),
            width=12,
        ),
        Column(
            "answer",
            Names("Answer", "Atsakymas", "Atbilde"),
            "choice",
            Names("Coming, not coming, or nothing said yet.", "Dalyvaus, nedalyvaus ar dar neatsakė.", "Nāks, nenāks vai vēl nav atbildējis."),
            choices=(
                Option("coming", Names("Coming", "Dalyvaus", "Nāks"), ("Yes", "Taip", "Jā")),
                Option("not_coming", Names("Not coming", "Nedalyvaus", "Nenāks"), ("No", "Ne", "Nē")),
                Option("maybe", Names("Maybe", "Galbūt", "Varbūt"), ("Perhaps", "Gal")),
            ),
            aliases=("Reply", "RSVP"),
            width=13,
        ),
        Column(
            "attended",
            Names("Came", "Atvyko", "Ieradās"),
            "yes_no",
            Names("Was there.", "Buvo renginyje.", "Bija pasākumā."),
            aliases=("Attended", "Dalyvavo", "Piedalījās"),
            width=9,
        ),
        NOTES,
    ),
    Names("Who was invited and who came.", "Kas pakviestas ir kas atvyko.", "Kas ielūgts un kas ieradās."),
    aliases=("Invites", "Guests", "Svečiai", "Viesi"),
)  # fmt: skip

GIFTS = Table(
    "gifts",
    Names("Gifts", "Dovanos", "Dāvanas"),
    (
        CLIENT_ID,
        replace(DATE, aliases=(*DATE.aliases, "Gift date", "Given on", "Įteikta", "Pasniegta")),
        Column(
            "gift",
            Names("Gift", "Dovana", "Dāvana"),
            "text",
            Names("What was given.", "Kas padovanota.", "Kas uzdāvināts."),
            required=True,
            aliases=("Present", "Item", "Reward"),
            width=24,
        ),
        Column(
            "occasion",
            Names("Occasion", "Proga", "Iemesls"),
            "text",
            Names("Birthday, Christmas, thanks …", "Gimtadienis, Kalėdos, padėka …", "Dzimšanas diena, Ziemassvētki, pateicība …"),
            width=20,
        ),
        Column(
            "cost",
            Names("Cost", "Kaina", "Cena"),
            "money",
            Names("What it cost you.", "Kiek jums kainavo.", "Cik jums maksāja."),
            aliases=("Price", "Value", "Vertė", "Vērtība"),
        ),
        OWNER,
        NOTES,
    ),
    Names("Gifts to clients, so that none is repeated.", "Dovanos klientams, kad nesikartotų.", "Dāvanas klientiem, lai neatkārtotos."),
)  # fmt: skip

POINTS = Table(
    "points",
    Names("Points", "Taškai", "Punkti"),
    (
        CLIENT_ID,
        replace(DATE, meaning=Names("The day of the entry.", "Įrašo diena.", "Ieraksta diena.")),
        Column(
            "movement",
            Names("Movement", "Judėjimas", "Kustība"),
            "choice",
            Names("Earned, spent, expired or put right.", "Gauta, panaudota, sudegė ar pataisyta.", "Nopelnīts, iztērēts, zudis vai labots."),
            choices=(
                Option("earned", Names("Earned", "Gauta", "Nopelnīts"), ("Issued", "Plus", "Suteikta", "Piešķirts")),
                Option("spent", Names("Spent", "Panaudota", "Iztērēts"), ("Redeemed", "Used", "Išleista", "Izmantots")),
                Option("expired", Names("Expired", "Sudegė", "Zudis"), ("Lapsed", "Nebegalioja", "Beidzies")),
                Option("adjusted", Names("Put right", "Pataisyta", "Labots"), ("Adjustment", "Correction", "Korekcija")),
            ),
            aliases=("Type", "Tipas", "Tips"),
            width=13,
        ),
        Column(
            "points",
            Names("Points", "Taškai", "Punkti"),
            "number",
            Names("How many; spent ones with a minus or without.", "Kiek; panaudoti su minusu arba be jo.", "Cik; iztērētie ar mīnusu vai bez tā."),
            required=True,
            width=10,
        ),
        Column(
            "reason",
            Names("Why", "Už ką", "Par ko"),
            "text",
            Names("The purchase, the reward or the recommendation.", "Pirkinys, atlygis ar rekomendacija.", "Pirkums, balva vai ieteikums."),
            aliases=("Reason", "Reward", "Atlygis", "Balva", "Pagrindas", "Pamats"),
            width=28,
        ),
        NOTES,
    ),
    Names("The loyalty programme: points earned and spent.", "Lojalumo programa: gauti ir panaudoti taškai.", "Lojalitātes programma: nopelnītie un iztērētie punkti."),
    aliases=("Loyalty", "Loyalty points", "Loyalty programme", "Lojalumo programa", "Lojalitātes programma"),
)  # fmt: skip

CAMPAIGNS = Table(
    "campaigns",
    Names("Campaigns", "Kampanijos", "Kampaņas"),
    (
        Column(
            "campaign",
            Names("Campaign", "Kampanija", "Kampaņa"),
            "text",
            Names("What it is called.", "Kaip vadinasi.", "Kā to sauc."),
            required=True,
            aliases=("Name", "Pavadinimas", "Nosaukums"),
            width=26,
        ),
        replace(CLIENT_ID, required=False),
        replace(DATE, required=False, meaning=Names("The day it reached the client.", "Diena, kada pasiekė klientą.", "Diena, kad sasniedza klientu.")),
        Column(
            "channel",
            Names("Channel", "Kanalas", "Kanāls"),
            "choice",
            Names("By which way.", "Kuriuo keliu.", "Pa kuru kanālu."),
            choices=CHANNEL_OPTIONS,
        ),
        Column(
            "result",
            Names("Result", "Rezultatas", "Rezultāts"),
            "choice",
            Names("What the client did.", "Ką klientas padarė.", "Ko klients darīja."),
            choices=(
                Option("bought", Names("Bought", "Nupirko", "Nopirka"), ("Purchase", "Sold")),
                Option("answered", Names("Answered", "Atsakė", "Atbildēja"), ("Replied", "Interested", "Domisi", "Interesējas")),
                Option("nothing", Names("Nothing", "Nieko", "Nekas"), ("No answer", "Neatsakė", "Neatbildēja")),
                Option("left", Names("Opted out", "Atsisakė", "Atteicās"), ("Unsubscribed",)),
            ),
            aliases=("Outcome", "Response"),
            width=13,
        ),
        Column(
            "cost",
            Names("Cost", "Išlaidos", "Izmaksas"),
            "money",
            Names("What it cost for this client.", "Kiek kainavo šiam klientui.", "Cik maksāja šim klientam."),
        ),
        NOTES,
    ),
    Names("Who got which campaign, and what came of it.", "Kas gavo kurią kampaniją ir kas iš to išėjo.", "Kas saņēma kuru kampaņu un kas no tā iznāca."),
    aliases=("Newsletters", "Mailings", "Naujienlaiškiai", "Jaunumu vēstules"),
)  # fmt: skip

CONSENTS = Table(
    "consents",
    Names("Consents", "Sutikimai", "Piekrišanas"),
    (
        CLIENT_ID,
        replace(DATE, meaning=Names("The day it was given or taken back.", "Diena, kada duotas ar atšauktas.", "Diena, kad dota vai atsaukta.")),
        Column(
            "purpose",
            Names("Purpose", "Tikslas", "Nolūks"),
            "text",
            Names("What the data may be used for.", "Kam duomenis galima naudoti.", "Kam datus drīkst lietot."),
            required=True,
            aliases=("For", "Kam"),
            width=26,
        ),
        Column(
            "given",
            Names("Agreed", "Sutiko", "Piekrita"),
            "yes_no",
            Names("No, when the client refused or took it back.", "Ne, jei klientas nesutiko ar atšaukė.", "Nē, ja klients atteicās vai atsauca."),
            aliases=("Consent", "Given", "Sutikimas", "Piekrišana"),
            width=10,
        ),
        Column(
            "basis",
            Names("Legal basis", "Teisinis pagrindas", "Tiesiskais pamats"),
            "text",
            Names("Consent, contract, law or legitimate interest.", "Sutikimas, sutartis, įstatymas ar teisėtas interesas.", "Piekrišana, līgums, likums vai leģitīma interese."),
            width=22,
        ),
        Column(
            "keep_until",
            Names("Keep until", "Saugoti iki", "Glabāt līdz"),
            "date",
            Names("When the data must be erased.", "Kada duomenis reikia ištrinti.", "Kad dati jādzēš."),
            aliases=("Retention", "Expires", "Saugojimo terminas", "Glabāšanas termiņš"),
            width=12,
        ),
        NOTES,
    ),
    Names("What clients agreed to, and on what grounds data are kept.", "Su kuo klientai sutiko ir kokiu pagrindu saugomi duomenys.", "Kam klienti piekrita un uz kāda pamata glabā datus."),
    aliases=("Consent", "GDPR", "BDAR", "VDAR"),
)  # fmt: skip

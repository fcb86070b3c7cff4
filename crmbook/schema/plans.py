"""What is planned: deals, tasks, projects, farewells, goals, training, candidates, partners."""

from __future__ import annotations

from dataclasses import replace

from crmbook.schema.columns import CLIENT_ID, DATE, NOTES, OWNER, identity
from crmbook.schema.model import Column, Names, Option, Table
from crmbook.schema.who import EMAIL, PHONE

_MAYBE_CLIENT = replace(
    CLIENT_ID,
    required=False,
    meaning=Names(
        "The client it is for, if any.", "Klientas, jei toks yra.", "Klients, ja tāds ir."
    ),
)

DUE = Column(
    "due",
    Names("Due", "Terminas", "Termiņš"),
    "date",
    Names("By which day.", "Iki kurios dienos.", "Līdz kurai dienai."),
    aliases=("Due date", "Deadline", "Iki kada", "Iki", "Līdz kad", "Līdz"),
    width=12,
)

STATUS_OPTIONS = (
    Option("open", Names("To do", "Daroma", "Darāms"), ("Open", "New", "In progress", "Nauja", "Vykdoma", "Laukia", "Jauns", "Procesā", "Gaida")),
    Option("done", Names("Done", "Padaryta", "Izdarīts"), ("Completed", "Closed", "Atlikta", "Baigta", "Pabeigts", "Izpildīts")),
    Option("dropped", Names("Dropped", "Atsisakyta", "Atmests"), ("Cancelled", "Canceled", "Atšaukta", "Atcelts")),
)  # fmt: skip

STATUS = Column(
    "status",
    Names("Status", "Būsena", "Statuss"),
    "choice",
    Names("To do, done or dropped.", "Daroma, padaryta ar atsisakyta.", "Darāms, izdarīts vai atmests."),
    choices=STATUS_OPTIONS,
    aliases=("State", "Statusas", "Stāvoklis"),
    width=12,
)  # fmt: skip

DEALS = Table(
    "deals",
    Names("Deals", "Sandoriai", "Darījumi"),
    (
        identity("deal_id", Names("Deal no.", "Sandorio nr.", "Darījuma nr.")),
        _MAYBE_CLIENT,
        Column(
            "name",
            Names("Deal", "Sandoris", "Darījums"),
            "text",
            Names("What it is about, or who may become a client.", "Dėl ko, arba kas gali tapti klientu.", "Par ko, vai kas var kļūt par klientu."),
            required=True,
            aliases=("Name", "Lead", "Opportunity", "Title", "Pavadinimas", "Pardavimo galimybė", "Potencialus klientas", "Nosaukums", "Potenciālais klients"),
            width=28,
        ),
        replace(DATE, required=False, meaning=Names("The day it began.", "Diena, kada prasidėjo.", "Diena, kad sākās."), aliases=(*DATE.aliases, "Created", "Opened", "Sukurta", "Izveidots")),
        Column(
            "source",
            Names("Source", "Šaltinis", "Avots"),
            "text",
            Names("How they heard of you.", "Iš kur apie jus sužinojo.", "No kurienes par jums uzzināja."),
            aliases=("Lead source",),
            width=16,
        ),
        Column(
            "stage",
            Names("Stage", "Etapas", "Posms"),
            "choice",
            Names("How far it has come.", "Kiek pažengta.", "Cik tālu tikts."),
            choices=(
                Option("lead", Names("Lead", "Galimas klientas", "Iespējamais klients"), ("New", "Naujas", "Jauns", "Potencialus")),
                Option("talking", Names("Talking", "Kalbamasi", "Sarunas"), ("Contacted", "Qualified", "Meeting", "Susitikimas", "Tikšanās")),
                Option("offered", Names("Offered", "Pasiūlyta", "Piedāvāts"), ("Proposal", "Quote", "Pasiūlymas", "Piedāvājums")),
                Option("agreeing", Names("Agreeing", "Deramasi", "Vienošanās"), ("Negotiation", "Derybos", "Pārrunas")),
                Option("won", Names("Won", "Laimėta", "Iegūts"), ("Closed won", "Laimėtas")),
                Option("lost", Names("Lost", "Pralaimėta", "Zaudēts"), ("Closed lost", "Pralaimėtas")),
            ),
            aliases=("Phase", "Fazė", "Fāze", "Būsena", "Status", "Statuss"),
            width=14,
        ),
        Column(
            "value",
            Names("Value", "Vertė", "Vērtība"),
            "money",
            Names("What it would bring, without VAT.", "Kiek atneštų, be PVM.", "Cik ienestu, bez PVN."),
            aliases=("Amount", "Suma", "Summa"),
        ),
        Column(
            "probability",
            Names("Probability", "Tikimybė", "Varbūtība"),
            "share",
            Names("How likely it is to be won.", "Kiek tikėtina laimėti.", "Cik ticams, ka iegūsiet."),
            aliases=("Chance", "Prob."),
            width=12,
        ),
        Column(
            "next_step",
            Names("Next step", "Kitas žingsnis", "Nākamais solis"),
            "text",
            Names("What brings it on.", "Kas pastūmės pirmyn.", "Kas virzīs uz priekšu."),
            aliases=("Next action", "Kitas veiksmas", "Nākamā darbība"),
            width=26,
        ),
        DUE,
        Column(
            "closed_on",
            Names("Closed on", "Baigta", "Pabeigts"),
            "date",
            Names("The day it was won or lost.", "Diena, kada laimėta ar pralaimėta.", "Diena, kad iegūts vai zaudēts."),
            aliases=("Closing date", "Pabaigos data", "Beigu datums"),
            width=12,
        ),
        Column(
            "reason",
            Names("Reason", "Priežastis", "Iemesls"),
            "text",
            Names("Why it was won or lost.", "Kodėl laimėta ar pralaimėta.", "Kāpēc iegūts vai zaudēts."),
            aliases=("Loss reason", "Praradimo priežastis", "Zaudējuma iemesls"),
            width=22,
        ),
        Column(
            "lost_to",
            Names("Lost to", "Kam pralaimėta", "Kam zaudēts"),
            "text",
            Names("Which competitor got it.", "Kuris konkurentas laimėjo.", "Kurš konkurents ieguva."),
            aliases=("Competitor", "Konkurentas", "Konkurents"),
        ),
        OWNER,
        NOTES,
    ),
    Names("What may be sold, from the first word to won or lost.", "Ką galbūt parduosite, nuo pirmo žodžio iki pabaigos.", "Ko varbūt pārdosiet, no pirmā vārda līdz galam."),
    aliases=("Leads", "Opportunities", "Pipeline", "Pardavimo galimybės", "Pardavimų piltuvas", "Pārdošanas piltuve", "Potenciālie klienti"),
)  # fmt: skip

TASKS = Table(
    "tasks",
    Names("Tasks", "Užduotys", "Uzdevumi"),
    (
        identity("task_id", Names("Task no.", "Užduoties nr.", "Uzdevuma nr.")),
        Column(
            "task",
            Names("Task", "Užduotis", "Uzdevums"),
            "text",
            Names("What is to be done.", "Ką reikia padaryti.", "Kas jāizdara."),
            required=True,
            aliases=("To do", "What", "Darbas", "Ką daryti", "Darbs", "Darāmais"),
            width=36,
        ),
        _MAYBE_CLIENT,
        Column(
            "project",
            Names("Project", "Projektas", "Projekts"),
            "text",
            Names("The project it belongs to.", "Projektas, kuriam priklauso.", "Projekts, kuram pieder."),
            width=18,
        ),
        OWNER,
        DUE,
        STATUS,
        Column(
            "depends_on",
            Names("After", "Po užduoties", "Pēc uzdevuma"),
            "id",
            Names("The number of the task that must be done first.", "Užduoties, kurią reikia padaryti pirma, numeris.", "Tā uzdevuma numurs, kas jāizdara vispirms."),
            aliases=("Depends on",),
        ),
        Column(
            "hours",
            Names("Hours", "Valandos", "Stundas"),
            "number",
            Names("How long it takes.", "Kiek užtrunka.", "Cik daudz laika prasa."),
            width=9,
        ),
        NOTES,
    ),
    Names("What is to be done, by whom, by when.", "Ką padaryti, kam ir iki kada.", "Kas jāizdara, kuram un līdz kuram laikam."),
    aliases=("To-do list", "To do list", "Calendar", "Darbų sąrašas", "Darbai", "Darbi", "Darāmo darbu saraksts"),
)  # fmt: skip

PROJECTS = Table(
    "projects",
    Names("Projects", "Projektai", "Projekti"),
    (
        Column(
            "project",
            Names("Project", "Projektas", "Projekts"),
            "text",
            Names("What it is called.", "Kaip vadinasi.", "Kā to sauc."),
            required=True,
            aliases=("Name", "Project name", "Pavadinimas", "Nosaukums"),
            width=28,
        ),
        _MAYBE_CLIENT,
        OWNER,
        Column(
            "begins",
            Names("Begins", "Pradžia", "Sākums"),
            "date",
            Names("The first day.", "Pirma diena.", "Pirmā diena."),
            aliases=("Start", "Start date", "Pradžios data", "Sākuma datums"),
            width=12,
        ),
        DUE,
        STATUS,
        Column(
            "budget",
            Names("Budget", "Biudžetas", "Budžets"),
            "money",
            Names("What it may cost.", "Kiek gali kainuoti.", "Cik drīkst maksāt."),
        ),
        NOTES,
    ),
    Names("Work that takes several tasks.", "Darbai iš kelių užduočių.", "Darbi no vairākiem uzdevumiem."),
)  # fmt: skip

FAREWELLS = Table(
    "farewells",
    Names("Farewells", "Atsisveikinimai", "Sadarbības izbeigšana"),
    (
        replace(CLIENT_ID, required=True),
        replace(DATE, meaning=Names("The day the stage was reached.", "Diena, kada pasiektas etapas.", "Diena, kad sasniegts posms.")),
        Column(
            "stage",
            Names("Stage", "Etapas", "Posms"),
            "choice",
            Names("Each stage has its day; none is skipped.", "Kiekvienas etapas turi savo dieną; nė vienas nepraleidžiamas.", "Katram posmam ir sava diena; nevienu neizlaiž."),
            choices=(
                Option("candidate", Names("Candidate", "Kandidatas", "Kandidāts")),
                Option("checked", Names("Checked", "Patikrinta", "Pārbaudīts")),
                Option("heard", Names("Client heard", "Klientas išklausytas", "Klients uzklausīts")),
                Option("alternatives", Names("Alternatives offered", "Pasiūlyta kitų kelių", "Piedāvāti citi ceļi")),
                Option("decided", Names("Decided", "Nuspręsta", "Izlemts")),
                Option("letter", Names("Letter sent", "Laiškas išsiųstas", "Vēstule nosūtīta")),
                Option("data", Names("Data settled", "Duomenys sutvarkyti", "Dati sakārtoti")),
                Option("closed", Names("Closed", "Baigta", "Pabeigts")),
                Option("kept", Names("Stays", "Lieka", "Paliek"), ("Kept", "Paliko", "Palika")),
            ),
            width=18,
        ),
        Column(
            "ground",
            Names("Ground", "Pagrindas", "Pamatojums"),
            "text",
            Names("Why, in a sentence that could be shown to the client.", "Kodėl – sakiniu, kurį galima parodyti klientui.", "Kāpēc – teikumā, ko var rādīt klientam."),
            width=36,
        ),
        Column(
            "approved_by",
            Names("Approved by", "Patvirtino", "Apstiprināja"),
            "text",
            Names("The two people who agreed.", "Du žmonės, kurie pritarė.", "Divi cilvēki, kas piekrita."),
            width=22,
        ),
        OWNER,
        NOTES,
    ),
    Names("Parting with a client, step by step: the exception.", "Atsisveikinimas su klientu žingsnis po žingsnio: išimtis.", "Šķiršanās no klienta soli pa solim: izņēmums."),
    aliases=("Farewell", "Atsisveikinimas"),
)  # fmt: skip

GOALS = Table(
    "goals",
    Names("Goals", "Tikslai", "Mērķi"),
    (
        Column(
            "goal",
            Names("Goal", "Tikslas", "Mērķis"),
            "text",
            Names("What you want to reach.", "Ko norite pasiekti.", "Ko vēlaties sasniegt."),
            required=True,
            width=32,
        ),
        Column(
            "measure",
            Names("Measured by", "Matuojama", "Mēra ar"),
            "text",
            Names("The number of the Overview that shows it.", "Apžvalgos skaičius, kuris tai rodo.", "Kopsavilkuma rādītājs, kas to rāda."),
            aliases=("Measure", "KPI", "Rodiklis", "Rādītājs"),
            width=24,
        ),
        Column(
            "baseline",
            Names("Now", "Dabar", "Tagad"),
            "number",
            Names("Where you begin.", "Nuo ko pradedate.", "No kā sākat."),
            aliases=("Baseline", "Start"),
        ),
        Column(
            "target",
            Names("Target", "Siekis", "Sasniedzamais"),
            "number",
            Names("Where you want to be.", "Kur norite būti.", "Kur vēlaties būt."),
        ),
        DUE,
        OWNER,
        Column(
            "how",
            Names("How", "Kaip", "Kā"),
            "text",
            Names("What will be done for it.", "Kas tam bus daroma.", "Kas tam tiks darīts."),
            width=32,
        ),
        NOTES,
    ),
    Names("What the firm wants, by when, and who sees to it.", "Ko įmonė nori, iki kada ir kas tuo rūpinasi.", "Ko uzņēmums vēlas, līdz kad un kas par to gādā."),
)  # fmt: skip

TRAINING = Table(
    "training",
    Names("Training", "Mokymai", "Apmācība"),
    (
        Column(
            "employee",
            Names("Employee", "Darbuotojas", "Darbinieks"),
            "text",
            Names("Who learnt.", "Kas mokėsi.", "Kas mācījās."),
            required=True,
            aliases=("Name", "Vardas, pavardė", "Vārds, uzvārds"),
            personal=True,
            width=22,
        ),
        Column(
            "topic",
            Names("Topic", "Tema", "Temats"),
            "text",
            Names("What was learnt.", "Ko mokytasi.", "Ko mācījās."),
            aliases=("Subject", "Course", "Kursas", "Kurss"),
            width=30,
        ),
        replace(DATE, required=False, meaning=Names("The day of the training.", "Mokymų diena.", "Apmācības diena.")),
        Column(
            "next_due",
            Names("Again by", "Pakartoti iki", "Atkārtot līdz"),
            "date",
            Names("When it should be repeated.", "Kada reikėtų pakartoti.", "Kad vajadzētu atkārtot."),
            width=12,
        ),
        Column(
            "hours",
            Names("Hours", "Valandos", "Stundas"),
            "number",
            Names("How long it took.", "Kiek truko.", "Cik ilga."),
            width=9,
        ),
        NOTES,
    ),
    Names("Who has learnt what, and what is due again.", "Kas ko mokėsi ir ką laikas pakartoti.", "Kas ko mācījies un ko laiks atkārtot."),
    aliases=("Trainings", "Courses", "Kursai", "Apmācības", "Kursi"),
)  # fmt: skip

CANDIDATES = Table(
    "candidates",
    Names("Candidates", "Kandidatai", "Kandidāti"),
    (
        Column(
            "name",
            Names("Candidate", "Kandidatas", "Kandidāts"),
            "text",
            Names("First and last name.", "Vardas ir pavardė.", "Vārds un uzvārds."),
            required=True,
            aliases=("Name", "Vardas, pavardė", "Vārds, uzvārds", "Pretendents"),
            personal=True,
            width=24,
        ),
        Column(
            "position",
            Names("Position", "Pareigos", "Amats"),
            "text",
            Names("What the person applied for.", "Kur kandidatuoja.", "Uz kādu amatu piesakās."),
            width=20,
        ),
        EMAIL,
        PHONE,
        replace(DATE, required=False, meaning=Names("The day of applying.", "Kreipimosi diena.", "Pieteikšanās diena.")),
        Column(
            "stage",
            Names("Stage", "Etapas", "Posms"),
            "text",
            Names("How far it has come.", "Kiek pažengta.", "Cik tālu tikts."),
            aliases=("Status", "Būsena", "Statuss"),
        ),
        Column(
            "keep_until",
            Names("Keep until", "Saugoti iki", "Glabāt līdz"),
            "date",
            Names("When the data must be erased.", "Kada duomenis reikia ištrinti.", "Kad dati jādzēš."),
            width=12,
        ),
        OWNER,
        NOTES,
    ),
    Names("People who would like to work for you.", "Žmonės, kurie norėtų pas jus dirbti.", "Cilvēki, kas vēlētos pie jums strādāt."),
    aliases=("Applicants", "Recruitment", "Pretendenti"),
)  # fmt: skip

PARTNERS = Table(
    "partners",
    Names("Partners", "Partneriai", "Partneri"),
    (
        Column(
            "name",
            Names("Partner", "Partneris", "Partneris"),
            "text",
            Names("The company's name.", "Įmonės pavadinimas.", "Uzņēmuma nosaukums."),
            required=True,
            aliases=("Name", "Company", "Supplier", "Pavadinimas", "Įmonė", "Tiekėjas", "Nosaukums", "Uzņēmums", "Piegādātājs"),
            width=28,
        ),
        Column(
            "role",
            Names("Role", "Vaidmuo", "Loma"),
            "choice",
            Names("What they are to you.", "Kas jie jums.", "Kas viņi jums ir."),
            choices=(
                Option("supplier", Names("Supplier", "Tiekėjas", "Piegādātājs")),
                Option("carrier", Names("Carrier", "Vežėjas", "Pārvadātājs"), ("Logistics", "Logistika", "Loģistika")),
                Option("reseller", Names("Reseller", "Perpardavėjas", "Tālākpārdevējs"), ("Dealer", "Platintojas", "Izplatītājs")),
                Option("service", Names("Service provider", "Paslaugų teikėjas", "Pakalpojumu sniedzējs"), ("Contractor", "Rangovas", "Darbuzņēmējs")),
                Option("alternative", Names("Alternative supplier", "Alternatyvus tiekėjas", "Alternatīvs piegādātājs")),
                Option("other", Names("Other", "Kita", "Cits")),
            ),
            width=18,
        ),
        Column(
            "contact_person",
            Names("Contact person", "Kontaktinis asmuo", "Kontaktpersona"),
            "text",
            Names("Whom to speak to.", "Su kuo kalbėti.", "Ar ko runāt."),
            personal=True,
            width=22,
        ),
        EMAIL,
        PHONE,
        OWNER,
        NOTES,
    ),
    Names("Suppliers, carriers and others you work with.", "Tiekėjai, vežėjai ir kiti, su kuriais dirbate.", "Piegādātāji, pārvadātāji un citi, ar ko strādājat."),
    aliases=("Suppliers", "Tiekėjai", "Piegādātāji"),
)  # fmt: skip

"""What platforms call the columns of their tables, in the languages that they speak; the English name stands first.

Moodle translates the headings of its grading worksheet, and of its list of participants. Canvas does not.
"""

IDENTIFIER = (
    "Identifier", "Identificador", "Identifiant", "Identificativo", "Identificatore", "Identificatie", "Identifikator",
    "Identyfikator", "Идентификатор", "Ідентифікатор", "ID", "Kennung",
)  # fmt: skip
PARTICIPANT = (  # what stands before the number there, and in the place of names where marking is blind
    "Participant", "Teilnehmer/in", "Teilnehmer*in", "Participante", "Partecipante", "Deelnemer", "Uczestnik",
    "Участник", "Учасник", "Katılımcı",
)  # fmt: skip
FULL_NAME = (
    "Full name", "Vollständiger Name", "Nombre completo", "Nome completo", "Nom complet", "Nome e cognome",
    "Volledige naam", "Imię i nazwisko", "Полное имя", "Имя Фамилия", "Имя / Фамилия", "Фамилия Имя", "Повне ім'я",
)  # fmt: skip
FIRST_NAME = (
    "First name", "FirstName", "Given name", "Vorname", "Nombre", "Prénom", "Primeiro nome", "Nome", "Voornaam", "Imię",
    "Имя", "Ім'я",
)  # fmt: skip
LAST_NAME = (
    "Last name", "LastName", "Surname", "Family name", "Nachname", "Apellido(s)", "Apellidos", "Nom de famille",
    "Sobrenome", "Apelido", "Cognome", "Achternaam", "Nazwisko", "Фамилия", "Прізвище",
)  # fmt: skip
EMAIL = (
    "Email address", "Email", "E-mail", "E-Mail-Adresse", "Dirección de correo", "Dirección de correo electrónico",
    "Dirección Email", "Correo electrónico", "Endereço de email", "Endereço de e-mail", "Adresse de courriel",
    "Adresse e-mail", "Indirizzo email", "E-mailadres", "Adres e-mail", "Адрес электронной почты",
    "Електронна пошта",
)  # fmt: skip
OWN_ID = (
    "ID number", "ID-Nummer", "Matrikelnummer", "Número de ID", "Número de identificación",
    "Número de identificação", "Numéro d'identification", "Codice identificativo", "Идентификационный номер",
    "Username", "Anmeldename", "Nombre de usuario", "Identificação de usuário", "Nome de utilizador",
    "Nom d'utilisateur", "Gebruikersnaam", "Логин",
)  # fmt: skip
GROUP = ("Group", "Groups", "Team", "Gruppe", "Gruppen", "Grupo", "Grupos", "Groupe", "Groupes", "Группа", "Группы")
GRADE = (
    "Grade", "Bewertung", "Calificación", "Nota", "Note", "Avaliação", "Valutazione", "Beoordeling", "Cijfer", "Ocena",
    "Оценка", "Оцінка",
)  # fmt: skip
MAXIMUM = (
    "Maximum grade", "Bestwertung", "Höchste Bewertung", "Calificación máxima", "Nota máxima", "Note maximale",
    "Avaliação máxima", "Valutazione massima", "Maximaal cijfer", "Maximale beoordeling", "Maksymalna ocena",
    "Максимальная оценка", "Максимальна оцінка",
)  # fmt: skip

"""What is said about a condition that cannot be read, in plain Swedish and English."""

from samtjanst.capabilities.formkit.texts import Text, Told

NUMBER = Told(
    "ett tal",
    "a number",
)
DATE = Told(
    "ett datum",
    "a date",
)
WANTED = Text(
    "här ska det stå {names}",
    "{names} must stand here",
)
NO_QUESTION = Text(
    "frågan ”{question_id}” finns inte",
    "the question “{question_id}” does not exist",
)
NOT_ASKED = Text(
    "”{question_id}” besvaras inte och kan inte stå i ett villkor",
    "“{question_id}” is not answered and cannot stand in a condition",
)
WRONG_KIND = Text(
    "frågan ”{question_id}” är av fel typ för det här villkoret",
    "the question “{question_id}” is of the wrong kind for this condition",
)
EMPTY_TEXT = Told(
    "texten att leta efter är tom",
    "the text to look for is empty",
)
NO_PARAMETER = Text(
    "det finns ingen parameter ”{name}” med text",
    "there is no parameter “{name}” with text",
)
MIXED = Told(
    "villkoret jämför två värden av olika slag",
    "the condition compares two values of different sorts",
)
TEXTS = Told(
    "två texter kan bara vara lika eller olika",
    "two texts can only be the same or different",
)
FIXED = Told(
    "villkoret jämför två fasta värden och beror inte på något svar",
    "the condition compares two fixed values and depends on no answer",
)
UNFIT = Text(
    "värdet passar inte frågan ”{question_id}”",
    "the value does not fit the question “{question_id}”",
)
DATE_FORM = Told(
    "datumet ska skrivas ÅÅÅÅ-MM-DD",
    "the date must be written YYYY-MM-DD",
)
NUMBER_FORM = Told(
    "här ska det stå ett tal",
    "a number must stand here",
)
NO_OPTION = Text(
    "frågan ”{question_id}” har inget alternativ ”{value}”",
    "the question “{question_id}” has no option “{value}”",
)

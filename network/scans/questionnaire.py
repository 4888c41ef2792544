"""The questions of the scan, in the study's wording (LLO mkb 2023), and the answers that one can give.

Each asks what a finding of the study is about, and its answers are that finding's, so that a firm's answer can stand beside
the study's. A test holds the words equal to the study's. Pure: no database, no Flask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

YES_NO, SINGLE, MULTIPLE, SCALE = "yes_no", "single", "multiple", "scale"

YES, NO, UNSURE, NONE = "yes", "no", "unsure", "none"

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One answer; `key` is what is stored, `label` is how the study calls it."""

    key: str
    label: Texts


@dataclass(frozen=True)
class Question:
    """One question; `key` is also the key of the study's finding."""

    key: str
    kind: str
    short: Texts
    text: Texts
    options: tuple[Option, ...]
    concept: str = ""  # of the study, in which its answers are explained

    @property
    def many(self) -> bool:
        """Whether one may give several answers."""
        return self.kind == MULTIPLE

    @property
    def others(self) -> tuple[Option, ...]:
        """What one can say instead of the study's answers."""
        return (NONE_OF_THESE, DO_NOT_KNOW) if self.many else (DO_NOT_KNOW,)

    @property
    def every(self) -> tuple[Option, ...]:
        """All that can be chosen, in the order of the form."""
        return (*self.options, *self.others)

    def label(self, key: str) -> Texts:
        """The words of an answer."""
        return next(option.label for option in self.every if option.key == key)


@dataclass(frozen=True)
class Step:
    """A page of the scan."""

    title: Texts
    questions: tuple[Question, ...]


NONE_OF_THESE = Option(NONE, {"nl": "Geen van deze", "en": "None of these"})
DO_NOT_KNOW = Option(UNSURE, {"nl": "Weet ik niet", "en": "I do not know"})

_YES_OR_NO = (Option(YES, {"nl": "Ja", "en": "Yes"}), Option(NO, {"nl": "Nee", "en": "No"}))


CONCEPTS = {
    "hr_department": "ulrich_roles", "orientations": "orientations", "development_levels": "five_phases",
    "stimulation": "stimuli", "learning_forms": "learning_forms", "has_programme": "llo",
}  # fmt: skip


def _question(
    key: str, kind: str, short: tuple[str, str], nl: str, en: str, *options: tuple[str, str, str]
) -> Question:
    answers = tuple(Option(name, {"nl": dutch, "en": english}) for name, dutch, english in options) or _YES_OR_NO
    names, words = dict(zip(("nl", "en"), short, strict=True)), {"nl": nl, "en": en}
    return Question(key, kind, names, words, answers, CONCEPTS.get(key, ""))


STEPS = (
    Step({"nl": "Waarvoor jullie leren", "en": "What you learn for"}, (
        _question(
            "hr_department", YES_NO, ("Hr-afdeling", "HR department"),
            "Heeft u een HR-afdeling?",
            "Do you have an HR department?",
        ),
        _question(
            "goals", MULTIPLE, ("Doelen", "Goals"),
            "Wat is het belangrijkste doel van een leven lang ontwikkelen binnen uw organisatie?",
            "What is the most important goal of lifelong learning in your organisation?",
            ("personal", "Persoonlijke ontwikkeling van medewerkers", "Personal development of employees"),
            ("competences", "Versterken van competenties van medewerkers", "Strengthening employees’ skills"),
            ("dropout", "Voorkomen van uitval van medewerkers", "Preventing employees from dropping out"),
        ),
        _question(
            "orientations", MULTIPLE, ("Bedrijf, mens, netwerk", "Company, people, network"),
            "Waar gaat het volgens u om als we het over een leven lang ontwikkelen hebben?",
            "What is it about, in your view, when we speak of lifelong learning?",
            ("company", "Bedrijfsgericht (employability)", "Company-oriented (employability)"),
            ("people", "Mensgericht (persoonlijke ontwikkeling)", "People-oriented (personal development)"),
            ("network", "Netwerkgericht (leren samenwerken)", "Network-oriented (learning to work together)"),
        ),
        _question(
            "development_levels", SINGLE, ("Ontwikkelniveaus", "Development levels"),
            "Waar richten de ontwikkelactiviteiten van een leven lang ontwikkelen zich binnen uw organisatie op?",
            "What are the development activities of lifelong learning in your organisation aimed at?",
            ("carving", "Job carving (1, curatief)", "Job carving (1, curative)"),
            ("brushing_up", "Vakgericht bijspijkeren (2, reactief)", "Brushing up trade skills (2, reactive)"),
            ("training", "Baangericht opleiden (3, planmatig)", "Training for the job (3, planned)"),
            ("career", "Loopbaangericht ontwikkelen (4, proactief)", "Developing for the career (4, proactive)"),
            ("future", "Toekomstgericht ontwikkelen (5, integraal)", "Developing for the future (5, integral)"),
        ),
    )),
    Step({"nl": "Hoe het eraan toegaat", "en": "How things go"}, (
        _question(
            "stimulation", MULTIPLE, ("Mensen in beweging", "Getting people moving"),
            "Hoe stimuleren jullie een leven lang ontwikkelen bij je medewerkers?",
            "How do you encourage lifelong learning among your employees?",
            ("knowing", "Weten (informeren)", "Knowing (informing)"),
            ("wanting", "Willen (wenkend perspectief)", "Wanting (a future that attracts)"),
            ("being_able", "Kunnen (ondersteunen, doelen stellen)", "Being able (supporting, setting goals)"),
            ("daring", "Durven (vertrouwen geven)", "Daring (giving trust)"),
            ("being_allowed", "Mogen (ruimte en eigen keuzes)", "Being allowed (room and own choices)"),
        ),
        _question(
            "learning_culture", MULTIPLE, ("Leercultuur", "Learning culture"),
            "Een leven lang ontwikkeling vraagt om een leercultuur binnen de organisatie. Wat zijn voor "
            "jullie de belangrijkste kenmerken van een leercultuur?",
            "Lifelong learning calls for a learning culture in the organisation. What are for you the main "
            "features of a learning culture?",
            ("mistakes", "Fouten maken mag en wordt gebruikt om te leren", "Mistakes are allowed and used for learning"),
            ("questions", "Kritische vragen stellen zit in het DNA", "Asking critical questions is in the DNA"),
            ("feedback", "Positieve en negatieve feedback is normaal", "Positive and negative feedback is normal"),
            ("alongside", "Leren naast gewone taken is vanzelfsprekend", "Learning alongside normal tasks goes without saying"),
            ("plans", "De organisatie maakt leer- en verbeterplannen", "The organisation makes plans for learning and improving"),
            ("hiring", "Werven op lerend vermogen", "Hiring for the ability to learn"),
            ("long_term", "Leren is een langetermijnproces", "Learning is a long-term process"),
        ),
        _question(
            "learning_forms", MULTIPLE, ("Vormen van leren", "Forms of learning"),
            "Hoe organiseren jullie een leven lang ontwikkelen?",
            "How do you organise lifelong learning?",
            ("formal", "Formeel leren", "Formal learning"),
            ("non_formal", "Non-formeel leren", "Non-formal learning"),
            ("informal", "Informeel leren", "Informal learning"),
        ),
    )),
    Step({"nl": "Samen met anderen", "en": "Together with others"}, (
        _question(
            "importance_network", SCALE, ("Belang: netwerk", "Importance: network"),
            "Hoe belangrijk vindt u de vaardigheid om netwerken op te kunnen bouwen en effectief te kunnen "
            "samenwerken met partijen of personen buiten uw eigen bedrijf?",
            "How important do you find the skill of building networks and working well with parties or "
            "people outside your own firm?",
            ("very_unimportant", "Zeer onbelangrijk", "Very unimportant"),
            ("unimportant", "Onbelangrijk", "Unimportant"),
            ("somewhat", "Enigszins belangrijk", "Somewhat important"),
            ("important", "Belangrijk", "Important"),
            ("very_important", "Zeer belangrijk", "Very important"),
        ),
        _question(
            "shares_knowledge_outside", YES_NO, ("Kennis delen", "Sharing knowledge"),
            "Een leven lang ontwikkelen kan ook plaatsvinden door kennisdeling buiten de organisatie. "
            "Gebeurt dat ook bij jullie?",
            "Lifelong learning can also take place by sharing knowledge outside the organisation. Does that "
            "happen with you too?",
        ),
    )),
    Step({"nl": "Geld en plannen", "en": "Money and plans"}, (
        _question(
            "has_programme", YES_NO, ("Eigen programma", "Own programme"),
            "Zijn er binnen uw bedrijf programma’s voor een leven lang ontwikkelen?",
            "Are there programmes for lifelong learning in your firm?",
        ),
        _question(
            "has_budget", YES_NO, ("Budget", "Budget"),
            "Is er binnen uw bedrijf al budget vrijgemaakt voor een leven lang ontwikkelen?",
            "Has a budget already been set aside in your firm for lifelong learning?",
        ),
        _question(
            "budget_per_employee", SINGLE, ("Budget per medewerker", "Budget per employee"),
            "Welke financiële bijdrage heeft u in totaal op jaarbasis gemiddeld per medewerker over voor het "
            "volgen van opleidingen, trainingen en workshops?",
            "What financial contribution, in total and on average, are you willing to make per employee per "
            "year for courses, training and workshops?",
            ("under_500", "Minder dan 500 euro", "Less than 500 euros"),
            ("from_500", "500 tot 1.000 euro", "500 to 1,000 euros"),
            ("from_1000", "1.000 tot 1.500 euro", "1,000 to 1,500 euros"),
            ("from_1500", "1.500 tot 2.000 euro", "1,500 to 2,000 euros"),
            ("from_2000", "2.000 tot 2.500 euro", "2,000 to 2,500 euros"),
            ("over_2500", "Meer dan 2.500 euro", "More than 2,500 euros"),
        ),
        _question(
            "budget_own_control", YES_NO, ("Zelf kiezen", "Own choice"),
            "Hebben medewerkers eigen regie over de invulling van het studiebudget? Kunnen ze zelf kiezen?",
            "Do employees have control over how the study budget is used? Can they choose themselves?",
        ),
        _question(
            "productivity_programme", YES_NO, ("Productiviteit", "Productivity"),
            "Zijn er binnen uw bedrijf programma’s voor het verhogen van de arbeidsproductiviteit?",
            "Are there programmes in your firm for raising labour productivity?",
        ),
    )),
)  # fmt: skip

QUESTIONS = tuple(question for step in STEPS for question in step.questions)
BY_KEY = {question.key: question for question in QUESTIONS}


def open_questions(answers: Mapping[str, Iterable[str]], among: Iterable[Question] = QUESTIONS) -> list[Question]:
    """Those that have no answer yet, in their order."""
    return [question for question in among if not answers.get(question.key)]

"""English verb forms: which auxiliary and base form a question needs instead of each."""

from __future__ import annotations

AUXILIARIES = frozenset(
    ("is", "are", "was", "were", "will", "would", "can", "could", "may", "might", "must", "should",
     "has", "have", "had")
)  # fmt: skip

_REGULAR = """
    add admit aim announce appear approve arrest arrive attend attract award ban borrow cancel
    carry cause celebrate claim climb close collect complete contain contribute cover create
    cross cut decline decrease deliver demand deploy detain die display donate drop earn employ
    end enrol enter evacuate exceed expand expect export feature finish found generate graduate
    handle help hire host impose import include increase injure install invest involve issue join
    jump kill land last launch lay license list manage manufacture measure merge move name need
    obtain occupy offer open operate order organise organize own pass plan plant play please
    process produce promise propose protect provide publish
    purchase raise reach receive record recruit release remain remove
    renovate repair replace report rescue require retire save score seize
    serve settle share ship sign stage start stop store supply support target test train
    transport treat use vaccinate visit vote weigh welcome
""".split()  # noqa: SIM905 (a list of words reads better as one)
_IRREGULAR = {
    "bear": "bore", "become": "became", "begin": "began", "break": "broke", "bring": "brought",
    "build": "built", "buy": "bought", "come": "came", "cost": "cost", "draw": "drew",
    "fall": "fell", "find": "found", "get": "got", "give": "gave", "go": "went", "grow": "grew",
    "have": "had", "hit": "hit", "hold": "held", "keep": "kept", "lead": "led", "leave": "left",
    "lend": "lent", "lose": "lost", "make": "made", "meet": "met", "pay": "paid", "rise": "rose",
    "run": "ran", "see": "saw", "seek": "sought", "sell": "sold", "send": "sent", "set": "set",
    "shut": "shut", "spend": "spent", "take": "took", "win": "won", "write": "wrote",
}  # fmt: skip
_THIRD = {"have": "has", "go": "goes"}
_DOUBLED = {"drop": "dropped", "plan": "planned", "stop": "stopped", "ship": "shipped",
            "ban": "banned", "enrol": "enrolled"}  # fmt: skip
_SILENT = "e"
_SIBILANT = ("s", "x", "z", "ch", "sh")


def _past(verb: str) -> str:
    if verb in _DOUBLED:
        return _DOUBLED[verb]
    if verb.endswith(_SILENT):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def _third(verb: str) -> str:
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(_SIBILANT) else f"{verb}s"


def _forms() -> dict[str, tuple[str, str]]:
    """Map each finite form to (auxiliary, base); the bare form, often a noun, is left out."""
    forms = {_third(verb): ("does", verb) for verb in (*_REGULAR, *_IRREGULAR)}
    forms |= {_past(verb): ("did", verb) for verb in _REGULAR if verb not in {"cut", "bear"}}
    forms |= {past: ("did", verb) for verb, past in _IRREGULAR.items()}
    for noun in ("plans", "tests", "reports", "orders", "plays", "claims", "visits", "starts"):
        forms.pop(noun)  # rather nouns: "the plans", "all tests"
    return forms | {"cut": ("did", "cut")}


FORMS = _forms()

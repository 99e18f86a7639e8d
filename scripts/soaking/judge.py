"""Whether what a client said is what the sandbox decided, of that very person."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from soaking.persons import tag_of
from soaking.sandbox import Decision
from soaking.tally import Tally

FORGED: Final = frozenset(
    {
        "empty_signature",
        "garbage_signature",
        "missing_nonce",
        "missing_timestamp",
        "null_signature",
        "only_signature",
        "only_timestamp",
        "other_flow",
        "signed_for_other_client",
        "signed_for_other_path",
        "tampered_body",
        "undecodable_signature",
        "unknown_alipay_sn",
        "unsigned_204",
        "unsigned_answer",
        "wrong_key",
    }
)
"""Faults after which an answer is nobody's word."""
DECIDES: Final = {"NotFoundError": "unknown", "RejectedError": "rejected", "PendingError": "pending"}
"""Errors that tell of a person, and what they tell."""


@frozen
class Seen:
    """What a client said of a person; of text alone, so that it can come from another process."""

    person: str
    kind: str
    """`answer`, or the class of the error."""
    outcome: str = ""
    tag: str = ""
    unsent: bool = False
    """Whether the error says that nothing can have arrived."""


def judge(seen: Seen, decisions: Sequence[Decision], tally: Tally) -> None:
    """Count a wrong answer if it is one."""
    if seen.unsent and decisions:
        tally.find("arrived, though called unsent", f"{seen.kind}, {len(decisions)} requests had been answered")
    genuine = [each for each in decisions if each["fault"] not in FORGED]
    faulty = [each for each in genuine if each["fault"]]
    fits = [each for each in genuine if each["tag"] == seen.tag]
    told = DECIDES.get(seen.kind, seen.outcome)
    if seen.kind == "answer":
        tally.count(f"answer: {seen.outcome}")
        right = any(each["outcome"] == told for each in fits)
        # A signed answer with a spoilt field may be read as undecided, or may lack the tag; never as another decision.
        spoilt = bool(faulty) and (told == "unknown" or (not seen.tag and told in {d["outcome"] for d in faulty}))
    else:
        tally.count(f"error: {seen.kind}")
        # A refusal that nobody signed may be told as one; it must be about this person, and decide nothing.
        right = seen.kind not in DECIDES or told in {each["outcome"] for each in genuine}
        right = right and seen.tag in {"", tag_of(seen.person)}
        spoilt = False
    if not (right or spoilt):
        decided = sorted({f"{each['outcome']}, {each['fault'] or 'no fault'}" for each in decisions}) or ["nothing"]
        whose = "own tag" if seen.tag == tag_of(seen.person) else "tag of somebody else" if seen.tag else "no tag"
        name = seen.person.split("-")[0]
        tally.find(
            "wrong answers", f"{seen.kind} {seen.outcome} of a {name}, {whose}; decided was: {'; '.join(decided)}"
        )

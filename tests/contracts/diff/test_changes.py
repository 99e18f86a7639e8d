"""What changed between two editions of a contract, and what each change does to callers."""

import pytest

from contracts.diff.changes import Change, Level, changes
from contracts.diff.ranges import Effect, limit_effect
from contracts.diff.release import VersionError, changelog, next_version
from realname.providers import PROVIDERS
from tests.contracts.editions import (
    LIBRARY,
    ROOT,
    Document,
    Edit,
    all_of,
    at,
    component,
    contract,
    drop,
    drop_parameter,
    edited,
    field,
    move,
    nested,
    operation,
    parameter,
    scheme,
    security,
    turn,
)

OPEN, FIND, LOAN = "/api/v1/desk/openAccount", "/v3/desk/reader/query", "/v1/loans/{loanId}"
MEMBER = "/v1/members"
DOCUMENT = {"title": "DeskReaderApi", "url": "https://library.example/reader"}


def nothing(document: Document) -> None:
    """Change nothing."""


def demand(name: str, *fields: str) -> Edit:
    """Say which fields are required."""
    return component(name, required=list(fields))


def gone(path: str, *components: str, place: str = "paths") -> Edit:
    """Remove an operation and what only it needs."""

    def edit(document: Document) -> None:
        del document[place][path]
        for name in components:
            del document["components"]["schemas"][name]

    return edit


NAME, CARD = "request.body.readerName", "request.body.cardNo"
READER_NO, SORT, PAGE_SIZE = (f"request.query.{name}" for name in ("reader_no", "sort_order", "page_size"))
READER, STATUS = "response.body.name", "response.body.result.resultStatus"
LOAN_STATE, SURETY = "response.body.data.state", "response.body.data.guarantors[].state"

# What is sent: narrower breaks.
SENT: list[tuple[Edit, list[str]]] = [
    (field("OpenAccountRequest", "branch", type="string"), ["minor request.body.branch added"]),
    (
        all_of(
            field("OpenAccountRequest", "branch", type="string"), demand("OpenAccountRequest", "readerName", "branch")
        ),
        ["major request.body.branch added"],
    ),
    (
        nested("OpenAccountRequest", "more", "inner"),
        ["minor request.body.more added", "minor request.body.more.inner added"],
    ),
    (drop("OpenAccountRequest", "cardNo"), [f"major {CARD} removed"]),
    (demand("OpenAccountRequest", "readerName", "cardNo"), [f"major {CARD} required"]),
    (demand("OpenAccountRequest"), [f"minor {NAME} required"]),
    (field("OpenAccountRequest", "readerName", maxLength=10), [f"major {NAME} max_length"]),
    (field("OpenAccountRequest", "readerName", maxLength=30), [f"minor {NAME} max_length"]),
    (field("OpenAccountRequest", "readerName", maxLength=None), [f"minor {NAME} max_length"]),
    (field("OpenAccountRequest", "readerName", minLength=2), [f"major {NAME} minLength"]),
    (field("OpenAccountRequest", "cardNo", pattern="^[0-9]{8}$"), [f"major {CARD} pattern"]),
    (field("OpenAccountRequest", "cardNo", pattern=None), [f"minor {CARD} pattern"]),
    (parameter(FIND, "reader_no", schema={"type": "integer"}), [f"major {READER_NO} type"]),
    (parameter(FIND, "page_size", schema={"type": "number"}), [f"minor {PAGE_SIZE} type"]),
    (
        component("SortOrder", enum=["asc", "desc", "none"], x_enum_varnames=["ASC", "DESC", "NONE"]),
        [f"minor {SORT} enum_value_added"],
    ),
    (component("SortOrder", enum=["asc"], x_enum_varnames=["ASC"]), [f"major {SORT} enum_value_removed"]),
    (component("SortOrder", x_enum_varnames=["UP", "DESC"]), [f"major {SORT} enum_constant"]),
    (component("SortOrder", enum=None, x_extensible_enum=["asc", "desc"]), [f"minor {SORT} enum_open"]),
    (parameter(FIND, "sort_order", schema={"type": "string"}), [f"major {SORT} enum"]),
    (parameter(FIND, "reader_no", schema={"$ref": "#/components/schemas/SortOrder"}), [f"major {READER_NO} enum"]),
    (parameter(FIND, "reader_no", schema={"$ref": "#/components/schemas/LoanState"}), [f"minor {READER_NO} enum"]),
    (parameter(FIND, "reader_no", required=False), [f"minor {READER_NO} required"]),
    (parameter(FIND, "page_size", schema={"type": "integer"}), [f"minor {PAGE_SIZE} type"]),
    (parameter(FIND, "page_size", schema={"type": "integer", "format": "int32"}), [f"major {PAGE_SIZE} type"]),
    (
        parameter(FIND, "page_size", schema={"type": "integer", "format": "int64", "maximum": 50}),
        [f"major {PAGE_SIZE} maximum"],
    ),
    (drop_parameter(FIND, "page_size"), [f"major {PAGE_SIZE} removed"]),
]

# What is received: wider breaks.
RECEIVED: list[tuple[Edit, list[str]]] = [
    (field("Reader", "age", type="integer"), ["minor response.body.age added"]),
    (drop("Reader", "name"), [f"major {READER} removed"]),
    (field("Reader", "name", maxLength=10), [f"minor {READER} max_length"]),
    (field("Reader", "name", maxLength=30), [f"major {READER} max_length"]),
    (field("Reader", "name", maxLength=None), [f"major {READER} max_length"]),
    (field("Reader", "name", type="string"), [f"minor {READER} nullable"]),
    (field("Reader", "name", pattern="^[A-Z]$"), [f"minor {READER} pattern"]),
    (demand("Reader", "name"), [f"minor {READER} required"]),
    (demand("Loan"), [f"major {LOAN_STATE} required"]),
    (field("Loan", "dueTime", format="int32"), ["minor response.body.data.dueTime type"]),
    (field("Loan", "dueTime", type=["number", "null"], format=None), ["major response.body.data.dueTime type"]),
    (demand("LoanResponse", "code"), ["major response.body.data required"]),
    (field("LoanResponse", "code", const=1), ["major response.body.code const"]),
    (
        component("LoanState", x_extensible_enum=["OPEN", "CLOSED", "LOST"]),
        [f"minor {LOAN_STATE} enum_value_added", f"minor {SURETY} enum_value_added"],
    ),
    (
        component("LoanState", x_extensible_enum=["OPEN"]),
        [f"major {LOAN_STATE} enum_value_removed", f"major {SURETY} enum_value_removed"],
    ),
    (component("ResultStatus", enum=["S", "F", "U"]), [f"major {STATUS} enum_value_added"]),
    (component("ResultStatus", enum=None, x_extensible_enum=["S", "F"]), [f"major {STATUS} enum_open"]),
    (
        component("LoanState", x_extensible_enum=None, enum=["OPEN", "CLOSED"]),
        [f"minor {LOAN_STATE} enum_open", f"minor {SURETY} enum_open"],
    ),
    (drop("Rejection", "message"), ["major response.401.body.message removed"]),
    (
        lambda d: operation(d, LOAN)["responses"].update({"403": operation(d, LOAN)["responses"]["401"]}),
        ["minor response.403.body.message added"],
    ),
]

# The operation and the contract as a whole.
AROUND: list[tuple[Edit, list[str]]] = [
    (nothing, []),
    (move(FIND, "/v3/desk/readers"), ["major  path"]),
    (turn(FIND, "get", "post"), ["major  method"]),
    (at(FIND, operationId="searchReader"), ["major  operation_id"]),
    (gone(FIND, "Reader"), ["major  removed"]),
    (lambda d: d["paths"].update({"/new": {"get": {**operation(d, FIND), "operationId": "getNew"}}}), ["minor  added"]),
    (at(FIND, x_retry="connect-only"), ["minor  retry"]),
    (at(FIND, summary="Look for a reader."), ["patch  description"]),
    (at(FIND, x_document=DOCUMENT | {"edition": None, "sha256": "f" * 64}), ["patch  document"]),
    (at(FIND, x_transport_headers=[]), ["minor request.header.Accept removed"]),
    (
        at(
            FIND,
            x_transport_headers=[{"name": "Accept", "value": "text/xml", "description": "Media type of the answer."}],
        ),
        ["minor request.header.Accept value"],
    ),
    (
        lambda d: operation(d, FIND)["x-transport-headers"].append({"name": "X-More", "description": "More."}),
        ["minor request.header.X-More added"],
    ),
    (security(["AppKey", "Sign"], ["AppKey", "Token"], ["AppKey"]), ["minor  security"] * 4),
    (security(["AppKey", "Sign"]), ["major  security"] * 4),
    (security(["AppKey", "Sign", "Token"], ["AppKey", "Token"]), ["major  security"] * 4),
    (security(), ["minor  security"] * 4),
    (scheme("Sign", description="Signed."), ["patch request.header.X-Sign description"] * 4),
    (lambda d: d["servers"].append({"url": "https://eu.library.example", "x-name": "eu"}), ["minor servers.eu added"]),
    (lambda d: d["servers"].pop(), ["major servers.production removed"]),
    (lambda d: d["servers"][0].update(url="https://try.library.example"), ["minor servers.test url"]),
    (field("Reader", "name", description="The reader's name."), [f"patch {READER} description"]),
    (field("Reader", "name", x_sensitive=True), [f"patch {READER} sensitive"]),
    (field("Reader", "name", x_evidence="observed"), [f"patch {READER} evidence"]),
    (
        all_of(
            lambda d: d["components"]["schemas"].update(Order=d["components"]["schemas"]["SortOrder"]),
            parameter(FIND, "sort_order", schema={"$ref": "#/components/schemas/Order"}),
        ),
        [f"major {SORT} component"],
    ),
    (field("Reader", "name", examples=["Ann"]), []),
]


# What the provider sends of its own accord is received.
CALLED: list[tuple[Edit, list[str]]] = [
    (field("DueCallback", "more", type="string"), ["minor callback.body.more added"]),
    (drop("DueCallback", "reminder"), ["major callback.body.reminder removed"]),
    (demand("DueCallback"), ["major callback.body.loanId required"]),
    (field("DueCallback", "loanId", maxLength=4), ["minor callback.body.loanId max_length"]),
    (gone("loan_due", "DueCallback", place="webhooks"), ["major  removed"]),
    (scheme("CallbackSign", name="X-Sign-2"), ["major  security"]),
]
OUTCOME = {"subject": "person-present", "pending": [{"state": ["ASKED", "SENT"]}]}
WAITER = {"name": "wait_for_member", "pause": 2, "limit": 60, "while": [{"state": "ASKED"}]}
# What is said of codes, outcomes, waiting and binding.
FACTS: list[tuple[Edit, list[str]]] = [
    (lambda d: d["x-codes"].update(LATE={"kind": "expired"}), ["minor x-codes.LATE added"]),
    (lambda d: d["x-codes"].pop("LOCKED"), ["major x-codes.LOCKED removed"]),
    (lambda d: d["x-codes"]["LOCKED"].update(kind="server"), ["major x-codes.LOCKED kind"]),
    (lambda d: d["x-codes"]["BUSY"].pop("retryable"), ["minor x-codes.BUSY retryable"]),
    (lambda d: d["x-codes"]["BUSY"].update({"outcome-unknown": True}), ["major x-codes.BUSY outcome-unknown"]),
    (lambda d: d["x-codes"]["BUSY"].update(remedy="Wait."), ["patch x-codes.BUSY remedy"]),
    # The operation's entry wins.
    (at(MEMBER, x_codes={"NOBODY": {"kind": "not-found"}}), ["major x-codes.NOBODY kind"]),
    (at(MEMBER, x_codes={"NOBODY": {"kind": "rejected"}, "BUSY": {"kind": "server", "retryable": True}}), []),
    (
        at(MEMBER, x_codes={"NOBODY": {"kind": "rejected"}, "BUSY": {"kind": "rate-limit", "retryable": True}}),
        ["major x-codes.BUSY kind"],
    ),
    (at(MEMBER, x_codes=None), ["major x-codes.NOBODY removed"]),
    (at(LOAN, x_outcome=OUTCOME | {"pending": [{"code": 0}]}), ["minor x-outcome added"]),
    (at(MEMBER, x_outcome=None), ["major x-outcome removed"]),
    (at(MEMBER, x_outcome=OUTCOME | {"verified": [{"state": "PAID"}]}), ["major x-outcome verified"]),
    (
        at(MEMBER, x_outcome=OUTCOME | {"verified": [{"state": "PAID", "name": None}, {"name": "A"}]}),
        ["major x-outcome verified"],
    ),
    (
        at(MEMBER, x_outcome={"subject": "same-face", "verified": [{"name": None, "state": "PAID"}]}),
        ["major x-outcome subject", "major x-outcome pending"],
    ),
    (
        at(
            MEMBER,
            x_outcome={
                "verified": [{"name": None, "state": "PAID"}],
                **OUTCOME,
                "pending": [{"state": ["SENT", "ASKED"]}],
            },
        ),
        [],
    ),
    (at(LOAN, x_waiter={**WAITER, "name": "wait_for_loan", "while": [{"code": 0}]}), ["minor x-waiter added"]),
    (at(MEMBER, x_waiter=None), ["major x-waiter removed"]),
    (at(MEMBER, x_waiter=WAITER | {"name": "wait_for_mail"}), ["major x-waiter name"]),
    (at(MEMBER, x_waiter=WAITER | {"pause": 3, "limit": 30}), ["minor x-waiter pause", "minor x-waiter limit"]),
    (at(MEMBER, x_waiter=WAITER | {"while": [{"state": "SENT"}]}), ["major x-waiter while"]),
    (at(MEMBER, x_waiter=WAITER | {"until": [{"state": "PAID"}]}), ["major x-waiter until"]),
    (at(MEMBER, x_requires_one_of=None), ["minor  requires-one-of"]),
    (at(MEMBER, x_requires_one_of=["phone", "cardNo"]), []),
    (at(FIND, x_requires_one_of=["sort_order", "page_size"]), ["major  requires-one-of"]),
    (at(MEMBER, x_binds=None), ["major x-binds memberId"]),
    (at(MEMBER, x_binds={"memberId": "cardNo"}), ["major x-binds memberId"]),
    (at(MEMBER, x_binds={"memberId": "memberId", "name": "cardNo"}), ["minor x-binds name"]),
    (
        all_of(
            lambda d: d.update({"x-answers": "unsigned"}),
            *(at(path, x_unbound="Nothing is repeated.") for path in (OPEN, FIND, LOAN)),
        ),
        ["major  answers", "patch  unbound", "patch  unbound", "patch  unbound"],
    ),
    (at(FIND, deprecated=True), ["minor  deprecated"]),
    (parameter(FIND, "page_size", deprecated=True), [f"minor {PAGE_SIZE} deprecated"]),
    (field("Reader", "name", deprecated=True), ["minor response.body.name deprecated"]),
    (parameter(FIND, "page_size", x_needed=True), [f"minor {PAGE_SIZE} needed"]),
]
EVERY = [*SENT, *RECEIVED, *AROUND, *CALLED, *FACTS]


@pytest.mark.parametrize(("edit", "expected"), EVERY)
def test_a_change_is_found_and_weighed(edit: Edit, expected: list[str]) -> None:
    """Each change is found once, with what it does to callers by direction."""
    found = changes(contract(LIBRARY), edited(edit))

    assert expected == [f"{change.level.word} {change.field} {change.what}" for change in found]


@pytest.mark.parametrize(
    ("keyword", "old", "new", "effect"),
    [
        ("maxLength", 5, 4, Effect.NARROWER),
        ("maximum", 5, 5.5, Effect.WIDER),
        ("maxItems", None, 4, Effect.NARROWER),
        ("minLength", 5, 4, Effect.WIDER),
        ("minimum", 5, 5.5, Effect.NARROWER),
        ("minItems", 4, None, Effect.WIDER),
        ("pattern", "^a$", "^b$", Effect.OTHER),
        ("const", 0, 0, Effect.NONE),
    ],
)
def test_a_limit_moves_the_set_of_values(keyword: str, old: object, new: object, effect: Effect) -> None:
    """An upper limit narrows when it falls, a lower one when it rises, any limit when it comes."""
    assert effect is limit_effect(keyword, old, new)


MIRRORED = {"added": "removed", "removed": "added", "enum_value_added": "enum_value_removed"}
MIRRORED["enum_value_removed"] = "enum_value_added"


@pytest.mark.parametrize("edit", [edit for edit, _ in EVERY])
def test_the_way_back_is_the_mirror_image(edit: Edit) -> None:
    """From the new edition to the old one the same facts change, with their values swapped."""
    there = [
        (change.field, str(change.what), change.old, change.new) for change in changes(contract(LIBRARY), edited(edit))
    ]
    back = [
        (change.field, MIRRORED.get(change.what, str(change.what)), change.new, change.old)
        for change in changes(edited(edit), contract(LIBRARY))
    ]

    assert sorted(map(repr, there)) == sorted(map(repr, back))


@pytest.mark.parametrize(
    ("version", "edit", "expected"),
    [
        ("1.2.3", nothing, "1.2.3"),
        ("1.2.3", field("Reader", "name", description="A name."), "1.2.4"),
        ("1.2.3", field("Reader", "age", type="integer"), "1.3.0"),
        ("1.2.3", drop("Reader", "name"), "2.0.0"),
        ("0.2.3", field("Reader", "age", type="integer"), "0.2.4"),
        ("0.2.3", drop("Reader", "name"), "0.3.0"),
    ],
)
def test_the_next_version_follows_from_the_gravest_change(version: str, edit: Edit, expected: str) -> None:
    """The gravest change decides which number is counted up; below 1.0.0 that is one further right."""
    assert expected == next_version(version, changes(contract(LIBRARY), edited(edit)))


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "1.2.3rc1", ""])
def test_no_version_follows_from_what_is_none(version: str) -> None:
    """A version that is not of three numbers is refused."""
    with pytest.raises(VersionError, match=r"is no version of the form 1\.2\.3"):
        next_version(version, [])


def entry(*edits: Edit) -> list[str]:
    """What the changelog says after edits."""
    table = edited(*edits)
    return changelog(table, changes(contract(LIBRARY), table)).splitlines()


def test_the_changelog_names_every_field() -> None:
    """By section, below the provider's name, an entry a change, by operation, what breaks marked and first."""
    actual = entry(
        field("OpenAccountRequest", "branch", type="string"),
        field("OpenAccountRequest", "hall", **{"$ref": "#/components/schemas/SortOrder"}),
        field("OpenAccountRequest", "readerName", maxLength=10),
        demand("OpenAccountRequest", "readerName", "cardNo"),
        component("ResultStatus", enum=["S", "F", "U"]),
        drop("Result", "resultMessage"),
        at(LOAN, x_retry="connect-only"),
        at(FIND, deprecated=True),
        field("Reader", "name", description="A name."),
        lambda d: d["servers"].pop(),
    )

    assert [
        "### Added",
        "",
        "#### Library",
        "",
        "- ⚠️ `open_account`: value `U` of `response.body.result.resultStatus` added",
        "- `open_account`: `request.body.branch` (optional string), "
        "`request.body.hall` (optional SortOrder, one of `asc`, `desc`)",
        "",
        "### Changed",
        "",
        "#### Library",
        "",
        "- ⚠️ `open_account`: maximum length of `request.body.readerName`: `20` → `10`",
        "- ⚠️ `open_account`: required of `request.body.cardNo`: optional → required",
        "- `find_reader`: description of `response.body.name` reworded",
        "- `get_loan`: retry: `safe` → `connect-only`",
        "",
        "### Deprecated",
        "",
        "#### Library",
        "",
        "- `find_reader`: deprecated: none → yes",
        "",
        "### Removed",
        "",
        "#### Library",
        "",
        "- ⚠️ `servers.production` (https://library.example)",
        "- ⚠️ `open_account`: `response.body.result.resultMessage` (optional string)",
    ] == actual


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (move(FIND, "/v3/readers"), f"⚠️ `find_reader`: path: `{FIND}` → `/v3/readers`"),
        (gone(FIND, "Reader"), f"⚠️ `Client.find_reader` and `AsyncClient.find_reader`: `GET {FIND}`."),
        (
            lambda d: d["paths"].update({"/new": {"get": {**operation(d, FIND), "operationId": "getNew"}}}),
            "`Client.get_new` and `AsyncClient.get_new`: `GET /new`; `request.header.Accept` (`application/json`), "
            "`request.query.reader_no`, `request.query.sort_order` (`asc`, `desc`), `request.query.page_size`, "
            "`response.body.name`.",
        ),
        (
            component("ResultStatus", enum=None, x_extensible_enum=["S", "F"]),
            "⚠️ `open_account`: list of values of `response.body.result.resultStatus`: closed → open",
        ),
        (
            field("Reader", "name", type="string"),
            "`find_reader`: whether null may stand of `response.body.name`: yes → no",
        ),
        (
            demand("LoanResponse", "code"),
            "⚠️ `get_loan`: required of `response.body.data`: required in some answers → optional",
        ),
        (
            field("OpenAccountRequest", "cardNo", pattern=None),
            "`open_account`: pattern of `request.body.cardNo`: `^[0-9]+$` → none",
        ),
        (
            parameter(FIND, "sort_order", schema={"type": "string"}),
            "⚠️ `find_reader`: list of values of `request.query.sort_order`: `asc`, `desc` → none",
        ),
        (
            at(LOAN, x_document=DOCUMENT | {"edition": "2025-01-01", "sha256": "f" * 64}),
            "`get_loan`: another edition of the document transcribed (2025-01-01)",
        ),
        (
            at(LOAN, security=[{"AppKey": []}, {}]),
            "`get_loan`: access: (`X-App-Key`, `X-Sign`) or (`X-App-Key`, `X-Token`) → no credentials or (`X-App-Key`)",
        ),
        (
            lambda d: d["x-codes"].update(LATE={"kind": "expired", "retryable": True}),
            "`x-codes.LATE` (kind expired; retryable yes)",
        ),
        (
            at(MEMBER, x_outcome=OUTCOME | {"verified": [{"state": "PAID"}]}),
            "⚠️ `get_member`: verified of `x-outcome`: (state PAID, name absent) → (state PAID)",
        ),
        (at(MEMBER, x_binds=None), "⚠️ `get_member`: binding of `memberId`: `memberId` → none"),
        (
            at(FIND, x_requires_one_of=["sort_order", "page_size"]),
            "⚠️ `find_reader`: `requires-one-of`: none → sort_order or page_size",
        ),
    ],
)
def test_a_changelog_line_reads_well(edit: Edit, line: str) -> None:
    """A change is an entry that names the method, the field and both values."""
    assert f"- {line}" == entry(edit)[-1]


def test_nothing_changed_is_said() -> None:
    """The entry of a contract that did not change says so."""
    assert ["No change."] == entry()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_changelog_has_a_place_for_the_entry(provider: str) -> None:
    """What is printed has the headings of CHANGELOG.md, the provider's as it is there."""
    table = contract(ROOT / "specs" / provider)
    changed = Change("", "x-codes.X", "added", None, {"kind": "access"}, Level.MINOR)
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()

    assert {"### Added", ""} < set(changelog(table, [changed]).splitlines()[:-1]) <= set(lines)


def test_whoever_may_leave_an_argument_out_no_longer_has_to_pass_it() -> None:
    """What is made where it is left out is required on the wire all the time."""
    demanded = demand("OpenAccountRequest", "readerName", "branch")
    asked = edited(all_of(field("OpenAccountRequest", "branch", type="string", maxLength=32), demanded))
    branch = field("OpenAccountRequest", "branch", type="string", maxLength=32, x_fresh="It is unique.")
    made = edited(all_of(branch, demanded))

    assert [("minor", "fresh")] == [(change.level.word, change.what) for change in changes(asked, made)]
    assert [("major", "fresh")] == [(change.level.word, change.what) for change in changes(made, asked)]

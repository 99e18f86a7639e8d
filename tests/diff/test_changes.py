"""What changed between two editions of a contract, and what each change does to callers."""

import pytest

from fieldtable.changes import changes
from fieldtable.ranges import Effect, limit_effect
from fieldtable.release import VersionError, changelog, next_version
from fieldtable.table import ContractTable
from tests.audit.editions import LIBRARY, Document, Edit, contract, edited, operation, schema

FIND = "/v3/desk/reader/query"
LOAN = "/v1/loans/{loanId}"


def table(edit: Edit) -> ContractTable:
    """What the library's contract says after an edit."""
    return edited(LIBRARY, edit)


def state(name: str, field: str, **facts: object) -> Edit:
    """State facts of a field, which may be new; None takes a fact away."""

    def edit(document: Document) -> None:
        properties = schema(document, name)["properties"].setdefault(field, {"description": "New."})
        properties.update(facts)
        for key in [key for key, value in facts.items() if value is None]:
            del properties[key]

    return edit


def nothing(document: Document) -> None:
    """Change nothing."""


def drop(name: str, field: str) -> Edit:
    """Remove a field."""
    return lambda document: schema(document, name)["properties"].pop(field)


def demand(name: str, *fields: str) -> Edit:
    """Say which fields are required."""
    return lambda document: schema(document, name).update(required=list(fields))


def put(name: str, **facts: object) -> Edit:
    """Replace facts of a component; None takes a fact away."""

    def edit(document: Document) -> None:
        schema(document, name).update({key.replace("_", "-"): value for key, value in facts.items()})
        for key in [key for key, value in schema(document, name).items() if value is None]:
            del schema(document, name)[key]

    return edit


def set_operation(path: str, **facts: object) -> Edit:
    """Replace facts of an operation."""
    return lambda document: operation(document, path).update({key.replace("_", "-"): facts[key] for key in facts})


def move(path: str, new: str) -> Edit:
    """Give an operation another path."""
    return lambda document: document["paths"].update({new: document["paths"].pop(path)})


def parameter(path: str, index: int, **facts: object) -> Edit:
    """Replace facts of a parameter."""
    return lambda document: operation(document, path)["parameters"][index].update(facts)


def security(*modes: list[str]) -> Edit:
    """Replace the access modes."""
    return lambda document: document.update(security=[{name: [] for name in mode} for mode in modes])


NAME = "request.body.readerName"
CARD = "request.body.cardNo"
READER = "response.body.name"
LOAN_STATE = "response.body.data.state"

# What is sent: narrower breaks.
SENT: list[tuple[Edit, list[str]]] = [
    (state("OpenAccountRequest", "branch", type="string"), ["minor request.body.branch added"]),
    (
        lambda d: [
            state("OpenAccountRequest", "branch", type="string")(d),
            demand("OpenAccountRequest", "readerName", "branch")(d),
        ],
        ["major request.body.branch added"],
    ),
    (
        state("OpenAccountRequest", "more", type="object", required=["a"], properties={"a": {"type": "string"}}),
        ["minor request.body.more added", "minor request.body.more.a added"],
    ),
    (drop("OpenAccountRequest", "cardNo"), [f"major {CARD} removed"]),
    (demand("OpenAccountRequest", "readerName", "cardNo"), [f"major {CARD} required"]),
    (demand("OpenAccountRequest"), [f"minor {NAME} required"]),
    (state("OpenAccountRequest", "readerName", maxLength=10), [f"major {NAME} max_length"]),
    (state("OpenAccountRequest", "readerName", maxLength=30), [f"minor {NAME} max_length"]),
    (state("OpenAccountRequest", "readerName", maxLength=None), [f"minor {NAME} max_length"]),
    (state("OpenAccountRequest", "readerName", minLength=2), [f"major {NAME} minLength"]),
    (state("OpenAccountRequest", "cardNo", pattern="^[0-9]{8}$"), [f"major {CARD} pattern"]),
    (state("OpenAccountRequest", "cardNo", pattern=None), [f"minor {CARD} pattern"]),
    (state("OpenAccountRequest", "cardNo", type="integer"), [f"major {CARD} type"]),
    (state("OpenAccountRequest", "cardNo", type=["string", "integer"]), [f"minor {CARD} type"]),
    (state("OpenAccountRequest", "cardNo", type=["string", "null"]), [f"minor {CARD} nullable"]),
    (
        put("SortOrder", enum=["asc", "desc", "none"], x_enum_varnames=["ASC", "DESC", "NONE"]),
        ["minor request.query.sort_order enum_value_added"],
    ),
    (put("SortOrder", enum=["asc"], x_enum_varnames=["ASC"]), ["major request.query.sort_order enum_value_removed"]),
    (put("SortOrder", x_enum_varnames=["UP", "DESC"]), ["major request.query.sort_order enum_constant"]),
    (put("SortOrder", enum=None, x_extensible_enum=["asc", "desc"]), ["minor request.query.sort_order enum_open"]),
    (parameter(FIND, 1, schema={"type": "string"}), ["major request.query.sort_order enum"]),
    (parameter(FIND, 0, schema={"$ref": "#/components/schemas/SortOrder"}), ["major request.query.reader_no enum"]),
    (parameter(FIND, 0, schema={"$ref": "#/components/schemas/LoanState"}), ["minor request.query.reader_no enum"]),
    (parameter(FIND, 0, required=False), ["minor request.query.reader_no required"]),
    (parameter(FIND, 2, schema={"type": "integer"}), ["minor request.query.page_size type"]),
    (parameter(FIND, 2, schema={"type": "integer", "format": "int32"}), ["major request.query.page_size type"]),
    (
        parameter(FIND, 2, schema={"type": "integer", "format": "int64", "maximum": 50}),
        ["major request.query.page_size maximum"],
    ),
    (lambda d: operation(d, FIND)["parameters"].pop(), ["major request.query.page_size removed"]),
]

# What is received: wider breaks.
RECEIVED: list[tuple[Edit, list[str]]] = [
    (state("Reader", "age", type="integer"), ["minor response.body.age added"]),
    (drop("Reader", "name"), [f"major {READER} removed"]),
    (state("Reader", "name", maxLength=10), [f"minor {READER} max_length"]),
    (state("Reader", "name", maxLength=30), [f"major {READER} max_length"]),
    (state("Reader", "name", maxLength=None), [f"major {READER} max_length"]),
    (state("Reader", "name", type="string"), [f"minor {READER} nullable"]),
    (state("Reader", "name", pattern="^.$"), [f"minor {READER} pattern"]),
    (demand("Reader", "name"), [f"minor {READER} required"]),
    (demand("Loan"), [f"major {LOAN_STATE} required"]),
    (state("Loan", "dueTime", format="int32"), ["minor response.body.data.dueTime type"]),
    (state("Loan", "dueTime", type=["number", "null"], format=None), ["major response.body.data.dueTime type"]),
    (demand("LoanResponse", "code"), ["major response.body.data required"]),
    (state("LoanResponse", "code", const=1), ["major response.body.code const"]),
    (
        put("LoanState", x_extensible_enum=["OPEN", "CLOSED", "LOST"]),
        [f"minor {LOAN_STATE} enum_value_added", "minor response.body.data.guarantors[].state enum_value_added"],
    ),
    (
        put("LoanState", x_extensible_enum=["OPEN"]),
        [f"major {LOAN_STATE} enum_value_removed", "major response.body.data.guarantors[].state enum_value_removed"],
    ),
    (put("ResultStatus", enum=["S", "F", "U"]), ["major response.body.result.resultStatus enum_value_added"]),
    (
        put("ResultStatus", enum=None, x_extensible_enum=["S", "F"]),
        ["major response.body.result.resultStatus enum_open"],
    ),
    (
        put("LoanState", x_extensible_enum=None, enum=["OPEN", "CLOSED"]),
        [f"minor {LOAN_STATE} enum_open", "minor response.body.data.guarantors[].state enum_open"],
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
    (lambda d: d["paths"][FIND].update(post=d["paths"][FIND].pop("get")), ["major  method"]),
    (set_operation(FIND, operationId="searchReader"), ["major  operation_id"]),
    (lambda d: d["paths"].pop(FIND), ["major  removed"]),
    (lambda d: d["paths"].update({"/new": {"get": {**operation(d, FIND), "operationId": "getNew"}}}), ["minor  added"]),
    (set_operation(FIND, x_retry="connect-only"), ["minor  retry"]),
    (set_operation(FIND, summary="Look for a reader."), ["patch  description"]),
    (set_operation(FIND, x_document={"title": "DeskReaderApi", "sha256": "OTHER"}), ["patch  document"]),
    (set_operation(FIND, x_transport_headers=[]), ["minor request.header.Accept removed"]),
    (
        set_operation(
            FIND,
            x_transport_headers=[{"name": "Accept", "value": "text/xml", "description": "Media type of the answer."}],
        ),
        ["minor request.header.Accept value"],
    ),
    (
        lambda d: operation(d, FIND)["x-transport-headers"].append({"name": "X-More", "description": "More."}),
        ["minor request.header.X-More added"],
    ),
    (security(["AppKey", "Sign"], ["AppKey", "Token"], ["AppKey"]), ["minor  security"] * 3),
    (security(["AppKey", "Sign"]), ["major  security"] * 3),
    (security(["AppKey", "Sign", "Token"], ["AppKey", "Token"]), ["major  security"] * 3),
    (security(), ["minor  security"] * 3),
    (
        lambda d: d["components"]["securitySchemes"]["Sign"].update(description="Signed."),
        ["patch request.header.X-Sign description"] * 3,
    ),
    (lambda d: d["servers"].append({"url": "https://eu.library.example", "x-name": "eu"}), ["minor servers.eu added"]),
    (lambda d: d["servers"].pop(), ["major servers.production removed"]),
    (lambda d: d["servers"][0].update(url="https://try.library.example"), ["minor servers.test url"]),
    (state("Reader", "name", description="The reader's name."), [f"patch {READER} description"]),
    (state("Reader", "name", **{"x-sensitive": True}), [f"patch {READER} sensitive"]),
    (state("Reader", "name", **{"x-evidence": "observed"}), [f"patch {READER} evidence"]),
    (
        lambda d: [
            d["components"]["schemas"].update(Order=schema(d, "SortOrder")),
            parameter(FIND, 1, schema={"$ref": "#/components/schemas/Order"})(d),
        ],
        ["major request.query.sort_order component"],
    ),
    (state("Reader", "name", examples=["Ann"]), []),
]


# What the provider sends of its own accord is received.
CALLED: list[tuple[Edit, list[str]]] = [
    (state("DueCallback", "more", type="string"), ["minor callback.body.more added"]),
    (drop("DueCallback", "reminder"), ["major callback.body.reminder removed"]),
    (demand("DueCallback"), ["major callback.body.loanId required"]),
    (state("DueCallback", "loanId", maxLength=4), ["minor callback.body.loanId max_length"]),
    (lambda document: document["webhooks"].pop("loan_due"), ["major  removed"]),
    (
        lambda document: document["components"]["securitySchemes"]["CallbackSign"].update(name="X-Sign-2"),
        ["major  security"],
    ),
]
EVERY = [*SENT, *RECEIVED, *AROUND, *CALLED]


@pytest.mark.parametrize(("edit", "expected"), EVERY)
def test_a_change_is_found_and_weighed(edit: Edit, expected: list[str]) -> None:
    """Each change is found once, with what it does to callers by direction."""
    found = changes(contract(LIBRARY), table(edit))

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
        (change.field, str(change.what), change.old, change.new) for change in changes(contract(LIBRARY), table(edit))
    ]
    back = [
        (change.field, MIRRORED.get(change.what, str(change.what)), change.new, change.old)
        for change in changes(table(edit), contract(LIBRARY))
    ]

    assert sorted(map(repr, there)) == sorted(map(repr, back))


@pytest.mark.parametrize(
    ("version", "edit", "expected"),
    [
        ("1.2.3", nothing, "1.2.3"),
        ("1.2.3", state("Reader", "name", description="A name."), "1.2.4"),
        ("1.2.3", state("Reader", "age", type="integer"), "1.3.0"),
        ("1.2.3", drop("Reader", "name"), "2.0.0"),
        ("0.2.3", state("Reader", "age", type="integer"), "0.2.4"),
        ("0.2.3", drop("Reader", "name"), "0.3.0"),
    ],
)
def test_the_next_version_follows_from_the_gravest_change(version: str, edit: Edit, expected: str) -> None:
    """The gravest change decides which number is counted up; below 1.0.0 that is one further right."""
    assert expected == next_version(version, changes(contract(LIBRARY), table(edit)))


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "1.2.3rc1", ""])
def test_no_version_follows_from_what_is_none(version: str) -> None:
    """A version that is not of three numbers is refused."""
    with pytest.raises(VersionError, match=r"is no version of the form 1\.2\.3"):
        next_version(version, [])


def test_the_changelog_names_every_field() -> None:
    """The entry has a line a change, by operation, what breaks marked and first."""
    edits: list[Edit] = [
        state("OpenAccountRequest", "branch", type="string"),
        state("OpenAccountRequest", "readerName", maxLength=10),
        demand("OpenAccountRequest", "readerName", "cardNo"),
        put("ResultStatus", enum=["S", "F", "U"]),
        drop("Result", "resultMessage"),
        put("LoanState", x_extensible_enum=["OPEN", "CLOSED", "LOST"]),
        set_operation(LOAN, x_retry="connect-only"),
        state("Reader", "name", description="A name."),
        lambda d: d["servers"].pop(),
    ]
    found = changes(contract(LIBRARY), table(lambda document: [edit(document) for edit in edits]))

    assert changelog("Library", "2.0.0", found).splitlines() == [
        "## Library 2.0.0",
        "",
        "### Servers",
        "",
        "- ⚠️ Remove `servers.production` (https://library.example)",
        "",
        "### `openAccount`",
        "",
        "- ⚠️ Change the maximum length on `request.body.readerName` from `20` to `10`",
        "- ⚠️ Change `request.body.cardNo` from optional to required",
        "- ⚠️ Add the value `U` on `response.body.result.resultStatus`",
        "- ⚠️ Remove `response.body.result.resultMessage` (optional string)",
        "- Add `request.body.branch` (optional string)",
        "",
        "### `findReader`",
        "",
        "- Reword the description on `response.body.name`",
        "",
        "### `getLoan`",
        "",
        "- Change the retry from `safe` to `connect-only`",
        "- Add the value `LOST` on `response.body.data.state`",
        "- Add the value `LOST` on `response.body.data.guarantors[].state`",
    ]


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (move(FIND, "/v3/readers"), f"- ⚠️ Change the path from `{FIND}` to `/v3/readers`"),
        (lambda d: d["paths"].pop(FIND), f"- ⚠️ Remove the operation `findReader` (GET {FIND})"),
        (
            put("ResultStatus", enum=None, x_extensible_enum=["S", "F"]),
            "- ⚠️ Change the values on `response.body.result.resultStatus` from closed to open",
        ),
        (
            state("Reader", "name", type="string"),
            "- Change whether null may stand on `response.body.name` from yes to no",
        ),
        (demand("LoanResponse", "code"), "- ⚠️ Change `response.body.data` from required in some answers to optional"),
        (
            state("OpenAccountRequest", "cardNo", pattern=None),
            "- Change `pattern` on `request.body.cardNo` from `^[0-9]+$` to none",
        ),
        (
            parameter(FIND, 1, schema={"type": "string"}),
            "- ⚠️ Change the list of values on `request.query.sort_order` from `asc`, `desc` to none",
        ),
        (
            set_operation(LOAN, x_document={"edition": "2025-01-01", "sha256": "NEW"}),
            "- Transcribe another edition of the document (2025-01-01)",
        ),
        (
            set_operation(LOAN, security=[{"AppKey": []}, {}]),
            "- Change the access modes from (`X-App-Key`, `X-Sign`) or (`X-App-Key`, `X-Token`)"
            " to no credentials or (`X-App-Key`)",
        ),
    ],
)
def test_a_changelog_line_reads_well(edit: Edit, line: str) -> None:
    """A change is a sentence that names the field and both values."""
    assert line == changelog("Library", "2.0.0", changes(contract(LIBRARY), table(edit))).splitlines()[-1]


def test_nothing_changed_is_said() -> None:
    """The entry of a contract that did not change says so."""
    assert changelog("Library", "1.2.3", []).splitlines() == ["## Library 1.2.3", "", "No change."]

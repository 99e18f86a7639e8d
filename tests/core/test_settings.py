"""Settings: from the environment, from files, and checked where they enter."""

import base64
import copy
import pickle
from importlib import import_module
from itertools import product
from math import inf, nan
from pathlib import Path
from typing import Any

import attrs
import pytest

from realname import ConfigurationError, esign, zoloz
from realname.alipay.settings import SETTINGS as ALIPAY
from realname.core.aes import AesKey
from realname.core.base_url import parse_base_url
from realname.core.copied_text import SETTING_LIMIT
from realname.core.keys import PrivateKey, PublicKey
from realname.core.secret import Secret, Unpicklable
from realname.core.settings import Access, Settings, header_text
from realname.esign.settings import SETTINGS as ESIGN
from realname.providers import domains
from realname.zoloz.settings import SETTINGS as ZOLOZ
from tests.certificates import issued, root
from tests.pairs import Encoding, KeyPair

ACCESSES = [
    pytest.param(settings, access, id=f"{settings.provider}, {access.credentials}")
    for settings in (ZOLOZ, ALIPAY, ESIGN)
    for access in settings.accesses
]


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is made of the provider and the argument."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")

    assert "2188" == ZOLOZ.require("client_id")


def test_a_setting_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Secrets are mounted as files; the line end that editors add does not count."""
    path = tmp_path / "key"
    path.write_text("secret\n")
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", str(path))

    assert "secret" == ZOLOZ.require("private_key")


def test_a_missing_setting_is_named_with_both_variables() -> None:
    """The error says what to set."""
    with pytest.raises(ConfigurationError, match="REALNAME_ZOLOZ_CLIENT_ID or REALNAME_ZOLOZ_CLIENT_ID_FILE"):
        ZOLOZ.require("client_id")


@pytest.fixture
def values(caller_keys: KeyPair, provider_keys: KeyPair) -> dict[str, str]:
    """Something that fits each setting."""
    by_kind = {
        "id": "2188",
        "secret": "c2VjcmV0",
        "private key": caller_keys.private_line,
        "public key": provider_keys.public_line,
        "AES key": base64.b64encode(bytes(16)).decode(),
        "certificates": issued(provider_keys.key),
        "address": "https://gateway.example",
        "hosts": "sandbox",
        "switch": "true",
    }
    known = {name: by_kind[s.kind] for settings in (ZOLOZ, ALIPAY, ESIGN) for name, s in settings.all.items()}
    return known | {"app_certificate": issued(caller_keys.key, "app"), "root_certificates": root()}


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_the_environment_chooses_the_way_of_access(
    settings: Settings, access: Access, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variables that are set; those of two ways at once are an error. Credentials cannot be changed."""
    module: Any = import_module(f"realname.{settings.provider}")
    read = getattr(module, "credentials_from_env", module.Credentials.from_env)
    for setting in access.settings:
        monkeypatch.setenv(settings.variable(setting.name), values[setting.name])

    credentials = read()

    assert access.credentials == type(credentials).__name__
    for setting in access.settings:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(credentials, setting.name, values[setting.name])
    for other in settings.accesses:
        for setting in other.settings:
            monkeypatch.setenv(settings.variable(setting.name), values[setting.name])
    if len(settings.accesses) > 1:
        with pytest.raises(ConfigurationError, match=r"_\w+ and REALNAME_\w+ are both set"):
            read()


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_credentials_show_no_secret(settings: Settings, access: Access, values: dict[str, str]) -> None:
    """Their repr holds ids, and nothing by which someone could act as the caller."""
    credentials = getattr(import_module(f"realname.{settings.provider}"), access.credentials)(
        **{setting.name: values[setting.name] for setting in access.settings}
    )

    shown = repr(credentials)

    assert "2188" in shown
    assert not [
        value for name, value in values.items() if settings.all.get(name) and value != "2188" and value in shown
    ]


@pytest.mark.parametrize("value", [None, ""])
def test_an_optional_setting_may_be_absent_or_empty(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is how deployments say "none"."""
    if value is not None:
        monkeypatch.setenv("REALNAME_ALIPAY_APP_AUTH_TOKEN", value)

    assert ALIPAY.optional("app_auth_token") is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_is_read_as_editors_save_it(charset: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With or without a byte-order mark; UTF-16 is what PowerShell writes."""
    path = tmp_path / "secret"
    path.write_bytes("secret\r\n".encode(charset))
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET_FILE", str(path))

    assert "secret" == ESIGN.require("app_secret")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        ("密".encode("gbk"), "is not text in UTF-8 or UTF-16"),
        (b"\xff\xfe\x00", "is not text in UTF-8 or UTF-16"),
        (bytes(SETTING_LIMIT + 1), f"is larger than {SETTING_LIMIT} bytes"),
    ],
    ids=["empty", "a mark", "GBK", "half of UTF-16", "huge"],
)
def test_a_file_that_is_no_setting_is_named(
    content: bytes, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A mount that failed leaves an empty file: an optional setting is not "none" then."""
    path = tmp_path / "token"
    path.write_bytes(content)
    monkeypatch.setenv("REALNAME_ALIPAY_APP_AUTH_TOKEN_FILE", str(path))

    with pytest.raises(ConfigurationError, match=rf"^REALNAME_ALIPAY_APP_AUTH_TOKEN_FILE \(.*/token\) {told}"):
        ALIPAY.optional("app_auth_token")


def test_two_sources_for_one_setting_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which one counts would be a guess."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", str(tmp_path))

    with pytest.raises(ConfigurationError, match="both set"):
        ZOLOZ.require("client_id")


def test_an_unreadable_file_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With its path, if that leads into a directory: what does not may be a secret in the wrong variable."""
    told = {}
    for path in (f"{tmp_path}/absent", "c2VjcmV0", "c2Vj/mV0", "x" * 5000):
        monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", path)
        with pytest.raises(ConfigurationError, match=r"^REALNAME_ZOLOZ_CLIENT_ID_FILE.* cannot be read") as caught:
            ZOLOZ.require("client_id")
        told[path] = path in str(caught.value)

    assert [True, False, False, False] == [*told.values()]


@pytest.mark.parametrize(("path", "told"), [('"{}"', r"U\+0022"), ("{}\r", r"U\+000D"), ("{}\ufeff", r"U\+FEFF")])
def test_what_a_path_became_on_its_way_is_named(
    path: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file is there, and the variable has a quote or a line end too many."""
    (tmp_path / "id").write_text("2188", encoding="utf-8")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", path.format(tmp_path / "id"))

    with pytest.raises(ConfigurationError, match=rf"cannot be read \(there is no such file; its path holds {told}"):
        ZOLOZ.require("client_id")


@pytest.mark.parametrize("value", ["21,88", "21 88"])
def test_an_id_that_breaks_its_header_is_refused(value: str) -> None:
    """A comma would separate two items."""
    with pytest.raises(ConfigurationError, match="client_id must be visible ASCII"):
        header_text(value, "client_id")


def _made(settings: Settings, access: Access, values: dict[str, str]) -> tuple[Any, dict[str, Any]]:
    """The credentials' class and right arguments for it, with keys that need not be read again."""
    read: dict[str, Any] = {"private key": PrivateKey.parse, "public key": PublicKey.parse}
    right = {each.name: read.get(each.kind, lambda text: text)(values[each.name]) for each in access.settings}
    return getattr(import_module(f"realname.{settings.provider}"), access.credentials), right


DAMAGES = [
    ("", "is empty"),
    (" 2188", "has spaces around it"),
    ("'2188'", "has quotes around it"),
    ('"2188', "has quotes around it"),
    ("21\n88", "holds U+000A (line feed)"),
    ("2188\r", "holds U+000D (carriage return)"),
    ("\ufeff2188", "holds U+FEFF (byte-order mark, BOM)"),
    ("21\u200b88", "holds U+200B (ZERO WIDTH SPACE)"),
    ("2188\u00a0", "holds U+00A0 (NO-BREAK SPACE)"),
    ("\u202e2188", "holds U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    ("\uff12188", "holds U+FF12 (FULLWIDTH DIGIT TWO)"),
    ("“2188”", "holds U+201C (LEFT DOUBLE QUOTATION MARK)"),
    ("2188\x7f", "holds U+007F (no printable character)"),
    ("2\x0088", "holds U+0000 (NUL)"),
    ("2188\udce9", "holds a byte that is no text in the system's charset"),
    (2188, "must be text (str), not int"),
    (None, "must be text (str), not NoneType"),
    (b"2188", "must be text (str), not bytes"),
]
"""What an id or a secret becomes on its way, with the words for it."""


@pytest.mark.parametrize(("value", "told"), DAMAGES, ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_what_a_setting_became_on_its_way_is_named(
    settings: Settings, access: Access, value: object, told: str, values: dict[str, str]
) -> None:
    """For each id and secret of each provider, none of which may be None, and optional ones as well."""
    make, right = _made(settings, access, values)
    make(**right)
    for setting in access.settings:
        if setting.kind not in ("id", "secret", "AES key") or (value is None and not setting.required):
            continue
        with pytest.raises(ConfigurationError) as caught:
            make(**right | {setting.name: value})

        assert (f"{settings.title}: {setting.name} {told}", setting.name) == (
            caught.value.args[0],
            caught.value.setting,
        )
        assert (told, settings.title, "") == (caught.value.problem, caught.value.provider, caught.value.variable)


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_a_setting_of_a_wrong_type_is_named_and_no_key_stays_in_a_frame(
    settings: Settings, access: Access, values: dict[str, str]
) -> None:
    """Whatever a setting is by mistake, keys included; no frame of the package has the others' text."""
    make, right = _made(settings, access, values)
    texts = {setting.name: values[setting.name] for setting in access.settings}
    secrets = [texts[setting.name] for setting in access.settings if setting.is_secret]
    for setting, value in product(access.settings, [5, None, object(), ["x"]]):
        if value is None and not setting.required:
            continue
        with pytest.raises(ConfigurationError) as caught:
            make(**(texts if value is None else right) | {setting.name: value})

        assert setting.name == caught.value.setting
        frames = [frame.frame for frame in caught.traceback[1:]]
        assert not [frame for frame in frames for held in frame.f_locals.values() if str(held) in secrets]


OPTIONS: dict[str, dict[str, list[object]]] = {
    "zoloz": {"encrypt": ["false", 1, None], "not_enrolled_codes": ["CODE", b"CODE", 5, [5], None]},
    "alipay": {"encrypt": ["false", 1, None]},
    "esign": {"access": [5, None, []], "signed_headers": ["X-A", 5, [5], [b"X-A"], None, ["X A"]]},
}
"""Values that the options of clients cannot have, by provider."""
COMMON: dict[str, list[object]] = {
    "timeout": ["5", None, 0, -1, True, inf, nan, 1e300, 10**400, [5]],
    "attempts": ["5", None, 0, -1, True, 1.5, inf, 10**400],
    "base_url": [5, None, b"https://host", ""],
    "insecure_test_hosts": ["sandbox", 5, None, [5], [b"sandbox"], [""], ["sandbox:80"], ["api.zoloz.com"]],
    "http_client": ["x", 5],
}


@pytest.mark.parametrize("provider", OPTIONS)
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_an_option_of_a_wrong_kind_is_named(provider: str, kind: str, values: dict[str, str]) -> None:
    """A word for true, a text where a list is due, a number that is none: each is told when the client is made."""
    module: Any = import_module(f"realname.{provider}")
    access = {settings.provider: settings.accesses[0] for settings in (ZOLOZ, ALIPAY, ESIGN)}[provider]
    credentials = module.Credentials(**{setting.name: values[setting.name] for setting in access.settings})
    for name, wrong in (OPTIONS[provider] | COMMON).items():
        for value in wrong:
            with pytest.raises(ConfigurationError) as caught:
                getattr(module, kind)(credentials, **{"base_url": "https://host", name: value})

            assert name == caught.value.setting, value


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_nothing_that_holds_a_secret_is_pickled(settings: Settings, access: Access, values: dict[str, str]) -> None:
    """Credentials and what is in them refuse it, at every protocol; a copy is the thing itself."""
    credentials = getattr(import_module(f"realname.{settings.provider}"), access.credentials)(
        **{setting.name: values[setting.name] for setting in access.settings}
    )
    held = [getattr(credentials, name) for name in type(credentials).__slots__ if hasattr(credentials, name)]
    keys = [each for each in held if isinstance(each, Unpicklable)]
    assert keys
    for each in (credentials, *keys):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(each, protocol)
        assert each is copy.copy(each) is copy.deepcopy([each])[0]


@pytest.mark.parametrize("value", ["2188000123456789", "a-b_c.d=~!"])
def test_an_id_is_passed_on_unchanged(value: str) -> None:
    """Everything visible but the comma is fine."""
    assert value == header_text(value, "client_id")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ftp://host", "must start with https://"),
        ("openapi.alipay.com", "must start with https://"),
        ("https://", "must start with https://"),
        ("https://a b", "does not name a host"),
        ("https://host:port", "is not a URL"),
        ("https://user:secret@host", "must not hold a user name"),
        ("https://host/gateway", "must end after the host"),
        ("https://host?x=1", "must end after the host"),
        ("https://host?", "must end after the host"),
        ("https://host#x", "must end after the host"),
        ("http://host", "must use https"),
        ("http://10.0.0.1", "must use https"),
        ("http://localhost.example", "must use https"),
        ("https://xn--", "is not a URL"),
        ("https://xn--a.com", "is not a URL"),
        ("https://[::1", "is not a URL"),
        ("https://[fe80::1%25eth0]", "does not name a host"),
        ("https://a..b", "does not name a host"),
        ("https://%31", "does not name a host"),
        ("https://h*", "does not name a host"),
        (f"https://{'a' * 64}.com", "does not name a host"),
        ("https://host:0", "names no port"),
        ("https://host:65536", "names no port"),
        ("https://host:-1", "names no port"),
        ("https://host\u200b", r"holds U\+200B"),
        ("'https://host'", "has quotes around it"),
        ("https://host\r", r"holds U\+000D"),
    ],
)
def test_a_wrong_base_url_is_refused(text: str, problem: str) -> None:
    """At construction, with the remedy, and without repeating a password in it."""
    with pytest.raises(ConfigurationError, match=f"base_url {problem}") as caught:
        parse_base_url(text)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://host", "host"),
        ("https://host/", "host"),
        ("https://host:8443", "host"),
        ("https://host:65535", "host"),
        ("https://host.example.", "host.example."),
        ("https://a_service.internal", "a_service.internal"),
        ("https://xn--fiqs8s", "中国"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://127.9.9.9", "127.9.9.9"),
        ("http://[::1]:8000/", "::1"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_a_base_url_is_a_scheme_and_a_host(text: str, host: str) -> None:
    """Plain http is for this machine; one trailing slash is dropped."""
    assert host == parse_base_url(text).host


THEIRS = ["openapi.alipay.com", "esign.cn", "any.below.zoloz.net", "t.tsign.cn", "DL.AlipayDev.com", "zoloz.com."]
HTTP = [
    (["sandbox"], "http://sandbox:8000", True),
    (["Sandbox."], "http://SANDBOX:8000", True),
    (["10.0.0.1", "sandbox"], "http://10.0.0.1", True),
    (["fd00::0:1"], "http://[fd00::1]:8000", True),
    (["notzoloz.com"], "http://notzoloz.com", True),
    (["sandbox"], "http://sandbox.example", False),
    (["sandbox.example"], "http://sandbox", False),
    (["10.0.0.1"], "http://10.0.0.11", False),
    ([], "http://sandbox:8000", False),
    (["sandbox"], "https://elsewhere", True),
    (["sandbox"], "http://127.0.0.1", True),
]


@pytest.mark.parametrize(("named", "url", "goes"), HTTP)
def test_plain_http_goes_to_a_host_that_a_test_names(named: list[str], url: str, goes: bool) -> None:
    """To that one exactly. Where it is refused, the setting is told of."""
    if goes:
        assert parse_base_url(url, named, domains=domains).host
        return
    with pytest.raises(ConfigurationError, match="must use https: plain http is for a sandbox") as caught:
        parse_base_url(url, named, domains=domains)

    assert "insecure_test_hosts" in caught.value.remedy


@pytest.mark.parametrize("host", THEIRS)
def test_plain_http_never_goes_to_a_provider(host: str) -> None:
    """Neither to a server of a contract nor to anything below its domain; nor is that said to be a remedy."""
    with pytest.raises(ConfigurationError, match=r"insecure_test_hosts, item 2, is a provider's own host") as caught:
        parse_base_url(f"http://{host}", ["sandbox", host], domains=domains)
    with pytest.raises(ConfigurationError, match="base_url must use https") as refused:
        parse_base_url(f"http://{host}", domains=domains)

    assert ("insecure_test_hosts", False) == (caught.value.setting, "insecure_test_hosts" in str(refused.value))
    assert host.lower().rstrip(".") == parse_base_url(f"https://{host}", ["sandbox"], domains=domains).host.rstrip(".")


def test_whose_domains_are_the_providers() -> None:
    """Each server's, by its last two labels, which are nobody else's."""
    assert {"zoloz.com", "zoloz.net", "alipay.com", "alipaydev.com", "esign.cn", "tsign.cn"} == domains()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("*", "is no host"),
        ("*.example", "is no host"),
        ("sandbox:8000", "is no host"),
        ("http://sandbox", "is no host"),
        ("sandbox/x", "is no host"),
        ("[::1]", "is no host"),
        ("fe80::1%eth0", "is no host"),
        ("a b", "is no host"),
        ("", "is empty"),
        (" sandbox", "has spaces around it"),
        ("“sandbox”", "holds U\\+201C"),
    ],
)
def test_what_is_no_host_is_named(name: str, told: str) -> None:
    """By where it stands, with what is wrong, and without repeating it."""
    with pytest.raises(ConfigurationError, match=f"insecure_test_hosts, item 2, {told}"):
        parse_base_url("https://host", ["sandbox", name], domains=domains)


def test_a_secret_has_a_blank_repr_and_is_not_pickled() -> None:
    """It reaches no log and no cache by accident; asking for it works."""
    secret = Secret("MARKER")

    assert ("Secret(…)", "MARKER") == (f"{secret}", secret.reveal())
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(secret)


# ---- what an error about a setting says ----


def test_all_missing_settings_are_told_at_once_with_every_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers, the other way to authenticate, and a variable that was nearly right."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY", "x")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENTID", "2188")
    monkeypatch.setenv("ZOLOZ_BASE_URL", "https://sg-sandbox-api.zoloz.com")

    with pytest.raises(ConfigurationError) as caught:
        zoloz.Client.from_env()

    error = caught.value
    missing = [f"REALNAME_ZOLOZ_{name}" for name in ("BASE_URL", "CLIENT_ID", "ZOLOZ_PUBLIC_KEY")]
    assert f"{', '.join(missing)} are not set" == error.args[0]
    assert ("base_url", missing[0], "ZOLOZ") == (error.setting, error.variable, error.provider)
    assert "https://sg-sandbox-api.zoloz.com (sandbox)" in error.remedy
    assert "REALNAME_ZOLOZ_ACCESS_KEY, REALNAME_ZOLOZ_SECRET_KEY (AccessKey)" in error.remedy
    assert (
        "REALNAME_ZOLOZ_CLIENTID is set, and nothing reads it: did you mean REALNAME_ZOLOZ_CLIENT_ID?" in error.remedy
    )
    assert "ZOLOZ_BASE_URL is set, and nothing reads it: did you mean REALNAME_ZOLOZ_BASE_URL?" in error.remedy


def test_what_was_passed_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base URL in the code leaves the credentials, and one missing setting is told alone."""
    with pytest.raises(ConfigurationError, match=r"^REALNAME_ESIGN_APP_ID, REALNAME_ESIGN_APP_SECRET are not set"):
        esign.Client.from_env(base_url="https://smlopenapi.esign.cn")
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID", "7438000001")
    with pytest.raises(
        ConfigurationError, match=r"^REALNAME_ESIGN_APP_SECRET is not set. Set REALNAME_ESIGN_APP_SECRET"
    ):
        esign.Client.from_env(base_url="https://smlopenapi.esign.cn")


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["REALNAME_ZOLZ_CLIENT_ID"], {"REALNAME_ZOLZ_CLIENT_ID": "REALNAME_ZOLOZ_CLIENT_ID"}),
        (["realname_zoloz_client_id"], {"realname_zoloz_client_id": "REALNAME_ZOLOZ_CLIENT_ID"}),
        (["ZOLOZ_CLIENT_ID_FILE"], {"ZOLOZ_CLIENT_ID_FILE": "REALNAME_ZOLOZ_CLIENT_ID_FILE"}),
        (["REALNAME_ZOLOZ_XYZZY_QUUX"], {"REALNAME_ZOLOZ_XYZZY_QUUX": None}),
        (["REALNAME_ALIPAY_PRIVATE_KEY", "REALNAME_ESIGN_BASE_URL", "PATH"], {}),
        (["ZOLOZ_CLIENT_ID", "REALNAME_ZOLOZ_CLIENT_ID"], {}),
    ],
)
def test_a_variable_that_nothing_reads_is_found(
    names: list[str], meant: dict[str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Misspelt, in lower case, without its beginning; not another provider's, and not where the right one is set."""
    for name in names:
        monkeypatch.setenv(name, "x")

    assert meant == dict(ZOLOZ.unread())


def test_an_error_names_the_variable_that_a_value_came_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable, the file with its path, or for an argument the provider; through client and credentials."""
    for name, value in {"BASE_URL": "https://smlopenapi.esign.cn", "APP_ID": "7,4", "APP_SECRET": "x"}.items():
        monkeypatch.setenv(f"REALNAME_ESIGN_{name}", value)
    for read in (esign.Client.from_env, esign.Credentials.from_env):
        with pytest.raises(ConfigurationError, match=r"^REALNAME_ESIGN_APP_ID must be visible") as caught:
            read()
        assert ("app_id", "REALNAME_ESIGN_APP_ID") == (caught.value.setting, caught.value.variable)
    path = tmp_path / "id"
    path.write_text("7,4", encoding="utf-8")
    monkeypatch.delenv("REALNAME_ESIGN_APP_ID")
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID_FILE", str(path))
    with pytest.raises(ConfigurationError, match=rf"^REALNAME_ESIGN_APP_ID_FILE \({path}\) must be visible"):
        esign.Client.from_env()
    path.write_text("74", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"^e签宝: timeout must be"):
        esign.Client.from_env(timeout=0)
    with pytest.raises(
        ConfigurationError, match=r"^e签宝: base_url must start .*smlopenapi.esign.cn \(sandbox\)"
    ) as caught:
        esign.Client.from_env(base_url="sandbx")
    assert "" == caught.value.variable
    monkeypatch.setenv("REALNAME_ESIGN_BASE_URL", "sandbx")
    with pytest.raises(
        ConfigurationError, match=r"^REALNAME_ESIGN_BASE_URL must start .*smlopenapi.esign.cn \(sandbox\)"
    ):
        esign.Client.from_env()


@pytest.mark.parametrize("form", ["DER", "PEM in UTF-16"])
def test_a_file_of_a_key_need_not_be_text(
    form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """A key is read out of it; an id is not."""
    path = tmp_path / "key"
    text = caller_keys.private().decode()
    path.write_bytes(caller_keys.private(Encoding.DER) if form == "DER" else text.encode("utf-16-le"))
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", str(path))
    monkeypatch.setenv("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", provider_keys.public_line)
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")

    assert zoloz.Credentials.from_env().private_key.public_key() == PublicKey.parse(caller_keys.public())

    path.write_bytes(caller_keys.private(Encoding.DER)[:-1])
    with pytest.raises(ConfigurationError, match=r"PRIVATE_KEY_FILE \(.*\) is binary, and not a key in DER"):
        zoloz.Credentials.from_env()
    with pytest.raises(ConfigurationError, match=r"PRIVATE_KEY_FILE \(.*\) is not text in UTF-8"):
        ZOLOZ.optional("private_key")


@pytest.mark.parametrize("value", ["private_line", "private_pem"])
def test_a_key_in_the_variable_of_a_path_is_not_repeated(
    value: str, monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair
) -> None:
    """It is named for what it is."""
    text = caller_keys.private_line if value == "private_line" else caller_keys.private().decode()
    monkeypatch.setenv("REALNAME_ALIPAY_PRIVATE_KEY_FILE", text)

    with pytest.raises(
        ConfigurationError, match=r"^REALNAME_ALIPAY_PRIVATE_KEY_FILE holds a key, not the path"
    ) as caught:
        ALIPAY.value("private_key")

    assert text[30:60] not in str(caught.value)


@pytest.mark.parametrize("path", ["~/key.pem", "file:///etc/key.pem", "$HOME/key.pem"])
def test_what_only_a_shell_replaces_in_a_path_is_told(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is to write the whole path."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", path)

    with pytest.raises(ConfigurationError, match="are not replaced here"):
        ZOLOZ.value("private_key")


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("0123456789abcdef" * 2, "is hex, not base64"),
        (base64.b64encode(bytes(15)).decode(), "is base64 of 15 bytes, and an AES key has 16, 24 or 32"),
        (base64.urlsafe_b64encode(b"\xff" * 16).decode(), "is URL-safe base64, not standard base64"),
        ("MII" + "A" * 200, "is too long for an AES key: an RSA key or a certificate?"),
        ("a key", "is not base64"),
    ],
)
def test_a_wrong_aes_key_is_named(key: str, problem: str) -> None:
    """Hex of 16 bytes above all: as base64 it would be a key of 24 bytes, and a wrong one."""
    with pytest.raises(ConfigurationError) as caught:
        AesKey.parse(key, "encrypt_key", initialisation_vector=bytes(16))

    assert f"encrypt_key {problem}" == caught.value.args[0]


def test_id_and_secret_of_esign_in_each_others_place_are_told() -> None:
    """By their usual forms, and only where both are the other's."""
    number, secret = "7438000001", "0123456789abcdef" * 2

    esign.Credentials(app_id=number, app_secret=secret)
    esign.Credentials(app_id=secret, app_secret="a secret")
    with pytest.raises(ConfigurationError, match=r"^e签宝: app_id and app_secret stand in each other's place"):
        esign.Credentials(app_id=secret, app_secret=number)
    with pytest.raises(ConfigurationError, match=r"^e签宝: app_secret is the app id"):
        esign.Credentials(app_id=number, app_secret=number)

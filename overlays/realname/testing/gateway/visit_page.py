"""How a person's page looks: HTML in Chinese or English, with a style and without a script.

Everything that comes from a request is escaped, and what is personal stays closed until it is clicked.
"""

import base64
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from attrs import frozen

from realname.testing.gateway.visit import QUIT, Visit, address

Language = Literal["zh", "en"]

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("沙箱：代替「{provider}」的页面", "Sandbox: in place of {provider}'s page"),
    "sandbox": ("realname 沙箱", "realname sandbox"),
    "other_language": ("English", "中文"),
    "not_real": ("这不是「{provider}」的页面", "This is not {provider}'s page"),
    "stands_for": (
        "它在沙箱中代替「{provider}」的页面。不会拍摄，也不会核验任何人：结果由您点击决定。",
        "It stands for {provider}'s page in the sandbox. Nobody is filmed or verified: your click is the outcome.",
    ),
    "id": ("编号", "Id"),
    "way": ("认证方式", "Way"),
    "subject": ("核验对象", "Who is verified"),
    "nobody": ("请求中没有填写。", "The request named nobody."),
    "show": ("显示", "Show"),
    "hide": ("隐藏", "Hide"),
    "name": ("姓名", "Name"),
    "document": ("证件号码", "Document number"),
    "mobile": ("手机号码", "Mobile number"),
    "bank_card": ("银行卡号", "Bank card"),
    "nationality": ("国籍或地区", "Nationality"),
    "user": ("用户标识", "User id"),
    "organization": ("组织机构名称", "Organization"),
    "organization_number": ("组织机构证件号", "Organization number"),
    "representative": ("法定代表人", "Legal representative"),
    "representative_document": ("法定代表人证件号码", "Representative's document"),
    "agent": ("经办人", "Agent"),
    "agent_document": ("经办人证件号码", "Agent's document"),
    "choose": ("选择结果", "Choose the outcome"),
    "click_verified": ("认证通过", "Verified"),
    "click_rejected": ("认证不通过", "Rejected"),
    "click_pending": ("尚未完成，仍在进行中", "Not yet: still in progress"),
    "click_quit": ("退出，不做任何操作", "Quit, without having acted"),
    "waits": ("正在等待本人操作", "Waiting for the person"),
    "state_verified": ("认证已通过", "Verified"),
    "state_rejected": ("认证未通过", "Rejected"),
    "ended": ("结果不会再改变。", "This outcome stays."),
    "still": ("什么都没有结束，仍可以在此选择结果。", "Nothing has ended: an outcome can still be chosen here."),
    "leads": ("结束后返回：{host}", "Afterwards you go back to {host}"),
    "back": ("返回 {host}", "Go back to {host}"),
    "not_led": (
        "文档没有说明此时「{provider}」会自动返回，因此只有链接。",
        "No document says that {provider} leads anybody back now: so there is only the link.",
    ),
    "not_followed": (
        "请求中的返回地址不是 http 或 https 地址，因此不会跳转。",
        "The return address in the request is no http or https address, so it is not followed.",
    ),
    "close": ("您可以关闭此页面。", "You can close this page."),
    "unknown": ("没有这样的认证", "There is no such verification"),
    "unknown_why": (
        "地址有误，或者沙箱已重置。请重新发起认证。",
        "The address is wrong, or the sandbox was reset. Start another verification.",
    ),
    "expired": ("已过期", "It is too late"),
    "expired_why": (
        "此链接或此认证已失效。请重新发起认证。",
        "The time for this link, or for this verification, is over. Start another one.",
    ),
    "refused": ("已拒绝", "Refused"),
    "wrong_host": (
        "请求的主机名不是本沙箱的。请用 --advertise 启动沙箱并给出这个主机名，或使用 IP 地址。",
        "The sandbox does not go by this host name. Start it with --advertise and this name, or use its IP address.",
    ),
    "wrong_origin": (
        "此次点击来自另一个网站，因此没有任何改变。",
        "The click came from another site, so nothing was changed.",
    ),
    "wrong_token": (
        "此次点击不是来自本页面，或者沙箱已重新启动。没有任何改变，请重新打开此地址。",
        "The click did not come from this page, or the sandbox was started anew. Nothing was changed: "
        "open the address again.",
    ),
    "code": ("代码", "Code"),
}
"""Every text on the pages, in Chinese and in English."""

STYLE: Final = Path(__file__).with_name("visit.css").read_text(encoding="utf-8")
_STYLE_HASH: Final = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = (
    # Browsers hold the way back after a form against form-action, too, and where that leads is the caller's choice.
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; form-action http: https:; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),  # with none at all a browser would hide the origin of a click
    ("Cache-Control", "no-store"),
)
CONTENT_TYPE: Final = "text/html; charset=utf-8"
_LONGEST: Final = 200
"""Characters that are shown of a text."""
_MARKS: Final = {"verified": "✓", "rejected": "✗", "pending": "…", QUIT: "←"}


def chosen(language: str, accepted: str) -> Language:
    """The language of a page: the one that was asked for, else the first that the browser accepts, else English.

    Args:
        language: what a form says.
        accepted: the header `Accept-Language`.
    """
    wishes = []
    for item in accepted.split(","):
        name, _, weight = item.partition(";q=")
        try:
            wishes.append((-float(weight or 1), name.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    names = [language, *(name for _, name in sorted(wishes, key=lambda wish: wish[0]))]
    return next((known for name in names for known in get_args(Language) if name == known), "en")


@frozen
class Writer:
    """Writes the pages of one address in one language.

    Attributes:
        provider: whose page it stands for, in the provider's own spelling.
        language: of its texts.
        token: what its forms bring back.
    """

    provider: str
    language: Language
    token: str

    def visit(self, visit: Visit, click: str = "") -> bytes:
        """The page of a verification.

        Args:
            visit: what it is about.
            click: what the person has just clicked, if that counted and does not lead the browser back.
        """
        if visit.state == "waiting":
            asked = self._choice(visit)
            if not click:
                return self._page("waits", self._about(visit), asked)
            return self._page("waits", self._back(visit, click), _paragraph(self._say("still")), asked)
        return self._page(
            f"state_{visit.state}",
            _paragraph(self._say("ended")),
            self._back(visit, visit.state),
            self._about(visit),
            mark=_MARKS[visit.state],
            kind=visit.state,
        )

    def gone(self, word: str, code: str) -> bytes:
        """The page of a verification that there is not, or not any more.

        Args:
            word: `unknown` or `expired`.
            code: what the provider calls that.
        """
        told = _paragraph(f"{self._say('code')} {escape(code)}", "quiet")
        return self._page(word, _paragraph(self._say(f"{word}_why")), told)

    def refused(self, word: str) -> bytes:
        """The page of a request that is not answered; the word says why."""
        return self._page("refused", _paragraph(self._say(word)), can_switch=False)

    def _say(self, word: str, **values: str) -> str:
        """A text, escaped."""
        text = WORDS[word][get_args(Language).index(self.language)]
        return escape(text.format(provider=self.provider, **values))

    def _page(self, heading: str, *parts: str, mark: str = "", kind: str = "", can_switch: bool = True) -> bytes:
        switch = self._form(self._button("language", "en" if self.language == "zh" else "zh", "other_language"))
        sign = f'<span aria-hidden="true">{mark}</span> ' if mark else ""
        html = f"""<!doctype html>
<html lang="{"zh-CN" if self.language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{self._say("title")}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<header><span>{self._say("sandbox")}</span>{switch if can_switch else ""}</header>
<main>
<aside><strong>{self._say("not_real")}</strong><p>{self._say("stands_for")}</p></aside>
<h1 class="{kind}">{sign}{self._say(heading)}</h1>
{"".join(parts)}
</main>
</body>
</html>
"""
        return html.encode("utf-8", "replace")

    def _about(self, visit: Visit) -> str:
        """What is verified; the persons' own data closed."""
        lines = [("id", f"<code>{_shown(visit.name)}</code>")]
        lines += [("way", f"<code>{_shown(visit.way)}</code>")] if visit.way else []
        lines += [(word, self._closed(value)) for word, value in visit.subject.items() if value not in (None, "")]
        told = "".join(f"<div><dt>{self._say(word)}</dt><dd>{value}</dd></div>" for word, value in lines)
        nobody = "" if any(visit.subject.values()) else _paragraph(self._say("nobody"), "quiet")
        return f"<section><h2>{self._say('subject')}</h2><dl>{told}</dl>{nobody}</section>"

    def _closed(self, value: object) -> str:
        show, hide = (f"<span>{self._say(word)}</span>" for word in ("show", "hide"))
        return (
            f'<details><summary><span class="closed">••••••{show}</span><span class="open">{hide}</span></summary>'
            f"<bdi>{_shown(value)}</bdi></details>"
        )

    def _choice(self, visit: Visit) -> str:
        buttons = "".join(self._button("click", click, f"click_{click}") for click in visit.clicks)
        hosts = [_host(found) for text in visit.back.values() if (found := address(text))]
        told = "".join(_paragraph(self._say("leads", host=host), "quiet") for host in dict.fromkeys(hosts))
        wrong = any(text and not address(text) for text in visit.back.values())
        told += _paragraph(self._say("not_followed"), "quiet") if wrong else ""
        return f"<section><h2>{self._say('choose')}</h2>{self._form(buttons)}{told}</section>"

    def _back(self, visit: Visit, click: str) -> str:
        """The way back, if there is one; else nothing is left to do."""
        text = visit.back.get(click, "")
        found = address(text)
        if found is None:
            why = _paragraph(self._say("not_followed"), "quiet") if text else ""
            return why + _paragraph(self._say("close"))
        link = f'<p><a class="button" href="{escape(found)}">{self._say("back", host=_host(found))}</a></p>'
        return link + ("" if click in visit.leads else _paragraph(self._say("not_led"), "quiet"))

    def _form(self, buttons: str) -> str:
        """A form that is posted to the address of its page."""
        fields = (
            {"token": self.token, "language": self.language} if 'name="click"' in buttons else {"token": self.token}
        )
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items()
        )
        return f'<form method="post">{hidden}{buttons}</form>'

    def _button(self, name: str, value: str, word: str) -> str:
        mark = f'<span aria-hidden="true">{_MARKS[value]}</span>' if value in _MARKS else ""
        return f'<button class="{value}" name="{name}" value="{value}">{mark}{self._say(word)}</button>'


def _paragraph(html: str, kind: str = "") -> str:
    return f'<p class="{kind}">{html}</p>'


def _shown(value: object) -> str:
    text = str(value)
    return escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _host(found: str) -> str:
    """Host and port of an address: its path and query may be about a person."""
    parts = urlsplit(found)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

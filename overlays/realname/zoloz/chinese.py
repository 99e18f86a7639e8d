"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

IN_GAPS: Final[Mapping[str, str]] = {
    "before": "早",
    "after": "晚",
    "keys": "密钥",
}
"""Single words in gaps; others there are names."""

SENTENCES: Final[Mapping[str, str]] = {
    "the gateway": "网关",
    "Pass the public key that the portal shows as ZOLOZ's.": "请传入门户中显示的 ZOLOZ 公钥。",
    "not URL-safe base64": "不是 URL-safe base64",
    "the algorithm is not RSA256": "算法不是 RSA256",
    "secret_key is not URL-safe base64": "secret_key 不是 URL-safe base64",
    "Copy it again from the ZOLOZ portal.": "请从 ZOLOZ 门户重新复制。",
    "encrypt needs RSA key pairs": "encrypt 需要 RSA 密钥对",
    "the answer is encrypted although the request was not": "请求没有加密，而应答是加密的",
    "the answer is not encrypted although the request was": "请求是加密的，而应答没有加密",
    "Use Credentials, or leave encrypt out.": "请使用 Credentials，或不使用 encrypt。",
    "the result code is not text, so it cannot mean success": "结果码不是文本，不能表示成功",
    "an item is empty or occurs twice": "有一项为空或出现了两次",
    "the merchant's id from the ZOLOZ portal": "ZOLOZ 门户中的商户 ID（client id）",
    "private key": "私钥",
    "your private key, whose public half is registered in the portal": "您的私钥，其公钥已在门户登记",
    "public key": "公钥",
    "the public key that the portal shows as ZOLOZ's": "门户中显示的 ZOLOZ 公钥",
    "the access key": "access key",
    "the secret key that belongs to it, in URL-safe base64": "与之对应的 secret key，URL-safe base64",
    "the answer from ZOLOZ {}": "ZOLOZ 的应答{}",
    "Do not act on it. Check zoloz_public_key and the base URL; save error.capture() in a file, and "
    "`realname explain zoloz FILE` tells more.": (
        "请勿据此处理业务。请检查 zoloz_public_key 和 base URL；把 error.capture() 存为文件，用 `realname "
        "explain zoloz FILE` 可了解更多。"
    ),
    "ZOLOZ takes POST requests without a query": "ZOLOZ 只接受不带查询参数的 POST 请求",
    "carries only half of a signature": "的签名只有一半",
    "has a Response-Time that is no time such as 2019-04-04T12:08:56+0530": (
        "的 Response-Time 不是 2019-04-04T12:08:56+0530 这种形式的时间"
    ),
    "carries a signature that is not ZOLOZ's over this answer": "带有签名，但不是 ZOLOZ 对这份应答的签名",
    "is a request that was sent back, or has no result to tell it from one": (
        "是被退回的请求，或没有可与请求区分的 result"
    ),
    "the answer from ZOLOZ was signed {} s away from the clock of this machine": (
        "ZOLOZ 应答的签名时间与本机时钟相差 {} 秒"
    ),
    "POST, no query": "POST，不带查询参数",
    "carries no signature": "没有签名",
    "Set the clock. If it is right, this is an old answer: do not act on it. max_answer_age allows {} s; "
    "None switches it off.": (
        "请校准时钟。如果时钟无误，则这是旧的应答：请勿据此处理业务。max_answer_age 允许 {} 秒；None 表示关闭。"
    ),
    "{} is absent, or not written in the way that it changes": "没有 {}，或其写法不是这个故障所修改的形式",
    "not percent-encoded base64": "不是百分号编码的 base64",
    "an answer without connectResult, which older editions of its page do not have, is of unknown outcome": (
        "没有 connectResult 的应答结果无法判断；旧版文档页没有这个字段"
    ),
    "If the answers to your account lack it, ask ZOLOZ for the current edition.": (
        "如果您账号的应答缺少它，请向 ZOLOZ 索取当前版本。"
    ),
    "the zone is Z; ZOLOZ writes +0000": "时区写成了 Z；ZOLOZ 的写法是 +0000",
    "the zone has a colon": "时区带有冒号",
    "it is a number of seconds or milliseconds": "它是秒数或毫秒数",
    "it has fractions of a second": "它带有秒的小数部分",
    "the zone is missing": "缺少时区",
    "its parts differ": "各部分不同",
    "Write algorithm={}, signature=….": "请写 algorithm={}, signature=…。",
    "the secret key was used as the text it is shown as": "secret key 没有解码，直接按显示的文本使用",
    "Decode it first: it is URL-safe base64.": "请先解码：它是 URL-safe base64。",
    "the client id was used in the place of the secret key": "应为 secret key 的位置用了 client id",
    "Send {}, or {} for an encrypted body.": "请发送 {}；报文体加密时为 {}。",
    "the body is sent as encrypted, without an Encrypt header": "报文体按加密发送，但没有 Encrypt 请求头",
    "Send Encrypt: algorithm={}, symmetricKey=….": "请发送 Encrypt: algorithm={}, symmetricKey=…。",
    "there is no User-Agent; the firewall in front of the gateway demands one": "没有 User-Agent；网关前的防火墙要求有",
    "Request-Time is not of the form 2019-04-04T12:08:56+0530 ({})": (
        "Request-Time 不是 2019-04-04T12:08:56+0530 的形式（{}）"
    ),
    "request line": "请求行",
    "client id": "client id",
    "of the request": "请求的",
    "the header Signature does not say algorithm={}": "请求头 Signature 中没有 algorithm={}",
    "the header Signature has no item signature=…": "请求头 Signature 中没有 signature=… 项",
    "the method is {}": "方法是 {}",
    "ZOLOZ takes POST only.": "ZOLOZ 只接受 POST。",
    "the address has a query": "地址带有查询参数",
    "ZOLOZ takes requests without one.": "ZOLOZ 的请求不带查询参数。",
    "Content-Type is {}": "Content-Type 是 {}",
    "Send any text in it.": "其内容可为任意文本。",
    "the client id is not known": "client id 未知",
    "Set REALNAME_ZOLOZ_CLIENT_ID.": "请设置 REALNAME_ZOLOZ_CLIENT_ID。",
    "Sign with the secret key.": "请用 secret key 签名。",
    "Auth-Type is not AKSK": "Auth-Type 不是 AKSK",
    "Send Auth-Type: AKSK.": "请发送 Auth-Type: AKSK。",
    "The gateway answers with this result code, signed; by default `SYSTEM_ERROR`.": (
        "网关应答这个结果码，带签名；默认为 `SYSTEM_ERROR`。"
    ),
    "The gateway answers with this result code, unsigned; by default `SYSTEM_ERROR`.": (
        "网关应答这个结果码，未签名；默认为 `SYSTEM_ERROR`。"
    ),
    "HTTP 429 with `REQUEST_TRAFFIC_EXCEED_LIMIT`, if wanted with `Retry-After` in seconds.": (
        "HTTP 429，结果码 `REQUEST_TRAFFIC_EXCEED_LIMIT`，可带以秒为单位的 `Retry-After`。"
    ),
    "HTTP 500 with `SYSTEM_ERROR`.": "HTTP 500，结果码 `SYSTEM_ERROR`。",
    "The page of the firewall in front of the gateway: HTTP 403, HTML, unsigned.": (
        "网关前防火墙的页面：HTTP 403，HTML，未签名。"
    ),
    "The JSON is written over several lines, and signed so.": "JSON 写成多行，并按此签名。",
    "The answer was signed long ago, by default a day; a client believes it with `max_answer_age=None` only.": (
        "应答是很久以前签名的，默认为一天前；只有 `max_answer_age=None` 的客户端会接受。"
    ),
    "The answer is signed as one to another path.": "应答按另一个路径签名。",
    "The answer is signed as one to another client.": "应答按另一个 client 签名。",
    "The signature is base64 without percent-encoding.": "签名是没有做百分号编码的 base64。",
    "The signature is percent-encoded with lower-case hex digits, as the shell sample does.": (
        "签名的百分号编码用小写十六进制，与 shell 样例相同。"
    ),
    "The signature header has a `keyVersion`, as the PHP sample's has.": "签名头中有 `keyVersion`，与 PHP 样例相同。",
    "The signature header has `signature` first and `algorithm` last.": "签名头中 `signature` 在前、`algorithm` 在后。",
    "The items of the signature header are separated by a bare comma.": "签名头的各项之间只有逗号。",
    "The signature header names an algorithm that is not ZOLOZ's.": "签名头中的算法不是 ZOLOZ 的算法。",
    "The signature header names no algorithm.": "签名头中没有算法。",
    "An encrypted answer is encrypted with the request's key, and announces another one.": (
        "加密应答用请求的密钥加密，却声明了另一个密钥。"
    ),
    "The key of an encrypted answer is one that nobody wrapped; the signature does not cover it.": (
        "加密应答的密钥是随意写的；签名不覆盖它。"
    ),
    "An encrypted answer names an algorithm that is not ZOLOZ's.": "加密应答中的算法不是 ZOLOZ 的算法。",
    "Every request is `PARAM_ILLEGAL`.": "每个请求都得到 `PARAM_ILLEGAL`。",
    "Every request ends in HTTP 500 with `SYSTEM_ERROR`.": "每个请求都得到 HTTP 500，结果码 `SYSTEM_ERROR`。",
    "A request that lacks a needed header other than its signature is accepted.": (
        "缺少必需请求头（签名除外）的请求被接受。"
    ),
    "A request with a genuine RSA signature over another body is accepted.": (
        "RSA 签名真实但签的是另一个请求体的请求被接受。"
    ),
    "A request with a field longer than its maximum is accepted.": "字段超过最大长度的请求被接受。",
    "A request without a required field is accepted.": "缺少必填字段的请求被接受。",
    "A request with a field of another JSON type is accepted.": "字段的 JSON 类型不符的请求被接受。",
    "the request was not encrypted": "请求没有加密",
    "ZOLOZ: the user {} is enrolled.": "ZOLOZ：用户 {} 已录入。",
    "a transaction of ZOLOZ's does not expire here: how long one lives is not stated": (
        "ZOLOZ 的交易在这里不会到期：文档没有说明有效期"
    ),
    "the path was signed": "路径的签名内容有误：",
    "Sign the path of the request line, from /api/ on: no host, no query, letter for letter.": (
        "请对请求行中从 /api/ 开始的路径签名：不带主机和查询参数，逐字符一致。"
    ),
    "client id, time and body were joined": "client id、时间和报文体的拼接有误：",
    "Write <client id>.<time>.<body>.": "请写 <client id>.<time>.<body>。",
    "method and path were signed on a line each": "方法和路径各占一行签名",
    "the same time was signed in another form than it was sent in": "签名时的时间与发送的是同一时刻，但写法不同",
    "the signature is made for the configured client id, not for the one in Client-Id": (
        "签名用的是所配置的 client id，而不是请求头 Client-Id 中的"
    ),
    "client id, time and body were signed in another order": "client id、时间和报文体的签名顺序不同",
    "Write method, space, path, line feed.": "请写：方法、空格、路径、换行符。",
    "Sign the text of Request-Time, character for character.": "请对 Request-Time 的文本逐字符签名。",
    "the signed time is 8 hours away from the one sent: the time of China was written as if it were UTC": (
        "签名的时间与发送的相差 8 小时：把北京时间当作 UTC 写了"
    ),
    "the signed time is {} s {} the one sent": "签名的时间比发送的时间{1} {0} 秒",
    "method and path": "方法和路径",
    "with a slash at its end": "末尾多了斜杠",
    "without a slash at its end": "末尾缺少斜杠",
    "without doubled slashes": "去掉了重复的斜杠",
    "in lower case": "为小写",
    "without its first slash": "缺少开头的斜杠",
    "without /api": "没有 /api",
    "Send and sign the same client id.": "发送和签名请用同一个 client id。",
    "with a space instead of each full stop": "句点写成了空格",
    "with commas instead of full stops": "句点写成了逗号",
    "without the full stops": "没有句点",
    "with line feeds instead of full stops": "句点写成了换行符",
    "the method was signed as {}": "方法签成了 {}",
    "Sign POST, in upper case.": "请用大写 POST 签名。",
    "Take the time with its zone, once, and sign and send the same text.": (
        "请连同时区只取一次时间，签名和发送用同一段文本。"
    ),
    "Take the time once, and sign and send the same text.": "请只取一次时间，签名和发送用同一段文本。",
    "with the host in front": "前面带有主机",
    "with its query": "带有查询参数",
    "the answer is signed for the path {}": "应答是对路径 {} 签名的",
    "ZOLOZ faces": "ZOLOZ 人脸",
    "ZOLOZ users": "ZOLOZ 用户",
    "ZOLOZ transactions": "ZOLOZ 交易",
    "ZOLOZ other ids": "ZOLOZ 其他 ID",
    "there is no such transaction; start one with `initialize`": "没有这个交易；请用 `initialize` 发起",
    "the user is unenrolled: there is no face to verify by; enroll, and start another one": (
        "用户没有录入：没有可供认证的人脸；请先录入，再另外发起一次"
    ),
    "ZOLOZ: the images come to more than {} bytes: from now on the oldest leave": (
        "ZOLOZ：图片合计超过 {} 字节：从现在起会移除最旧的"
    ),
    "ZOLOZ Connect and Face Compare": "ZOLOZ Connect（人脸认证）与 Face Compare（人脸比对）",
    "Check the keys, and that nothing changes the request; `realname explain zoloz` tells more.": (
        "请检查密钥，并确认请求在途中没有被修改；`realname explain zoloz` 可了解更多。"
    ),
    "Check credentials by a call that does nothing else.": "用一次没有其他作用的调用检查凭据。",
    "Get the result of a face verification.": "查询人脸认证的结果。",
    "Check the transaction id first; the provider's own words may name another argument.": (
        "请先检查交易 ID；服务商的原文可能指出其他参数。"
    ),
    "Enroll a user's face for later verifications.": "录入用户的人脸，供以后认证使用。",
    "Start one face verification of an enrolled user.": "为已录入的用户发起一次人脸认证。",
    "A user has to be enrolled first; which code says that the user is not is not stated.": (
        "用户必须先录入；文档没有说明未录入时的结果码。"
    ),
    "Pass on the metaInfo of the ZOLOZ SDK unchanged; the provider's own words may name another argument.": (
        "请原样传入 ZOLOZ SDK 的 metaInfo；服务商的原文可能指出其他参数。"
    ),
    "Delete a user's enrolled face.": "删除用户已录入的人脸。",
    "Compare two faces.": "比对两张人脸。",
    "Delete the private information of one transaction.": "删除一个交易的隐私信息。",
    "The caller has no authority over this transaction; check its id.": "调用方无权操作这个交易；请检查其 ID。",
    "Check whether a user has an enrolled face.": "查询用户是否已录入人脸。",
    "If this code means that the user is not enrolled, pass it in not_enrolled_codes.": (
        "如果这个结果码表示用户没有录入，请把它传入 not_enrolled_codes。"
    ),
    "Encrypt requests, and have the answers encrypted. What is encrypted is signed all the same.": (
        "加密请求，并要求应答加密。加密的内容照样签名。"
    ),
    "How often a call may be sent in total, by default 3; only what its page allows is sent again.": (
        "一次调用总共最多发送几次，默认 3；只有文档页允许的才会重复发送。"
    ),
    'Result codes that mean "not enrolled" in your account; they raise `NotFoundError`. ZOLOZ\'s page does not name '
    "them.": "在您的账号里表示“未录入”的结果码；遇到时抛出 `NotFoundError`。ZOLOZ 的文档页没有列出它们。",
    "Refuse answers signed further than this many seconds from the clock of this machine, by default "
    "900; None switches it off. ZOLOZ states no rule: see `Auth`.": (
        "签名时间与本机时钟相差超过这么多秒的应答会被拒绝，默认 900；None 表示不检查。ZOLOZ 没有规定，见 `Auth`。"
    ),
}

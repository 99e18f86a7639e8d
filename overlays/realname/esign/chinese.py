"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

IN_GAPS: Final[Mapping[str, str]] = {
    "lower": "小写",
    "upper": "大写",
    "secret": "AppSecret",
    "application": "应用",
}
"""Single words in gaps; others there are names."""

SENTENCES: Final[Mapping[str, str]] = {
    "flow_id must be the id of a flow": "flow_id 必须是流程的 ID",
    "the callback {}": "回调{}",
    "now_ms must give the time as 13 digits": "now_ms 必须返回 13 位数字的时间",
    "text that is not empty": "非空文本",
    "the callback is about another flow": "回调属于另一个流程",
    "Do not act on it. Check app_secret, and pass body and query raw; `realname explain esign` tells more.": (
        "请勿据此处理业务。请检查 app_secret，并原样传入请求体和查询参数；`realname explain esign` 可了解更多。"
    ),
    "Let it return whole milliseconds since 1970.": "请让它返回 1970 年以来的整数毫秒数。",
    "carries a header of its signature more than once": "的签名头重复出现",
    "carries no whole signature": "没有完整的签名",
    "has a timestamp that is not 13 digits": "的时间戳不是 13 位数字",
    "is for another application": "属于另一个应用",
    "is signed with an unknown algorithm": "使用了未知的签名算法",
    "carries a signature that is not e签宝's over this callback": "的签名不是 e签宝对这个回调所做的签名",
    "is older, or newer, than max_age allows": "的时间超出 max_age 允许的范围",
    "the callback says both success and failure": "回调同时表示成功和失败",
    "Do not act on it for the flow you asked for.": "请勿据此处理您所查询的流程。",
    "the gateway": "网关",
    "app_secret is the app id": "app_secret 填的是 app id",
    "app_id and app_secret stand in each other's place": "app_id 和 app_secret 填反了",
    "Copy the secret (AppSecret) from the console.": "请从控制台复制 AppSecret。",
    "Swap the two values.": "请互换这两个值。",
    "access must be 'signature' or 'token'": "access 必须是 'signature' 或 'token'",
    "signed_headers needs access='signature'": "signed_headers 需要 access='signature'",
    "Leave it out: e签宝 recommends signing.": "请不填：e签宝建议使用签名方式。",
    "Leave one of them out.": "请去掉其中一个。",
    "the application's id (AppId)": "应用的 AppId",
    "the application's secret (AppSecret)": "应用的 AppSecret",
    "signed_headers cannot hold {}": "signed_headers 不能包含 {}",
    "Name other headers: this one is signed in a place of its own, or not at all.": (
        "请指定其他请求头：这个请求头在专门的位置签名，或根本不签名。"
    ),
    "a callback goes to a plain HTTP server on this machine, as http://127.0.0.1:PORT/…, or on a host that "
    "settings.callback_hosts names": (
        "回调只发往本机的普通 HTTP 服务（如 http://127.0.0.1:PORT/…），或 settings.callback_hosts 中的主机"
    ),
    "does not begin with {}, as ids for this server usually do": "不是以 {} 开头，而该服务器的 ID 通常如此",
    "is the app id": "是 app id",
    "Check that id and address belong together.": "请确认 ID 与地址属于同一环境。",
    "does not look like 32 hex digits, as secrets of e签宝 usually do": (
        "不像 32 位十六进制数字，而 e签宝的 AppSecret 通常如此"
    ),
    "looks like a secret of e签宝": "看起来是 e签宝的 AppSecret",
    " or ": " 或 ",
    "Content-MD5 is not that of the body that was sent": "Content-MD5 与实际发送的报文体不符",
    "Make the body's bytes once; hash these bytes and send these bytes.": (
        "请只生成一次报文体的字节；哈希和发送都用这些字节。"
    ),
    "the request uses a token, so nothing is signed": "请求使用 token，因此没有签名",
    "e签宝 does not sign its answers, so there is nothing to verify": "e签宝不对应答签名，因此没有可以验签的内容",
    "TLS vouches for the answer; the client also checks that it is about the flow that was asked for.": (
        "应答由 TLS 保证；客户端还会检查它是否属于所查询的流程。"
    ),
    "the application secret {}": "AppSecret {}",
    "Content-MD5 is sent, and there is no body to make it from": "发送了 Content-MD5，但没有报文体",
    "Leave it out of a request without a body, and its line empty: gateways were seen to refuse it.": (
        "没有报文体的请求请不要发送它，并保留空行：已知网关会拒绝它。"
    ),
    "Content-MD5 is made from the hex text of the digest": "Content-MD5 是用摘要的十六进制文本生成的",
    "request line": "请求行",
    "the callback's signature is not lower-case hex": "回调的签名不是小写十六进制",
    "request line, values of the query by their names": "请求行，查询参数的值按名称排序",
    "Content-MD5 is that of another body than the one sent: {}": "Content-MD5 属于另一个报文体，而不是实际发送的：{}",
    "X-Tsign-Open-Auth-Mode is not “Signature”, so the gateway looks for a token instead": (
        "X-Tsign-Open-Auth-Mode 不是“Signature”，因此网关会去找 token"
    ),
    "If it is refused with TOKEN错误, fetch a new token.": "如果以 TOKEN错误 被拒绝，请取得新的 token。",
    " (absent: an empty line)": "（不存在：空行）",
    ", query decoded and sorted": "，查询参数解码并排序",
    "path and parameters": "路径和参数",
    "was encoded in base64": "被做了 base64 编码",
    "Use it as the text it is.": "请直接使用其文本。",
    "was used with a line end (CR LF) behind it": "末尾多了换行（CR LF）",
    "Strip it after reading it.": "读取后请去掉它。",
    "was used with a space behind it": "末尾多了空格",
    "was used with a space in front of it": "开头多了空格",
    "was used with quotation marks around it": "带有首尾引号",
    "Leave them out.": "请去掉。",
    "was used with a line feed at its end": "末尾多了换行符",
    "was used with a byte-order mark": "带有字节顺序标记（BOM）",
    "Read its file as utf-8-sig.": "请以 utf-8-sig 读取该文件。",
    "Write base64 of the 16 raw bytes: 24 characters.": "请写 16 个原始字节的 base64：24 个字符。",
    "app id": "app id",
    "header {}{}": "请求头 {}{}",
    "header {}": "请求头 {}",
    "Callbacks are signed in hex, unlike requests.": "与请求不同，回调的签名用十六进制。",
    "was decoded from hex": "被当作十六进制解码了",
    "was decoded from base64": "被当作 base64 解码了",
    "was used without what stands around it in the settings": "使用时没有配置项中首尾的字符",
    "Set it so.": "请把配置项也改成这样。",
    "was not used, but the app id in its place": "没有被使用，用的是 app id",
    "Sign with the secret.": "请用 AppSecret 签名。",
    "was not used: the key is empty": "没有被使用：签名的密钥为空",
    "Check that the program reads the secret.": "请确认程序读取了 AppSecret。",
    "Send X-Tsign-Open-Auth-Mode: Signature.": "请发送 X-Tsign-Open-Auth-Mode: Signature。",
    "was put into {} case": "被转换成了{}",
    "The gateway refuses with HTTP 401 and this literal message, by default `TOKEN错误`.": (
        "网关以 HTTP 401 和这个原文拒绝，默认为 `TOKEN错误`。"
    ),
    "The gateway refuses with HTTP 403 and `IP白名单不匹配`.": "网关以 HTTP 403 和 `IP白名单不匹配` 拒绝。",
    "The operation fails with this code; by default 30500000, an unknown system error, with HTTP 200.": (
        "接口以这个错误码失败；默认为 30500000（未知的系统错误），HTTP 200。"
    ),
    "HTTP 429 with an empty body, if wanted with `Retry-After` in seconds; e签宝 is not known to send it.": (
        "HTTP 429，应答体为空，可带以秒为单位的 `Retry-After`；没有资料表明 e签宝会发送它。"
    ),
    "HTTP 500 with the code 30500000, an unknown system error.": "HTTP 500，错误码 30500000（未知的系统错误）。",
    "The answer is about another flow, or whatever else it is bound to, than the one asked for.": (
        "应答属于另一个流程（或另一个绑定对象），不是所查询的。"
    ),
    "The answer says success, and its data is null.": "应答表示成功，但 data 为 null。",
    "The answer says success, and has no data.": "应答表示成功，但没有 data。",
    "The answer has no trace id.": "应答没有 trace id。",
    "No token is issued, for this reason; by default 72000032, the app is disabled or does not exist.": (
        "以这个原因不签发 token；默认为 72000032（应用被停用或不存在）。"
    ),
    "No token is issued: HTTP 500 with the code 30500000.": "不签发 token：HTTP 500，错误码 30500000。",
    "A token is issued, which cuts its predecessor short, and the answer never arrives.": (
        "签发了 token（前一个随之失效），但应答没有到达。"
    ),
    "The answer of the token endpoint says success, and its data has no token.": (
        "取 token 接口的应答表示成功，但 data 中没有 token。"
    ),
    "The token that is issued has expired already, by default a second ago; the operations reject it.": (
        "签发的 token 已过期，默认为一秒前；各接口会拒绝它。"
    ),
    "The token that is issued looks good, and the operations reject it, as one that was superseded elsewhere.": (
        "签发的 token 看起来正常，但各接口会拒绝它，如同已在别处被替换。"
    ),
    "Every request is 30500101, a bad parameter.": "每个请求都得到 30500101（参数错误）。",
    "Every request ends in HTTP 500 with the code 30500000.": "每个请求都得到 HTTP 500，错误码 30500000。",
    "A request that lacks a needed header other than its signature is accepted.": (
        "缺少必需请求头（签名除外）的请求被接受。"
    ),
    "A request with a genuine signature over its path alone is accepted.": "签名真实但只签了路径的请求被接受。",
    "A request with a genuine signature over the path of another known flow is accepted.": (
        "签名真实但签的是另一个已知流程的路径的请求被接受。"
    ),
    "A request with an argument that the contract does not allow is accepted.": "参数违反契约的请求被接受。",
    "no token is issued": "没有签发 token",
    "e签宝 flows": "e签宝流程",
    "there is no such flow; start one, or add it with add_flow": "没有这个流程；请发起流程，或用 add_flow 添加",
    "only the last outcome can be another one than pending": "只有最后一个结果可以不是进行中（PENDING）",
    "the flow has expired; start another one": "流程已失效；请另外发起一个",
    "the flow has ended already; start another one": "流程已经结束；请另外发起一个",
    "the flow has ended; start another one": "流程已结束；请另外发起一个",
    "e签宝: the flow {} is known.": "e签宝：已登记流程 {}。",
    "e签宝 access tokens": "e签宝 access token",
    "the contract allows no such flow: {}": "契约不允许这样的流程：{}",
    "path and parameters were signed": "路径和参数的签名内容有误：",
    "Sign the path and the decoded parameters in ASCII order of their names; of an empty one the bare name.": (
        "请对路径和解码后的参数签名，参数按名称的 ASCII 顺序排列；空参数只写名称。"
    ),
    "the headers in X-Tsign-Open-Ca-Signature-Headers were signed": (
        "X-Tsign-Open-Ca-Signature-Headers 中请求头的签名内容有误："
    ),
    "Sign each as Name:Value, sorted, with the name as it is spelled in the list.": (
        "请逐个以 Name:Value 形式排序后签名，名称的写法与列表一致。"
    ),
    "Content-MD5 was signed as": "Content-MD5 签成了",
    "Sign the header as it is sent: base64 of the 16 raw bytes of the body's MD5.": (
        "请按发送的原样对该请求头签名：报文体 MD5 的 16 个原始字节的 base64。"
    ),
    "the callback is signed": "回调的签名方式有误：",
    "Hand the query to verify_callback as it came; plain ASCII with unique names is safest.": (
        "请把查询参数原样交给 verify_callback；最稳妥的是纯 ASCII 且名称不重复。"
    ),
    "{} was signed as {} and sent differently": "{} 按{}签名，发送的却不同",
    "Set {} before signing and sign it as sent; an HTTP library may add or change it afterwards.": (
        "请在签名前设置 {}，并按发送的原样签名；HTTP 库可能会在之后添加或修改它。"
    ),
    "the lines of absent headers were left out": "不存在的请求头对应的空行被漏掉",
    "An absent header leaves an empty line: Accept, Content-MD5, Content-Type and Date always have theirs.": (
        "不存在的请求头保留空行：Accept、Content-MD5、Content-Type 和 Date 始终占一行。"
    ),
    "an empty line was signed for the extra headers, which are not there": "没有额外的请求头，却签入了空行",
    "the callback is signed without its timestamp": "回调签名时没有时间戳",
    "Sign the timestamp first.": "请先签时间戳。",
    "Without extra headers their line disappears altogether.": "没有额外的请求头时，该行应完全去掉。",
    "the method": "方法",
    "without the values of the query": "没有查询参数的值",
    "with the values in the order of sending": "值按发送的顺序排列",
    "with the values still percent-encoded": "值没有做百分号解码",
    "with the names of the query as well": "连查询参数的名称也签入了",
    "an empty line": "空行",
    "the digest of the body that was sent": "实际发送的报文体的摘要",
    "the hex digest of the body": "报文体的十六进制摘要",
    "base64 of the hex digest": "十六进制摘要的 base64",
    "the hex digest in upper case": "大写的十六进制摘要",
    "the digest of {}": "{} 的摘要",
    "without its first slash": "缺少开头的斜杠",
    "with its parameters in the order of sending": "参数按发送的顺序排列",
    "with its parameters still percent-encoded": "参数没有做百分号解码",
    "percent-encoded twice": "做了两次百分号编码",
    "with its parameters sorted and still percent-encoded": "参数已排序，但没有做百分号解码",
    "with its parameters sorted regardless of case": "参数排序时没有区分大小写",
    "with = after the name of an empty parameter": "空参数的名称后带有 =",
    "without its empty parameters": "去掉了空参数",
    "with the last value of a repeated parameter": "重复的参数取了最后一个值",
    "with names in lower case": "名称为小写",
    "with a space after the colon": "冒号后有空格",
    "not at all": "完全没有签入",
    "with empty values": "值为空",
    "with a ? although there are no parameters": "没有参数却带有 ?",
    "with the host in front": "前面带有主机",
    "with “{}” in its empty parameters": "空参数中写了“{}”",
    "{} and sent differently": "{}，发送的却不同",
    "without its parameters": "没有参数",
    "with + where a space was sent": "发送的是空格，签名时写成了 +",
    "e签宝 transfers": "e签宝打款",
    "e签宝 letters": "e签宝授权书",
    "e签宝: flow {} was sent {} yuan": "e签宝：已向流程 {} 打款 {} 元",
    "nothing was transferred in this flow; call transfer_random_amount first": (
        "这个流程没有打款；请先调用 transfer_random_amount"
    ),
    "e签宝 codes": "e签宝验证码",
    "e签宝: flow {} was sent the code {}": "e签宝：已向流程 {} 发送验证码 {}",
    "no code was sent for this flow; start it by mobile number or bank card": (
        "这个流程没有发送验证码；请以手机号或银行卡发起"
    ),
    "base_url must use https: the secret and the token are sent to it": (
        "base_url 必须使用 https：密钥和 token 会发送到该地址"
    ),
    "the token belongs to another origin, the first one that was asked": "token 属于另一个 origin，即首次请求的那个",
    "no token came within the total time of the call": "在调用的总时限内没有取得 token",
    "e签宝 gives no token (code {}, HTTP {})": "e签宝没有签发 token（错误码 {}，HTTP {}）",
    "the answer of the token endpoint is not what is documented": "取 token 接口的应答与文档不符",
    "Make one TokenAuth for each base URL, and do not let its client follow redirects.": (
        "请为每个 base URL 各建一个 TokenAuth，并且不要让它的客户端跟随重定向。"
    ),
    "Check app_id and app_secret, and that they belong to this base URL.": (
        "请检查 app_id 和 app_secret，以及它们是否属于这个 base URL。"
    ),
    "e签宝 identity verification": "e签宝实名认证",
    "The header X-Tsign-Open-Auth-Mode got lost on the way: look at what stands in between.": (
        "请求头 X-Tsign-Open-Auth-Mode 在途中丢失：请检查中间的环节。"
    ),
    "Check app_id, that it is enabled, and that it belongs to this base URL.": (
        "请检查 app_id 是否已启用，以及是否属于这个 base URL。"
    ),
    "Set the clock of this machine: the gateway allows 15 minutes.": "请校准本机时钟：网关允许 15 分钟的误差。",
    "Check app_secret, and that nothing changes the request; `realname explain esign` tells more.": (
        "请检查 app_secret，并确认请求在途中没有被修改；`realname explain esign` 可了解更多。"
    ),
    "Add the address you call from to the application's whitelist.": "请把您的调用地址加入应用的白名单。",
    "Confirm the code that was sent for a four-factor flow.": "确认银行卡四要素流程的验证码。",
    "The flow has ended; read what came of it with get_flow_detail.": "流程已结束；请用 get_flow_detail 查询结果。",
    "The flow was not started with start_bank_card4_factors.": "这个流程不是用 start_bank_card4_factors 发起的。",
    "The attempts are used up; start a new flow.": "尝试次数已用完；请发起新流程。",
    "The code is older than 15 minutes; start a new flow.": "验证码已超过 15 分钟；请发起新流程。",
    "Start the verification of a person by name, document, bank card and mobile number.": (
        "以姓名、证件、银行卡和手机号发起个人认证（银行卡四要素）。"
    ),
    "Documents of this kind are not supported: see certType.": "不支持这类证件：见 certType。",
    "Compare a person's name and identity number.": "比对个人的姓名和身份证号。",
    "The same data were compared too often: wait, or ask e签宝.": "同样的信息比对过于频繁：请等待，或联系 e签宝。",
    "Compare a person's name, identity number and mobile number.": "比对个人的姓名、身份证号和手机号。",
    "Ask how far the face verification of a flow has come.": "查询流程中人脸认证的进度。",
    "Ask with the flowId that start_face gave.": "请用 start_face 返回的 flowId 查询。",
    "Ask with the flowId of start_face: no face verification was started for this one.": (
        "请用 start_face 的 flowId 查询：这个流程没有发起人脸认证。"
    ),
    "Start the verification of a person by their face.": "以人脸发起个人认证。",
    "Get state, way and subject of an identity-verification flow.": "查询认证流程的状态、方式和对象。",
    "Get the outline of an identity-verification flow.": "查询认证流程的概要。",
    "Start the identity verification of a person on a page of e签宝.": "发起个人认证，由用户在 e签宝页面上完成。",
    "Get how far the signing of a letter of authorization has come.": "查询授权书的签署进度。",
    "Get the address at which a legal representative signs.": "取得法定代表人的签署地址。",
    "Send a letter of authorization to an organization's legal representative.": "向组织的法定代表人发送授权书。",
    "No letter could be made: check the form of the arguments.": "无法生成授权书：请检查参数的格式。",
    "The attempts of this day are used up: try again tomorrow.": "当天的尝试次数已用完：请明天再试。",
    "Check the data before the next attempt: the message tells how many are left today.": (
        "再次尝试前请检查信息：message 中说明了当天的剩余次数。"
    ),
    "Check the legal representative's data that started the flow.": "请检查发起流程时的法定代表人信息。",
    "No letter was sent: check the form of the arguments.": "没有发送授权书：请检查参数的格式。",
    "The balance at e签宝 is used up: top it up.": "e签宝余额不足：请充值。",
    "Start the identity verification of an organization on a page of e签宝.": "发起组织认证，在 e签宝页面上完成。",
    "Compare four facts of an enterprise, and start its flow.": "比对企业四要素，并发起流程。",
    "Compare three facts of an organization, and start its flow.": "比对组织三要素，并发起流程。",
    "The organization's data do not match: check them.": "组织信息不匹配：请检查。",
    "The organization's data were not confirmed: check them.": "组织信息未核实：请检查。",
    "Send the code of a three-factor flow once more.": "重新发送运营商三要素流程的验证码。",
    "Confirm the code that was sent for a three-factor flow.": "确认运营商三要素流程的验证码。",
    "The flow was not started with start_telecom3_factors.": "这个流程不是用 start_telecom3_factors 发起的。",
    "The code is older than 15 minutes; send it once more with resend_telecom3_factors_code.": (
        "验证码已超过 15 分钟；请用 resend_telecom3_factors_code 重新发送。"
    ),
    "Start the verification of a person by name, identity number and mobile number.": (
        "以姓名、身份证号和手机号发起个人认证（运营商三要素）。"
    ),
    "Get the progress of a transfer to an organization's account.": "查询向组织账户打款的进度。",
    "Have a random amount transferred to an organization's account.": "向组织账户打入随机金额。",
    "The transfer failed: check the account, and start it again.": "打款失败：请检查账户后重新发起。",
    "Confirm the amount that arrived on an organization's account.": "确认组织账户收到的金额。",
    "Ask for the amount again: more than three wrong ones end the flow.": "请重新询问金额：错误超过三次流程就会结束。",
    "Too many amounts were tried: start another transfer, or another flow.": (
        "金额尝试次数过多：请重新打款，或另外发起流程。"
    ),
    "Start another transfer.": "请重新打款。",
    "The amount was confirmed too late, after 7 days: start another transfer.": "超过 7 天才确认金额：请重新打款。",
    "How often a call may be sent in total, by default 3; only what its page allows is sent again.": (
        "一次调用总共最多发送几次，默认 3；只有文档页允许的才会重复发送。"
    ),
    "Signature, the default, signs every request, which e签宝 recommends; token fetches an OAuth 2.0 toke"
    "n and shares it among all calls of this client. Use one such client only: each new token cuts older "
    "ones short.": (
        "signature（默认）给每个请求签名，这是 e签宝推荐的方式；token 获取一个 OAuth 2.0 令牌，供这个客户端的"
        "所有调用共用。这样的客户端只能有一个：每个新令牌都会让旧令牌提前失效。"
    ),
    "Names of further headers to sign; see `Auth`.": "还要签名的其他请求头的名称，见 `Auth`。",
}

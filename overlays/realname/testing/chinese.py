"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

IN_GAPS: Final[Mapping[str, str]] = {
    "behind": "慢",
    "read": "读取",
    "change": "修改",
    "STOPPED": "中止",
    "UNTESTED": "未测",
}
"""Single words in gaps; others there are names."""

SENTENCES: Final[Mapping[str, str]] = {
    "curl read it from a file": "curl 是从文件读取它的",
    "Put it into the command, or send it with --trace FILE and explain that.": (
        "请把它直接写进命令，或用 --trace FILE 发送，再解释那个文件。"
    ),
    "the command is longer than {} MiB": "命令超过 {} MiB",
    "the command names no address": "命令中没有地址",
    "the command's quotation marks do not fit: copy it whole": "命令中的引号不配对：请完整复制命令",
    "the command has more than {} pieces": "命令超过 {} 个部分",
    "curl --trace-ascii writes a dot for each byte that is not ASCII": (
        "curl --trace-ascii 会把每个非 ASCII 字节写成一个点"
    ),
    "Send it again with --trace FILE instead of --trace-ascii, and explain that file.": (
        "请用 --trace FILE 代替 --trace-ascii 重新发送，再解释那个文件。"
    ),
    "the trace has more than {} sections": "trace 文件超过 {} 段",
    "there are more than {} requests": "请求超过 {} 个",
    "the trace is damaged: its offsets do not fit what stands behind them": "trace 文件已损坏：偏移量与后面的内容不符",
    "curl -v writes no body that it sends": "curl -v 不会写出它发送的请求体",
    "Send it again with --trace FILE instead of -v, and explain that file.": (
        "请用 --trace FILE 代替 -v 重新发送，再解释那个文件。"
    ),
    "there are more than {} lines": "超过 {} 行",
    "there are more than {} values": "值超过 {} 个",
    "the HAR has more than {} objects and lists": "HAR 中的对象和数组超过 {} 个",
    "there are more than {} lines of headers": "报文头超过 {} 行",
    "the capture does not show the body{} as it was sent": "抓取的报文没有按发送时的原样显示报文体{}",
    "an answer": "应答",
    " of {} bytes": "（{} 字节）",
    "the capture does not show the body{}": "抓取的报文没有显示报文体{}",
    "no answer": "没有应答",
    "the answer is compressed in a way that cannot be undone here; ask for it uncompressed": (
        "应答的压缩方式在这里无法还原；请获取未压缩的应答"
    ),
    "the answer is larger than {} MiB when it is decompressed": "应答解压后超过 {} MiB",
    "this HAR has no body for it": "这个 HAR 中没有它的报文体",
    "Export it with the bodies, or capture with another tool.": "请导出时包含报文体，或改用其他工具抓取。",
    "log.entries of the HAR is no list": "HAR 的 log.entries 不是列表",
    "this is neither HTTP text nor a HAR: JSON with log.entries": (
        "这既不是 HTTP 文本，也不是 HAR（含 log.entries 的 JSON）"
    ),
    "entry {} of the HAR is not as HAR 1.2 has it": "HAR 的第 {} 条不符合 HAR 1.2",
    "the text of error.capture() is cut off": "error.capture() 的文本被截断",
    "mitmproxy has not kept the body": "mitmproxy 没有保存报文体",
    "Let it save whole bodies: without stream_large_bodies.": "请让它保存完整的报文体：不要使用 stream_large_bodies。",
    "the file of mitmproxy is damaged, or cut off": "mitmproxy 的文件已损坏或被截断",
    "the capture is larger than {} MiB": "抓取的报文超过 {} MiB",
    "the capture holds no request": "抓取的报文中没有请求",
    "this is what mitmdump shows, with bodies written anew: save the flows with -w FILE": (
        "这是 mitmdump 显示的内容，报文体已被改写：请用 -w FILE 保存 flows"
    ),
    "no JSON": "不是 JSON",
    "a request without security headers": "不带安全请求头的请求",
    "a request signed with another key": "用其他密钥签名的请求",
    "a query that was changed after signing": "签名后被修改的查询参数",
    "a request without {}": "缺少 {} 的请求",
    "a path that was changed after signing": "签名后被修改的路径",
    "a body that was changed after signing": "签名后被修改的请求体",
    "the gateway {} ({})": "网关{}（{}）",
    "an answer of the operation itself without a signature (HTTP {})": "接口本身的应答没有签名（HTTP {}）",
    "an answer that does not call itself JSON (HTTP {})": "应答没有声明自己是 JSON（HTTP {}）",
    "{} (HTTP {})": "{}（HTTP {}）",
    "a failure of the gateway itself ({})": "网关自身失败（{}）",
    "a request with a genuine signature was refused for it ({})": "签名正确的请求因签名被拒绝（{}）",
    "{} made the gateway fail ({})": "{}使网关失败（{}）",
    "an answer without a whole signature (HTTP {})": "应答没有完整的签名（HTTP {}）",
    "a signature that is not that of the configured key (HTTP {})": "签名不是由所配置的密钥签出的（HTTP {}）",
    "a request that the contract allows was refused ({})": "符合契约的请求被拒绝（{}）",
    "{} was not refused for its signature ({})": "{}没有因签名被拒绝（{}）",
    "a request in which {} was not refused ({})": "请求中{}，却没有被拒绝（{}）",
    "no request was answered": "没有请求得到应答",
    "not sent, since it was not chosen, or may start, charge, send, move money or delete": (
        "没有发送：未被选中，或它可能会发起流程、计费、发送消息、划转资金或删除数据"
    ),
    "{} at {}": "{}（{}）",
    "LEFT OUT {}: {}": "未测试 {}：{}",
    "no success of {} was seen; pass values of your account as arguments": "没有看到 {} 成功；请用参数传入您账号下的值",
    "{} of the contract.": "{}契约之处。",
    "The gateway could not be tested.": "无法测试该网关。",
    "Not everything could be tested.": "有一部分无法测试。",
    "No breach of the contract": "没有发现违反契约之处",
    ", {} times": "，{} 次",
    "BREACH  {}  {}": "违约  {}  {}",
    "        first seen in {}, case {}{}; check {}": "        首次出现于 {}，用例 {}{}；检查项 {}",
    "The run ended at the agreed number of calls; it has not tried everything.": (
        "已达到约定的调用次数，运行结束；没有全部测完。"
    ),
    " by the operations that were sent.": "（就已发送的接口而言）。",
    "; cases: {}": "；用例数：{}",
    "in all": "合计",
    "Test a sandbox, or say that production is meant.": "请测试沙箱，或明确说明要测试生产环境。",
    "{} may start, charge, send, move money or delete": "{} 可能会发起流程、计费、发送消息、划转资金或删除数据",
    "no operation of the run has an argument {}": "本次运行的接口都没有参数 {}",
    "{} may use up what is passed in its arguments, such as a one-time token. Go on?": (
        "{} 可能会用掉参数中的一次性内容，例如一次性 token。继续吗？"
    ),
    "base_url is a production host": "base_url 是生产环境的主机",
    "there is no operation {}": "没有接口 {}",
    "Allow `effects` where that is not real.": "如果那里不是真实环境，请允许 `effects`。",
    "They have: {}.": "它们的参数有：{}。",
    "Choose one of {}.": "请从这些里选择：{}。",
    "the run could not go on ({})": "运行无法继续（{}）",
    "refuses for reasons of the operation": "因接口自身的原因拒绝",
    "refuses a request that breaks the contract": "拒绝违反契约的请求",
    "does not accept the credentials or the signature": "不接受凭据或签名",
    "does not accept the person's consent that is among the arguments": "不接受参数中的用户授权",
    "gives no access, or no more of it": "不给予访问权限，或额度已用完",
    "an unreadable code": "无法显示的错误码",
    "HTTP {}, success": "HTTP {}，成功",
    "the run was interrupted": "运行被中断",
    "{} is required and missing": "{} 必填，但缺失",
    "{} is null": "{} 为 null",
    "{} breaks the rule {}": "{} 违反规则 {}",
    "list of {}": "列表，元素为{}",
    "any JSON": "任意 JSON",
    "at most {} characters": "最多 {} 个字符",
    "matches {}": "匹配 {}",
    " or ": " 或 ",
    "one of {}": "{} 之一",
    "for instance {}": "例如 {}",
    "is the server “{}”": "是服务器“{}”",
    "is an RSA private key of 2048 bits or more": "是 2048 位或以上的 RSA 私钥",
    "is an RSA public key of 2048 bits or more": "是 2048 位或以上的 RSA 公钥",
    "is an AES key": "是 AES 密钥",
    "is the same key as that of {}": "与 {} 的密钥相同",
    "Set each provider's own key.": "请分别设置各服务商自己的密钥。",
    "is the public half of your private key for {}": "是您用于 {} 的私钥对应的公钥",
    "Set the provider's key.": "请设置服务商的密钥。",
    "is used for {} as well": "也用于 {}",
    "Use a key pair of its own for each provider.": "请为每家服务商使用单独的密钥对。",
    "Did you mean {}?": "您是不是想写 {}？",
    "The variables are {}.": "可用的环境变量有：{}。",
    "lets plain http, which others on the way can read and change, go to other machines: for tests only": (
        "允许用明文 http 访问其他机器，途中可被读取和篡改：仅限测试"
    ),
    "is a sandbox on this machine: {}": "是本机的沙箱：{}",
    "is not a server of the contract: {}": "不是契约中的服务器：{}",
    "Set the key that the provider's console shows as the provider's own.": "请设置服务商控制台中显示的服务商公钥。",
    "Choose a server: {}.": "请选择服务器：{}。",
    "is set, and nothing reads it": "已设置，但没有程序读取它",
    "is not set": "未设置",
    "Choose a server, there is no default: {}.": "请选择服务器，没有默认值：{}。",
    "private key": "私钥",
    "public key": "公钥",
    "Unset it in production.": "请在生产环境中取消它。",
    "is the public half of your own private key": "是您自己私钥对应的公钥",
    "is not the public half of your own private key": "不是您自己私钥对应的公钥",
    "Run chmod 600 {}.": "请执行 chmod 600 {}。",
    "Let its owner run chmod o-rwx,g-w {}.": "请让文件的所有者执行 chmod o-rwx,g-w {}。",
    "others on this machine may {} the file": "本机的其他用户可以{}该文件",
    "only its owner may read the file": "只有文件的所有者可以读取该文件",
    "the file is mounted as secrets of containers are": "该文件按容器 secret 的方式挂载",
    "only its owner and its group may read the file": "只有文件的所有者和所属组可以读取该文件",
    "the file is for reading only, and its owner gave it to this user": "该文件只读，由其所有者提供给当前用户",
    "A field that the contract requires is left out of the answer.": "应答缺少契约要求的必填字段。",
    "A text or a number of the answer stands in an array of its own.": "应答中的一个文本或数被放进了数组。",
    "A field of the answer that cannot be null is null.": "应答中不可为 null 的字段为 null。",
    "The first enumerated field has a value which the contract does not list.": "第一个枚举字段的值不在契约中。",
    "The answer comes with HTTP 202, which the contract does not know.": "应答的状态是 HTTP 202，契约中没有这个状态。",
    "The answer is JSON and calls itself HTML.": "应答是 JSON，却声明为 HTML。",
    "The answer comes without signature headers, a success too.": "应答没有签名头，成功的应答也没有。",
    "The answer is signed with a key that is not the provider's.": "应答用不属于服务商的密钥签名。",
    "A request without a signature is accepted.": "没有签名的请求被接受。",
    "A request with any signature at all is accepted.": "带任意签名的请求都被接受。",
    "{} has no breach {}; it has: {}": "{} 没有违约 {}；可用的有：{}",
    "An enumerated field (dotted path; by default the first one) has a value that no document lists.": (
        "某个枚举字段（用点分路径指定；默认为第一个）的值不在任何文档中。"
    ),
    "A field (dotted path) has a value of another JSON type, by default a number in place of text.": (
        "某个字段（用点分路径指定）的值是其他 JSON 类型，默认用数代替文本。"
    ),
    "A field (dotted path; by default the first one that is required, or that there is) is left out.": (
        "缺少某个字段（用点分路径指定；默认为第一个必填的或存在的字段）。"
    ),
    "Every object of the answer has fields that no document mentions.": "应答的每个对象都有文档中没有的字段。",
    "The first member of the answer comes twice, null the first time.": "应答的第一个成员出现两次，第一次为 null。",
    "The JSON lacks its last brace, which is no transmission error: the length is right.": (
        "JSON 缺少最后的大括号；这不是传输错误：长度是对的。"
    ),
    "The answer is an array that holds the object.": "应答是包含该对象的数组。",
    "HTTP 200 without a body.": "HTTP 200，没有应答体。",
    "HTTP 200 with `{}`.": "HTTP 200，应答体为 `{}`。",
    "HTTP 200 with an HTML page.": "HTTP 200，应答体是 HTML 页面。",
    "A proxy's HTML page with HTTP 502; no state changes.": "代理的 HTML 页面，HTTP 502；状态不变。",
    "The answer comes with HTTP 202.": "应答的状态是 HTTP 202。",
    "HTTP 204 without a body.": "HTTP 204，没有应答体。",
    "The genuine answer comes with another HTTP status, by default 503.": "真实的应答带有其他 HTTP 状态，默认为 503。",
    "HTTP 302 to another place, with the answer as its body.": "HTTP 302 跳转到别处，应答体是原来的应答。",
    "The answer comes late, by this many seconds.": "应答延迟指定的秒数。",
    "The connection ends in the middle of the body.": "连接在应答体的中途断开。",
    "The connection ends before the gateway decides anything: no state changes.": "网关处理之前连接断开：状态不变。",
    "The connection ends after the gateway has decided: state has changed, the answer never arrives.": (
        "网关处理之后连接断开：状态已改变，应答没有到达。"
    ),
    "Another answer follows in the same packet: the same one again, which nobody asked for.": (
        "同一个数据包中跟着另一个没有请求的应答：内容与前一个相同。"
    ),
    "The head comes byte by byte, so many seconds apart; then the body.": (
        "应答头逐字节到达，间隔指定的秒数；然后是应答体。"
    ),
    "Informational answers come, so many seconds apart, and never the answer itself.": (
        "每隔指定的秒数收到一个 1xx 应答，最终应答一直不来。"
    ),
    "The answer is compressed after it was signed, and says so.": "应答在签名之后被压缩，并声明了压缩。",
    "The answer calls itself gzip and is not.": "应答声明为 gzip，实际不是。",
    "The answer comes without signature headers.": "应答没有签名头。",
    "HTTP 204 without a body and without signature headers.": "HTTP 204，没有应答体，也没有签名头。",
    "The signature is well-formed base64 of 16 bytes that sign nothing.": "签名是 16 个无意义字节的合法 base64。",
    "The signature is no base64 at all.": "签名根本不是 base64。",
    "The signature header comes twice: the genuine one, then garbage.": "签名头出现两次：先是真实的，后是无意义的。",
    "The signature header is there and empty.": "有签名头，但为空。",
    "The signature comes without the time (and nonce) that it covers.": "有签名，但没有它所覆盖的时间（和 nonce）。",
    "The time (and nonce) come without a signature.": "有时间（和 nonce），但没有签名。",
    "The body is changed after it was signed: `old` into `new`, by default an enumerated value into another "
    "one.": "应答体在签名之后被修改：`old` 改为 `new`，默认把一个枚举值改为另一个。",
    "The answer comes plain, although the request asked for an encrypted one.": "请求要求加密应答，而应答是明文。",
    "The answer comes encrypted, although the request did not ask for it.": "请求没有要求加密，而应答是加密的。",
    "An encrypted answer is, genuinely signed, the base64 of 15 bytes, which no block cipher gives.": (
        "加密应答的签名真实，但内容是 15 字节的 base64，分组密码不会产生这样的结果。"
    ),
    "the answer is not encrypted": "应答没有加密",
    "page refused": "用户页面：已拒绝",
    "in place of the gateway's own decision: no state changes": "取代网关自己的处理：状态不变",
    "the document is decided, its bytes are not written yet": "应答内容已确定，字节尚未写出",
    "the bytes are written, neither encrypted nor signed yet": "字节已写出，尚未加密和签名",
    "the bytes are encrypted, if they are to be, and not signed yet": "字节已按需加密，尚未签名",
    "the answer is finished": "应答已完成",
    "it changes nothing in this answer": "它没有改变这个应答",
    "{} has no fault {}; it has: {}": "{} 没有故障 {}；可用的有：{}",
    "times must be a whole number from 1, or None for every answer until reset()": (
        "times 必须是不小于 1 的整数，或 None（直到 reset() 的每个应答）"
    ),
    "fault {} has no option {}; it has {}": "故障 {} 没有选项 {}；可用的有 {}",
    "option {} of fault {} must be {}": "故障 {1} 的选项 {0} 必须是 {2}",
    "option {} of fault {} must be a number up to {}": "故障 {1} 的选项 {0} 必须是不超过 {2} 的数",
    "option {} of fault {} must be text of whole characters": "故障 {1} 的选项 {0} 必须是由完整字符组成的文本",
    "status {} is no final answer": "状态 {} 不是最终应答",
    "unfit fault": "故障不适用",
    "{} times": "{} 次",
    "the contract of {} has no operation {}": "{} 的契约中没有接口 {}",
    "time goes forward only: seconds must be a number from 0 to {}, 100 years": (
        "时间只能向前：秒数必须是 0 到 {}（100 年）之间的数"
    ),
    "{}'s secret": "{} 的密钥",
    "the contract describes no field of this answer that it could alter": "契约中没有描述它可以修改的应答字段",
    "no header can have such a value": "请求头或应答头不允许这样的值",
    "an outcome is one of {}, or a sequence of them": "结果必须是 {} 之一，或由它们组成的序列",
    "this verification has ended; start another one": "这次认证已结束；请另外发起一次",
    "it is too late: a person has {} hours to act; start another one": (
        "已超时：用户有 {} 小时的操作时间；请另外发起一次"
    ),
    "the sandbox takes bodies of up to {} bytes": "沙箱接受的请求体最大为 {} 字节",
    "the sandbox takes {} bytes of bodies at a time": "沙箱同时接受的请求体合计最大为 {} 字节",
    "{} faults wait in line already: let them come first, or reset the sandbox": (
        "已有 {} 个故障在排队：请先让它们生效，或重置沙箱"
    ),
    "{} bytes of {}": "{} 字节的 {}",
    "the state is damaged, or of another release: its {} cannot be read": (
        "状态已损坏，或来自其他版本：其中的 {} 无法读取"
    ),
    "the sandbox keeps {}: from now on the oldest leave": "沙箱只保留 {}：从现在起会移除最旧的",
    "the time in the request is {} minutes {} the clock of who answered": "请求中的时间比应答方的时钟{1} {0} 分钟",
    "Set the clock of the machine that signs (NTP), or sign at the moment of sending; mind the time zone.": (
        "请校准签名机器的时钟（NTP），或在发送时再签名；注意时区。"
    ),
    "the request is signed rightly with the configured key or secret, and the provider refuses the caller": (
        "请求用所配置的密钥签名正确，但服务商拒绝了调用方"
    ),
    "Compare what is registered at the provider with these settings: the public key (or the secret), the id, "
    "a token if there is one, and the environment that the address belongs to.": (
        "请核对服务商处登记的内容与这些配置项：公钥（或密钥）、ID、token（如果有），以及地址所属的环境。"
    ),
    "ahead of": "快",
    "Content-Length announces {} bytes and the capture holds {}: the body is not the one that was sent (cut, "
    "re-encoded, or changed by an editor)": (
        "Content-Length 为 {} 字节，而抓取的报文中有 {} 字节：报文体不是实际发送的内容（被截断、转码或被编辑器改动）"
    ),
    "Capture the body's bytes as they were sent.": "请按发送时的原样抓取报文体的字节。",
    "header {}": "请求头 {}",
    "the first line is not a request line such as “POST /api/… HTTP/1.1”": (
        "第一行不是请求行（例如“POST /api/… HTTP/1.1”）"
    ),
    "the request line has no path": "请求行中没有路径",
    "the first line is not a status line such as “HTTP/1.1 200 OK”": "第一行不是状态行（例如“HTTP/1.1 200 OK”）",
    "there are more than {} MiB before the body: is the empty line missing?": "报文体之前超过 {} MiB：是不是缺少空行？",
    "the capture is empty": "抓取的报文为空",
    "there are more than {} lines before the body": "报文体之前超过 {} 行",
    "line {} is not a header; an empty line must come before the body": "第 {} 行不是报文头；报文体之前必须有空行",
    "signature and personal values are masked in this capture, so the text that was signed cannot be tried": (
        "这份报文中的签名和个人信息已遮盖，因此无法尝试还原签名的文本"
    ),
    "To see it all, keep error.capture(show_personal=True) instead: it holds personal data and a signature.": (
        "要查看全部内容，请改为保存 error.capture(show_personal=True)：其中有个人信息和签名。"
    ),
    "the signature is made with another configured key, {}": "签名是用另一个已配置的密钥 {} 签出的",
    "the signature is made with the provider's key, but over another text: the answer was changed on its way": (
        "签名是用服务商的密钥签出的，但签的是另一段文本：应答在途中被修改过"
    ),
    "Look for what is in between: a proxy or a gateway of yours that writes bodies or headers anew.": (
        "请检查途中的环节：您的代理或网关是否改写了报文体或报文头。"
    ),
    "the signature is not made with the key that is configured as the provider's": "签名不是用所配置的服务商密钥签出的",
    "Check that the key belongs to this environment (sandbox, production) and is the current one.": (
        "请确认密钥属于当前环境（沙箱或生产），并且是当前使用的。"
    ),
    "the answer is signed with your own private key, not with the provider's": (
        "应答是用您自己的私钥签名的，不是服务商的密钥"
    ),
    "Look for what is in between: a mock or a proxy answers in the provider's place.": (
        "请检查途中的环节：有 mock 或代理在代替服务商应答。"
    ),
    "the answer's time was too far from the clock of this machine when it came": (
        "收到应答时，应答的时间与本机时钟相差过大"
    ),
    "Set the clock. If it was right, this is an old answer: do not act on it.": (
        "请校准时钟。如果时钟无误，则这是旧的应答：请勿据此处理业务。"
    ),
    "Sign with this provider's private_key.": "请用这家服务商的 private_key 签名。",
    "the body is encrypted; perhaps the plain body was signed, which cannot be tried here": (
        "报文体已加密；可能签的是明文，这里无法验证"
    ),
    "your private_key is not configured (nor your public key given), so only the form is checked": (
        "没有配置您的 private_key（也没有给出您的公钥），因此只检查形式"
    ),
    "{} is not configured, so only the form is checked": "没有配置 {}，因此只检查形式",
    "the signature is made with a known key, but over another text{}": "签名是用已知的密钥签出的，但签的是另一段文本{}",
    ", and none of the usual mistakes leads to that text": "，且常见的错误都得不到那段文本",
    "Print the string that was signed, byte for byte, and compare it with the one shown here.": (
        "请逐字节打印实际签名的待签名串，与这里显示的对比。"
    ),
    "Encrypt first, then sign what is sent.": "请先加密，再对实际发送的内容签名。",
    "{}, in none of the usual ways": "{}，且不属于任何常见的方式",
    " (its digest is {})": "（其摘要为 {}）",
    "the signature is not made with this secret over this text, nor over what a usual mistake leads to": (
        "签名不是用这个密钥对这段文本签出的，也不是对常见错误所得的文本签出的"
    ),
    "Check the secret first; then print the string that was signed and compare it, byte for byte.": (
        "请先检查密钥；再打印实际签名的待签名串，逐字节对比。"
    ),
    "the signature is not made with your private key, nor with another configured one": (
        "签名不是用您的私钥签出的，也不是用其他已配置的密钥签出的"
    ),
    "Check which key signs: it must be the one whose public half is registered with the provider.": (
        "请检查是用哪个密钥签名的：必须是其公钥已在服务商处登记的那一个。"
    ),
    "the answer carries no signature": "应答没有签名",
    "Only a refusal may come unsigned; never act on an unsigned success.": (
        "只有拒绝的应答可以不签名；切勿按未签名的成功应答处理业务。"
    ),
    "Do not act on it. Look for what is in between: a proxy may drop headers.": (
        "请勿据此处理业务。请检查途中的环节：代理可能丢掉了报文头。"
    ),
    "the answer carries {} without {}": "应答有 {}，但没有 {}",
    "{} and {} belong together: take both from the same {} and environment.": (
        "{} 和 {} 是一套：请从同一个 {}、同一个环境中取得。"
    ),
    "{} is the public half of your own private key, not the provider's key": (
        "{} 是您自己私钥对应的公钥，不是服务商的公钥"
    ),
    "Configure the public key that the provider's console shows as its own.": "请配置服务商控制台中显示的服务商公钥。",
    "a byte-order mark (BOM)": "字节顺序标记（BOM）",
    "a line end": "换行符",
    "quotation marks": "引号",
    "invisible characters": "不可见字符",
    "characters beyond ASCII, such as full-width ones": "非 ASCII 字符，例如全角字符",
    "app auth token": "app auth token",
    "Set it again, without them: the provider knows the bare text only.": "请去掉它们后重新设置：服务商只认原文本。",
    "{} is not the configured {}": "{} 与所配置的 {} 不同",
    "{} is in seconds": "{} 的单位是秒",
    "Write milliseconds since 1970: 13 digits.": "请写 1970 年以来的毫秒数：13 位数字。",
    "the header {} is missing": "缺少请求头 {}",
    "Send {}.": "请发送 {}。",
    "{} is not a number of milliseconds": "{} 不是毫秒数",
    "Write 13 digits.": "请写 13 位数字。",
    "the {} that is configured has {} in or around it": "所配置的 {} 的中间或首尾有{}",
    "Make the body's bytes once; sign these bytes and send these bytes.": (
        "请只生成一次报文体的字节；签名和发送都用这些字节。"
    ),
    "the method was signed in lower case": "签名时方法用了小写",
    "Sign it in upper case.": "请用大写签名。",
    "Sign the string that is shown here; what another interface signs is another string.": (
        "请对这里显示的待签名串签名；其他接口签的是另外的串。"
    ),
    "the sorted parameters were signed as name=value, as other interfaces do": (
        "签的是排序后的 name=value 参数，这是其他接口的做法"
    ),
    "without the line feed at its end": "末尾缺少换行符",
    "End the last line with a line feed, too.": "最后一行也要以换行符结尾。",
    "with one more line feed at its end": "末尾多了一个换行符",
    "Let nothing follow the last part; shells and editors add line feeds.": (
        "最后一部分之后不要有任何内容；shell 和编辑器会添加换行符。"
    ),
    "with CR LF where a line feed alone belongs": "应为 LF 的位置用了 CR LF",
    "Write \\n, whatever the platform's line end is.": "无论平台的换行符是什么，都请写 \\n。",
    "with the two characters \\ and n where a line feed belongs": "应为换行符的位置是 \\ 和 n 两个字符",
    "Write a real line feed: $'\\n' or printf in a shell, not '\\n' in plain quotes.": (
        "请写真正的换行符：在 shell 中用 $'\\n' 或 printf，不要在普通引号中写 '\\n'。"
    ),
    "without any line feeds": "没有任何换行符",
    "Separate the lines by line feeds.": "请用换行符分隔各行。",
    "escaped for HTML (& as &amp;)": "做了 HTML 转义（& 写成 &amp;）",
    "Sign the text itself; a template or a copy from a page has escaped it.": (
        "请对文本本身签名；模板或从网页复制时做了转义。"
    ),
    "escaped for HTML (& as &amp;, quotation marks as &quot;)": "做了 HTML 转义（& 写成 &amp;，引号写成 &quot;）",
    "with & where &amp; was sent, which is HTML": "签名时用 &，而发送的是 HTML 的 &amp;",
    "Send the text itself; a template or a copy from a page has escaped it.": (
        "请发送文本本身；模板或从网页复制时做了转义。"
    ),
    "with what HTML makes of names such as &times, &copy or &not (× of &timestamp)": (
        "把 &times、&copy、&not 等按 HTML 解释了（&timestamp 变成 ×）"
    ),
    "Sign the text itself; a page has shown &times as ×.": "请对文本本身签名；网页把 &times 显示成了 ×。",
    "with \\u0026 where & was sent (and <, >, =, ' likewise), as JSON libraries write them": (
        "发送的是 &，签名时写成了 \\u0026（<、>、=、' 同理），这是 JSON 库的写法"
    ),
    "Sign the text itself, not its form in JSON.": "请对文本本身签名，而不是它在 JSON 中的写法。",
    "with \\u0026 where & was sent, as JSON libraries write it": "发送的是 &，签名时写成了 \\u0026，这是 JSON 库的写法",
    "percent-encoded as a whole": "整体做了百分号编码",
    "Sign the string itself.": "请对待签名串本身签名。",
    "percent-encoded as a whole, with + for a space": "整体做了百分号编码，空格写成 +",
    "in base64": "以 base64 形式",
    "Sign the string itself; only the signature is written in base64.": "请对待签名串本身签名；只有签名才写成 base64。",
    "without the blanks and line feeds at its ends": "去掉了首尾的空白和换行符",
    "Sign every line with its end, and strip nothing.": "请连同每行的换行符一起签名，不要去掉任何字符。",
    "with a space where each line feed belongs": "应为换行符的位置是空格",
    "with a byte order mark in front": "开头多了字节顺序标记（BOM）",
    "Write the text as UTF-8 without BOM.": "请以不带 BOM 的 UTF-8 写出文本。",
    "what was signed is the {} of the string, so that it was hashed twice": "签名的是待签名串的{}，因此做了两次哈希",
    "Pass the string itself to the signing function: it does the hashing.": (
        "请把待签名串本身传给签名函数：它会做哈希。"
    ),
    "in GBK and sent in UTF-8": "以 GBK 签名，以 UTF-8 发送",
    "in LATIN-1 and sent in UTF-8": "以 LATIN-1 签名，以 UTF-8 发送",
    "in UTF-16 and sent in UTF-8": "以 UTF-16 签名，以 UTF-8 发送",
    "with ? for each character that ASCII has not": "ASCII 没有的字符都成了 ?",
    "with ? for each character that GBK has not": "GBK 没有的字符都成了 ?",
    "in Big5 and sent in UTF-8": "以 Big5 签名，以 UTF-8 发送",
    "as UTF-8 encoded twice (its bytes taken for LATIN-1)": "做了两次 UTF-8 编码（字节被当作 LATIN-1）",
    "as UTF-8 encoded twice (its bytes taken for Windows-1252)": "做了两次 UTF-8 编码（字节被当作 Windows-1252）",
    "as UTF-8 encoded twice (its bytes taken for GBK)": "做了两次 UTF-8 编码（字节被当作 GBK）",
    "without spaces": "没有空格",
    "with a space after each comma and colon": "每个逗号和冒号后有空格",
    "indented by 2": "缩进 2 格",
    "indented by 4": "缩进 4 格",
    "with a space after each comma": "每个逗号后有空格",
    "with a space after each colon": "每个冒号后有空格",
    "the string was signed {}": "待签名串的签名方式有误：{}",
    "Sign and send UTF-8.": "签名和发送都请用 UTF-8。",
    "“{}” was signed in the empty line of {}": "{1} 对应的空行中签入了“{0}”",
    "without the lines of {}": "缺少 {} 的那几行",
    "the string was signed with its lines in another order": "签名时待签名串各行的顺序不同",
    "Keep to this order.": "请按这个顺序。",
    "the request has no body, and {} was signed for it": "请求没有请求体，却签入了{}",
    "the body was signed without the line end it was sent with": "发送的报文体末尾有换行符，签名时没有",
    "the body was signed with a line end it was not sent with": "签名时报文体末尾有换行符，发送时没有",
    "the body was signed without the spaces around it": "签名时去掉了报文体首尾的空白",
    "the body was signed with LF line ends and sent with CR LF": "签名时报文体的换行是 LF，发送时是 CR LF",
    "the body was signed with CR LF line ends": "签名时报文体的换行是 CR LF",
    "the body was signed with a byte order mark": "签名时报文体带有字节顺序标记（BOM）",
    "the body was sent with a byte order mark and signed without it": "发送的报文体带有字节顺序标记（BOM），签名时没有",
    "an empty body was signed instead of the one that was sent": "签名用的是空报文体，而不是实际发送的",
    "as Python prints an object (single quotes), which is not JSON": "Python 打印对象的写法（单引号），不是 JSON",
    "{}, / written as \\/": "{}，/ 写成 \\/",
    "{}, <, > and & written as \\u003c, \\u003e and \\u0026": "{}，<、> 和 & 写成 \\u003c、\\u003e 和 \\u0026",
    "without the line of {}": "缺少 {} 的那一行",
    "An absent value leaves an empty line.": "没有值时保留空行。",
    "with the line of {} after the next one": "{} 的那一行排在了下一行之后",
    "Keep to the order shown here.": "请按这里显示的顺序。",
    "Sign nothing where nothing is sent.": "没有发送的内容不要签名。",
    "a line feed": "换行符",
    "the signed body is the same JSON written differently: {}": "签名的报文体是同一个 JSON 的另一种写法：{}",
    "the body was signed {}": "报文体的签名方式有误：{}",
    "without its null values": "去掉了 null 值",
    "without its empty values": "去掉了空值",
    "the body alone was signed": "只对报文体签了名",
    "non-ASCII characters escaped": "非 ASCII 字符已转义",
    "non-ASCII characters as they are": "非 ASCII 字符未转义",
    "keys sorted": "键已排序",
    "Use HMAC-SHA256 with the secret as the key and the string as the message.": (
        "请使用 HMAC-SHA256，以密钥为 key，以待签名串为消息。"
    ),
    "the signature is an HMAC with secret and string in each other's place": (
        "签名是 HMAC，但密钥与待签名串的位置颠倒了"
    ),
    "the signature is made with RSA-PSS padding": "签名使用了 RSA-PSS 填充",
    "Use PKCS#1 v1.5: SHA256withRSA, RSASSA-PKCS1-v1_5.": "请使用 PKCS#1 v1.5：SHA256withRSA，即 RSASSA-PKCS1-v1_5。",
    "what was encrypted with the private key is no signature: nothing says which hash it is of": (
        "用私钥加密的结果不是签名：其中没有说明哈希算法"
    ),
    "Use a signing function (SHA256withRSA), not encryption with the private key.": (
        "请使用签名函数（SHA256withRSA），不要用私钥加密。"
    ),
    "is in quotation marks": "带有引号",
    "Leave them out.": "请去掉。",
    "holds spaces where + was": "中的 + 变成了空格",
    "Percent-encode the + as %2B.": "请把 + 编码为 %2B。",
    "is broken into lines": "被分成了多行",
    "Use base64 without line breaks.": "请使用不换行的 base64。",
    "is written in hex": "写成了十六进制",
    "Write the digest's raw bytes in base64.": "请把摘要的原始字节写成 base64。",
    "uses the URL-safe alphabet (- and _)": "使用了 URL-safe 字符（- 和 _）",
    "Use standard base64 (+ and /).": "请使用标准 base64（+ 和 /）。",
    "uses the standard alphabet (+ and /)": "使用了标准字符（+ 和 /）",
    "Use URL-safe base64 (- and _).": "请使用 URL-safe base64（- 和 _）。",
    "lacks its padding (=)": "缺少末尾的填充（=）",
    "Keep the = at the end.": "请保留末尾的 =。",
    "is not base64": "不是 base64",
    "Write the raw bytes in base64.": "请把原始字节写成 base64。",
    "is in base64 twice": "做了两次 base64",
    "Encode it once; many libraries give base64 already.": "请只编码一次；很多库返回的已经是 base64。",
    "is written as Python prints bytes (b'…')": "是 Python 打印 bytes 的写法（b'…'）",
    "Decode it to text first: signature.decode().": "请先解码为文本：signature.decode()。",
    "is base64 of the hex text": "是对十六进制文本做的 base64",
    "Write the raw bytes in base64, not their hex.": "请把原始字节写成 base64，而不是其十六进制文本。",
    "is not percent-encoded": "没有做百分号编码",
    "Write + as %2B, / as %2F and = as %3D.": "请把 + 写成 %2B，/ 写成 %2F，= 写成 %3D。",
    "is percent-encoded": "做了百分号编码",
    "Send the base64 text as it is.": "请原样发送 base64 文本。",
    "is percent-encoded twice": "做了两次百分号编码",
    "Encode it once.": "请只编码一次。",
    "the signature is one of an elliptic curve (ECDSA, SM2), not of an RSA key": (
        "签名来自椭圆曲线（ECDSA、SM2），不是 RSA 密钥的签名"
    ),
    "the signature has {} bytes: it is a digest or an HMAC, not made with an RSA key": (
        "签名有 {} 字节：它是摘要或 HMAC，不是用 RSA 密钥签出的"
    ),
    "the signature has {} bytes: it is made with a private key, and an HMAC is due": (
        "签名有 {} 字节：它是用私钥签出的，而这里应为 HMAC"
    ),
    "the signature uses {} instead of SHA-256": "签名使用了 {}，应为 SHA-256",
    "Use SHA-256.": "请使用 SHA-256。",
    "the signature {}": "签名{}",
    "of the string alone, without the secret": "仅对待签名串，没有密钥",
    "of secret and string": "对密钥加待签名串",
    "of string and secret": "对待签名串加密钥",
    "the signature is a plain {} {}, and no HMAC": "签名是普通的 {}（{}），不是 HMAC",
    "Sign with the RSA key: SHA256withRSA.": "请用 RSA 密钥签名：SHA256withRSA。",
    "Sign with the private key: SHA256withRSA.": "请用私钥签名：SHA256withRSA。",
    "⟨byte {}⟩": "⟨字节 {}⟩",
    "hex digest": "十六进制摘要",
    "hex digest in upper case": "大写的十六进制摘要",
    "{} calls": "{} 次调用",
    "{} call": "{} 次调用",
    "{} cases": "{} 个用例",
    "{} case": "{} 个用例",
    "{} breaches": "{} 处违反",
    "{} breach": "{} 处违反",
}

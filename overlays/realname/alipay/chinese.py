"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

IN_GAPS: Final[Mapping[str, str]] = {
    "keys": "密钥",
    "application": "应用",
}
"""Single words in gaps; others there are names."""

SENTENCES: Final[Mapping[str, str]] = {
    "signed items": "认证项",
    "text that is not empty, without lone surrogates": "非空文本，且不含单独的代理项",
    "certify_id must be {}": "certify_id 必须是{}",
    "its TLS certificate has expired": "它的 TLS 证书已过期",
    "it answers 404, and its TLS certificate names another host": "它应答 404，且其 TLS 证书属于另一台主机",
    "gateway.do speaks the older v2 protocol": "gateway.do 使用较早的 v2 协议",
    "base_url cannot be used: {}": "base_url 不能使用：{}",
    "the gateway": "网关",
    "Pass the key that the console shows as Alipay's (支付宝公钥), not the application's (应用公钥).": (
        "请传入控制台显示的支付宝公钥，而不是应用公钥。"
    ),
    "alipay_certificates holds a certificate of the application's own key": (
        "alipay_certificates 中有一张应用自己密钥的证书"
    ),
    "app_certificate does not belong to private_key": "app_certificate 与 private_key 不是一对",
    "alipay_certificates is empty": "alipay_certificates 为空",
    "Pass alipayCertPublicKey_RSA2.crt, which the console offers beside it.": (
        "请传入控制台中与它一同提供的 alipayCertPublicKey_RSA2.crt。"
    ),
    "Pass the certificate that was issued for this key.": "请传入为该密钥签发的证书。",
    "Pass at least one certificate.": "请至少传入一张证书。",
    "encrypt needs an encrypt_key": "encrypt 需要 encrypt_key",
    "the code is not text, so nobody can tell what is refused": "错误码不是文本，无法判断拒绝了什么",
    "Pass the console's AES key (接口内容加密).": "请传入控制台中“接口内容加密”的 AES 密钥。",
    "carries a signature that is not Alipay's over this notification": "的签名不是支付宝对这个通知所做的签名",
    "the notification {}": "通知{}",
    "has a field more than once": "中有字段重复出现",
    "has no {}": "中没有 {}",
    "has a field whose name is not letters, digits and underscores": "中有字段的名称不是由字母、数字和下划线组成",
    "is not signed with RSA2": "不是用 RSA2 签名的",
    "is for another application": "属于另一个应用",
    "is in an unknown charset": "使用了未知的字符集",
    "is older, or newer, than max_age allows": "的时间超出 max_age 允许的范围",
    "Do not act on it. Check Alipay's key (支付宝公钥), and pass the form as it came.": (
        "请勿据此处理业务。请检查支付宝公钥，并原样传入收到的表单。"
    ),
    "the notification is not in the charset that it names": "通知的内容与其声明的字符集不符",
    "the application's id (APPID)": "应用的 APPID",
    "private key": "私钥",
    "the application's private key (应用私钥)": "应用私钥",
    "AES key": "AES 密钥",
    "the console's AES key (接口内容加密)": "控制台中“接口内容加密”的 AES 密钥",
    "the token of a merchant on whose behalf to call": "代商家调用时该商家的 token",
    "public key": "公钥",
    "the key that the console shows as Alipay's (支付宝公钥)": "控制台显示的支付宝公钥",
    "the application's certificate (appCertPublicKey_….crt)": "应用公钥证书（appCertPublicKey_….crt）",
    "Alipay's certificates (alipayCertPublicKey_RSA2.crt)": "支付宝公钥证书（alipayCertPublicKey_RSA2.crt）",
    "Alipay's root bundle (alipayRootCert.crt)": "支付宝根证书（alipayRootCert.crt）",
    "whether certificates must lead to the root bundle; true": "证书是否必须能追溯到根证书；默认 true",
    "the answer from Alipay {}; the request may have been carried out, and a one-time token be used up": (
        "支付宝的应答{}；请求可能已被执行，一次性 token 可能已用掉"
    ),
    "Do not act on it. Check Alipay's key and the base URL; save error.capture() in a file, and `realname "
    "explain alipay FILE` tells more.": (
        "请勿据此处理业务。请检查支付宝公钥和 base URL；把 error.capture() 存为文件，用 `realname explain alipay "
        "FILE` 可了解更多。"
    ),
    "carries only half of a signature": "的签名只有一半",
    "has an alipay-timestamp or alipay-nonce that is not as documented": (
        "的 alipay-timestamp 或 alipay-nonce 与文档不符"
    ),
    "the answer from Alipay is signed under a certificate that is not configured": "支付宝的应答是用未配置的证书签名的",
    "carries a signature that is not Alipay's over this answer": "带有签名，但不是支付宝对这份应答的签名",
    "carries no signature": "没有签名",
    "Download Alipay's current certificate and add it to alipay_certificates; in a running process: "
    "credentials.with_alipay_certificate.": (
        "请下载支付宝当前的证书并加入 alipay_certificates；在运行中的进程里用 credentials.with_alipay_certificate。"
    ),
    "Alipay accounts": "支付宝账户",
    "Alipay deposits": "支付宝预咨询",
    "Alipay certifications": "支付宝认证",
    "there is no such certification: pass the certify_id that an initialize has answered with": (
        "没有这个认证：请传入 initialize 应答中的 certify_id"
    ),
    "there is no such certification that waits for its person": "没有等待用户操作的这个认证",
    "{} (SN {})": "{}（SN {}）",
    "holds {} RSA certificates; the bundle that Alipay ships holds {}": (
        "中有 {} 张 RSA 证书；支付宝提供的根证书文件中有 {} 张"
    ),
    "Download alipayRootCert.crt again, and pass it as it is.": "请重新下载 alipayRootCert.crt，并原样传入。",
    "is valid from {} only": "要到 {} 才生效",
    "Check the clock.": "请检查系统时钟。",
    "holds {} RSA certificates, as the bundle that Alipay ships does": (
        "中有 {} 张 RSA 证书，与支付宝提供的根证书文件一致"
    ),
    "expired on {}": "已于 {} 过期",
    "Download the current one.": "请下载当前的证书。",
    "expires on {}, in {} days": "将于 {} 过期，还有 {} 天",
    "Renew it in time.": "请及时更新。",
    "is valid until {}, for {} days": "有效期至 {}，还有 {} 天",
    "is the SN of another bundle than the configured one, or of a changed one": (
        "是与所配置的不同的根证书文件的 SN，或文件被改动过"
    ),
    "Send Authorization: {} <items>,sign=<signature>.": "请发送 Authorization: {} <items>,sign=<signature>。",
    "is not sent, although certificates are used": "没有发送，而当前使用的是证书方式",
    "is the SN of the application's own certificate": "是应用公钥证书的 SN",
    "is the SN of Alipay's certificate, not of the root bundle": "是支付宝公钥证书的 SN，不是根证书的 SN",
    "has the right SNs in another form or order": "的 SN 正确，但形式或顺序不同",
    "names {} of the {} RSA certificates of the root bundle: one was not read": (
        "只有根证书文件 {1} 张 RSA 证书中的 {0} 张：有证书没有读取到"
    ),
    "names more than the RSA certificates of the root bundle": "多于根证书文件中的 RSA 证书",
    "there are spaces between the items of Authorization": "Authorization 的各项之间有空格",
    "app_cert_sn is missing, or not the SN of the configured certificate": "缺少 app_cert_sn，或它不是所配置证书的 SN",
    "Send the SN of the application's own certificate: the MD5 of issuer and serial number.": (
        "请发送应用公钥证书的 SN：签发者与序列号的 MD5。"
    ),
    "Send the SN of the whole root bundle: those of its RSA certificates, in its order, joined by _.": (
        "请发送整个根证书文件的 SN：其中各 RSA 证书的 SN，按文件中的顺序用 _ 连接。"
    ),
    "the answer is signed under the certificate {}, which is not configured": "应答是用未配置的证书 {} 签名的",
    "Download Alipay's current certificate and add it to alipay_certificates.": (
        "请下载支付宝当前的证书并加入 alipay_certificates。"
    ),
    "is not one or more times 32 lower-case hex digits, joined by _": "不是用 _ 连接的一组或多组 32 位小写十六进制数字",
    "the header Authorization is missing": "缺少请求头 Authorization",
    "sign is not the last item of Authorization": "sign 不是 Authorization 的最后一项",
    "header Authorization": "请求头 Authorization",
    "request line": "请求行",
    "path and query": "路径和查询参数",
    "Authorization does not begin with the scheme": "Authorization 没有以认证方案开头",
    "Begin with {}.": "请以 {} 开头。",
    "Authorization has no item sign=…": "Authorization 中没有 sign=… 项",
    "End it with ,sign=….": "请以 ,sign=… 结尾。",
    "Separate them by commas alone.": "请只用逗号分隔。",
    "items of Authorization are in quotation marks": "Authorization 的项带有引号",
    "Leave the marks out.": "请去掉引号。",
    "app id": "app id",
    "app auth token": "app auth token",
    "alipay-timestamp and alipay-nonce": "alipay-timestamp 和 alipay-nonce",
    "Write ,sign=… at its end.": "请在末尾写 ,sign=…。",
    "Authorization has no item {}": "Authorization 中没有 {} 项",
    "Add {}=… and sign it.": "请加上 {}=… 并纳入签名。",
    "The operation fails with this code, signed; by default `SYSTEM_ERROR` with HTTP 400. No state changes.": (
        "接口以这个错误码失败，带签名；默认为 `SYSTEM_ERROR`，HTTP 400。状态不变。"
    ),
    "The gateway refuses with this code, unsigned; by default `insufficient-isv-permissions` with HTTP 400.": (
        "网关以这个错误码拒绝，未签名；默认为 `insufficient-isv-permissions`，HTTP 400。"
    ),
    "The operation fails with this code, and the answer is not signed. No state changes.": (
        "接口以这个错误码失败，应答没有签名。状态不变。"
    ),
    "HTTP 429 with `app-call-limited`, if wanted with `Retry-After` in seconds.": (
        "HTTP 429，错误码 `app-call-limited`，可带以秒为单位的 `Retry-After`。"
    ),
    "HTTP 500 with `unknow-error` (their spelling).": "HTTP 500，错误码 `unknow-error`（原文拼写如此）。",
    "The signature header is the text `null`, which the real gateway has been seen to send.": (
        "签名头是文本 `null`，真实网关曾出现过这种情况。"
    ),
    "The header `alipay-timestamp` is absent from a signed answer.": "已签名的应答中没有 `alipay-timestamp`。",
    "The header `alipay-nonce` is absent from a signed answer.": "已签名的应答中没有 `alipay-nonce`。",
    "The header `alipay-sn` names a certificate that nobody has.": "`alipay-sn` 是不存在的证书。",
    "The header `alipay-sn` is absent, though the app is in certificate mode.": (
        "应用使用证书方式，但没有 `alipay-sn`。"
    ),
    "The answer was signed long ago, by default a day.": "应答是很久以前签名的，默认为一天前。",
    "Every request is `INVALID_PARAMETER`.": "每个请求都得到 `INVALID_PARAMETER`。",
    "Every request ends in HTTP 500 with `unknow-error`.": "每个请求都得到 HTTP 500，错误码 `unknow-error`。",
    "A request with a genuine signature over another query is accepted.": (
        "签名真实但签的是另一段查询参数的请求被接受。"
    ),
    "A request with a parameter outside its closed list is accepted.": "参数值不在可选范围内的请求被接受。",
    "the app is in key mode: no certificate is named": "应用使用公钥方式：没有证书",
    "Alipay: once_token {} is good for one answer, with conn_key {}, identity_type {}, cert_no {}, and any "
    "query_type and service_id.": (
        "支付宝：once_token {} 可得到一次应答，对应 conn_key {}、identity_type {}、cert_no {}，query_type 和 "
        "service_id 任意。"
    ),
    "Alipay nonces": "支付宝 nonce",
    "Alipay app_auth_tokens": "支付宝 app_auth_token",
    "path and query were signed": "路径和查询参数的签名内容有误：",
    "Build the address first and sign path and query exactly as on the request line.": (
        "请先生成地址，再按请求行中的原样对路径和查询参数签名。"
    ),
    "the items of Authorization were signed": "Authorization 各项的签名内容有误：",
    "Sign the text between the scheme and ,sign= exactly as it is sent.": (
        "请对认证方案与 ,sign= 之间的文本按发送的原样签名。"
    ),
    "the string of WeChat Pay was signed: method, address, time, nonce and body": (
        "签的是微信支付的待签名串：方法、地址、时间、nonce 和报文体"
    ),
    "Sign the items of Authorization in the first line; time and nonce stand there.": (
        "第一行应为 Authorization 的各项；时间和 nonce 在其中。"
    ),
    "a space as +": "空格写成 +",
    "a space as %20": "空格写成 %20",
    "a space as %20 and ~ as %7E": "空格写成 %20，~ 写成 %7E",
    "a space as + and ~ as %7E, * as it is": "空格写成 +，~ 写成 %7E，* 不变",
    "/ as it is": "/ 不变",
    ": and , as they are": ": 和 , 不变",
    "the empty line for the missing body was left out": "没有请求体时的空行被漏掉",
    "A request without a body still has its line: … path, line feed, line feed.": (
        "没有请求体的请求仍有它的一行：… 路径、换行符、换行符。"
    ),
    "alipay-app-auth-token is sent, and its line is not signed": (
        "发送了 alipay-app-auth-token，但它的那一行没有纳入签名"
    ),
    "a last line with “{}” was signed for the app auth token, and none is sent": (
        "为 app auth token 签入了内容为“{}”的最后一行，但没有发送该 token"
    ),
    "the items of Authorization": "Authorization 的各项",
    "the method": "方法",
    "the sorted parameters alone were signed, as in protocol v2": "只对排序后的参数签了名，这是 v2 协议的做法",
    "v3 signs four lines: the items of Authorization, the method, path and query, the body.": (
        "v3 对四行签名：Authorization 的各项、方法、路径和查询参数、报文体。"
    ),
    "Add the token as the last line, with a line feed at its end.": "请把 token 作为最后一行，末尾带换行符。",
    "a line with the app auth token is signed, and alipay-app-auth-token is not sent": (
        "签入了 app auth token 的一行，但没有发送 alipay-app-auth-token"
    ),
    "Without a token there is no line for it.": "没有 token 就没有它的那一行。",
    "without /v3": "没有 /v3",
    "with its parameters sorted": "参数经过排序",
    "with its parameters in reverse order": "参数顺序相反",
    ", sorted": "，经过排序",
    "with lower-case hex in its percent-encoding": "百分号编码用了小写十六进制",
    "encoded twice": "做了两次编码",
    "without its empty parameters": "去掉了空参数",
    "without parameters that are empty or 0": "去掉了为空或为 0 的参数",
    "without the spaces between them": "去掉了各项之间的空格",
    "with spaces between them": "各项之间有空格",
    "with the scheme in front": "前面带有认证方案",
    "with a comma at their end": "末尾带有逗号",
    "Send the header, or leave the line out.": "请发送该请求头，或去掉这一行。",
    "with a ? although there is no query": "没有查询参数却带有 ?",
    "without its query": "没有查询参数",
    "with the host in front": "前面带有主机",
    "with “{}” in its empty parameters": "空参数中写了“{}”",
    "with the time in another unit than it was sent in": "时间的单位与发送的不同",
    "without {}": "缺少 {}",
    "with app_cert_sn={}, which is not sent": "带有没有发送的 app_cert_sn={}",
    "encoded differently ({}{})": "编码方式不同（{}{}）",
    "in another order": "顺序不同",
    "Alipay tokens": "支付宝 token",
    "results is to be a list of one or more texts": "results 应为一个或多个文本的列表",
    "Alipay identity verification": "支付宝身份认证",
    "Check the keys, and that nothing changes the request; `realname explain alipay` tells more.": (
        "请检查密钥，并确认请求在途中没有被修改；`realname explain alipay` 可了解更多。"
    ),
    "Compare the data of `preconsult_certdoc` with a person's Alipay account (实名证件信息比对验证咨询).": (
        "将 `preconsult_certdoc` 提交的信息与用户的支付宝账户比对（实名证件信息比对验证咨询）。"
    ),
    "Check the auth_token; it is that of the person who gave consent, and valid for a time only.": (
        "请检查 auth_token；它属于授权的用户，且只在一段时间内有效。"
    ),
    "The auth_token is no longer valid; have it renewed, or ask the person for consent again.": (
        "auth_token 已失效；请刷新，或请用户重新授权。"
    ),
    "Hand in a person's data (实名证件信息比对验证预咨询), to be compared with their Alipay account.": (
        "提交用户的信息（实名证件信息比对验证预咨询），用于与其支付宝账户比对。"
    ),
    "Open an identity verification (身份认证), and get its certify_id.": "初始化身份认证，取得 certify_id。",
    "Read the result of an identity verification (身份认证).": "查询身份认证的结果。",
    "Check the certify_id; one whose time is over is reported like this, too.": (
        "请检查 certify_id；已过期的 certify_id 也会得到这个结果。"
    ),
    "Read whether a user has opened or authorized a Zhima service (查询服务开通/授权信息).": (
        "查询用户是否已开通或授权芝麻服务（查询服务开通/授权信息）。"
    ),
    "Open a face verification that jumps into Alipay (跳转支付宝人脸核身), and get its certify_id.": (
        "初始化跳转支付宝人脸核身，取得 certify_id。"
    ),
    "Read the result of a face verification that jumped into Alipay (跳转支付宝人脸核身).": (
        "查询跳转支付宝人脸核身的结果。"
    ),
    "Get the address that opens the face page in Alipay (跳转支付宝人脸核身) for a certify_id.": (
        "按 certify_id 取得打开支付宝人脸页面的地址（跳转支付宝人脸核身）。"
    ),
    "Open a face verification (人脸核身) in the merchant's own app or on an H5 page.": (
        "在商家自己的 App 或 H5 页面中初始化人脸核身。"
    ),
    "Read the result of a face verification (人脸核身).": "查询人脸核身的结果。",
    "Check the certify_id: it is one of initialize_face_verification.": (
        "请检查 certify_id：它应来自 initialize_face_verification。"
    ),
    "Query the result of a person's identity authentication (职得) by its one-time token.": (
        "用一次性 token 查询用户身份认证的结果（职得）。"
    ),
    "Read a person's work pass (职得工作证信息查询).": "查询用户的工作证信息（职得工作证信息查询）。",
    "the body": "报文体",
    "Encrypt bodies with the encrypt_key of the credentials, and have answers encrypted. The query of a "
    "GET is never encrypted; which operations take the setting is not documented.": (
        "用凭据的 encrypt_key 加密报文体，并要求应答加密。GET 的查询参数从不加密；哪些接口支持加密，文档没有说明。"
    ),
    "How often a call may be sent in total, by default 3. What starts a verification, or uses something "
    "up, such as a one-time token, is sent again only if the first attempt never left this machine.": (
        "一次调用总共最多发送几次，默认 3。会发起认证或会用掉某样东西（例如一次性令牌）的调用，只有在第一次确"
        "定没有离开本机时才会重复发送。"
    ),
}

"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "is hex, not base64": "是十六进制文本，不是 base64",
    "is too long for an AES key: an RSA key or a certificate?": "对 AES 密钥来说太长：是不是 RSA 密钥或证书？",
    "is URL-safe base64, not standard base64": "是 URL-safe base64，不是标准 base64",
    "is base64 of {} bytes, and an AES key has 16, 24 or 32": "是 {} 字节的 base64，而 AES 密钥应为 16、24 或 32 字节",
    "the answer cannot be decrypted": "应答无法解密",
    "is not base64": "不是 base64",
    "Check that encryption is set up the same way here and in the provider's console.": (
        "请检查本地的加密配置与服务商控制台中的是否一致。"
    ),
    "Copy the AES key that the console shows: base64 of 16 bytes.": "请复制控制台显示的 AES 密钥：16 字节的 base64。",
    "the answer says neither that the verification succeeded nor that it failed": (
        "应答既没有说认证成功，也没有说认证失败"
    ),
    "Treat it as not verified; look at the answer's fields, and at the provider's document.": (
        "请按未通过处理；查看应答的字段和服务商的文档。"
    ),
    "the callback was not verified for a given verification": "验签这个回调时没有指定对应的认证",
    "Say which one it has to be about when you verify it, or ask the provider how that one ended.": (
        "请在验签时指定它应对应哪一次认证，或向服务商查询那次认证的结果。"
    ),
    "the answer says that the verification was rejected": "应答表明认证未通过",
    "the verification has not ended yet": "认证还没有结束",
    "Ask again later, or use the waiter.": "请稍后再查询，或使用等待方法。",
    "on_attempt must be a function, and not an async one": "on_attempt 必须是函数，且不能是异步函数",
    "Let it put the attempt where a task of yours takes it from, such as a queue.": (
        "请让它把 attempt 放到您的任务可以取用的地方，例如队列。"
    ),
    "this auth was used before a fork, and so were its client's connections": (
        "这个 auth 在 fork 之前已被使用，它的客户端的连接也是"
    ),
    "Make an httpx client and an auth in each process.": "请在每个进程中各自创建 httpx 客户端和 auth。",
    "{}, item {},": "{} 的第 {} 项",
    "base_url {}": "base_url {}",
    "must start with https:// and name a host": "必须以 https:// 开头并写明主机",
    "must not hold a user name or password": "不能包含用户名或密码",
    "must end after the host: the path is part of what is signed": "必须在主机之后结束：路径是签名内容的一部分",
    "does not name a host": "没有写明主机",
    "names no port": "的端口无效",
    "must use https: plain http is for a sandbox on this machine": "必须使用 https：明文 http 只能用于本机的沙箱",
    "Use https; for a sandbox on a machine of yours, in tests alone, name its host in {}.": (
        "请使用 https；如果是您自己另一台机器上的沙箱，且仅用于测试，请在 {} 中写上它的主机名。"
    ),
    "is not a URL": "不是 URL",
    "must use https": "必须使用 https",
    "is no host: a name or an address, without scheme, port, path or *": (
        "不是主机：应为主机名或地址，不带协议、端口、路径和 *"
    ),
    "{} is a provider's own host": "{} 是服务商自己的主机",
    "Name each host of a sandbox by itself.": "请逐个写出沙箱的主机。",
    "It is reached by https only.": "它只能通过 https 访问。",
    "a part of an address, and neither empty nor with '.' or '..' between slashes": (
        "地址的一部分，不能为空，斜杠之间也不能是 '.' 或 '..'"
    ),
    "an earlier attempt may have arrived": "先前的某次尝试可能已经到达",
    "nothing was sent": "没有发出任何数据",
    "no complete answer from {} ({})": "没有收到 {} 的完整应答（{}）",
    "the arguments cannot stand in an address as they are": "这些参数不能原样放入地址",
    "no trusted TLS connection to {}; {}": "与 {} 之间无法建立可信的 TLS 连接；{}",
    "no connection to {} ({}); {}": "无法连接 {}（{}）；{}",
    "The request may have arrived: what it starts, sends or uses up may be done.": (
        "请求可能已经到达：它要发起、发送或用掉的东西可能已经生效。"
    ),
    "what an address can hold": "地址能够容纳的内容",
    "Check the base URL and the clock; if a proxy has its own CA, pass an http_client that trusts it.": (
        "请检查 base URL 和系统时钟；如果代理使用自己的 CA，请传入信任该 CA 的 http_client。"
    ),
    "Check the base URL, the network, and the proxy if there is one.": "请检查 base URL、网络以及代理（如果有）。",
    "no answer within the total time of the call": "在调用的总时限内没有收到应答",
    "Download the file again.": "请重新下载该文件。",
    "Pass the provider's whole root bundle, as it is.": "请原样传入服务商的整个根证书文件。",
    "leads to no root certificate: its issuer is neither in the root bundle nor beside it": (
        "无法追溯到根证书：签发者既不在根证书文件中，也不在同一文件中"
    ),
    "Pass the file with the provider's own certificate, as it was downloaded.": "请原样传入下载得到的服务商证书文件。",
    "Pass the files of one application, as they were downloaded; what they hold above it belongs to it.": (
        "请原样传入同一个应用的证书文件；文件中的上级证书也属于它。"
    ),
    "is issued by a certificate that may not issue others": "的签发证书无权签发其他证书",
    "is issued by a certificate whose key may not sign others": "的签发证书的密钥不能用于签发其他证书",
    "is too many steps below an authority (path length)": "距离 CA 的层级超过限制（path length）",
    "is issued by a certificate that {}": "的签发证书{}",
    "is valid from {} only": "要到 {} 才生效",
    "expired on {}": "已于 {} 过期",
    "Write real line feeds, or pass the file; something on the way has written \\n for them.": (
        "请写真正的换行符，或传入文件；中途有环节把换行写成了 \\n。"
    ),
    "is a key, not a certificate": "是密钥，不是证书",
    "is a path, not a certificate": "是路径，不是证书",
    "has no RSA key of {} bits or more": "没有 {} 位或以上的 RSA 密钥",
    "Download the RSA certificate.": "请下载 RSA 证书。",
    "holds no RSA certificate": "中没有 RSA 证书",
    "holds a certificate that is no root: the provider's own, or the application's": (
        "中有一张不是根证书的证书：可能是服务商的证书或应用证书"
    ),
    "holds root certificates": "中包含根证书",
    "Pass the provider's own certificate, not its root bundle.": "请传入服务商自己的证书，而不是根证书文件。",
    "holds only certificates of authorities, which sign no messages": "中只有 CA 证书，CA 证书不用于对报文签名",
    "holds a certificate that {}": "中有一张证书{}",
    "Download the current one, or set the clock.": "请下载当前的证书，或校准系统时钟。",
    "is not signed with the key of the issuer that it names": "不是用它所写的签发者的密钥签名的",
    "must be text (str) or bytes": "必须是文本（str）或 bytes",
    "Pass the content of the .crt file.": "请传入 .crt 文件的内容。",
    "holds the two characters \\ and n where line feeds belong": "中应为换行的位置是 \\ 和 n 两个字符",
    "is not a PEM certificate": "不是 PEM 证书",
    "Pass the content of the .crt file, BEGIN and END lines too.": "请传入 .crt 文件的内容，包括 BEGIN 行和 END 行。",
    "holds a block that is cut, or is no certificate": "中有一段被截断，或不是证书",
    "holds a certificate with extensions that cannot be read": "中有一张证书的扩展无法读取",
    "holds a block that cannot be read as a certificate": "中有一段无法作为证书读取",
    "cut short": "被截断",
    "timeout must be a number of seconds above zero, {} at most": "timeout 必须是大于 0 的秒数，最大为 {}",
    "attempts must be a whole number from 1 to {}": "attempts 必须是 1 到 {} 的整数",
    "Leave it out for the default.": "不填则使用默认值。",
    "1 sends each call once.": "1 表示每次调用只发送一次。",
    "; did you mean {}?": "；您是不是想写 {}？",
    "; there are: {}": "；可用的有：{}",
    "{} must be a number of seconds, 0 or more": "{} 必须是秒数，大于或等于 0",
    "Pass None to switch the limit off.": "传入 None 可关闭这个限制。",
    "line feed": "换行符",
    "carriage return": "回车符",
    "byte-order mark, BOM": "字节顺序标记 BOM",
    "{} is not text in UTF-8 or UTF-16": "{} 不是 UTF-8 或 UTF-16 文本",
    "there is no such file": "没有这个文件",
    "this user has no permission": "当前用户没有权限",
    "it is a directory": "它是目录",
    "{} is larger than {} bytes": "{} 超过 {} 字节",
    "is empty": "为空",
    "holds {}": "中有{}",
    "has spaces around it": "首尾有空格",
    "has quotes around it": "首尾有引号",
    "a byte that is no text in the system's charset": "在系统字符集中不是文本的字节",
    "Save it as plain text in UTF-8.": "请将它保存为 UTF-8 纯文本。",
    "Check the path and its permissions.": "请检查路径及其权限。",
    "no printable character": "不可显示的字符",
    "{}; its path holds {}": "{}；其路径中有{}",
    "{} cannot be read ({})": "{} 无法读取（{}）",
    "Set the path of the right file.": "请填写正确的文件路径。",
    "Write the path from / on: ~, $ and file: are not replaced here.": (
        "请写从 / 开始的完整路径：这里不会替换 ~、$ 和 file:。"
    ),
    "the answer is larger than any that is documented": "应答超过了文档中的任何应答的大小",
    "the answer was not complete within the total time of the call": "在调用的总时限内没有收完应答",
    "the total time of the call is over; nothing more was sent": "调用的总时限已到；没有再发送数据",
    "the answer has a Content-Encoding, which was not asked for, and was not unpacked": (
        "应答带有未请求的 Content-Encoding，没有解压"
    ),
    "Look for a proxy on the way that packs answers.": "请检查途中是否有压缩应答的代理。",
    "See {}": "请参阅 {}",
    "the request holds what no head of a request can": "请求中有请求头不允许的内容",
    "the request does not say how long its body is": "请求没有说明请求体的长度",
    "the answer is not HTTP/1.1": "应答不是 HTTP/1.1",
    "the connection ended before the answer did": "应答结束之前连接已断开",
    "the time is over": "超时",
    "all connections are in use": "所有连接都在使用中",
    "{} must be {}": "{} 必须是{}",
    "one of {}": "{} 之一",
    "(no contract)": "（没有契约）",
    "a path below the base URL such as /v1/a/b, without a query and without dots for parts": (
        "base URL 之下的路径，例如 /v1/a/b，不带查询参数，也没有只由点组成的部分"
    ),
    "a mapping from names to texts, whole numbers, true or false": "从名称到文本、整数、true 或 false 的映射",
    "a JSON object, or None for no body": "JSON 对象；没有请求体时为 None",
    "what an address can hold, together with the query": "连同查询参数能放入地址的内容",
    "the answer does not say that the operation was carried out": "应答没有说明操作已执行",
    "Compare its page: this package knows the form in which the provider tells a success.": (
        "请对照该接口的文档页：本软件包只认识服务商表示成功的既定形式。"
    ),
    "the callable that gives the credentials {}": "提供凭据的函数{}",
    "It is asked at each call, and returns an object that was built before.": (
        "每次调用都会执行它，它应返回事先构造好的对象。"
    ),
    "must be a function, neither async nor a class": "必须是函数，不能是异步函数或类",
    "failed ({})": "失败（{}）",
    "Make an RSA key pair (openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem) and "
    "register its public half.": (
        "请生成 RSA 密钥对（openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem），并登记其公钥。"
    ),
    "Copy the provider's RSA public key from its console.": "请从服务商控制台复制其 RSA 公钥。",
    "Pass what stands in the file, not its path; a path belongs into the environment variable with _FILE at "
    "its end.": "请传入文件的内容，而不是路径；路径应写在以 _FILE 结尾的环境变量中。",
    "Export it as PEM (PKCS#8 for a private key) where it was made, and pass that.": (
        "请在生成它的工具中导出为 PEM（私钥用 PKCS#8）后传入。"
    ),
    "Take the key out of it: {}, then {}.": "请从中取出密钥：先执行 {}，再执行 {}。",
    "is an SM2 key, not an RSA key": "是 SM2 密钥，不是 RSA 密钥",
    "is an EC key, not an RSA key": "是 EC 密钥，不是 RSA 密钥",
    "is an Ed25519 key, not an RSA key": "是 Ed25519 密钥，不是 RSA 密钥",
    "is an Ed448 key, not an RSA key": "是 Ed448 密钥，不是 RSA 密钥",
    "is an X25519 key, not an RSA key": "是 X25519 密钥，不是 RSA 密钥",
    "is a DSA key, not an RSA key": "是 DSA 密钥，不是 RSA 密钥",
    "ssh-keygen -i -f FILE > key.pub, then ssh-keygen -e -m PKCS8 -f key.pub": (
        "先执行 ssh-keygen -i -f FILE > key.pub，再执行 ssh-keygen -e -m PKCS8 -f key.pub"
    ),
    "puttygen FILE -O private-openssh -o key.pem, then openssl pkey -in key.pem -out plain.pem": (
        "先执行 puttygen FILE -O private-openssh -o key.pem，再执行 openssl pkey -in key.pem -out plain.pem"
    ),
    "is a placeholder that nothing has replaced": "是尚未被替换的占位符",
    "Let the shell or the deployment tool put the key here; or use the variable with _FILE at its end.": (
        "请让 shell 或部署工具把密钥填到这里；或使用以 _FILE 结尾的环境变量。"
    ),
    "is a JWK (a key in JSON)": "是 JWK（JSON 形式的密钥）",
    "is JSON": "是 JSON",
    "Pass the text of the one field in it that holds the key.": "请传入其中存放密钥的那一个字段的文本。",
    "is a key in XML, as .NET writes it": "是 .NET 写出的 XML 形式的密钥",
    "is XML or HTML": "是 XML 或 HTML",
    "is a path, not a key": "是路径，不是密钥",
    "is a PKCS#12 file (.p12 or .pfx)": "是 PKCS#12 文件（.p12 或 .pfx）",
    "Take the key out of it: {} (add -legacy for an old file).": "请从中取出密钥：{}（旧文件请加上 -legacy）。",
    "is a certificate request (CSR)": "是证书请求（CSR）",
    "Take the key out of it: openssl req -in FILE -pubkey -noout.": (
        "请从中取出密钥：openssl req -in FILE -pubkey -noout。"
    ),
    "is a PKCS#7 file (.p7b)": "是 PKCS#7 文件（.p7b）",
    "It holds certificates: pass the key alone.": "它包含的是证书：请只传入密钥。",
    "is a Java keystore ({})": "是 Java keystore（{}）",
    "is a Java keystore (BKS)": "是 Java keystore（BKS）",
    "is a key of Windows (MSBLOB)": "是 Windows 的密钥（MSBLOB）",
    "Convert it: openssl rsa -inform MSBLOB{} -in FILE -out key.pem.": (
        "请转换：openssl rsa -inform MSBLOB{} -in FILE -out key.pem。"
    ),
    "is a zip file": "是 zip 文件",
    "Unpack it, and pass the key in it.": "请解压后传入其中的密钥。",
    "is in the form of OpenSSH": "是 OpenSSH 格式",
    "Convert it in its place: ssh-keygen -p -m PKCS8 -f FILE.": "请就地转换：ssh-keygen -p -m PKCS8 -f FILE。",
    "Convert it: ssh-keygen -e -m PKCS8 -f FILE.": "请转换：ssh-keygen -e -m PKCS8 -f FILE。",
    "is in the form of SSH2": "是 SSH2 格式",
    "Convert it: {}.": "请转换：{}。",
    "is in the form of PuTTY (.ppk)": "是 PuTTY 格式（.ppk）",
    "is a key of SSH, and not an RSA key": "是 SSH 密钥，且不是 RSA 密钥",
    "is a key of PGP": "是 PGP 密钥",
    "has only {} characters, and a key has hundreds": "只有 {} 个字符，而密钥有几百个字符",
    "Replace it with the whole key.": "请换成完整的密钥。",
    "Pass the private key that it was made with.": "请传入生成它时所用的私钥。",
    "Pass the public key alone: openssl x509 -in FILE -pubkey -noout shows it.": (
        "请只传入公钥：openssl x509 -in FILE -pubkey -noout 可显示它。"
    ),
    "is binary, and not a key in DER": "是二进制内容，且不是 DER 格式的密钥",
    "Pass the key as PEM or as base64 on one line.": "请以 PEM 或单行 base64 传入密钥。",
    "PSS signatures": "PSS 签名",
    "OAEP encryption": "OAEP 加密",
    "is not {}": "不是{}",
    "Pass the key as PEM or as base64 on one line, PKCS#8 or PKCS#1. If it is one, a character of it was "
    "changed.": "请以 PEM 或单行 base64 传入密钥，PKCS#8 或 PKCS#1 均可。如果已经是这种形式，则其中有字符被改动过。",
    "holds {}, which is in no key": "中有{}，密钥中不会有这种字符",
    "is the public half of your own private key": "是您自己私钥对应的公钥",
    "is cut short": "被截断",
    "Copy the key again, from its first character to its last.": "请重新复制密钥，从第一个字符到最后一个字符。",
    "goes on after its end": "的末尾之后还有内容",
    "Copy the key alone, and once.": "请只复制密钥本身，且只复制一遍。",
    "has only {} bits": "只有 {} 位",
    "Make a key of {} bits or more, and register its public half.": "请生成 {} 位或以上的密钥，并登记其公钥。",
    "is an RSA key for {} only": "是只能用于{}的 RSA 密钥",
    "Both providers sign with PKCS#1 v1.5: make a plain one (openssl genpkey -algorithm RSA -out key.pem).": (
        "这两家服务商都用 PKCS#1 v1.5 签名：请生成普通的 RSA 密钥（openssl genpkey -algorithm RSA -out key.pem）。"
    ),
    "is longer than any key": "比任何密钥都长",
    "Pass the key alone.": "请只传入密钥。",
    "Pass the key itself, as PEM or as base64 on one line.": "请传入密钥本身，PEM 或单行 base64。",
    "lacks its BEGIN or END line": "缺少 BEGIN 行或 END 行",
    "Copy the whole PEM block, first line to last.": "请复制整个 PEM，从第一行到最后一行。",
    "Copy the key again, as plain text.": "请以纯文本重新复制密钥。",
    "has = inside, where it should end": "中间出现了 =，而 = 只应在末尾",
    "Copy the key alone, without its name, and once.": "请只复制密钥本身，不带名称，且只复制一遍。",
    "is not whole base64": "不是完整的 base64",
    "A line is missing or damaged: copy the key again, first character to last.": (
        "缺少一行或有一行损坏：请重新复制密钥，从第一个字符到最后一个字符。"
    ),
    "must be a key: text (str) or bytes": "必须是密钥：文本（str）或 bytes",
    "Pass what stands in the key's file.": "请传入密钥文件的内容。",
    "is a certificate": "是证书",
    "Pass the private key that belongs to it.": "请传入与它对应的私钥。",
    "Decrypt it: {}. Let only the service read that file.": "请解密：{}。请只允许该服务读取该文件。",
    "is not an RSA key": "不是 RSA 密钥",
    "Make an RSA key pair of 2048 bits or more.": "请生成 2048 位或以上的 RSA 密钥对。",
    "is encrypted with a passphrase": "用口令加密了",
    "an RSA private key": "RSA 私钥",
    "an RSA public key": "RSA 公钥",
    "is a public key": "是公钥",
    "Pass the private key that was generated together with it.": "请传入与它一同生成的私钥。",
    "is a private key": "是私钥",
    "Pass the provider's public key; hand your private key to nobody.": (
        "请传入服务商的公钥；不要把您的私钥交给任何人。"
    ),
    "the client, or the pool that it shares, was used in another event loop before": (
        "客户端或它共用的连接池先前在另一个事件循环中使用过"
    ),
    "connecting failed": "连接失败",
    "One client and one pool per event loop: make both inside of what asyncio.run or trio.run runs.": (
        "每个事件循环各用一个客户端和一个连接池：请在 asyncio.run 或 trio.run 运行的函数内创建它们。"
    ),
    "a Decimal{}, a multiple of {}": "Decimal{}，且为 {} 的倍数",
    "a list": "列表",
    "text of {} to {} characters": "{} 到 {} 个字符的文本",
    " that matches {}": "，且匹配 {}",
    "a whole number": "整数",
    "a finite number": "有限的数",
    "one of ": "以下之一：",
    " with a length{}": "，长度{}",
    " from {} to {}": "（{} 到 {}）",
    " from {} up": "（不小于 {}）",
    " up to {}": "（不大于 {}）",
    "one of {} must be given": "必须给出 {} 中的一个",
    "text of at most {} characters": "最多 {} 个字符的文本",
    "at least one of {}": "{} 中的至少一个",
    "text of at least {} characters": "至少 {} 个字符的文本",
    "{}, without lone surrogates (they cannot be written as UTF-8)": "{}，且不含单独的代理项（无法写成 UTF-8）",
    "true or false": "true 或 false",
    "the host has no address": "主机没有地址",
    "the connection ended, or holds what nobody asked for": "连接已结束，或其中有未请求的内容",
    "the host's name is none": "主机名无效",
    "the module of {} cannot be read ({}); nothing was sent": "{}的模块无法读取（{}）；没有发出任何数据",
    "the operation": "该接口",
    "Look at how many files this process has open.": "请查看本进程打开了多少文件。",
    "the {} is closed": "{} 已关闭",
    "Make a new one.": "请新建一个。",
    "max_connections must be a whole number from 1": "max_connections 必须是不小于 1 的整数",
    "the http_client was made before a fork, and its connections belong to the parent process": (
        "http_client 是在 fork 之前创建的，其连接属于父进程"
    ),
    "http_client must be an httpx.{}, a pool of this kind, or a factory of them": (
        "http_client 必须是 httpx.{}、同类的连接池，或创建它们的函数"
    ),
    "client, or its http_client,": "客户端或其 http_client",
    "Pass a pool, or a factory without calling it: it is asked again after a fork.": (
        "请传入连接池，或传入创建函数本身而不是调用它：fork 之后会再次调用。"
    ),
    "Client takes an httpx.Client or a Pool, AsyncClient an httpx.AsyncClient or an AsyncPool.": (
        "Client 接受 httpx.Client 或 Pool，AsyncClient 接受 httpx.AsyncClient 或 AsyncPool。"
    ),
    "the factory that is http_client failed ({})": "作为 http_client 传入的创建函数执行失败（{}）",
    "{} is of the type {}: pass the raw bytes, never what was parsed of them": (
        "{} 的类型是 {}：请传入原始字节，不要传入解析后的内容"
    ),
    "{} is of the type {}, which is not names with values": "{} 的类型是 {}，不是名称和值",
    "a mapping or pairs": "映射或名称和值的序列",
    "timed out": "超时",
    "the connection failed": "连接出错",
    "the request could not be written": "请求无法写出",
    "the other side broke the protocol": "对端违反了协议",
    "the proxy refused": "代理拒绝",
    "{}, raised during the exchange": "{}，在收发过程中抛出",
    "the exchange failed": "收发失败",
    "an event hook of the http_client refused the exchange": "http_client 的 event hook 拒绝了这次收发",
    "an object of {}": "{} 对象",
    "{} must be an object": "{} 必须是对象",
    "{} has a member that is unknown; it must be {}": "{} 中有未知的成员；它必须是{}",
    "{}.{} is required and missing": "{}.{} 必填，但缺失",
    "{} must be a list": "{} 必须是列表",
    "is no address of a proxy: http://, https://, socks5:// or socks5h://, a host and a port": (
        "不是代理地址：应为 http://、https://、socks5:// 或 socks5h://，加上主机和端口"
    ),
    "{} of the system's settings": "系统设置中的 {}",
    "names a SOCKS proxy, for which the package socksio is missing": "指定了 SOCKS 代理，但缺少软件包 socksio",
    "verify must be an ssl.SSLContext": "verify 必须是 ssl.SSLContext",
    "Correct or unset it; for SOCKS: pip install httpx[socks].": (
        "请改正或取消设置；使用 SOCKS 请执行：pip install httpx[socks]。"
    ),
    "ssl.create_default_context(cafile=...) makes one.": "可用 ssl.create_default_context(cafile=...) 创建。",
    "the package certifi": "软件包 certifi",
    "TLS cannot be set up as {} says": "无法按 {} 建立 TLS",
    "It must name existing certificates in PEM (SSL_CERT_DIR: by their hashes); or unset it.": (
        "它必须指向存在的 PEM 证书（SSL_CERT_DIR：按哈希命名）；或取消设置。"
    ),
    " or ": " 或 ",
    "Choose one of this provider's SERVERS, or the address of your sandbox.": (
        "请从该服务商的 SERVERS 中选择一个，或填写您的沙箱地址。"
    ),
    "the gateway's address: one of the provider's SERVERS, or a sandbox's": (
        "网关地址：服务商的 SERVERS 之一，或沙箱的地址"
    ),
    "in tests alone, never in production: hosts of sandboxes that plain http may go to, separated by commas": (
        "仅用于测试，绝不用于生产：允许明文 http 访问的沙箱主机，用逗号分隔"
    ),
    "private key": "私钥",
    "public key": "公钥",
    "AES key": "AES 密钥",
    "{}_FILE ({})": "{}_FILE（{}）",
    "{} must be {}, not {}": "{} 必须是{}，不能是 {}",
    "Choose a server, {}, or the address of your sandbox.": "请选择一个服务器（{}），或填写您的沙箱地址。",
    "{} is not set": "{} 未设置",
    "{} are not set": "{} 均未设置",
    "{} is set, and nothing reads it: did you mean {}?": "设置了 {}，但没有程序读取它：您是不是想写 {}？",
    "credentials must be {}": "credentials 必须是 {}",
    "text (str)": "文本（str）",
    "True or False": "True 或 False",
    "a list of texts": "文本列表",
    "{} must be visible ASCII characters without a comma": "{} 只能由可见的 ASCII 字符组成，且不含逗号",
    "Pass {} as {}.": "请将 {} 以{}传入。",
    "{} must be true or false": "{} 必须是 true 或 false",
    "{} and {}_FILE are both set": "{} 和 {}_FILE 同时设置了",
    "{}_FILE holds a key, not the path of a file": "{}_FILE 中是密钥，不是文件路径",
    "{} is empty": "{} 为空",
    "Set {} or {}_FILE.": "请设置 {} 或 {}_FILE。",
    "Set each of them, or add _FILE to its name and set that to the path of a file.": (
        "请逐个设置；或在变量名后加上 _FILE，并设为文件路径。"
    ),
    "The servers are {}.": "服务器有：{}。",
    "Build {} first.": "请先构造 {}。",
    "Copy it again, from its first character to its last.": "请重新复制，从第一个字符到最后一个字符。",
    "Copy it again from the console.": "请从控制台重新复制。",
    "Write true or false.": "请写 true 或 false。",
    "{} and {} are both set, and only one of them can be used": "{} 和 {} 同时设置了，只能使用其中一个",
    "Unset one of them.": "请取消其中一个。",
    "Set {} to the key instead.": "请改为把 {} 设为密钥。",
    "Write the setting into it.": "请把配置项写入该文件。",
    "Another way to authenticate takes {} ({}).": "另一种认证方式使用 {}（{}）。",
    "signs another text than it is given, or with another hash than SHA-256": (
        "签名的文本与给它的不同，或使用的哈希不是 SHA-256"
    ),
    "the signer failed ({}); nothing was sent in this attempt": "签名器失败（{}）；这次尝试没有发出任何数据",
    "is async in its method sign, which asign is for": "的 sign 方法是异步的，异步应写在 asign 中",
    "gives {} for bytes": "返回了 {}，应为 bytes",
    "gives {} bytes for the {} of its public key": "返回了 {} 字节，而其公钥对应 {} 字节",
    "hashes twice: sign is given the data, and hashes it once": "做了两次哈希：sign 收到的是数据，只应哈希一次",
    "does not hash, or leaves the hash's name (DigestInfo) out": "没有做哈希，或缺少哈希算法标识（DigestInfo）",
    "{} for bytes": "返回了 {}，应为 bytes",
    "the signer could not decrypt the key of the answer ({})": "签名器无法解密应答的密钥（{}）",
    "it {}": "它{}",
    "Look at the key's holder: its session, its permissions, its own log.": (
        "请检查密钥所在的设备或服务：会话、权限和它的日志。"
    ),
    "pads with PSS, for PKCS#1 v1.5": "使用了 PSS 填充，应为 PKCS#1 v1.5",
    "hashes with {}, for SHA-256": "使用了 {} 哈希，应为 SHA-256",
    "signs with another key than its public_key, or pads in an unknown way": (
        "签名所用的密钥与其 public_key 不符，或填充方式未知"
    ),
    "gives no signature ({})": "没有给出签名（{}）",
    "{} is a signer that {}": "{} 这个签名器{}",
    "{} needs a signer that decrypts": "{} 需要能够解密的签名器",
    "A signer must have its public key as an attribute.": "签名器必须以属性提供其公钥。",
    "Its method sign must return the bytes of RSASSA-PKCS1-v1_5 with SHA-256 over its argument.": (
        "它的 sign 方法必须返回对参数做 RSASSA-PKCS1-v1_5（SHA-256）签名所得的字节。"
    ),
    "Give {} a method decrypt (RSAES-PKCS1-v1_5), or leave {} out.": (
        "请为 {} 提供 decrypt 方法（RSAES-PKCS1-v1_5），或不使用 {}。"
    ),
    "The answer has no code: check that the base URL is the gateway itself, with nothing in front of it.": (
        "应答中没有错误码：请确认 base URL 就是网关本身，前面没有其他设备。"
    ),
    "The answer is not JSON: check that the base URL is the gateway itself, with nothing in front of it.": (
        "应答不是 JSON：请确认 base URL 就是网关本身，前面没有其他设备。"
    ),
    "Check the credentials, that they belong to this base URL, and the clock of this machine; `realname "
    "explain` tells more: give it error.capture() in a file.": (
        "请检查凭据、凭据是否属于这个 base URL，以及本机时钟；把 error.capture() 存为文件交给 `realname explain` "
        "可了解更多。"
    ),
    "Ask the provider to open this operation, or the address you call from, to your account.": (
        "请联系服务商为您的账号开通这个接口，或放行您的调用地址。"
    ),
    "Check the id that was asked about.": "请检查所查询的 ID。",
    "Call less often, or ask the provider for a larger quota.": "请降低调用频率，或向服务商申请更大的额度。",
    "Try again later; quote the request id to the provider if it goes on.": (
        "请稍后重试；如果持续出现，请向服务商提供请求 ID。"
    ),
    "This is the provider's decision about the person or organization; the same call gives it again.": (
        "这是服务商对该个人或组织的判定；再次调用结果相同。"
    ),
    "Ask again later.": "请稍后再查询。",
    "Let the person enter it again.": "请让用户重新输入。",
    "Begin again with the first step.": "请从第一步重新开始。",
    "The provider has nothing to decide by: verify in another way.": "服务商没有可供判定的依据：请换一种方式认证。",
    "Compare the arguments with the provider's document.": "请对照服务商的文档检查参数。",
    "Look the code up in the provider's document.": "请在服务商的文档中查找这个错误码。",
    ", unsigned": "，未签名",
    "{} refused with {} (HTTP {}{})": "{} 拒绝了请求，错误码 {}（HTTP {}{}）",
    "no code": "无错误码",
    "an unreadable code": "无法显示的错误码",
    "{} answered with HTTP {}, which the contract does not know": "{} 应答了 HTTP {}，契约中没有这个状态",
    "Check that the base URL is the gateway itself, with nothing in front that redirects.": (
        "请确认 base URL 就是网关本身，前面没有做重定向的设备。"
    ),
    "the answer is about something else than what was asked about: {} is not the {} sent": (
        "应答不是针对所查询的对象：{} 与发送的 {} 不一致"
    ),
    "Do not act on it. Look at what stands between this machine and {}.": (
        "请勿据此处理业务。请检查本机与 {} 之间有什么设备或程序。"
    ),
    "the answer holds a state that the contract does not list": "应答中的状态不在契约之内",
    "not finished after {} s": "{} 秒后仍未结束",
    "It may still end: ask again later, or wait longer.": "它仍可能结束：请稍后再查询，或延长等待时间。",
    "the answer's body {}": "应答体{}",
    "holds {}, which is not JSON": "中有 {}，它不是 JSON",
    "expected {}, got {}": "应为{}，实际为{}",
    "is not UTF-8 text": "不是 UTF-8 文本",
    "is nested too deeply": "嵌套过深",
    "holds a number that is too large": "中有过大的数",
    "repeats a key": "中有重复的键",
    "a number": "数",
    "an array": "数组",
    "an object": "对象",
    "the number is larger than 64 bits": "数超过 64 位",
    "holds more values than any that is documented": "中值的数量超过文档中的任何应答",
    "is not JSON (at character {})": "不是 JSON（第 {} 个字符处）",
    "the request holds something that JSON cannot carry": "请求中有 JSON 无法表示的内容",
    " (and {} more)": "（另有 {} 处）",
    "the answer is not what the contract says: {}{}": "应答与契约不符：{}{}",
    "no more than {} are listed": "最多列出 {} 处",
    " (and at least {} more)": "（至少另有 {} 处）",
    "Compare the provider's document with the contract: it may have changed.": (
        "请对照服务商的文档与契约：文档可能已变更。"
    ),
    "must be ": "必须是",
    "is required and missing": "必填，但缺失",
    "verify must be an ssl.SSLContext, True, False, or the path of certificates: a file or a folder": (
        "verify 必须是 ssl.SSLContext、True、False，或证书的路径（文件或目录）"
    ),
    "cert must be the path of a PEM file with certificate and key, or a tuple of paths: certificate and key": (
        "cert 必须是含证书和密钥的 PEM 文件的路径，或证书和密钥两个路径的元组"
    ),
    "realname.fast needs the package httptools, which is not installed": (
        "realname.fast 需要软件包 httptools，但它没有安装"
    ),
    "{}; what was given cannot be read": "{}；传入的内容无法读取",
    'pip install "realname[fast]"': '请执行：pip install "realname[fast]"',
    "limits must be an httpx.Limits; its {} is a number from {}, or None for no limit": (
        "limits 必须是 httpx.Limits；其中 {} 应为不小于 {} 的数，或 None 表示不限制"
    ),
    "ssl.create_default_context(cafile=...) makes a context; its load_cert_chain() takes a certificate.": (
        "可用 ssl.create_default_context(cafile=...) 创建 context；它的 load_cert_chain() 可加载证书。"
    ),
    "unfit fault": "故障不适用",
    "what happened": "realname：发生了什么",
    "a fault could not spoil the answer that it met:": "有故障未能改坏它遇到的应答：",
    "realname_sandbox received": "realname_sandbox 收到的请求",
    "no request": "没有请求",
    "accepted": "已接受",
    "page": "用户页面",
    "dropped": "已断开",
}

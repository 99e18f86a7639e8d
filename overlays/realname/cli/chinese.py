"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

TYPER: Final[Mapping[str, str]] = {
    "Usage: ": "用法：",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "错误",
    "[required]": "[必填]",
    "[default: {}]": "[默认：{}]",
    "[env var: {}]": "[环境变量：{}]",
    "(deprecated) ": "（已弃用）",
    "Try [blue]'{} {}'[/] for help.": "要查看帮助，请执行 [blue]'{} {}'[/]。",
    "No such option: {}": "没有选项：{}",
    "No such option: {} (Possible options: {})": "没有选项：{}（可用的选项：{}）",
    "No such command {}.": "没有命令 {}。",
    "No such command {}. Did you mean {}?": "没有命令 {}。您是不是想写 {}？",
    "Missing option {}.": "缺少选项 {}。",
    "Missing argument {}.": "缺少参数 {}。",
    "Missing argument {}. Choose from:{}": "缺少参数 {}。可选：{}",
    "Missing option {}. Choose from:{}": "缺少选项 {}。可选：{}",
    "Missing command.": "缺少命令。",
    "Option {} requires an argument.": "选项 {} 需要一个值。",
    "Option {} does not take a value.": "选项 {} 不带值。",
    "Invalid value: {}": "无效的值：{}",
    "Invalid value for {}: {}": "{} 的值无效：{}",
    "{} is not one of {}.": "{} 不在可选值之内：{}。",
    "{} is not a valid int.": "{} 不是整数。",
    "{} is not a valid integer.": "{} 不是整数。",
    "{} is not a valid int range.": "{} 不是整数。",
    "{} is not a valid float range.": "{} 不是数。",
    "{} is not a valid float.": "{} 不是数。",
    "{} is not in the range {}.": "{} 不在范围 {} 内。",
    "File {} does not exist.": "文件 {} 不存在。",
    "Got unexpected extra argument(s) ({})": "有多余的参数（{}）",
    "Got unexpected extra argument ({})": "有多余的参数（{}）",
    "Aborted.": "已中止。",
    "Aborted!": "已中止！",
    "Show this message and exit.": "显示此帮助并退出。",
    "Install completion for the current shell.": "为当前 shell 安装自动补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的自动补全脚本，以便复制或自定义安装。"
    ),
}
"""What typer says of itself."""

SENTENCES: Final[Mapping[str, str]] = {
    **TYPER,
    "realname: the command line needs {}: pip install 'realname[cli]'": (
        "realname：命令行需要 {}：请执行 pip install 'realname[cli]'"
    ),
    "A sandbox also runs without it: python -m realname.sandbox": "沙箱也可以不用它运行：python -m realname.sandbox",
    " and ": " 和 ",
    "Call an operation for each line of a file: several at a time, at a pace, and after a crash only what is "
    "left.": "对文件的每一行调用一次接口：可并发、可限速，崩溃后只补调剩余的行。",
    "Show what a captured request or answer is signed over, and what went wrong.": (
        "显示抓取的请求或应答的待签名串，并指出错在哪里。"
    ),
    "Check credentials without a call: keys, pairs, mix-ups, certificates. Shows no key.": (
        "不发起调用即可检查凭据：密钥、密钥对、混用、证书。不显示密钥。"
    ),
    "Show what each operation takes and answers, field by field.": "逐个字段显示每个接口的参数和应答。",
    "Ask a gateway whether it keeps its contract, politely: valid requests only, slowly, and not many.": (
        "检查网关是否符合契约：只发有效的请求，慢速，少量。"
    ),
    "Call an operation of a provider.": "调用服务商的接口。",
    "Serve a gateway for each provider on this machine, and print a line a request with its verdict.": (
        "在本机为每家服务商运行一个网关，每收到一个请求打印一行处理结果。"
    ),
    "choose one of {}": "请选择 {} 之一",
    "Print the version and exit.": "显示版本并退出。",
    "Show everything in this language; may stand anywhere. By default, that of the locale.": (
        "以这种语言显示；可放在任何位置。默认按系统的 locale。"
    ),
    "the file that {} names after its @ (@@ stands for one @)": "{} 在 @ 之后指定的文件（@@ 表示一个 @）",
    "{} cannot be sent: {}": "{} 无法发送：{}",
    "Write --argument userId=@FILE.": "请写 --argument userId=@FILE。",
    '{} cannot be sent: it is not JSON, such as ["…"] for a list or {"…": …} for an object': (
        '{} 无法发送：它不是 JSON，列表例如 ["…"]，对象例如 {"…": …}'
    ),
    "an --argument is not NAME=VALUE": "某个 --argument 不是 NAME=VALUE 形式",
    "{} must be a number, such as 0.51": "{} 必须是数，例如 0.51",
    "a number": "数",
    "How to call": "调用方式",
    "What to write": "写出内容",
    "As in `realname call PROVIDER --help`.": "同 `realname call PROVIDER --help` 中的名称。",
    "A .csv or .jsonl file. Columns (keys) have the names of the operation's arguments, on the wire or in "
    "Python. An @ means nothing there: an image is its base64.": (
        ".csv 或 .jsonl 文件。列名（键）是接口参数在报文中或 Python 中的名称。@ 在这里没有特殊含义：图片请写 base64。"
    ),
    "A JSON line an item, and a journal beside it; only you can read them. The same command again goes on "
    "where it was.": "每条数据一行 JSON，旁边还有一个日志文件；只有您可以读取。再次执行同样的命令会从中断处继续。",
    "Columns of the input to repeat, with commas between. They need not be arguments, and may be personal "
    "data.": "要在输出中重复的输入列，用逗号分隔。它们不必是参数，也可能是个人信息。",
    "Also write every documented field of the answers. They hold personal data.": (
        "同时写出应答中所有文档列出的字段。其中有个人信息。"
    ),
    "Also repeat what must not be repeated, and began without an answer. It may act, and be charged, twice.": (
        "已发出但没有应答且不可重复的调用也再次调用。可能会重复执行并重复计费。"
    ),
    "Print what became of them, or what would be done, as JSON.": "以 JSON 打印各条的结果，或将要执行的操作。",
    "An option of the provider's clients, such as encrypt=true. Repeatable.": (
        "该服务商客户端的选项，例如 encrypt=true。可重复。"
    ),
    "The gateway's address, or a server's name: sandbox. Without it the environment says.": (
        "网关地址，或服务器名称：sandbox。不填时按环境变量。"
    ),
    "ending: what is under way is still answered and written": "运行即将结束：正在进行的调用仍会等到应答并写入",
    "write calls a second, {} at least: 50, or 50/s": "请写每秒调用次数，至少 {}：例如 50 或 50/s",
    "Write --option NAME=JSON; there are: {}.": "请写 --option NAME=JSON；可用的有：{}。",
    "{}: nothing was sent": "{}：没有发出任何数据",
    "answered before": "先前已应答",
    "failed before, for good": "先前已失败，不再重试",
    "result": "结果",
    "items": "条数",
    "there is no --output": "没有指定 --output",
    "there is no such option": "没有这个选项",
    "known already": "已有结果",
    "calls that act, and may be charged, once each": "会产生效果且可能计费的调用，每条一次",
    "calls that may be repeated": "可重复的调用",
    "ending: {} items in a row got no answer, the last with {}": "运行即将结束：连续 {} 条没有得到应答，最后一条为 {}",
    "{} of {}": "{} / {}",
    "Name a file for the results.": "请为结果指定文件。",
    "calling": "调用中",
    "failed: the same command asks again": "失败：再次执行同样的命令会重试",
    "may have acted, left alone (see --repeat-unknown)": "可能已执行，不再调用（见 --repeat-unknown）",
    "not asked yet": "尚未调用",
    "Whose operation.": "服务商。",
    "Read every line, say what would be done, and end.": "读取每一行，说明将要执行的操作后结束。",
    "Calls at a time.": "并发调用数。",
    "Calls a second at most: 50, or 50/s.": "每秒最多调用次数：例如 50 或 50/s。",
    "Calls an item at most, where repeating is allowed.": "允许重复时每条最多调用次数。",
    "Seconds for each network step.": "每个网络步骤的秒数。",
    "The input's charset, such as gb18030. UTF-8 by default.": "输入的字符集，例如 gb18030。默认为 UTF-8。",
    "milliseconds since 1970": "1970 年以来的毫秒数",
    "What to show": "显示内容",
    "What a command line holds stays in the shell's history and is seen by other processes: give personal "
    "data as @FILE, or as @- to read it from standard input. A value that begins with @ is written @@. Of an "
    "image (JPG, PNG, BMP) the base64 is sent.": (
        "命令行的内容会留在 shell 的历史中，也会被其他进程看到：个人信息请以 @FILE 传入，或以 @- "
        "从标准输入读取。以 @ 开头的值请写成 @@。图片（JPG、PNG、BMP）会以 base64 发送。"
    ),
    'What is more than one value is written as JSON, in whose texts an @ says the same: \'{"content": '
    '"@photo.jpg"}\'. In JSON that is itself read from a FILE, it does not.': (
        '多个值写成 JSON，其文本中的 @ 含义相同：\'{"content": "@photo.jpg"}\'。如果 JSON 本身是从 FILE '
        "读取的，其中的 @ 没有特殊含义。"
    ),
    "signature verified": "验签通过",
    "not signed by provider": "服务商不签名",
    "The gateway's address, or a server's name: {}. Without it the environment says.": (
        "网关地址，或服务器名称：{}。不填时按环境变量。"
    ),
    "Do not mask sensitive fields, and show the provider's words where it refuses.": (
        "不遮盖敏感字段；服务商拒绝时显示其原文。"
    ),
    "Source: {}": "来源：{}",
    "Seconds to wait in all, by default {}.": "等待的总秒数，默认 {}。",
    "The body as it came, once verified: byte for byte, but on a terminal with codes for control characters.": (
        "验签之后逐字节输出原始应答体；在终端上控制字符以转义显示。"
    ),
    "Repeat {} until it is over.": "重复 {}，直到结束。",
    "choose one of --json and --raw": "--json 和 --raw 只能选择一个",
    "Members: {}.": "成员：{}。",
    "A list.": "列表。",
    "Sensitive: better @FILE or @-.": "敏感：建议用 @FILE 或 @-。",
    "outcome {}": "结果 {}",
    "field": "字段",
    "value": "值",
    " (required)": "（必填）",
    "request id {}": "请求 ID {}",
    "The documented fields as JSON, none masked.": "以 JSON 输出文档列出的字段，不遮盖。",
    "not documented": "文档未列出",
    "Also send wrong and forged requests. Only where the gateway's operator has agreed.": (
        "同时发送错误和伪造的请求。仅限网关运营方已同意时。"
    ),
    "The gateway, or the name of a server: sandbox.": "网关地址，或服务器名称：sandbox。",
    "Send this operation and no other. Repeatable.": "只测试这个接口。可重复。",
    "Do not send this operation. Repeatable.": "不测试这个接口。可重复。",
    "A value of your account, by wire name: userId=@FILE, or checkresult.transactionId=…. Repeatable.": (
        "您账号下的值，使用报文中的名称：userId=@FILE 或 checkresult.transactionId=…。可重复。"
    ),
    "Also send what starts, charges, sends messages, moves money or deletes. For a sandbox.": (
        "同时发送会发起流程、计费、发送消息、划转资金或删除数据的请求。用于沙箱。"
    ),
    "{} exists, and is no report": "{} 已存在，且不是报告",
    "{}: {} cases, {} calls, {} breaches": "{}：{} 个用例，{} 次调用，{} 处违约",
    "{} cannot be written ({})": "{} 无法写入（{}）",
    "Choose another name, or remove it.": "请换一个名称，或删除它。",
    "Check the path and its permissions.": "请检查路径及其权限。",
    "Whose contract.": "服务商的契约。",
    "Allow a production host. Think twice: the calls are real.": "允许生产环境的主机。请三思：调用是真实的。",
    "Random cases an operation.": "每个接口的随机用例数。",
    "Requests at most.": "最多请求数。",
    "Requests a second at most.": "每秒最多请求数。",
    "Print the report as JSON.": "以 JSON 打印报告。",
    "Also write the report as JUnit XML.": "同时以 JUnit XML 写出报告。",
    "The file that the running sandbox wrote (--write-env). Without it, the environment names the sandbox.": (
        "正在运行的沙箱写出的文件（--write-env）。不填时按环境变量找到沙箱。"
    ),
    "The control address that the sandbox printed; by default {}.": "沙箱打印的控制地址；默认为 {}。",
    "Its token. Other users see it in the list of processes: better set {}.": (
        "它的 token。其他用户会在进程列表中看到：建议设置 {}。"
    ),
    "The token belongs to another sandbox, perhaps an earlier one: pass the --env-file of this one.": (
        "token 属于另一个沙箱，可能是先前的：请传入这个沙箱的 --env-file。"
    ),
    "the sandbox says no: {}": "沙箱拒绝：{}",
    "Does the address belong to another program by now? Pass the --env-file of the sandbox that runs.": (
        "这个地址现在是否属于其他程序？请传入正在运行的沙箱的 --env-file。"
    ),
    "Write it as the sandbox printed it: http://127.0.0.1:9003.": "请按沙箱打印的形式书写：http://127.0.0.1:9003。",
    "Pass the sandbox's --env-file, or set {}.": "请传入沙箱的 --env-file，或设置 {}。",
    "Start one with `{}` and pass --env-file sandbox.env here, or set {} and {}.": (
        "请用 `{}` 启动沙箱，并在这里传入 --env-file sandbox.env，或设置 {} 和 {}。"
    ),
    "what answers at {} is no sandbox": "{} 上应答的不是沙箱",
    "the control address is no such address": "控制地址不是有效的地址",
    "holds what no token does": "中有 token 不会有的内容",
    "is not known": "未知",
    "the control token {}": "控制 token {}",
    "no sandbox is named": "没有指定沙箱",
    "the sandbox at {} does not answer ({})": "{} 上的沙箱没有应答（{}）",
    "Does it still run? Start one with `{}`, and pass its --env-file.": (
        "它还在运行吗？请用 `{}` 启动沙箱，并传入它的 --env-file。"
    ),
    "Which sandbox": "沙箱",
    "Also make one call that changes nothing and uses nothing up, and compare the clocks.": (
        "另外发起一次不改变任何内容、也不消耗额度的调用，并比较时钟。"
    ),
    "{} UTC here": "本机为 UTC {}",
    "the provider accepts the credentials": "服务商接受了凭据",
    "the provider does not accept the credentials ({})": "服务商不接受凭据（{}）",
    "call": "调用",
    "clock": "时钟",
    "agrees with the provider's to within {} s": "与服务商的时钟相差不超过 {} 秒",
    "Set REALNAME_… variables, or pass --env-file.": "请设置 REALNAME_… 环境变量，或传入 --env-file。",
    "the provider refuses ({})": "服务商拒绝（{}）",
    "differs by {} s ({})": "相差 {} 秒（{}）",
    "Let NTP set the clock.": "请用 NTP 校准时钟。",
    "no provider is configured": "没有配置任何服务商",
    "credentials": "凭据",
    "a client can be built from them": "可以用它们构造客户端",
    "{}; it refuses only what was asked ({})": "{}；只是拒绝了所查询的内容（{}）",
    "{}, and its answer is authentic": "{}，且其应答真实",
    " To find out what differs: realname explain {} --response FILE.": (
        " 要查找差异：realname explain {} --response FILE。"
    ),
    "the answer has no Date to compare with": "应答没有可供比较的 Date",
    "Whose settings.": "检查哪家服务商的配置。",
    "Print JSON.": "打印 JSON。",
    "Read settings from FILE (lines of KEY=VALUE). They win over the environment, and what they replace is "
    "told.": "从 FILE 读取配置项（每行 KEY=VALUE）。它们优先于环境变量，并会说明替换了哪些。",
    "the file": "文件",
    "Quote values that hold quotes or several lines, and begin comments with #.": (
        "含引号或多行的值请加引号，注释请以 # 开头。"
    ),
    "line {} of {} is no KEY=VALUE{}": "{1} 的第 {0} 行不是 KEY=VALUE{2}",
    "{} replaces these variables of the environment: {}": "{} 替换了以下环境变量：{}",
    "{} in {} holds what no variable can hold": "{1} 中的 {0} 有环境变量不允许的内容",
    ": its key holds {}": "：键中有{}",
    "Write it again, as plain text.": "请以纯文本重新书写。",
    "Exit codes: 0 an answer, or all is well; 1 the provider (or the sandbox) refused, or a check found "
    "something; 2 wrong usage or configuration; 3 the answer is not authentic; 4 no complete answer; 5 the "
    "answer is not what the contract says.": (
        "退出码：0 得到应答或一切正常；1 服务商（或沙箱）拒绝，或检查发现问题；2 用法或配置错误；3 应答不真实；4 "
        "没有完整的应答；5 应答与契约不符。"
    ),
    "What the exit codes mean: realname --help.": "退出码的含义：realname --help。",
    "To find out what differs: realname explain --help": "要查找差异：realname explain --help",
    "--show-personal shows the provider's own words.": "加上 --show-personal 可显示服务商的原文。",
    "there is an answer, but it cannot be written ({})": "已得到应答，但无法写出（{}）",
    "The provider's words:": "服务商的原文：",
    "The signature verifies.": "验签通过。",
    "The signature does not verify.": "验签失败。",
    "Whether the signature verifies cannot be told.": "无法判断验签是否通过。",
    "The capture has {} requests, {} of them to {}: this is number {}.": (
        "抓取的报文有 {} 个请求，其中 {} 个发往 {}：这是第 {} 个。"
    ),
    "the sandbox has got no request for {}": "沙箱没有收到发往 {} 的请求",
    "differs at": "差异位置",
    "  right": "  正确",
    "  signed": "  实际签名",
    "{}… ({} bytes)": "{}…（{} 字节）",
    "Paste the message; end with Ctrl-D on a line of its own.": "请粘贴报文；在单独一行按 Ctrl-D 结束。",
    "String to sign": "待签名串",
    "SHA-256 of it": "其 SHA-256",
    "signed digest": "签名中的摘要",
    "What was signed instead": "实际签名的内容",
    "{} ({} bytes; · is a space, ␊ a line feed)": "{}（{} 字节；· 表示空格，␊ 表示换行符）",
    "byte {}": "第 {} 字节",
    "Give raw HTTP text, or what the help names: realname explain --help.": (
        "请给出原始 HTTP 文本，或帮助中列出的形式：realname explain --help。"
    ),
    "the capture cannot be read: {}": "抓取的报文无法读取：{}",
    "not used: {}": "未使用：{}",
    "Send one first.": "请先发送一个。",
    "For another one: --entry N.": "要解释其他的请用 --entry N。",
    "The request": "请求",
    "The answer": "应答",
    "Whose signature it is.": "哪家服务商的签名。",
    "What was captured (see below); - for standard input.": "抓取的报文（见下文）；- 表示标准输入。",
    "Of several requests in FILE, explain this one: 1 is the first.": "FILE 中有多个请求时解释第几个：1 为第一个。",
    "Explain this answer, to the request in the other FILE.": "解释这个应答，它对应另一个 FILE 中的请求。",
    "Of an answer: the path that was asked, without its request.": "只有应答、没有请求时：所请求的路径。",
    "Explain the last request that the running sandbox got.": "解释正在运行的沙箱收到的最近一个请求。",
    "Your own public key, where the private one is not at hand.": "您自己的公钥，在没有私钥可用时使用。",
    "Write what is found as JSON, personal data included.": "以 JSON 写出结果，包括个人信息。",
    "the file of --response holds no answer": "--response 的文件中没有应答",
    "standard input has more than {} bytes": "标准输入超过 {} 字节",
    "standard input cannot be read ({})": "标准输入无法读取（{}）",
    "standard input is closed": "标准输入已关闭",
    "{} is not text in {}": "{} 不是 {} 文本",
    "Name a file.": "请指定文件。",
    "Send less.": "请减少输入。",
    "Set PYTHONIOENCODING to its charset.": "请把 PYTHONIOENCODING 设为它的字符集。",
    "Save it as UTF-8.": "请将它保存为 UTF-8。",
    "standard input": "标准输入",
    "Got unexpected extra argument(s)": "有多余的参数",
    "The options of a command stand after its name.": "命令的选项应写在命令名之后。",
    "A port is an option: realname sandbox --port {}": "端口是选项：realname sandbox --port {}",
    "{} takes no value.": "{} 不带值。",
    "Did you mean {}?": "您是不是想写 {}？",
    "It is a provider: realname call {}": "它是服务商：realname call {}",
    "It is a provider; an operation is due.": "它是服务商；这里应写接口。",
    "It is an operation: realname call {} {}": "它是接口：realname call {} {}",
    "It is an operation; write its provider before it: {} {}": "它是接口；请在前面写上服务商：{} {}",
    "there is no such operation": "没有这个接口",
    "There are: {}. Or write the whole address, with https://.": "可用的有：{}。也可以写带 https:// 的完整地址。",
    "Choose one of {}.": "请从这些里选择：{}。",
    "a provider is named where an operation is due": "应写接口的位置写了服务商",
    "there is no server of this name": "没有这个名称的服务器",
    "Answer": "应答",
    "required": "必填",
    "sensitive": "敏感",
    "Whose operations.": "哪家服务商的接口。",
    "Only this operation.": "只显示这个接口。",
    "no fields": "没有字段",
    "Also show query, body and answer, which may hold personal data; long texts are cut.": (
        "同时显示查询参数、请求体和应答，其中可能有个人信息；过长的文本会截断。"
    ),
    "Print one JSON object a line.": "每行打印一个 JSON 对象。",
    "Only those to this provider's gateway.": "只显示发往这家服务商网关的请求。",
    "How many of those that there are.": "显示多少个已有的请求。",
    "Go on with those to come, until Ctrl-C.": "继续显示之后的请求，直到按 Ctrl-C。",
    "Where to write addresses and credentials: a new file, which only you can read, and which goes away with "
    "the sandbox. Without it, a file in a temporary directory.": (
        "把地址和凭据写到哪里：一个新文件，只有您可以读取，沙箱结束时会删除。不填时写到临时目录中的文件。"
    ),
    "The address of this machine to listen at: 127.0.0.1 by default; 0.0.0.0 for calls from other machines.": (
        "监听的本机地址：默认为 127.0.0.1；要接受其他机器的调用请用 0.0.0.0。"
    ),
    "Of the first gateway; the others and the control address have those that follow. By default, free ones.": (
        "第一个网关的端口；其余网关和控制地址依次使用其后的端口。默认使用空闲端口。"
    ),
    "The host in the addresses that are told, such as the name of a container.": (
        "对外给出的地址中的主机名，例如容器名。"
    ),
    "Keep keys, state and requests in FILE (SQLite) for the next time. Without it, nothing is kept.": (
        "把密钥、状态和请求保存到 FILE（SQLite）供下次使用。不填时不保存。"
    ),
    "Forget what --state has kept, but for the keys.": "清除 --state 保存的内容，密钥除外。",
    "Seconds after which whoever was sent to a provider's page or SDK ends there as verified. Without it, "
    "somebody plays their part: `realname sandbox finish`.": (
        "被引导到服务商页面或 SDK 的用户在多少秒之后自动以已通过结束。不填时由人代为操作：`realname sandbox finish`。"
    ),
    "Which flows call their notifyUrl when they end: those that succeed, by default.": (
        "哪些流程结束时回调其 notifyUrl：默认为成功的流程。"
    ),
    "A host besides this machine that may be called back. Repeatable.": "除本机外允许回调的主机。可重复。",
    "{} is for serving, and {} serves nothing": "{} 用于启动沙箱，而 {} 不启动沙箱",
    "In another terminal:  set -a; . {}; set +a": "在另一个终端执行：  set -a; . {}; set +a",
    "or with any command:  realname … --env-file {}": "或在任何命令中使用：  realname … --env-file {}",
    "What the person comes to. Repeated, each query to come finds the next, and the last one stays.": (
        "用户的结果。重复给出时，之后每次查询依次得到下一个，最后一个保持不变。"
    ),
    "What a query with the token gives, SUCCESS by default. Repeated, each query gives the next.": (
        "用该 token 查询得到的结果，默认为 SUCCESS。重复给出时，每次查询依次得到下一个。"
    ),
    "What the person's account holds; whatever is not told fits whatever is asked about": (
        "用户账户中的信息；没有给出的项与任何查询都相符"
    ),
    "Its name. Without it, the faults that there are.": "故障的名称。不填时显示可用的故障。",
    "An option of the fault, such as seconds=0.5 or status=503. Repeatable.": (
        "故障的选项，例如 seconds=0.5 或 status=503。可重复。"
    ),
    "The user is enrolled.": "用户已录入。",
    "Queries find: {}.": "查询将得到：{}。",
    "It has expired.": "已到期。",
    "all answers": "所有应答",
    "{} waits for {} of {}.": "{0} 将作用于 {2} 的{1}。",
    "Everything is forgotten.": "已全部清除。",
    "there is no such fault": "没有这个故障",
    "the next answer": "下一个应答",
    "the next {} answers": "接下来的 {} 个应答",
    "an --option is not NAME=VALUE, with an option of the fault for a name": (
        "某个 --option 不是 NAME=VALUE 形式，NAME 应为故障的选项"
    ),
    "Which flow.": "流程。",
    "Write --option seconds=0.5.": "请写 --option seconds=0.5。",
    "As your application calls the user.": "您的应用中的用户 ID。",
    "Digits; new ones by default.": "数字；默认为新的。",
    "INIT, ING, SUCCESS (by default) or FAIL.": "INIT、ING、SUCCESS（默认）或 FAIL。",
    "ORGANIZATION, or INDIVIDUAL (by default).": "ORGANIZATION 或 INDIVIDUAL（默认）。",
    "The initiator's own id of it.": "发起方自己的 ID。",
    "For people to read, with FAIL.": "供人阅读的说明，与 FAIL 一起使用。",
    "It has lapsed, as flows do after 30 days.": "流程已失效，如同超过 30 天。",
    "A new one by default.": "默认为新的。",
    "The type of identity; 04 is a teacher.": "身份类型；04 为教师。",
    "Of the document; made up by default.": "证件号码；默认为虚构的。",
    "{}: the name.": "{}：姓名。",
    "The number of the document.": "证件号码。",
    "The telephone number.": "手机号。",
    "The login.": "登录名。",
    "A transaction_id, a certify_id or a flow_id.": "transaction_id、certify_id 或 flow_id。",
    "A certify_id or a flow_id.": "certify_id 或 flow_id。",
    "Whose answers.": "哪家服务商的应答。",
    "How many answers.": "应答的个数。",
    "All answers, until `realname sandbox reset`.": "所有应答，直到 `realname sandbox reset`。",
    "fault": "故障",
    "what it does": "作用",
    "Which flow; without it, that of the documented sample.": "流程；不填时为文档样例中的流程。",
    "Where to, with a query if wanted; by default the flow's own notifyUrl.": (
        "目标地址，可带查询参数；默认为流程自己的 notifyUrl。"
    ),
    "Sign it with a secret that is not the app's.": "用不属于该应用的密钥签名。",
    "Send it again once it was delivered.": "送达后再发送一次。",
    "First send the plain GET that comes when a person opens a page.": "先发送用户打开页面时的普通 GET。",
    "Send it as to a subscribed webhook.": "按已订阅的 webhook 发送。",
    "no answer": "没有应答",
    "Identity verification (实名认证): call providers, test, and find out what is wrong.": (
        "实名认证：调用服务商、测试、排查问题。"
    ),
    "Credentials come from the environment or from --env-file; `realname doctor PROVIDER` tells what is "
    "missing.": "凭据来自环境变量或 --env-file；`realname doctor PROVIDER` 会指出缺少什么。",
    "Every line is read and checked before anything is sent. Of each item the output has its line, the "
    "outcome, ids, the request id, and what went wrong. The last line of an item counts.": (
        "发送之前会先读取并检查每一行。输出中每条数据有行号、结果、各种 ID、请求 ID 和错误。同一条数据以最后一行为准。"
    ),
    "After Ctrl-C what is under way is still answered and written. An item that has its answer is never "
    "asked again. One that must not be repeated is marked on disk before its request leaves, and if its "
    "answer was never written, it is reported and left alone. Ten items in a row without an answer end the "
    "run.": (
        "按 Ctrl-C 后，正在进行的调用仍会等到应答并写入。已有应答的数据不会再次调用。不可重复的调用在发出请求之前"
        "会先在磁盘上做标记；如果它的应答没有写入，则只报告而不再调用。连续十条没有应答时运行结束。"
    ),
    "Ends with 0 if every line of the file has its answer, and with 130 after Ctrl-C.": (
        "文件的每一行都有应答时退出码为 0，按 Ctrl-C 后为 130。"
    ),
    "FILE is raw HTTP text, what `curl -v`, `--trace` or `--trace-ascii` showed, a curl command, a HAR, what "
    "mitmproxy saved, or what error.capture() gave. A request and its answer are both explained.": (
        "FILE 可以是原始 HTTP 文本、`curl -v`、`--trace` 或 `--trace-ascii` 的输出、curl 命令、HAR、mitmproxy "
        "保存的文件，或 error.capture() 的文本。请求和它的应答都会解释。"
    ),
    "Usual mistakes are tried until the signature fits: re-serialised JSON, another order or encoding of the "
    "query, line feeds, time units, headers, alphabets, keys. Without credentials only the form is checked. "
    "Nothing is sent anywhere.": (
        "会逐一尝试常见错误，直到签名吻合：重新序列化的 "
        "JSON、查询参数的顺序或编码、换行符、时间单位、请求头、base64 "
        "字符、密钥。没有凭据时只检查形式。不会向任何地方发送数据。"
    ),
    "No key is shown, and of signatures only the beginning. What stands in the capture is shown, personal "
    "data too.": "不显示密钥，签名只显示开头。抓取的报文内容会显示，包括个人信息。",
    "The call of --online asks about nobody, without a token: for nothing, or for what does not exist.": (
        "--online 的调用不涉及任何人，也不带 token：不查询任何内容，或查询不存在的内容。"
    ),
    "Needs the extra realname[conformance]. Against somebody else's gateway ask its operator first.": (
        "需要安装 realname[conformance]。测试他人的网关前请先征得其运营方同意。"
    ),
    "It ends with Ctrl-C, SIGTERM, or the end of standard input. It has fresh keys, unless --state has kept "
    "some, and samples that a first call succeeds with. The commands below ask and steer it from another "
    "terminal, where they find it by its --env-file.": (
        "按 Ctrl-C、收到 SIGTERM 或标准输入结束时退出。每次使用新密钥（除非 --state 中已保存），并带有能让首次调"
        "用成功的样例。下列命令在另一个终端中查询和操控它，用它的 --env-file 找到它。"
    ),
    "Show the requests that the sandbox got, newest last: when, where to, and what the gateway made of them.": (
        "显示沙箱收到的请求，最新的在最后：时间、目标，以及网关的处理结果。"
    ),
    "Neither query nor body nor answer is shown without --show-personal. `realname explain PROVIDER "
    "--sandbox` explains the signature of the last one.": (
        "不加 --show-personal 时不显示查询参数、请求体和应答。`realname explain PROVIDER --sandbox` "
        "可解释最近一个请求的签名。"
    ),
    "Enrol a user's face, so that a verification of this user can succeed.": "为用户录入人脸，使该用户的认证可以成功。",
    "Make a flow known (add_flow), in place of one of the same id, and print its id.": (
        "登记一个流程（add_flow），替换同 ID 的流程，并打印其 ID。"
    ),
    "Issue a one-time token (issue_token), and print it with its conn_key and whatever else belongs to it.": (
        "签发一次性 token（issue_token），并打印它及其 conn_key 等相关内容。"
    ),
    "Let a person authorise the app (issue_auth_token), and print the auth_token of it.": (
        "让用户授权应用（issue_auth_token），并打印其 auth_token。"
    ),
    "Play the person's part in a verification; as verified, without --outcome.": (
        "在认证中代替用户操作；不加 --outcome 时结果为已通过。"
    ),
    "Let the time run out that there is for a verification.": "使认证的有效时间到期。",
    "Print the code that a person was last sent by text message (sent_code).": (
        "打印最近一次发送给用户的短信验证码（sent_code）。"
    ),
    "Print the amount that was last sent to an organization's account (transferred_amount).": (
        "打印最近一次向组织账户打款的金额（transferred_amount）。"
    ),
    "Tell a server that a flow has ended (send_callback), and show the status of each request that was sent.": (
        "向服务端通知流程已结束（send_callback），并显示每个已发请求的状态。"
    ),
    "What is not answered with exactly 200 within 5 s is repeated. Ends with 1 if the last request was not "
    "answered so.": "5 秒内没有得到 200 应答就会重发。如果最后一个请求仍没有得到 200，退出码为 1。",
    "Spoil the next answers of a gateway (fail_next). Without FAULT: show the faults that it can have.": (
        "改坏网关接下来的应答（fail_next）。不加 FAULT 时显示可用的故障。"
    ),
    "A fault waits for requests whose signature is valid. Faults wait in line: one is used up before the "
    "next begins.": "故障只对签名有效的请求生效。故障按顺序排队：前一个用完后才轮到下一个。",
    "Forget users, tokens, flows, requests and faults. Addresses, keys and credentials stay.": (
        "清除用户、token、流程、请求和故障。地址、密钥和凭据不变。"
    ),
    "answered": "已应答",
    "part": "组成部分",
    "from": "来源",
    "received": "收到的签名",
    "expected": "应有的签名",
    "method": "方法",
    "path": "路径",
    "body": "报文体",
    "time": "时间",
    ".": "。",
    "provider": "服务商",
    "status": "状态",
    "verdict": "判定",
    "ms": "毫秒",
    "Seconds for each network step, by default 10; a whole call takes at most attempts times as long.": (
        "每个网络步骤的秒数，默认 10；整个调用最多是它的 attempts 倍。"
    ),
    "Host names or addresses of sandboxes on other machines, such as another container's, which plain http:// may go "
    "to. For tests alone: whoever is between reads and changes everything. Never a provider's own host; https and "
    "this machine need no name here.": (
        "其他机器（例如另一个容器）上的沙箱的主机名或地址，允许用明文 http:// 访问。仅用于测试：中间的任何人都能读取"
        "并篡改全部内容。绝不能是服务商自己的主机；https 和本机不需要在这里列出。"
    ),
}

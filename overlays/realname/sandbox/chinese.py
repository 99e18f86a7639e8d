"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "the sandbox needs {}: install the extra, realname[sandbox]": "沙箱需要 {}：请安装 realname[sandbox]",
    " and ": " 和 ",
    "{}#token=… (as {} in {})": "{0}#token=…（即 {2} 中的 {1}）",
    "control {}": "控制地址 {}",
    "page    {}": "页面     {}",
    "it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them": (
        "必须是本机的地址，例如 127.0.0.1；0.0.0.0 表示所有地址"
    ),
    "it must be the name or address of a host, without scheme and port, and not a provider's": (
        "必须是主机名或地址，不带协议和端口，也不能是服务商的主机"
    ),
    "realname sandbox: {}": "realname sandbox：{}",
    "Serve a gateway for each provider on this machine, until Ctrl-C.": (
        "在本机为每家服务商运行一个网关，按 Ctrl-C 结束。"
    ),
    "where to write addresses and credentials: a new file": "把地址和凭据写到哪里：一个新文件",
    "the address of this machine to listen at": "监听的本机地址",
    "of the first gateway; the others and control follow it": "第一个网关的端口；其余网关和控制地址依次排在其后",
    "the host in the addresses that are told": "对外给出的地址中的主机名",
    "where to keep keys and state for the next time": "把密钥和状态保存到哪里供下次使用",
    "forget what --state has kept, but for the keys": "清除 --state 保存的内容，密钥除外",
    "after how long whoever was sent to a provider's page or SDK ends there as verified; never by default": (
        "被引导到服务商页面或 SDK 的用户在多久之后自动以已通过结束；默认永不"
    ),
    "which ends are called back": "哪些结束会发回调",
    "may be called back, with this machine": "除本机外允许回调的主机",
    "--reset is for --state FILE: without it nothing is kept": (
        "--reset 需与 --state FILE 一起使用：否则没有保存任何内容"
    ),
    "realname sandbox: --env-file is now --write-env; the old name will go away": (
        "realname sandbox：--env-file 已改名为 --write-env；旧名称以后会移除"
    ),
    "it must be a number of seconds, 0 or more": "必须是秒数，大于或等于 0",
    "it must be a number up to {}, for {} ports from there": "必须是不超过 {} 的数，从它起共使用 {} 个端口",
    "In another terminal:  set -a; . {}; set +a": "在另一个终端执行：  set -a; . {}; set +a",
    "--env-file is the old name of --write-env: give one of them": (
        "--env-file 是 --write-env 的旧名称：请只使用其中一个"
    ),
    "{} must be {}": "{} 必须是{}",
    "{} must not have texts of more than {} characters": "{} 中的文本不能超过 {} 个字符",
    "the body must be a JSON object": "请求体必须是 JSON 对象",
    "{}; {} takes {}": "{}；{} 接受 {}",
    "the header Host names another host; open the address that the sandbox told, or start it with that name "
    "(--advertise)": "请求头 Host 是另一台主机；请打开沙箱给出的地址，或在启动时指定该名称（--advertise）",
    "the request comes from a page of another origin": "请求来自其他站点的页面",
    "the token is missing or wrong": "缺少 token 或 token 错误",
    "there are no such view and action; views: overview, events, requests/<number>; actions: {}": (
        "没有这个视图或操作；视图：overview、events、requests/<number>；操作：{}"
    ),
    "the method must be {}": "方法必须是 {}",
    "this request is not in the log any more": "这个请求已不在日志中",
    "large requests are being looked at: open this one again in a moment": "正在查看较大的请求：请稍后再打开这个",
    "there are too many readers of the events: close some pages": "读取事件的页面过多：请关闭一些页面",
    "⟨… {} characters …⟩": "⟨… {} 个字符 …⟩",
    "a folder": "目录",
    "a symbolic link": "符号链接",
    "a named pipe": "命名管道",
    "a socket": "套接字",
    "a device": "设备",
    "{} cannot be written: {}": "{} 无法写入：{}",
    "Check the folder and its permissions.": "请检查目录及其权限。",
    "it is {}": "它是{}",
    "Choose another name.": "请换一个名称。",
    "it exists, and is not a sandbox's": "它已存在，且不是沙箱写的",
    "Choose another name, or remove it.": "请换一个名称，或删除它。",
    "it belongs to a sandbox that is running": "它属于正在运行的沙箱",
    "End that one, or choose another name.": "请结束那个沙箱，或换一个名称。",
    "a sandbox wrote it, and somebody has changed it since": "它由沙箱写出，之后被人修改过",
    "no file": "非普通文件",
    "whoever can reach this machine at {} can now call the gateways, and open the pages that stand for the "
    "providers', over plain http. Steering the sandbox takes the token of the control address. Never run it "
    "like this on a machine with a public address.": (
        "凡是能通过 {} 访问本机的人，现在都可以用明文 http "
        "调用这些网关，并打开代替服务商页面的页面。操控沙箱需要控制地址的 "
        "token。切勿在有公网地址的机器上这样运行。"
    ),
    "this machine cannot listen at {}: {}": "本机无法监听 {}：{}",
    "Choose an address that it has: --host 127.0.0.1, or 0.0.0.0 for all of them.": (
        "请选择本机拥有的地址：--host 127.0.0.1；0.0.0.0 表示所有地址。"
    ),
    "of the ports {} to {} at {} some are taken: {}": "{2} 的端口 {0} 到 {1} 中，有的已被占用：{3}",
    "Choose another --port; without it, free ones are found.": "请换一个 --port；不指定时会自动寻找空闲端口。",
    "you may not listen at port {} of {}": "没有权限监听 {1} 的端口 {0}",
    "an address with a zone cannot stand in a URL": "带 zone 的地址不能放入 URL",
    "Choose a --port above 1023.": "请选择大于 1023 的 --port。",
    "there is no provider {}; there are: {}": "没有服务商 {}；可用的有：{}",
    "nothing has this id: start a transaction, a certification or a flow first": (
        "没有这个 ID：请先发起交易、认证或流程"
    ),
    "Begin anew with `fresh` (--reset), which keeps the keys, or use the release that wrote it.": (
        "请用 `fresh`（--reset）重新开始（会保留密钥），或使用写出它的版本。"
    ),
    "state: {}: {}": "state：{}：{}",
    "is a sandbox's file and damaged": "是沙箱的文件，但已损坏",
    "Put a copy back that is whole, or remove it and begin anew, with new keys.": (
        "请恢复完好的副本，或删除它后用新密钥重新开始。"
    ),
    "is open in another sandbox": "正被另一个沙箱打开",
    "End the other one, or give this one a file of its own.": "请结束另一个沙箱，或为这个沙箱指定单独的文件。",
    "Name a file that does not exist yet, or one that a sandbox has made.": (
        "请指定尚不存在的文件，或由沙箱创建的文件。"
    ),
    "state: {} {}": "state：{} {}",
    "is no file": "不是普通文件",
    "is not a sandbox's file": "不是沙箱的文件",
    "has layout {}, and this release of realname has {}": "的格式版本是 {}，而当前 realname 的格式版本是 {}",
    "Use the release that made it, or name a file that does not exist yet.": (
        "请使用创建它的版本，或指定尚不存在的文件。"
    ),
    "cannot be opened ({})": "无法打开（{}）",
    "{} is no longer there: end the sandbox, and put it back or begin anew": (
        "{} 已不存在：请结束沙箱，然后恢复该文件或重新开始"
    ),
    "{} cannot be written ({}): end the sandbox, or make room": "{} 无法写入（{}）：请结束沙箱，或释放磁盘空间",
    "Its folder and it have to be writable.": "该文件及其目录都必须可写。",
    "Its folder has to exist, and both have to be writable.": "其目录必须存在，且两者都必须可写。",
    "{} ms": "{} 毫秒",
    "({} lines are left out: nobody read them)": "（略去 {} 行：没有被读取）",
}

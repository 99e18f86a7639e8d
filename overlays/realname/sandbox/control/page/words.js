// Every word of the page, in Chinese and in English. The table is JSON: a test reads it.

const REMEMBERED = "realname-sandbox-language";
const LANGUAGES = ["zh", "en"]; // in the order of the table
const formatters = new Map();

let chosen = remembered() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/** The language of now. */
export function language() {
  return chosen;
}

/** The one that the page could be in instead. */
export function otherLanguage() {
  return chosen === "zh" ? "en" : "zh";
}

/** Go on in this language, now and the next time. */
export function setLanguage(name) {
  chosen = name;
  try {
    localStorage.setItem(REMEMBERED, name);
  } catch { /* a browser that stores nothing */ }
}

/** A word, with `{name}` replaced by what is given; a key that nobody translated is shown as it is. */
export function word(key, given = {}) {
  const text = hasWord(key) ? WORDS[key][LANGUAGES.indexOf(chosen)] : key.slice(key.indexOf(".") + 1).replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (_, name) => given[name]);
}

/** Whether the table has this key. */
export function hasWord(key) {
  return Object.hasOwn(WORDS, key);
}

/** A time in words, that of today without the day; `exact` is with the day and milliseconds. */
export function moment(milliseconds, { exact = false } = {}) {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return String(milliseconds); // no time that a calendar has
  const kind = exact ? "exact" : time.toDateString() === new Date().toDateString() ? "today" : "other";
  return formatter(kind).format(time);
}

/** Milliseconds in words. */
export function duration(milliseconds) {
  return `${milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds)} ms`;
}

function formatter(kind) { // to make one takes longer than to write a row
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  const day = { year: "numeric", month: "numeric", day: "numeric" };
  const options = { today: clock, other: { ...day, ...clock }, exact: { ...day, ...clock, fractionalSecondDigits: 3 } }[kind];
  const key = `${chosen} ${kind}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(chosen, options));
  return formatters.get(key);
}

function remembered() {
  try {
    const found = localStorage.getItem(REMEMBERED);
    return LANGUAGES.includes(found) ? found : null;
  } catch {
    return null;
  }
}

const WORDS = {
  "page.sandbox": ["沙箱", "sandbox"],
  "tabs.title": ["页面", "Views"],
  "language.other": ["English", "中文"],
  "personal.all": ["显示个人信息", "Personal values"],
  "personal.show": ["个人信息，点击显示", "Personal value: show it"],
  "personal.hide": ["点击隐藏", "Hide it"],
  "connection.connecting": ["正在连接…", "Connecting…"],
  "connection.live": ["实时", "Live"],
  "connection.lost": ["已断开", "Disconnected"],
  "connection.refused": ["无权访问", "No access"],
  "connection.no_answer": ["沙箱没有响应", "The sandbox does not answer"],
  "connection.banner": ["{why}，正在重新连接…", "{why}. Trying again…"],
  "connection.back": ["已重新连接到沙箱", "Connected to the sandbox again"],
  "token.title": ["请使用沙箱给出的链接打开此页面", "This page opens with the sandbox’s own link"],
  "token.where": ["启动沙箱时，终端会打印一个以 #token=… 结尾的链接。重新启动后链接可能改变。", "A sandbox prints the link when it starts; it ends in #token=…, and may change when the sandbox starts anew."],
  "token.paste": ["把该链接完整粘贴到地址栏即可。如果终端没有打印 token，它在 --write-env 文件的 REALNAME_SANDBOX_CONTROL_TOKEN 中。", "Paste the whole link into the address bar. Where no token was printed, it is REALNAME_SANDBOX_CONTROL_TOKEN in the file of --write-env."],
  "requests.title": ["请求", "Requests"],
  "requests.all": ["共 {n} 条", "{n} in the log"],
  "requests.some": ["显示 {n} / {all} 条", "{n} of {all} shown"],
  "requests.none": ["还没有收到请求", "No request has come yet"],
  "requests.none_remedy": ["让您的程序使用沙箱写出的环境变量发起调用，请求会立即显示在这里。", "Let your program call with the variables that the sandbox wrote: its requests appear here at once."],
  "requests.no_match": ["没有符合筛选条件的请求", "No request matches the filter"],
  "requests.no_match_remedy": ["修改文字，或选择其他服务商和结果。", "Change the text, or choose another provider or result."],
  "requests.came": ["新请求 {n} 条，其中被拒绝 {refused} 条", "New requests: {n}, refused: {refused}"],
  "filter.text": ["筛选：路径、结果、编号…（/）", "Filter: path, verdict, number… (/)"],
  "filter.provider": ["服务商", "Provider"],
  "filter.all_providers": ["全部服务商", "All providers"],
  "filter.verdict": ["结果", "Result"],
  "group.all": ["全部结果", "All results"],
  "group.accepted": ["已接受", "Accepted"],
  "group.refused": ["已拒绝", "Refused"],
  "group.fault": ["注入故障", "With a fault"],
  "group.page": ["用户页面", "Persons’ pages"],
  "pause.on": ["暂停", "Pause"],
  "pause.off": ["继续（{n}）", "Resume ({n})"],
  "verdict.accepted": ["已接受", "accepted"],
  "verdict.page": ["用户页面", "a person’s page"],
  "verdict.page_refused": ["用户页面：已拒绝", "a person’s page, refused"],
  "verdict.unfit_fault": ["故障不适用", "unfit fault"],
  "keys.filter": ["筛选", "filter"],
  "keys.move": ["上一条 / 下一条", "move"],
  "keys.open": ["打开", "open"],
  "keys.close": ["关闭", "close"],
  "detail.title": ["请求详情", "Request"],
  "detail.none": ["选择一条请求查看详情", "Choose a request to see all of it"],
  "detail.gone": ["这条请求已不在日志中", "This request has left the log"],
  "detail.close": ["关闭", "Close"],
  "detail.fault": ["此应答按要求注入了故障：", "This answer was spoiled on purpose by the fault"],
  "explain.none": ["这条请求没有可解释的签名", "There is no signature to explain in this request"],
  "explain.verifies": ["验签通过", "The signature verifies"],
  "explain.verifies_refused": ["验签通过；请求因其他原因被拒绝：{verdict}", "The signature verifies; the request was refused for another reason: {verdict}"],
  "explain.differs": ["验签失败", "The signature differs"],
  "explain.undetermined": ["无法判断签名是否正确", "Whether the signature fits cannot be told"],
  "explain.received": ["收到的签名", "received"],
  "explain.expected": ["应有的签名", "expected"],
  "string.title": ["待签名串", "String to sign"],
  "string.only": ["应当签名的内容", "What the signature covers"],
  "string.right": ["应当签名的内容", "What was to be signed"],
  "string.signed": ["实际签名的内容", "What was signed instead"],
  "string.legend": ["· 表示空格，LF 表示换行", "· is a space, LF a line feed"],
  "string.legend_marks": ["· 表示空格，LF 表示换行；有底色和下划线处为差异", "· is a space, LF a line feed; differences are marked and underlined"],
  "message.request": ["请求", "Request"],
  "message.answer": ["应答", "Answer"],
  "message.headers": ["消息头（{n}）", "Headers ({n})"],
  "body.title": ["报文体", "Body"],
  "body.none": ["没有报文体", "No body"],
  "body.plain": ["解密后的报文体", "Body without encryption"],
  "body.bytes": ["{n} 字节", "{n} bytes"],
  "body.pretty": ["格式化", "Pretty"],
  "body.raw": ["原文", "Raw"],
  "text.more": ["… 还有 {n} 个字符", "… {n} more characters"],
  "copy.do": ["复制所显示的内容", "Copy what is shown"],
  "copy.done": ["已复制", "Copied"],
  "copy.by_hand": ["已选中，请按 Ctrl+C 复制", "Selected: press Ctrl+C"],
  "panel.empty": ["暂无", "Nothing yet"],
  "panel.pending": ["{n} 项等待用户操作", "waiting for a person: {n}"],
  "panel.newest": ["最新 {n} / {total}", "newest {n} of {total}"],
  "form.unset": ["（默认）", "(default)"],
  "form.then": ["再加一个", "Then another one"],
  "form.more": ["更多字段", "More fields"],
  "fault.title": ["故障", "Faults"],
  "fault.says": ["为接下来签名有效的请求注入故障，用于测试您的程序。", "A fault spoils the next answers to requests with a valid signature, to try your program out."],
  "fault.name": ["故障", "Fault"],
  "fault.times": ["次数", "Times"],
  "fault.always": ["直到重置", "Until the reset"],
  "fault.arm": ["启用故障", "Arm the fault"],
  "fault.armed": ["已启用：", "Armed:"],
  "fault.none": ["没有启用的故障", "None is armed"],
  "reset.open": ["重置…", "Reset…"],
  "reset.title": ["重置沙箱？", "Reset the sandbox?"],
  "reset.says": ["将清除请求日志、所有状态和已启用的故障，并恢复设置。密钥、凭据和地址不变。", "It forgets the log, all state and all armed faults, and restores the settings. Keys, credentials and addresses stay."],
  "reset.cancel": ["取消", "Cancel"],
  "reset.confirm": ["重置", "Reset"],
  "reset.done": ["沙箱已重置", "The sandbox was reset"],
  "toast.close": ["关闭", "Close"],
  "kind.enrolled": ["已登记用户", "Enrolled users"],
  "kind.transactions": ["核身交易", "Transactions"],
  "kind.certifications": ["认证单", "Certifications"],
  "kind.tokens": ["一次性令牌", "One-time tokens"],
  "kind.accounts": ["账户授权", "Accounts"],
  "kind.flows": ["认证流程", "Flows"],
  "kind.access_tokens": ["访问令牌", "Access tokens"],
  "column.id": ["编号", "ID"],
  "column.user_id": ["用户 ID", "User ID"],
  "column.operation": ["接口", "Operation"],
  "column.started": ["开始时间", "Started"],
  "column.issued": ["签发时间", "Issued"],
  "column.expires": ["到期时间", "Expires"],
  "column.results": ["后续结果", "Results to come"],
  "column.conn_key": ["关联标识", "conn_key"],
  "column.identity_type": ["身份类型", "Identity type"],
  "column.cert_no": ["证件号码", "Document number"],
  "column.user_name": ["姓名", "Name"],
  "column.mobile": ["手机号", "Mobile"],
  "column.logon_id": ["登录号", "Login"],
  "column.object_type": ["主体类型", "Subject type"],
  "column.subject": ["主体", "Subject"],
  "column.context_id": ["业务编号", "Context ID"],
  "column.code": ["验证码", "Code sent"],
  "column.amount": ["打款金额", "Amount sent"],
  "status.pending": ["进行中", "pending"],
  "status.verified": ["已通过", "verified"],
  "status.rejected": ["未通过", "rejected"],
  "status.expired": ["已过期", "expired"],
  "status.init": ["未开始", "not begun"],
  "status.usable": ["可使用", "usable"],
  "status.used": ["已使用", "used"],
  "button.finish_verified": ["已通过", "Verify"],
  "button.finish_rejected": ["未通过", "Reject"],
  "button.finish_pending": ["保持进行中", "Keep pending"],
  "button.expire": ["使其过期", "Expire"],
  "button.unenroll": ["取消登记", "Unenroll"],
  "button.send_callback": ["发送回调", "Send callback"],
  "button.fail_transfer": ["打款失败", "Fail transfer"],
  "action.enroll": ["登记用户", "Enrol a user"],
  "action.issue_token": ["签发令牌", "Issue a token"],
  "action.add_flow": ["添加流程", "Add a flow"],
  "action.issue_auth_token": ["签发授权令牌", "Issue an auth token"],
  "field.user_id": ["用户 ID", "User ID"],
  "field.results": ["依次返回的结果", "Results, in order"],
  "field.conn_key": ["关联标识 conn_key", "conn_key"],
  "field.identity_type": ["身份类型", "Identity type"],
  "field.cert_no": ["证件号码", "Document number"],
  "field.user_name": ["姓名", "Name"],
  "field.mobile": ["手机号", "Mobile"],
  "field.logon_id": ["登录号", "Login"],
  "field.flow_status": ["流程状态", "Flow status"],
  "field.object_type": ["主体类型", "Subject type"],
  "field.flow_id": ["流程 ID", "Flow ID"],
  "field.context_id": ["业务编号", "Context ID"],
  "field.expired": ["已过期", "Expired"]
};

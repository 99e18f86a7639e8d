// One exchange whole: what became of it and why, what was signed, and what went over the wire.

import { copyButton, icon, make, nodes, pretty } from "./runs.js";
import { groupOf, markOf, verdictOf } from "./requests.js";
import { duration, language, moment, word } from "./words.js";

let showsRaw = false; // bodies as they came, rather than over several lines
const OUTCOMES = { verifies: "ok", differs: "no", undetermined: "note" };

/** What stands there while no request is open. */
export function nothing() {
  const keys = [["/", "keys.filter"], ["↑ ↓", "keys.move"], ["j k", "keys.move"], ["Enter", "keys.open"],
    ["Esc", "keys.close"]];
  return make("div", { className: "empty" },
    make("p", { textContent: word("detail.none") }),
    make("dl", { className: "keys" }, ...keys.flatMap(([key, name]) => [
      make("dt", {}, ...key.split(" ").flatMap((each) => [make("kbd", { textContent: each }), " "])),
      make("dd", { textContent: word(name) }),
    ])));
}

/** What stands there for a request that has left the log. */
export function gone(close) {
  return make("div", { className: "empty" },
    make("p", { textContent: word("detail.gone") }),
    make("button", { type: "button", className: "plain", textContent: word("detail.close"), onclick: close }));
}

/** The exchange; `close` is what its button does. */
export function show(exchange, close) {
  const { answer, explanation } = exchange;
  return make("article", {},
    head(exchange, close),
    exchange.fault ? make("p", { className: "say fault" }, icon("fault"), make("span", {},
      word("detail.fault"), " ", make("code", { textContent: exchange.fault }))) : null,
    explained(exchange, explanation),
    message(word("message.request"), exchange, [
      make("span", { className: "method", textContent: exchange.method }), " ", ...nodes(exchange.target)]),
    message(word("message.answer"), answer, [`HTTP ${answer.status}`]),
  );
}

function head(exchange, close) {
  const button = make("button", { type: "button", className: "icon-button close", onclick: close,
    title: word("detail.close"), attributes: { "aria-label": word("detail.close"), "aria-keyshortcuts": "Escape" } },
  icon("back"), icon("close"));
  return make("header", { className: "head" },
    button,
    make("h2", { tabIndex: -1, id: "detail-title", textContent: exchange.operation ?? exchange.path }),
    make("p", { className: `state ${groupOf(exchange)}` },
      markOf(exchange), make("span", { textContent: verdictOf(exchange) })),
    make("p", { className: "meta" },
      ...[`#${exchange.number}`, exchange.provider, `HTTP ${exchange.status}`, duration(exchange.milliseconds),
        moment(exchange.at, { exact: true }),
      ].map((textContent) => make("span", { textContent }))));
}

// ---- the signature -------------------------------------------------------------------------------------------------

function explained(exchange, explanation) {
  if (!explanation) {
    return make("p", { className: "say dim" }, icon("note"), make("span", { textContent: word("explain.none") }));
  }
  const { outcome, findings } = explanation;
  const isElsewhere = outcome === "verifies" && groupOf(exchange) === "refused";
  const key = isElsewhere ? "explain.verifies_refused" : `explain.${outcome}`;
  return make("section", { className: `card explained ${outcome}` },
    make("h3", {}, icon(OUTCOMES[outcome]), word(key, { verdict: verdictOf(exchange) })),
    findings.length ? make("ul", { className: "findings" }, ...findings.map(finding)) : null,
    beginnings(explanation),
    explanation.right.length ? strings(explanation) : null);
}

function finding({ name, severity, says, remedy, zh }) {
  const isProblem = severity === "problem";
  const told = language() === "zh" ? { says: `${zh.says}。`, remedy: zh.remedy } : { says: `${says}.`, remedy };
  return make("li", { className: severity }, icon(isProblem ? "no" : "note"),
    make("div", {},
      make("p", {}, make("code", { textContent: name }), " ", make("span", { textContent: told.says })),
      told.remedy ? make("p", { className: "remedy" }, told.remedy) : null));
}

function beginnings({ received, expected }) {
  const pairs = [["explain.received", received], ["explain.expected", expected === received ? null : expected]];
  return make("dl", { className: "beginnings" }, ...pairs.filter(([, value]) => value).flatMap(([key, value]) => [
    make("dt", { textContent: word(key) }), make("dd", {}, make("code", { textContent: value }))]));
}

function strings({ outcome, right, signed }) {
  const both = make("div", { className: signed ? "strings both" : "strings" },
    string(word(signed ? "string.right" : "string.only"), right, "right"),
    signed ? string(word("string.signed"), signed, "signed") : null);
  return make("details", { open: outcome !== "verifies" },
    make("summary", { textContent: word("string.title") }),
    make("p", { className: "legend dim", textContent: word(signed ? "string.legend_marks" : "string.legend") }),
    both);
}

function string(title, pieces, kind) {
  const block = make("pre", { className: `code ${kind}`, tabIndex: 0, attributes: { "aria-label": title } },
    ...pieces.flatMap(([runs, differs]) => (differs ? [make("mark", {}, ...nodes(runs))] : nodes(runs))));
  return make("figure", {}, make("figcaption", {}, make("span", { textContent: title }), copyButton(block)), block);
}

// ---- the wire ------------------------------------------------------------------------------------------------------

function message(title, { headers, body, bytes, plain }, first) {
  return make("section", { className: "card message" },
    make("h3", { textContent: title }),
    make("pre", { className: "code first" }, ...first),
    make("details", { open: false },
      make("summary", { textContent: word("message.headers", { n: headers.length }) }),
      make("dl", { className: "headers" }, ...headers.flatMap(([name, runs]) => [
        make("dt", { textContent: name }), make("dd", {}, ...nodes(runs))]))),
    plain ? shownBody(title, word("body.plain"), plain) : null,
    bytes
      ? shownBody(title, `${word("body.title")} · ${word("body.bytes", { n: bytes })}`, body)
      : make("p", { className: "dim", textContent: word("body.none") }));
}

function shownBody(title, name, body) {
  const block = make("pre", { className: "code", tabIndex: 0, attributes: { "aria-label": `${title}: ${name}` } });
  const tools = make("span", { className: "tools" });
  const write = () => {
    const document_ = pretty(body);
    block.replaceChildren(...(showsRaw || !document_ ? nodes(body) : [document_]));
    const choice = (raw, key) => make("button", { type: "button", className: "plain small", textContent: word(key),
      attributes: { "aria-pressed": String(showsRaw === raw) }, onclick: () => { showsRaw = raw; write(); } });
    const choices = document_ ? [choice(false, "body.pretty"), choice(true, "body.raw")] : [];
    tools.replaceChildren(...choices, copyButton(block));
  };
  write();
  return make("figure", {},
    make("figcaption", {}, make("span", { textContent: name }), tools), block);
}

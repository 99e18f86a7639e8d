// The page: what is shown where, in which language, by which key.

import { act, follow, get, reason, takeToken } from "./connection.js";
import * as exchange from "./exchange.js";
import { Panels, pending } from "./panels.js";
import * as requests from "./requests.js";
import { icon, make, showAll } from "./runs.js";
import { language, otherLanguage, setLanguage, word } from "./words.js";

const $ = (id) => document.getElementById(id);
const STAYS = 6000; // ms for which a success is shown

let overview = { version: "", providers: [], records: [] };
let panels = new Map(); // provider → Panels
let view = { tab: "requests", number: null };
let shown = null; // the exchange that is open
let state = "connecting"; // connecting, live, lost, refused
let wasLive = false;
let asking = false; // whether the overview is on its way
let stale = false; // whether it changed again meanwhile

// ---- what is open ----------------------------------------------------------------------------------------------------

/** Read the address: `#request=7`, `#provider=name`, or neither. */
function readAddress() {
  const [key, value] = location.hash.slice(1).split("=");
  const tab = key === "provider" && [...panels.keys()].find((name) => encodeURIComponent(name) === value);
  return { tab: tab || "requests", number: key === "request" && /^\d+$/.test(value) ? Number(value) : null };
}

/** Go somewhere, as a step that the browser's own button takes back. */
function go({ tab, number }) {
  const list = tab === "requests" ? "" : `#provider=${encodeURIComponent(tab)}`;
  const fragment = number === null ? list : `#request=${number}`;
  if (fragment !== location.hash) history.pushState(null, "", location.pathname + fragment);
  arrive({ tab, number }, { moves: true });
}

/** Show what is to be shown; where somebody `moves` there, the focus goes along. */
async function arrive(next, { moves = false } = {}) {
  view = next;
  document.body.dataset.view = next.tab !== "requests" ? "panels" : next.number !== null ? "detail" : "list";
  requests.select(next.number);
  showTabs();
  showPanels();
  $("panels").replaceChildren(...(panels.has(next.tab) ? [panels.get(next.tab).element] : []));
  if (next.tab !== "requests") return;
  if (next.number === null) {
    shown = null;
    $("detail").replaceChildren(exchange.nothing());
    return;
  }
  if (shown?.number !== next.number) {
    let found = null;
    try {
      found = await requests.whole(next.number);
    } catch (error) {
      if (error.status !== 404) say("error", word("detail.title"), reason(error));
    }
    if (view.number !== next.number) return; // somebody was faster
    shown = found;
  }
  showDetail();
  if (!moves) return;
  $("detail").scrollTop = 0;
  $("detail-title")?.focus({ preventScroll: true });
}

function showDetail() {
  $("detail").replaceChildren(shown ? exchange.show(shown, close) : exchange.gone(close));
}

function close() {
  const { number } = view;
  go({ tab: "requests", number: null });
  requests.focusOn(number);
}

function showTabs() {
  const tab = (name, text, waiting) => {
    const button = make("button", { type: "button", onclick: () => go({ tab: name, number: null }),
      attributes: { "aria-current": view.tab === name ? "page" : null } }, text);
    const title = word("panel.pending", { n: waiting });
    if (waiting) button.append(" ", make("span", { className: "badge", textContent: waiting, title }));
    return button;
  };
  const focused = [...$("tabs").children].indexOf(document.activeElement);
  $("tabs").replaceChildren(tab("requests", word("requests.title")),
    ...overview.providers.map((provider) => tab(provider.name, provider.name, pending(provider))));
  if (focused >= 0) $("tabs").children[focused]?.focus();
}

// ---- what the sandbox tells ------------------------------------------------------------------------------------------

const told = {
  connected(found) {
    const returned = wasLive && state !== "live";
    takeOverview(found);
    requests.replace(found.records);
    shown = null;
    setState("live");
    arrive(readAddress());
    if (returned) say("done", word("connection.back"), "");
  },
  record: requests.add,
  state: refresh,
  cleared() {
    requests.replace([]);
    shown = null;
    if (view.number !== null) go({ tab: "requests", number: null });
    refresh();
  },
  lost: (why) => setState("lost", why),
  refused: () => setState("refused"),
};

/** Ask for the panels again: now, and after a pause if something changed meanwhile; not while nobody looks. */
async function refresh() {
  stale = true;
  if (asking || document.hidden) return;
  asking = true;
  while (stale && !document.hidden) {
    stale = false;
    try {
      takeOverview(await get("/overview?records=0"));
    } catch {
      break; // whoever follows the sandbox sees that it is gone
    }
    await new Promise((resolve) => setTimeout(resolve, view.tab === "requests" ? 1000 : 200));
  }
  asking = false;
}

function takeOverview(found) {
  const kinds = ({ name, url, panels: all }) => [name, url, ...all.map(({ kind }) => kind)];
  const shape = ({ version, providers }) => JSON.stringify([version, ...providers.map(kinds)]);
  const isOther = shape(found) !== shape(overview);
  overview = found;
  if (isOther) {
    requests.offer(found.providers.map(({ name }) => name));
    makePanels();
  }
  showPanels();
  showTabs();
}

function showPanels() {
  const provider = overview.providers.find(({ name }) => name === view.tab);
  if (provider) panels.get(view.tab).update(provider);
}

function makePanels() {
  panels = new Map(overview.providers.map((provider) => [provider.name, new Panels(provider, say)]));
}

function setState(next, why = "") {
  state = next;
  wasLive ||= next === "live";
  $("live").dataset.state = next;
  $("live-words").textContent = word(`connection.${next}`);
  $("banner").hidden = next !== "lost" || !wasLive;
  $("banner").textContent = word("connection.banner", { why });
  $("stop").hidden = next !== "refused";
  $("stop-link").textContent = `${location.origin}/#token=…`;
  $("main").hidden = next === "refused";
}

// ---- what is said ----------------------------------------------------------------------------------------------------

/** Say what became of something: `done` for a while, `error` until somebody closes it. */
function say(kind, title, text) {
  const toast = make("div", { className: `toast ${kind}`, attributes: { role: kind === "error" ? "alert" : "status" } },
    icon(kind === "error" ? "no" : "ok"),
    make("p", {}, make("strong", { textContent: title }), text ? make("span", { textContent: text }) : null));
  const end = () => toast.remove();
  toast.append(make("button", { type: "button", className: "icon-button", onclick: end, title: word("toast.close"),
    attributes: { "aria-label": word("toast.close") } }, icon("close")));
  while ($("toasts").children.length > 3) $("toasts").firstChild.remove();
  $("toasts").append(toast);
  if (kind !== "error") setTimeout(end, STAYS);
}

/** Write everything again in the language of now. */
function write() {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  document.title = `realname ${word("page.sandbox")}`;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", word(each.dataset.label));
  }
  $("tabs").setAttribute("aria-label", word("tabs.title"));
  $("language").textContent = word("language.other");
  $("language").lang = otherLanguage() === "zh" ? "zh-CN" : "en";
  requests.offer(overview.providers.map(({ name }) => name));
  requests.write();
  makePanels();
  setState(state);
  arrive(view);
}

// ---- keys and buttons ------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("ask").open) return;
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    if (isTyping) event.target.blur();
    if (view.number !== null) close();
    else if (isTyping) requests.focusOn(null);
    return;
  }
  if (isTyping) return;
  const isInList = !event.target.closest("#detail, #panels, header");
  const inList = isInList ? { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity } : {};
  const step = { j: 1, k: -1, ...inList }[event.key];
  if (step && view.tab === "requests") {
    if (view.number !== null && matchMedia("(max-width: 900px)").matches) return; // the list is not on the screen
    if (requests.move(step)) event.preventDefault();
  } else if (event.key === "/") {
    event.preventDefault();
    if (!$("requests").checkVisibility()) go({ tab: "requests", number: null });
    $("filter-text").focus();
  }
});

$("personal").addEventListener("change", () => showAll($("personal").checked));
$("language").addEventListener("click", () => {
  setLanguage(otherLanguage());
  write();
});
$("reset").addEventListener("click", () => $("ask").showModal());
$("ask-no").addEventListener("click", () => $("ask").close());
$("ask-yes").addEventListener("click", async () => {
  $("ask").close();
  try {
    await act("reset", {});
    say("done", word("reset.done"), "");
  } catch (error) {
    say("error", word("reset.confirm"), reason(error));
  }
});
let retry = () => {};
addEventListener("popstate", () => arrive(readAddress(), { moves: true }));
addEventListener("hashchange", () => {
  if (takeToken()) retry(); // the link of another start, in the same tab
});
document.addEventListener("visibilitychange", () => {
  if (stale) refresh();
});
addEventListener("online", () => retry());

takeToken(); // first of all: without it nothing is told
$("personal").checked = false; // a browser may remember otherwise
requests.start((number) => go({ tab: "requests", number }));
write();
retry = follow(told);

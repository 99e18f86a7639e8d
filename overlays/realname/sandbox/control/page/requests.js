// The requests as they come: newest first, filtered, paused if wanted, and as fast with a thousand as with one.

import { get } from "./connection.js";
import { icon, make } from "./runs.js";
import { duration, hasWord, moment, word } from "./words.js";

const LONGEST = 1000; // rows, as the sandbox's own log has
const QUIET = 4000; // ms between two announcements for those who listen

const $ = (id) => document.getElementById(id);
const rows = new Map(); // number → {summary, item, text}
let waiting = []; // what came since the last frame, or since the pause
let scheduled = false;
let isPaused = false;
let selected = null;
let open = () => {};
let announcing = null;

/** Wire the list; `onOpen(number)` is called with the request that somebody opens. */
export function start(onOpen) {
  open = onOpen;
  for (const id of ["filter-provider", "filter-verdict"]) $(id).addEventListener("change", filter);
  $("filter-text").addEventListener("input", filter);
  $("pause").addEventListener("click", () => {
    isPaused = !isPaused;
    if (!isPaused) schedule();
    showPause();
  });
  $("rows").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) open(Number(item.dataset.number));
  });
}

/** Show these, and forget what was shown. */
export function replace(summaries) {
  waiting = [];
  rows.clear();
  $("rows").replaceChildren();
  enter(summaries);
  showPause();
}

/** Show another one at the next frame; a hidden tab has none, so what waits is bounded. */
export function add(summary) {
  waiting.push(summary);
  if (waiting.length > LONGEST) waiting.splice(0, waiting.length - LONGEST);
  if (isPaused) showPause();
  else schedule();
}

/** Write everything again, in the language of now. */
export function write() {
  fill("filter-verdict", ["", "accepted", "refused", "fault", "page"].map((name) => [name, word(`group.${name || "all"}`)]));
  $("filter-text").placeholder = word("filter.text");
  $("filter-text").setAttribute("aria-label", word("filter.text"));
  const all = [...rows.values()].map(({ summary }) => summary);
  const kept = waiting;
  replace(all);
  waiting = kept;
  showPause();
}

/** Offer these providers in the filter. */
export function offer(providers) {
  fill("filter-provider", [["", word("filter.all_providers")], ...providers.map((name) => [name, name])]);
}

/** Mark the request that is open; null for none. */
export function select(number) {
  rows.get(selected)?.item.firstChild.removeAttribute("aria-current");
  selected = number;
  rows.get(selected)?.item.firstChild.setAttribute("aria-current", "true");
}

/** Move the focus by so many requests, from the focused or the open one; says whether there is one to go to. */
export function move(step) {
  const shown = [...$("rows").children].filter((item) => !item.hidden);
  if (!shown.length) return false;
  const from = shown.indexOf(document.activeElement?.closest?.("#rows li") ?? rows.get(selected)?.item);
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), shown.length - 1);
  focus(shown[to]);
  return true;
}

/** Put the focus on a request's row, or on the first one. */
export function focusOn(number) {
  const item = rows.get(number)?.item ?? $("rows").querySelector("li:not([hidden])");
  if (item) focus(item);
}

/** What kind of end a request took: `accepted`, `refused`, `fault` where one was injected, `page` on a person's page. */
export function groupOf(summary) {
  if (summary.fault) return "fault";
  return ["accepted", "page"].includes(summary.verdict) ? summary.verdict : "refused";
}

/** The verdict in words; a provider's code stays what it is. */
export function verdictOf(summary) {
  const key = `verdict.${summary.verdict.replace(" ", "_")}`;
  return hasWord(key) ? word(key) : summary.verdict;
}

/** The symbol of such an end: a shape of its own each. */
export function markOf(summary) {
  return icon({ accepted: "ok", refused: "no", fault: "fault", page: "eye" }[groupOf(summary)]);
}

function focus(item) {
  for (const other of $("rows").querySelectorAll('button[tabindex="0"]')) other.tabIndex = -1;
  item.firstChild.tabIndex = 0;
  item.firstChild.focus();
}

function fill(id, choices) {
  const chosen = $(id).value;
  $(id).replaceChildren(...choices.map(([value, text]) => make("option", { value, textContent: text })));
  $(id).value = choices.some(([value]) => value === chosen) ? chosen : "";
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    if (isPaused) return;
    const came = waiting;
    waiting = [];
    enter(came);
    announce(came);
  });
}

function enter(summaries) {
  const fresh = summaries.filter(({ number }) => !rows.has(number));
  const added = document.createDocumentFragment();
  for (const summary of fresh) {
    const row = { summary, item: written(summary), text: textOf(summary) };
    row.item.hidden = !passes(row);
    rows.set(summary.number, row);
    added.prepend(row.item);
  }
  $("rows").prepend(added);
  for (const number of rows.keys()) { // oldest first
    if (rows.size <= LONGEST) break;
    rows.get(number).item.remove();
    rows.delete(number);
  }
  if (!$("rows").querySelector('button[tabindex="0"]')) {
    const first = $("rows").querySelector("button");
    if (first) first.tabIndex = 0;
  }
  count();
}

function written(summary) {
  const group = groupOf(summary);
  const button = make("button", { type: "button", tabIndex: -1, className: `row ${group}` },
    markOf(summary),
    make("span", { className: "line" },
      make("span", { className: "name", textContent: summary.operation ?? summary.path }),
      summary.fault ? make("span", { className: "chip fault", textContent: summary.fault }) : null,
      make("span", { className: "verdict", textContent: verdictOf(summary) })),
    make("span", { className: "line" },
      make("span", { className: "chip", textContent: summary.provider }),
      make("span", { className: "target" },
        make("span", { className: "method", textContent: summary.method }), " ",
        make("span", { className: "path", textContent: summary.path })),
      make("span", { className: "numbers" },
        make("span", { textContent: summary.status }), " ",
        make("span", { textContent: duration(summary.milliseconds) }), " ",
        make("time", { textContent: moment(summary.at) }))),
  );
  if (summary.number === selected) button.setAttribute("aria-current", "true");
  return make("li", { dataset: { number: summary.number } }, button);
}

function textOf(summary) {
  const { number, provider, method, path, operation, status, verdict, fault } = summary;
  return [`#${number}`, provider, method, path, operation, status, verdict, fault].join(" ").toLowerCase();
}

function passes({ summary, text }) {
  const [provider, group] = [$("filter-provider").value, $("filter-verdict").value];
  const wanted = $("filter-text").value.trim().toLowerCase().split(/\s+/);
  return (!provider || provider === summary.provider)
    && (!group || group === groupOf(summary))
    && wanted.every((each) => text.includes(each));
}

function filter() {
  for (const row of rows.values()) row.item.hidden = !passes(row);
  count();
}

function count() {
  const shown = [...rows.values()].filter(({ item }) => !item.hidden).length;
  const isFiltered = shown !== rows.size;
  $("count").textContent = word(isFiltered ? "requests.some" : "requests.all", { n: shown, all: rows.size });
  $("empty").hidden = shown > 0;
  if (shown === 0) {
    const key = rows.size ? "requests.no_match" : "requests.none";
    $("empty").replaceChildren(
      make("p", { textContent: word(key) }),
      make("p", { className: "dim", textContent: word(`${key}_remedy`) }),
    );
  }
}

function showPause() {
  const words = isPaused ? word("pause.off", { n: waiting.length }) : word("pause.on");
  $("pause").replaceChildren(icon(isPaused ? "play" : "pause"), words);
  $("pause").setAttribute("aria-pressed", String(isPaused));
}

/** Say now and then, and not at each request, what came. */
function announce(came) {
  if (announcing) {
    announcing.push(...came);
    return;
  }
  announcing = [...came];
  setTimeout(() => {
    const refused = announcing.filter((summary) => groupOf(summary) === "refused").length;
    $("announcer").textContent = word("requests.came", { n: announcing.length, refused });
    announcing = null;
  }, QUIET);
}

/** One exchange whole. */
export function whole(number) {
  return get(`/requests/${number}`);
}

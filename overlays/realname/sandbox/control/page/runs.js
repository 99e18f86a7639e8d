// Text that may hold what is personal: runs of [text, whether it is personal], masked until somebody asks to see it.

import { word } from "./words.js";

const MASK = "•••";
const LONGEST = 2000; // characters of one run that are shown at first
const CONTROLS = [
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US",
  "SP DEL",
].join(" ").split(" ");
const values = new WeakMap(); // what stands behind a mask: nowhere in the document
let showsAll = false;

/** An element with properties and children; texts become text, never markup. */
export function make(name, { dataset, attributes, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  Object.assign(made.dataset, dataset);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** One of the symbols that stand in page.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Show every personal value on the page, or none. */
export function showAll(on) {
  showsAll = on;
  for (const button of document.querySelectorAll(".mask")) paint(button, on);
}

/** The runs, as nodes. A plain text counts as one run that is not personal. */
export function nodes(runs) {
  return asRuns(runs).flatMap(([text, personal]) => (personal ? [mask(text)] : shortened(text)));
}

/** The text of the runs, with what is personal masked. */
export function masked(runs) {
  return asRuns(runs).map(([text, personal]) => (personal ? MASK : text)).join("");
}

/** JSON over several lines, with its masks; null if the text is no JSON object or array. */
export function pretty(runs) {
  const given = asRuns(runs);
  const text = given.map(([part]) => part).join("");
  if (!/^\s*[{[]/.test(text) || given.every(([, personal]) => personal)) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const out = document.createDocumentFragment();
  const spots = given.values();
  let [part, personal] = spots.next().value;
  let used = 0; // characters of this part
  const take = (length, kind) => {
    const target = kind ? make("span", { className: kind }) : out;
    while (length > 0) {
      if (used === part.length) {
        [part, personal] = spots.next().value;
        used = 0;
        continue;
      }
      const piece = part.slice(used, used + length);
      target.append(...(personal ? [mask(piece)] : shortened(piece)));
      used += piece.length;
      length -= piece.length;
    }
    if (target !== out) out.append(target);
  };
  const skip = (length) => {
    while (length > 0) {
      if (used === part.length) [part, personal, used] = [...spots.next().value, 0];
      const step = Math.min(length, part.length - used);
      used += step;
      length -= step;
    }
  };
  let depth = 0;
  const newLine = () => out.append(`\n${"  ".repeat(depth)}`);
  const tokens = [...text.matchAll(/\s+|"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs)].map(([token]) => token);
  const following = (index) => tokens.slice(index + 1, index + 3).find((token) => /\S/.test(token));
  let empty = false; // whether the bracket that was just opened closes at once
  tokens.forEach((token, index) => {
    if (/^\s/.test(token)) {
      skip(token.length);
    } else if (token === "{" || token === "[") {
      take(1);
      empty = /^[}\]]/.test(following(index));
      depth += 1;
      if (!empty) newLine();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      if (!empty) newLine();
      empty = false;
      take(1);
    } else if (token === ",") {
      take(1);
      newLine();
    } else if (token === ":") {
      take(1);
      out.append(" ");
    } else {
      const isText = token.startsWith('"');
      take(token.length, isText ? (following(index) === ":" ? "key" : "text") : "literal");
    }
  });
  return out;
}

/** A button that copies what a block shows, with masks where it shows masks. */
export function copyButton(block) {
  const button = make("button", { type: "button", className: "icon-button" }, icon("copy"));
  const name = (text) => { button.title = text; button.setAttribute("aria-label", text); };
  name(word("copy.do"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      name(word("copy.done"));
      button.classList.add("done");
    } catch { // no secure context, or not allowed: what is selected can be copied by hand
      getSelection().selectAllChildren(block);
      name(word("copy.by_hand"));
    }
    setTimeout(() => { name(word("copy.do")); button.classList.remove("done"); }, 1500);
  });
  return button;
}

function asRuns(runs) {
  if (Array.isArray(runs)) return runs;
  return [[runs === null || runs === undefined ? "" : String(runs), false]];
}

function mask(value) {
  const button = make("button", { type: "button", className: "mask" });
  values.set(button, value);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    paint(button, button.getAttribute("aria-pressed") !== "true");
  });
  paint(button, showsAll);
  return button;
}

function paint(button, open) {
  const value = values.get(button);
  button.textContent = open ? cut(value) : MASK;
  button.setAttribute("aria-pressed", String(open));
  if (open) button.removeAttribute("aria-label");
  else button.setAttribute("aria-label", word("personal.show"));
  button.title = word(open ? "personal.hide" : "personal.show");
}

function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A text with names for pictures of control characters (␊), which few fonts have, and for what turns or hides text. */
function drawn(text) {
  return text.split(/([\u2400-\u2421\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])/).map((part, index) => {
    const code = part.charCodeAt(0);
    const name = index % 2 ? CONTROLS[code - 0x2400] ?? `U+${code.toString(16).toUpperCase()}` : "";
    if (!name) return document.createTextNode(part);
    return make("span", { className: "control", textContent: part, dataset: { name } });
  });
}

function shortened(text) {
  if (text.length <= LONGEST) return drawn(text);
  const rest = make("span", { textContent: text.slice(LONGEST), hidden: true });
  const words = word("text.more", { n: text.length - LONGEST });
  const more = make("button", { type: "button", className: "more", dataset: { words },
    attributes: { "aria-label": words } });
  more.addEventListener("click", () => { rest.hidden = false; more.remove(); });
  return [...drawn(text.slice(0, LONGEST)), rest, more];
}

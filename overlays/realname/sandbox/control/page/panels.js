// What a gateway knows, a list a kind, with the buttons that play a person's part; forms; faults.

import { act, reason } from "./connection.js";
import { copyButton, icon, make, masked, nodes } from "./runs.js";
import { hasWord, language, moment, word } from "./words.js";

const SYMBOLS = {
  verified: "ok", usable: "ok", rejected: "no", pending: "wait", init: "wait", expired: "over", used: "over",
};
const WAIT = ["pending", "init"]; // for a person
const keys = new WeakMap(); // button → what it does to which row: ids may be personal, and stay out of the document

/** How many things there wait for a person. */
export function pending(provider) {
  return provider.panels.flatMap(({ rows }) => rows).filter(({ status }) => WAIT.includes(status)).length;
}

/** The panels of one provider; `update` brings them to what the sandbox says now, and leaves forms and focus alone. */
export class Panels {
  constructor(provider, say) {
    this.provider = provider;
    this.say = say;
    const action = (...given) => this.#act(...given);
    this.records = new Map(provider.panels.map((panel) => [panel.kind, new Records(panel, action)]));
    this.armed = make("p", { className: "armed" });
    const address = make("code", { textContent: provider.url });
    this.element = make("div", { className: "provider" },
      make("header", { className: "head" },
        make("h2", { tabIndex: -1, textContent: provider.name }),
        make("p", { className: "address" }, address, copyButton(address))),
      ...[...this.records.values()].map(({ element }) => element),
      this.#faults());
    this.update(provider);
  }

  update(provider) {
    this.provider = provider;
    for (const panel of provider.panels) this.records.get(panel.kind)?.update(panel);
    const counted = new Map();
    for (const name of provider.armed) counted.set(name, (counted.get(name) ?? 0) + 1);
    this.armed.replaceChildren(...(counted.size ? [word("fault.armed"), " "] : [word("fault.none")]),
      ...[...counted].flatMap(([name, n]) => [
        make("span", { className: "chip fault", textContent: n > 1 ? `${name} × ${n}` : name }), " "]));
  }

  async #act(action, given, control, name) {
    if (control.getAttribute("aria-disabled") === "true") return false;
    control.setAttribute("aria-disabled", "true"); // unlike `disabled`, it keeps the focus
    try {
      const value = await act(action, given);
      this.say("done", name, shown(value));
      return true;
    } catch (error) {
      this.say("error", name, reason(error));
      return false;
    } finally {
      control.removeAttribute("aria-disabled");
    }
  }

  #faults() {
    const names = Object.keys(this.provider.faults);
    const says = make("p", { className: "dim", id: `fault-says-${this.provider.name}` });
    const choice = make("select", { name: "fault", attributes: { "aria-describedby": says.id } },
      ...names.map((value) => make("option", { value, textContent: value })));
    const times = make("input", { type: "number", name: "times", min: "1", max: "1000", value: "1", required: true });
    const always = make("input", { type: "checkbox", name: "always" });
    const tell = () => { says.textContent = this.provider[language() === "zh" ? "faults_zh" : "faults"][choice.value] ?? ""; };
    choice.addEventListener("change", tell);
    always.addEventListener("change", () => { times.disabled = always.checked; });
    tell();
    const button = make("button", { type: "submit", className: "solid", textContent: word("fault.arm") });
    const form = make("form", { className: "form" },
      make("label", { className: "wide" }, make("span", { textContent: word("fault.name") }), choice),
      make("label", { className: "narrow" }, make("span", { textContent: word("fault.times") }), times),
      make("label", { className: "check" }, always, make("span", { textContent: word("fault.always") })),
      button, says);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const count = always.checked ? null : Number(times.value);
      const given = { provider: this.provider.name, fault: choice.value, times: count };
      this.#act("fail_next", given, button, word("fault.arm"));
    });
    return make("section", { className: "card" },
      make("h3", { textContent: word("fault.title") }),
      make("p", { className: "dim", textContent: word("fault.says") }), this.armed, form);
  }
}

class Records {
  constructor(panel, action) {
    this.act = action;
    this.count = make("span", { className: "count-chip" });
    this.list = make("ul", { className: "records", attributes: { "aria-label": word(`kind.${panel.kind}`) } });
    this.empty = make("p", { className: "dim", textContent: word("panel.empty") });
    this.element = make("section", { className: "card" },
      make("h3", {}, word(`kind.${panel.kind}`), " ", this.count),
      ...panel.forms.map((form) => this.#form(form)), this.empty, this.list);
  }

  update({ columns, rows, total }) {
    const now = JSON.stringify([rows, total]);
    if (now === this.last) return;
    this.last = now;
    const focused = this.list.contains(document.activeElement) ? keys.get(document.activeElement) : null;
    this.count.textContent = total > rows.length ? word("panel.newest", { n: rows.length, total }) : rows.length;
    this.list.replaceChildren(...rows.map((row) => this.#record(columns, row)));
    this.list.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
    if (focused) {
      const buttons = [...this.list.querySelectorAll(".buttons button")];
      const same = buttons.find((button) => keys.get(button) === focused);
      (same ?? buttons[0] ?? this.element.querySelector("button, input"))?.focus();
    }
  }

  #record([, ...columns], row) {
    const [id, ...cells] = row.cells;
    const isFilled = ([, cell]) => typeof cell === "number" || masked(cell) !== "";
    const facts = columns.map((name, index) => [name, cells[index]]).filter(isFilled);
    const buttons = row.buttons.map((button) => this.#button(row, button));
    return make("li", {},
      make("strong", {}, ...nodes(id)),
      row.status ? status(row.status) : null,
      facts.length ? make("dl", {}, ...facts.map(([name, cell]) => make("div", {},
        make("dt", { textContent: word(`column.${name}`) }), make("dd", {}, ...written(cell))))) : null,
      buttons.length ? make("div", { className: "buttons" }, ...buttons) : null);
  }

  #button(row, { action, arguments: given, word: key }) {
    const name = word(`button.${key}`);
    const kind = key.endsWith("_verified") ? "good" : /rejected|unenroll|fail|expire/.test(key) ? "bad" : "";
    const button = make("button", { type: "button", className: `plain small ${kind}`, textContent: name,
      attributes: { "aria-label": `${name}: ${masked(row.cells[0])}` } });
    keys.set(button, `${row.id} ${key}`);
    button.addEventListener("click", () => this.act(action, given, button, name));
    return button;
  }

  #form({ action, fields }) {
    const name = word(`action.${action}`);
    const [needed, others] = [fields.filter(({ required }) => required), fields.filter(({ required }) => !required)];
    const button = make("button", { type: "submit", className: "solid", textContent: name });
    const form = make("form", { className: "form", autocomplete: "off", attributes: { "aria-label": name } },
      ...needed.map(field), button,
      others.length ? make("details", {}, make("summary", { textContent: word("form.more") }),
        make("div", { className: "form" }, ...others.map(field))) : null);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = fields.map(({ name: key, type }) => [key, valueOf(form, key, type)]);
      const given = Object.fromEntries(values.filter(([, value]) => value !== null));
      if (await this.act(action, given, button, name)) form.reset();
    });
    return form;
  }
}

/** A field with its label: a text, one of the choices, several of them in order, or yes and no. */
function field({ name, required, type, choices }) {
  const key = `field.${name}`;
  const title = make("span", { textContent: hasWord(key) ? word(key) : name });
  if (type === "flag") return make("label", { className: "check" }, make("input", { type: "checkbox", name }), title);
  if (!choices?.length) {
    return make("label", {}, title, make("input", { name, required, spellcheck: false, autocomplete: "off" }));
  }
  const select = () => make("select", { name, required, attributes: { "aria-label": title.textContent } },
    ...(required ? choices : ["", ...choices]).map((value) => (
      make("option", { value, textContent: value || word("form.unset") }))));
  if (type !== "list") return make("label", {}, title, select());
  const more = make("button", { type: "button", className: "plain", textContent: "+", title: word("form.then"),
    attributes: { "aria-label": word("form.then") } });
  more.addEventListener("click", () => { more.before(select()); more.previousSibling.focus(); });
  return make("div", { className: "several" }, title, make("div", {}, select(), more));
}

/** What a field holds, as its action takes it; null for nothing. */
function valueOf(form, name, type) {
  const filled = new FormData(form).getAll(name).filter((value) => value !== "");
  if (!filled.length) return null;
  if (type === "flag") return true;
  return type === "list" ? filled : filled[0];
}

/** A cell: runs, or a time in milliseconds. */
function written(cell) {
  return typeof cell === "number" ? [moment(cell)] : nodes(cell);
}

function status(name) {
  return make("span", { className: `pill ${name}` },
    icon(SYMBOLS[name] ?? "note"), make("span", { textContent: word(`status.${name}`) }));
}

/** What an action returned, if it is short: an id, a code, some statuses. An object stands in its list anyway. */
function shown(value) {
  const isShort = (each) => each === null || typeof each !== "object";
  if (Array.isArray(value)) return value.every(isShort) ? value.map((each) => each ?? "—").join(", ") : "";
  return isShort(value) ? String(value ?? "") : "";
}

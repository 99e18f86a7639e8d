// The way to the sandbox: the token, questions, actions, and the events that it tells.
//
// The token comes in the fragment of the link, which no server sees. It stays in this tab, and is sent as a header, so
// that no page of another origin can act with it.

import { word } from "./words.js";

const TOKEN = "realname-sandbox-token";
const SILENCE = 45_000; // ms without a sign of life, which is due every 15 s
const PAUSES = [300, 700, 1500, 3000]; // ms before another attempt

/** The sandbox said no; `status` is that of HTTP, and the message is the sandbox's own. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Why something failed, in words. */
export function reason(error) {
  return error instanceof Refused ? error.message : word("connection.no_answer");
}

/** Take the token from the address, and the address out of the history. Says whether there was one. */
export function takeToken() {
  const found = /^#token=([\w.~-]+)$/.exec(location.hash);
  if (found) {
    sessionStorage.setItem(TOKEN, found[1]);
    history.replaceState(null, "", location.pathname);
  }
  return Boolean(found);
}

async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ""}`, ...options.headers };
  const answer = await fetch(path, { ...options, headers, cache: "no-store", credentials: "omit", redirect: "error" });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, told.error ?? `HTTP ${answer.status}`);
  }
  return answer;
}

/** A document of the sandbox's. */
export async function get(path) {
  return (await ask(path)).json();
}

/** Carry out an action, and return its value. */
export async function act(action, given) {
  const headers = { "Content-Type": "application/json" };
  return (await ask(`/${action}`, { method: "POST", headers, body: JSON.stringify(given) })).json();
}

/**
 * Follow the sandbox for as long as the page is open, whatever happens to it.
 *
 * `on.connected(overview)` comes first, and after each interruption; then `on.record`, `on.state` and `on.cleared`.
 * `on.lost(why)` says that there is no connection, `on.refused()` that the token is none of the sandbox's.
 * The returned function tries at once.
 */
export function follow(on) {
  let again = () => {};
  const wait = (milliseconds) => new Promise((resolve) => {
    again = resolve;
    if (milliseconds !== null) setTimeout(resolve, milliseconds);
  });
  (async () => {
    for (let failures = 0; ; failures += 1) {
      try {
        await listen(on, () => { failures = 0; });
        on.lost(word("connection.no_answer"));
      } catch (error) {
        if (error instanceof Refused && error.status === 401) {
          on.refused();
          await wait(null); // until there is another token
          continue;
        }
        on.lost(reason(error));
      }
      await wait(PAUSES[Math.min(failures, PAUSES.length - 1)]);
    }
  })();
  return () => again();
}

async function listen(on, started) {
  const end = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => end.abort(), SILENCE);
  };
  try {
    heard();
    const answer = await ask("/events", { signal: end.signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    on.connected(await get("/overview")); // what happens meanwhile waits in the stream, and may come twice
    started();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) tell(on, block);
    }
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

function tell(on, block) {
  const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
  if (Object.hasOwn(on, fields.event)) on[fields.event](JSON.parse(fields.data || "{}"));
}

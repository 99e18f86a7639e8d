// Reads the vectors, and goes through all of them with nothing but Node:   node check.mjs [FOLDER]
import { constants, createDecipheriv, createHash, createHmac, privateDecrypt, verify, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

const folder = process.argv[2] ?? import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const bytes = (base64) => {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) throw new Error("not base64");
  return Buffer.from(base64, "base64");
};
const md5 = (text) => createHash("md5").update(text).digest();
const sorted = (pairs) => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${k}=${v}`).join("&");
const first = (query) => Object.entries(Object.fromEntries(query.toReversed())).toSorted(([a], [b]) => (a < b ? -1 : 1));
const lines = (...parts) => parts.map((part) => `${part}\n`).join("");

// What the signature of each kind is over.
const strings = {
  zoloz: ({ given: g }) => `POST ${g.path}\n${g.client_id}.${g.time}.${g.body}`,
  alipay: ({ kind, given: g }) => {
    if (kind === "request") return lines(g.auth_string, g.method, g.target, g.body, ...[g.app_auth_token ?? []].flat());
    if (kind === "answer") return lines(g.timestamp, g.nonce, g.body);
    const out = kind === "notification" && !g.signs_sign_type ? ["sign", "sign_type"] : ["sign"];
    const query = new URLSearchParams(kind === "notification" ? g.form : new URL(g.url).search);
    const last = Object.entries(Object.fromEntries(query)); // of a field that stands there twice
    return sorted(last.filter(([name]) => !out.includes(name)));
  },
  esign: ({ kind, given: g }) => {
    if (kind === "callback") return g.timestamp + first(g.query).map(([, v]) => v).join("") + g.body;
    const query = first(g.query).map(([k, v]) => (v ? `${k}=${v}` : k)).join("&");
    const headers = g.signed_headers.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${k}:${v}`);
    return [g.method, g.accept, g.content_md5, g.content_type, g.date, ...headers, g.path + (query && `?${query}`)].join("\n");
  },
};

// Whether the signature is one over that string.
function fits({ key: name, kind, access, signature }, string, { provider, keys }) {
  const key = keys[name];
  if (!signature || signature === "null") return false;
  if (provider === "esign") return signature === createHmac("sha256", key.throw_away_secret).update(string).digest(kind === "callback" ? "hex" : "base64");
  if (access === "access key") return signature === createHmac("sha256", Buffer.from(key.throw_away_secret, "base64url")).update(string).digest("base64url");
  const pem = `-----BEGIN PUBLIC KEY-----\n${key.public_key}\n-----END PUBLIC KEY-----`;
  return verify("sha256", Buffer.from(string), pem, bytes(provider === "zoloz" ? decodeURIComponent(signature) : signature));
}

// What refuses a message although its signature fits.
const refuses = {
  zoloz: ({ kind, given: g, signature, request_signature: sent }) =>
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/.test(g.time) || (kind === "answer" && (signature === sent || !("result" in JSON.parse(g.body)))),
  alipay: ({ kind, given: g }) => {
    if (kind === "answer") return !/^\d{13}$/.test(g.timestamp);
    const form = new URLSearchParams(g.form);
    return kind === "notification" && (form.get("app_id") !== "2021000000000001" || form.get("sign_type") !== "RSA2" || new Set(form.keys()).size < form.size);
  },
  esign: ({ kind, given: g }) => kind === "callback" && (g.app_id !== "7438" || !/^\d{13}$/.test(g.timestamp)),
};

function decrypts({ key: name, given, body, wrapped_key: wrapped }, { provider, keys }) {
  const key = keys[name];
  const pem = `-----BEGIN PRIVATE KEY-----\n${key.throw_away_private_key}\n-----END PRIVATE KEY-----`;
  const unwrap = () => { // PKCS#1 v1.5 by hand: some versions of Node refuse to take its padding away
    const block = privateDecrypt({ key: pem, padding: constants.RSA_NO_PADDING }, bytes(decodeURIComponent(wrapped)));
    if (block[0] !== 0 || block[1] !== 2 || block.indexOf(0, 2) < 10) throw new Error("not wrapped for this key");
    return block.subarray(block.indexOf(0, 2) + 1);
  };
  try {
    const aes = provider === "zoloz" ? unwrap() : bytes(key.throw_away_secret);
    const [mode, vector] = provider === "zoloz" ? ["ecb", null] : ["cbc", Buffer.alloc(16)];
    const cipher = createDecipheriv(`aes-${aes.length * 8}-${mode}`, aes, vector);
    return Buffer.concat([cipher.update(bytes(body)), cipher.final()]).toString() === given.plain;
  } catch {
    return false;
  }
}

function serial({ certificates }, ids) {
  const isRsa = (one) => new X509Certificate(one.pem).publicKey.asymmetricKeyType === "rsa";
  const chosen = ids.map((id) => certificates.find((one) => one.id === id)).filter(isRsa).map((one) => new X509Certificate(one.pem));
  return chosen.map((one) => md5(one.issuer.split("\n").toReversed().join(",") + BigInt(`0x${one.serialNumber}`)).toString("hex")).join("_");
}

function accepts(one, file) {
  if (one.kind === "encryption") return decrypts(one, file);
  if (one.kind === "serial_number") return serial(file, one.given.certificates) === one.serial_number;
  if (one.kind === "content_md5") return md5(one.given.body).toString("base64") === one.content_md5;
  if (one.given.time === null || one.given.timestamp === null) return false;
  const string = strings[file.provider](one);
  if (string !== one.string) throw new Error(`${one.id}: ${JSON.stringify(string)} in place of its string`);
  return fits(one, string, file) && !refuses[file.provider](one);
}

let [passed, failed] = [0, 0];
for (const provider of ["zoloz", "alipay", "esign"]) {
  const file = JSON.parse(readFileSync(`${folder}/${provider}.json`, "utf-8"));
  for (const one of file.cases) {
    const right = accepts(one, file) === one.valid;
    right ? passed++ : failed++;
    if (!right) console.log(`${provider} ${one.id}: ${one.valid ? "not accepted" : "accepted"}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

// Runs the official Node client of Alipay on commands: one JSON object a line in, one a line out.
import { createInterface } from "node:readline";
import { AlipaySdk } from "alipay-sdk";
import { getSN } from "./node_modules/alipay-sdk/dist/esm/antcertutil.js";
import { aesDecryptText, aesEncryptText, sign, verifySignatureV3 } from "./node_modules/alipay-sdk/dist/esm/util.js";

const commands = {
  async call({ config, method, path, options }) {
    const { data, responseHttpStatus } = await new AlipaySdk(config).curl(method, path, options);
    return { data, status: responseHttpStatus };
  },
  notification: ({ config, form }) => new AlipaySdk(config).checkNotifySignV2(form),
  page: ({ config, method, parameters }) => new AlipaySdk(config).pageExecute(method, "GET", parameters),
  signed: ({ config, method, parameters }) => sign(method, parameters, new AlipaySdk(config).config),
  verify: ({ string, signature, key }) => verifySignatureV3(string, signature, key),
  sn: ({ pem, root }) => getSN(pem, root),
  encrypt: ({ text, key }) => aesEncryptText(text, key),
  decrypt: ({ text, key }) => aesDecryptText(text, key),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { result: await commands[command](given) };
  } catch (error) {
    answer = { error: { code: error.code ?? null, status: error.responseHttpStatus ?? null, message: error.message } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// Checks config/policies/policy.schema.json with ajv against every policy of the repository:
//   a good policy is accepted; a bad one is refused, unless the parser alone can refuse it (parser-only-codes.json);
//   and each of those codes is there because the schema does accept such a policy.
// Prints what is wrong, then `schema-check: N policies, N wrong`; ends with 1 if anything is.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tests = join(root, "tests/Edge.Policy.Tests");
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const files = (folder, extension) => readdirSync(folder).filter((name) => name.endsWith(extension)).sort().map((name) => join(folder, name));

const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(readJson(join(root, "config/policies/policy.schema.json")));
const explain = () => validate.errors.map((error) => `${error.instancePath || "/"} ${error.message}`).join("; ");

const wrong = [];
let checked = 0;

const good = [...files(join(tests, "GoodPolicies"), ".json"), ...files(join(root, "config/policies"), ".json").filter((path) => basename(path) !== "policy.schema.json")];
for (const path of good) {
  checked++;
  if (!validate(readJson(path))) wrong.push(`${path}: refused by the schema, accepted by the parser: ${explain()}`);
}

const parserOnly = new Set(readJson(join(tests, "BadPolicies/parser-only-codes.json")));
const accepted = new Set();
for (const path of files(join(tests, "BadPolicies"), ".policytest")) {
  const [fields, text, expected] = readFileSync(path, "utf8").split("\n----------\n");
  const codes = [...expected.matchAll(/: error (policy_[a-z0-9_]+) at /g)].map((match) => match[1]);
  const repeat = /^repeat: ([0-9]+)$/m.exec(fields);
  const input = repeat ? text.replace(/⟪(.*)⟫/s, (_, part) => part.repeat(Number(repeat[1]))) : text;
  let policy;
  try {
    policy = JSON.parse(input);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    codes.forEach((code) => accepted.add(code)); // No schema ever sees it.
    continue;
  }
  checked++;
  const passes = validate(policy);
  if (codes.length === 0 && !passes) wrong.push(`${path}: refused by the schema, accepted by the parser: ${explain()}`);
  const others = codes.filter((code) => !parserOnly.has(code));
  if (others.length > 0 && passes) wrong.push(`${path}: accepted by the schema, refused by the parser: ${others.join(", ")}`);
  if (passes) codes.forEach((code) => accepted.add(code));
}

for (const code of parserOnly) {
  if (!accepted.has(code) && code !== "policy_too_many_mistakes") wrong.push(`parser-only-codes.json: the schema refuses every policy with ${code}`);
}

wrong.forEach((line) => console.log(line));
console.log(`schema-check: ${checked} policies, ${wrong.length} wrong`);
process.exitCode = wrong.length > 0 ? 1 : 0;

// val.mjs FILE... - JSON schema of SARIF 2.1.0 (ajv), and the library and leniency of GitHub's upload (jsonschema).
import fs from 'fs';
import { createRequire } from 'module';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const { Validator } = require('jsonschema');

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const schema = read(require.resolve('@microsoft/sarif-multitool-linux/sarif-2.1.0.json'));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

// GitHub takes a bad URI, says so, and then shows no location; everything else is refused.
function githubErrors(log) {
  const errors = new Validator().validate(log, { ...schema, $schema: undefined, $id: undefined, id: undefined }).errors;
  return errors.filter((e) => !(e.name === 'format' && ['uri', 'uri-reference'].includes(e.argument))).map((e) => e.stack);
}

let bad = 0;
const files = process.argv.slice(2);
for (const file of files) {
  const log = read(file);
  const errors = validate(log) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`);
  errors.push(...githubErrors(log));
  if (errors.length) {
    bad++;
    console.log(`FAIL ${file}: ${errors.slice(0, 5).join(' | ')}`);
  }
}
console.log(`${files.length - bad} passed, ${bad} failed`);
process.exit(bad ? 1 : 0);

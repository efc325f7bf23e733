// gate.mjs OUTPUT... - refuses what Microsoft's validator wrote about a log, because its exit status is
// 0 even with errors: any result, any failed invocation, any notification but WRN999 (a rule switched
// off in multitool.xml).
import fs from 'fs';

let bad = 0;
const files = process.argv.slice(2);
for (const file of files) {
  let found = 0;
  const say = (...words) => {
    found++;
    console.log(`${file}:`, ...words);
  };
  const output = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  if (!output.runs?.length) say('the validator says nothing');
  for (const run of output.runs ?? []) {
    for (const r of run.results ?? []) {
      const region = r.locations?.[0]?.physicalLocation?.region;
      say(r.level ?? 'warning', r.ruleId, `line ${region?.startLine}`, (r.message.arguments ?? []).join(' | '));
    }
    if (!run.invocations?.length) say('no invocation');
    for (const invocation of run.invocations ?? []) {
      if (!invocation.executionSuccessful) say('the validator failed');
      const notes = [...(invocation.toolExecutionNotifications ?? []), ...(invocation.toolConfigurationNotifications ?? [])];
      for (const note of notes)
        if (!/WRN999/.test(note.descriptor?.id)) say('notification', note.descriptor?.id, note.message?.text);
    }
  }
  if (found) bad++;
}
console.log(`${files.length - bad} passed, ${bad} failed`);
process.exit(bad ? 1 : 0);

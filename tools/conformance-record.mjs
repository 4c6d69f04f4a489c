// Asks the installed ansible-core what it makes of the conformance cases.
//   node tools/conformance-record.mjs [words of file names]       asks again for every case of test/conformance/cases and rewrites its answer
//   node tools/conformance-record.mjs --generate 1..60,77         writes generated cases of these seeds, with their answers
//   node tools/conformance-record.mjs --live --seeds 1..300       holds our answers for fresh trees against Ansible's, writes nothing
//   … --live --seeds 1..300 --edits 3                            the same after random edits of their texts
// Each case is asked in a folder of its own, with a neutral HOME and no configuration but its own. --ansible FILE names another ansible-inventory.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { editCase, generateCase } from './conformance-generate.mjs';
import { buildTests } from './build.mjs';
import { removeIfPresent, root, temporaryFolder, writeIfChanged } from './files.mjs';

const folder = resolve(root, 'test/conformance/cases');
const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : undefined);
const live = words.includes('--live') && words.splice(words.indexOf('--live'), 1).length > 0;
const seeds = option('--seeds'), edits = option('--edits'), generate = option('--generate'), program = option('--ansible') ?? 'ansible-inventory';
const work = temporaryFolder('conformance');

const { version } = await versionOf();
console.log(`ansible-core ${version}`);
if (live) await compareLive(rangeOf(seeds ?? '1..300'));
else await record();

async function record() {
  const cases = generate === undefined
    ? readdirSync(folder).filter((name) => name.endsWith('.json') && (words.length === 0 || words.some((word) => name.includes(word)))).map((name) => ({ name, data: JSON.parse(readable(readFileSync(join(folder, name), 'utf8'))) }))
    : rangeOf(generate).map((seed) => ({ name: `generated-${String(seed).padStart(4, '0')}.json`, data: generateCase(seed) }));
  let changed = 0;
  await eachOf(cases, async ({ name, data }) => {
    const text = caseText(data, await ask(data));
    const path = join(folder, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) changed++;
    writeIfChanged(path, text);
  });
  console.log(`${cases.length} cases asked, ${changed} answers changed`);
}

async function compareLive(list) {
  await buildTests();
  const { checkAnswer } = createRequire(import.meta.url)(resolve(root, 'out/test/conformance/recordedCase.js'));
  let equal = 0, refused = 0;
  const figures = { hosts: 0, groups: 0, values: 0, origins: 0 };
  await eachOf(list, async (seed) => {
    const data = edits === undefined ? generateCase(seed) : editCase(generateCase(seed), Number(edits));
    const answer = await ask(data);
    if (answer.rc !== 0) refused++;
    const problems = checkAnswer(data, answer, figures);
    if (problems.length === 0) equal++;
    else console.log(`\n✖ ${data.name}\n  ${data.args.join(' ')} in ${data.cwd} ${JSON.stringify(data.environment)}\n  ${problems.slice(0, 6).join('\n  ')}`);
  });
  console.log(`\n${equal} of ${list.length} equal (Ansible refused ${refused}); ${Object.entries(figures).map(([name, number]) => `${number} ${name}`).join(', ')}`);
  process.exitCode = equal === list.length ? 0 : 1;
}

/** Ansible's answer to one case: exit code and the text of `--list`, or its first error. */
async function ask({ cwd, args, environment, files }) {
  const place = join(work, `case-${Math.random().toString(36).slice(2)}`);
  const tree = join(place, 'tree');
  mkdirSync(join(tree, cwd), { recursive: true });
  // another ansible may be running over a case of the same name: every case has its own empty configuration
  mkdirSync(join(place, 'home'));
  writeFileSync(join(place, 'empty.cfg'), '');
  for (const [path, entry] of Object.entries(files)) writeEntry(join(tree, path), entry);
  const hasConfig = existsSync(join(tree, cwd, 'ansible.cfg')) || files['home/.ansible.cfg'] !== undefined;
  const { code, output, error } = await start([program, '--list', ...args], join(tree, cwd), {
    PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ANSIBLE_NOCOLOR: '1', ANSIBLE_LOCAL_TEMP: join(place, 'local'),
    HOME: files['home/'] === undefined && files['home/.ansible.cfg'] === undefined ? join(place, 'home') : join(tree, 'home'),
    ...(hasConfig ? {} : { ANSIBLE_CONFIG: join(place, 'empty.cfg') }),
    ...environment,
  });
  removeIfPresent(place);
  const message = /^ERROR! [^]*/m.exec(error)?.[0] ?? error;
  return code === 0
    ? { rc: 0, list: neutral(output, tree) }
    : { rc: code, error: message.replaceAll(tree, '$TREE').replaceAll(place, '$PLACE').replace(/\s+/g, ' ').trim().slice(0, 200) };
}

function neutral(text, tree) {
  if (text.includes(tree)) throw new Error('the answer names a path of this machine');
  return text;
}

function writeEntry(path, entry) {
  if (typeof entry === 'string') return void write(path, entry);
  if (entry.folder) {
    mkdirSync(path, { recursive: true });
    if (entry.worldWritable) chmodSync(path, 0o777);
    return;
  }
  if (entry.link !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    return symlinkSync(entry.link, path);
  }
  write(path, entry.base64 === undefined ? (entry.hasByteOrderMark ? '\ufeff' : '') + entry.text : Buffer.from(entry.base64, 'base64'));
  if (entry.executable) chmodSync(path, 0o755);
}

function write(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

/** A case as a line of JSON each for what is asked, its files and the answer; numbers of the answer stay as Ansible wrote them. */
function caseText({ answer: _old, files, ...question }, answer) {
  const head = Object.entries(question).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const shown = Object.entries(files).map(([path, entry]) => `  ${JSON.stringify(path)}: ${JSON.stringify(entry)}`);
  const told = answer.rc === 0 ? `"list": ${compact(answer.list)}` : `"error": ${JSON.stringify(answer.error)}`;
  return `{\n${head.join(',\n')},\n "files": {\n${shown.join(',\n')}\n },\n "answer": {"ansible": ${JSON.stringify(version)}, "rc": ${answer.rc}, ${told}}\n}\n`;
}

/** JSON without the blanks between its words. */
function compact(json) {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (token) => (token.startsWith('"') ? token : ''));
}

/** Python writes numbers that JSON does not have; only the question is read here. */
function readable(text) {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/g, (token) => (token.startsWith('"') ? token : '0'));
}

async function versionOf() {
  const { output } = await start([program, '--version'], work, { PATH: process.env.PATH, HOME: work, LC_ALL: 'C.UTF-8' });
  const found = /core ([\w.]+)/.exec(output)?.[1];
  if (found === undefined) throw new Error(`${program} --version tells no version`);
  return { version: found };
}

function start([command, ...args], cwd, env) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '', error = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (error += text));
    child.once('error', failed);
    child.once('close', (code) => done({ code, output, error }));
  });
}

/** Works on a list, as many at once as there are processors. */
async function eachOf(list, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}

/** `1..3,7` as 1, 2, 3, 7. */
function rangeOf(text) {
  return text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('..').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

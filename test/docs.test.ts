// What is written about the program against the program: README, package.json, rule pages, precedence, JSON schemas, grammars.
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArguments } from '../server/cli/arguments';
import { HELP } from '../server/cli/help';
import { COMMANDS, main } from '../server/cli/main';
import { SEVERITIES } from '../server/core/diagnostic';
import { PRECEDENCE, PRECEDENCE_TEXT } from '../server/core/variables/precedence';
import { RULES } from '../server/rules/index';

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const README = read('README.md');
const manifest = JSON.parse(read('package.json')) as Manifest;

interface Manifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly menus?: { readonly commandPalette?: readonly { readonly command: string; readonly when: string }[] };
    readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo?: readonly string[]; readonly language?: string }[];
    readonly languages?: readonly unknown[];
  };
}

// --- reading Markdown ---

/** What stands below a heading, up to the next one of the same or a higher level. */
function section(text: string, heading: string): string {
  // a comment in a block of code is no heading
  const lines = text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/^#/gm, '\0#')).split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  assert.notEqual(start, -1, `there is no heading “${heading}”`);
  const level = /^#+/.exec(lines[start]!)![0].length;
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line) && /^#+/.exec(line)![0].length <= level);
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n').replaceAll('\0', '');
}

/** The cells of all table rows, without the heads. */
function rows(text: string): string[][] {
  const lines = text.split('\n');
  return lines.filter((line, index) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line) && !/^\|[\s|:-]+\|$/.test(lines[index + 1] ?? '')).map((line) => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

/** The texts in backticks. */
function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

function blocks(text: string): { readonly language: string; readonly text: string }[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({ language: match[1]!, text: match[2]! }));
}

// --- running the program ---

interface Printed {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function run(words: readonly string[], cwd: string): Printed {
  let [output, errors] = ['', ''];
  const code = Number(main(words, { cwd, environment: {} }, { write: (text) => void (output += text), error: (text) => void (errors += text + '\n') }));
  return { code, output, errors };
}

const example = join(root, 'examples/two-repos');
const inventory = join(example, 'inventory');

describe('README', () => {
  it('has one row for each rule, with its severity and its page', () => {
    const told = rows(section(README, 'What it checks')).map(([rule, severity, what]) => ({ link: rule!, severity, what: what! }));
    assert.deepEqual(told.map(({ link, severity }) => [link, severity]), RULES.map((rule) => [`[\`${rule.id}\`](docs/rules/${rule.id}.md)`, rule.severity]));
    told.forEach(({ what }, index) => assert.ok(what.startsWith(RULES[index]!.summary), `${RULES[index]!.id}: “${what}” does not begin with “${RULES[index]!.summary}”`));
  });

  it('has one row for each command of the manifest', () => {
    const hidden = new Set((manifest.contributes.menus?.commandPalette ?? []).filter(({ when }) => when === 'false').map(({ command }) => command));
    const commands = manifest.contributes.commands.filter(({ command }) => !hidden.has(command));
    assert.deepEqual(rows(section(README, 'Commands')).map(([title, id]) => [title, id]).sort(), commands.map(({ title, command }) => [title, `\`${command}\``]).sort());
  });

  it('has one row for each setting of the manifest, with its default', () => {
    const settings = Object.entries(manifest.contributes.configuration.properties).map(([name, { default: value }]) => [`\`${name}\``, `\`${JSON.stringify(value)}\``]);
    assert.deepEqual(rows(section(README, 'Settings')).map(([name, value]) => [name, value]).sort(), settings.sort());
  });

  it('names no command or setting that does not exist', () => {
    const known = new Set([...manifest.contributes.commands.map(({ command }) => command), ...Object.keys(manifest.contributes.configuration.properties)]);
    for (const [path, text] of pages()) for (const name of text.match(/(?<![\w.])groupvars\.[a-z]\w*(?:\.[a-z]\w*)*(?![\w.]*\()/g) ?? []) assert.ok(known.has(name), `${path} names ${name}`);
  });

  it('has each sub-command, and none besides', () => {
    const named = new Set(rows(section(README, 'In the terminal')).flatMap(([command]) => codes(command!)).flatMap((text) => /^groupvars (\w+)/.exec(text)?.[1] ?? []));
    assert.deepEqual([...named].sort(), Object.keys(COMMANDS).sort());
  });

  it('has each option of the help, and the program takes them all', () => {
    const ofHelp = optionsOf(HELP);
    assert.deepEqual([...optionsOf(rows(section(README, 'In the terminal')).filter(([option]) => option!.startsWith('`-')).map(([option]) => option).join('\n'))].sort(), [...ofHelp].sort());
    for (const option of ofHelp) assert.doesNotThrow(() => parseArguments(['vars', option, 'value']), `${option} is not taken`);
  });

  it('calls the program only as it can be called', () => {
    for (const [path, text] of pages()) {
      const calls = [...codes(text), ...blocks(text).flatMap((block) => block.text.split('\n').map((line) => line.replace(/^\$ /, '')))].filter((line) => /^(npx )?groupvars /.test(line));
      for (const call of calls) {
        const words = call.replace(/^npx /, '').replace(/[[\]…]/g, '').split(/\s+/).slice(1).filter((word) => word !== '');
        const args = parseArguments(words);
        assert.ok(args.command === '' || COMMANDS[args.command] !== undefined, `${path}: “${call}”`);
      }
    }
  });

  it('names only scripts, programs and Node versions of the manifest', () => {
    for (const match of README.matchAll(/npm run ([\w:]+)/g)) assert.ok(manifest.scripts[match[1]!] !== undefined, `there is no script ${match[1]}`);
    for (const name of Object.keys(manifest.bin)) assert.ok(README.includes(name), `${name} is not named`);
    for (const match of README.matchAll(/groupvars-(\d[\d.]*\d)\.(?:vsix|tgz)/g)) assert.equal(match[1], manifest.version);
    assert.ok(README.includes(`Node.js ${manifest.engines['node']!.replace('>=', '')}`), 'the Node version');
  });

  it('prints what the program prints', () => {
    const [block] = blocks(README).filter(({ language }) => language === 'console');
    const [call, ...told] = block!.text.trimEnd().split('\n');
    const words = call!.replace('$ groupvars ', '').split(' ');
    const lines = run(words, join(example, 'kubespray')).output.split('\n');
    for (const line of told) {
      const pattern = new RegExp('^' + line.split('…').map(escaped).join('.*') + '$', 'u');
      assert.ok(lines.some((candidate) => pattern.test(candidate)), `nothing printed is like\n${line}\nin\n${lines.join('\n')}`);
    }
  });

  it('has links that lead somewhere', () => {
    for (const [path, text] of pages()) {
      for (const match of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        const target = match[1]!;
        // pictures are taken by a test run
        if (/^https?:/.test(target) || target.includes('images/')) continue;
        assert.ok(existsSync(resolve(root, dirname(path), target)), `${path} links to ${target}`);
      }
    }
  });
});

function optionsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<![\w-])(--?[a-z][a-z-]*)/g)].map((match) => match[1]!));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** All pages for users that are written by hand. */
function pages(): [string, string][] {
  const below = (folder: string): string[] => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? below(`${folder}/${entry.name}`) : entry.name.endsWith('.md') ? [`${folder}/${entry.name}`] : []));
  return ['README.md', 'CHANGELOG.md', ...below('docs')].map((path) => [path, read(path)]);
}

describe('help', () => {
  it('has each sub-command, and none besides', () => {
    const named = new Set([...HELP.matchAll(/^ {2}groupvars (.+?)(?: {2}|$)/gm)].flatMap((match) => match[1]!.split('|').map((part) => /^\w+/.exec(part.trim())![0])));
    assert.deepEqual([...named].sort(), Object.keys(COMMANDS).sort());
  });
});

describe('rule pages', () => {
  it('are one for each rule', () => {
    assert.deepEqual(readdirSync(join(root, 'docs/rules')).sort(), RULES.map(({ id }) => `${id}.md`).sort());
  });

  for (const { id, summary, severity } of RULES) {
    it(`${id} says what it must, and its example prints what it says`, () => {
      const page = read(`docs/rules/${id}.md`);
      assert.ok(page.startsWith(`# ${id}\n\n${summary}. Severity: \`${severity}\``), 'the first lines are the id, the summary and the severity');
      assert.deepEqual([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]), ['What it is', 'Why it hurts', 'How to mend it', 'When it is silent', 'How to switch it off']);
      assert.ok(section(page, 'How to switch it off').includes(`"groupvars.severity": { "${id}": "off" }`));
      if (id !== 'missing-inventory') assert.ok(section(page, 'How to switch it off').includes(`\`# groupvars: ignore ${id}\``));
      for (const { text } of blocks(page).filter(({ language }) => language === 'json')) assert.doesNotThrow(() => JSON.parse(`{${text}}`));

      const files = exampleFiles(section(page, 'Why it hurts'));
      const console = blocks(section(page, 'Why it hurts')).find(({ language }) => language === 'console')!.text.trimEnd().split('\n');
      inFolder(files, (folder) => {
        const { output } = run(console[0]!.replace('$ groupvars ', '').split(' '), folder);
        const printed = output.trimEnd().split('\n');
        for (const line of console.slice(1)) assert.ok(printed.includes(line), `not printed:\n${line}\nbut\n${output}`);
        assert.deepEqual(new Set(printed.filter((line) => /^\S.*: (error|warning|information|hint): /.test(line)).map((line) => /\[([\w-]+)\]$/.exec(line)?.[1])), new Set([id]), 'the example shows this rule alone');
      });
    });
  }
});

/** The files of an example: a block of `path   text` with further lines indented (`path   -> target` is a link), or a block whose first comment is its path. */
function exampleFiles(text: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const block of blocks(text)) {
    const named = /^[#;] (\S+)\n/.exec(block.text);
    if (named !== null) files.set(named[1]!, block.text);
    else if (block.language === '') {
      let [path, column] = ['', 0];
      for (const line of block.text.trimEnd().split('\n')) {
        const start = /^(\S+)(\s+)/.exec(line);
        if (start !== null) [path, column] = [start[1]!, start[0].length];
        files.set(path, (files.get(path) ?? '') + line.slice(column) + '\n');
      }
    }
  }
  if (![...files.keys()].some((path) => path.endsWith('.ini'))) files.set('hosts.ini', '[web]\nweb1\n');
  if (!/group_vars|host_vars/.test([...files.keys()].join())) files.set('group_vars/web.yml', 'http_port: 80\n');
  return files;
}

/** The folder is called `prod`: a run without a better name is called after its folder. */
function inFolder(files: ReadonlyMap<string, string>, work: (folder: string) => void): void {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-docs-')));
  try {
    const folder = join(scratch, 'prod');
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const target = /^-> (\S+)\n$/.exec(text)?.[1];
      if (target !== undefined) symlinkSync(target, join(folder, path));
      else writeFileSync(join(folder, path), text);
    }
    work(folder);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

describe('docs/precedence.md', () => {
  it('has the levels in their order, in the words of the program', () => {
    const told = rows(read('docs/precedence.md')).map(([number, level, what]) => [number, level, what]);
    assert.deepEqual(told, PRECEDENCE.map((level, index) => [String(index + 1), `\`${level}\``, PRECEDENCE_TEXT[level]]));
  });
});

// --- JSON schemas ---

type Schema = boolean | {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
};
const KEYWORDS = new Set(['$schema', '$ref', '$defs', 'title', 'description', 'anyOf', 'type', 'enum', 'minimum', 'required', 'properties', 'additionalProperties', 'items']);

/** What is wrong with a value, each with its place; only the keywords above. */
function faults(schema: Schema, value: unknown, top: Schema = schema, at = ''): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${at}: must not be there`];
  for (const keyword of Object.keys(schema)) assert.ok(KEYWORDS.has(keyword), `the schema uses ${keyword}, which is not looked at`);
  const found: string[] = [];
  if (schema.$ref !== undefined) {
    const target = typeof top === 'boolean' ? undefined : top.$defs?.[schema.$ref.replace('#/$defs/', '')];
    assert.ok(target !== undefined, `${schema.$ref} leads nowhere`);
    found.push(...faults(target, value, top, at));
  }
  if (schema.anyOf !== undefined) {
    const tried = schema.anyOf.map((choice) => faults(choice, value, top, at));
    if (!tried.some((list) => list.length === 0)) found.push(`${at}: fits none of ${tried.length} forms: ${tried.flat().slice(0, 3).join('; ')}`);
  }
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types !== undefined && !types.some((type) => isOfType(value, type as string))) return [...found, `${at}: ${JSON.stringify(value)} is no ${types.join(' or ')}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) found.push(`${at}: ${JSON.stringify(value)} is not one of ${schema.enum.join(', ')}`);
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum) found.push(`${at}: ${value} is too small`);
  if (Array.isArray(value) && schema.items !== undefined) value.forEach((item, index) => found.push(...faults(schema.items!, item, top, `${at}/${index}`)));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const name of schema.required ?? []) if (!(name in value)) found.push(`${at}: ${name} is missing`);
    for (const [name, member] of Object.entries(value)) {
      const rule = schema.properties?.[name] ?? schema.additionalProperties;
      if (rule !== undefined) found.push(...faults(rule, member, top, `${at}/${name}`));
    }
  }
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

describe('JSON', () => {
  const schemaOf = (command: string): Schema => JSON.parse(read(`docs/schema/${command}.schema.json`)) as Schema;
  const merged = new Map([['ansible.cfg', '[defaults]\nhash_behaviour = merge\n'], ['hosts.ini', '[web]\nweb1\n'], ['group_vars/all.yml', 'a: {x: 1, y: 1}\napi_token: t\n'], ['group_vars/web.yml', 'a: {y: 2}\n']]);
  const calls: readonly (readonly [string, string])[] = [
    ['explain kube_pods_subnet --run prod', inventory],
    ['explain kube_pods_subnet --run prod -l cp1', inventory],
    ['explain kube_pods_subnet -i clusters/prod/hosts.ini -e kube_pods_subnet=10.0.0.0/8 -l cp1', inventory],
    ['explain no_such_name --run staging', inventory],
    ['vars --run prod --defaults', inventory],
    ['vars --run qa', inventory],
    ['vars kube_pods_subnet --run staging', inventory],
    ['vars --overrides --run prod', inventory],
    ['check --severity hint', inventory],
    ['check', join(inventory, 'clusters/prod')],
    ['check -- ansible-playbook -i ../inventory/deploy/staging/hosts.ini -b cluster.yml', join(example, 'kubespray')],
    ['check -- ansible-playbook -i nowhere.ini cluster.yml', join(example, 'kubespray')],
    ['runs --all', inventory],
    ['runs', join(inventory, 'clusters')],
  ];
  const json = (call: string, cwd: string): unknown => {
    const [own, ...rest] = call.split(' -- ');
    const { code, output, errors } = run([...own!.split(' '), '--format', 'json', ...(rest.length === 0 ? [] : ['--', ...rest[0]!.split(' ')])], cwd);
    assert.notEqual(code, 2, errors);
    return JSON.parse(output) as unknown;
  };

  for (const [call, cwd] of calls) {
    it(`groupvars ${call} is as its schema says`, () => {
      assert.deepEqual(faults(schemaOf(call.split(' ')[0]!), json(call, cwd)), []);
    });
  }

  it('merged mappings have parts, secrets are hidden', () => {
    inFolder(merged, (folder) => {
      const answer = json('explain a -i hosts.ini', folder) as { readonly parts?: readonly unknown[] };
      assert.equal(answer.parts?.length, 2);
      assert.deepEqual(faults(schemaOf('explain'), answer), []);
      assert.equal((json('explain api_token -i hosts.ini', folder) as { readonly value: unknown }).value, '•••');
    });
  });

  it('the schemas know the levels and severities of the program', () => {
    for (const command of ['explain', 'vars']) assert.deepEqual((schemaOf(command) as { $defs: { level: { enum: string[] } } }).$defs.level.enum, PRECEDENCE);
    assert.deepEqual((schemaOf('check') as { items: { properties: { severity: { enum: string[] } } } }).items.properties.severity.enum, SEVERITIES.filter((severity) => severity !== 'off'));
  });

  it('each field of a schema has a row in docs/json.md', () => {
    const page = read('docs/json.md');
    for (const [command, schema] of [['explain', (schemaOf('explain') as { $defs: { explanation: { properties: object } } }).$defs.explanation], ['check', (schemaOf('check') as { items: { properties: object } }).items], ['runs', (schemaOf('runs') as { items: { properties: object } }).items]] as const) {
      const told = rows(section(page, command)).flatMap(([field]) => codes(field!));
      for (const field of Object.keys(schema.properties)) assert.ok(told.includes(field), `${command}: ${field}`);
    }
  });

  it('the validator finds faults', () => {
    assert.deepEqual(faults({ type: 'array', items: { required: ['a'], properties: { a: { enum: [1] } } } }, [{ a: 2 }, {}, { a: 1 }]).length, 2);
    assert.deepEqual(faults({ anyOf: [{ type: 'null' }, { type: 'integer', minimum: 1 }] }, 0).length, 1);
  });
});

describe('grammars', () => {
  interface Grammar {
    readonly scopeName: string;
    readonly injectionSelector?: string;
    readonly patterns: readonly unknown[];
    readonly repository?: Readonly<Record<string, unknown>>;
  }

  it('are those of the manifest, and none gives a language to a file', () => {
    const paths = manifest.contributes.grammars.map(({ path }) => path.replace('./', ''));
    assert.deepEqual(readdirSync(join(root, 'syntaxes')).map((name) => `syntaxes/${name}`).sort(), paths.sort());
    assert.equal(manifest.contributes.languages, undefined);
    for (const grammar of manifest.contributes.grammars) assert.equal(grammar.language, undefined);
  });

  for (const { path, scopeName, injectTo } of manifest.contributes.grammars) {
    it(`${scopeName} is sound`, () => {
      const grammar = JSON.parse(read(path.replace('./', ''))) as Grammar;
      assert.equal(grammar.scopeName, scopeName);
      assert.equal(injectTo === undefined, grammar.injectionSelector === undefined);
      visit([grammar.patterns, grammar.repository], (key, value) => {
        if (key === 'match' || key === 'begin' || key === 'end') assert.doesNotThrow(() => new RegExp(value, 'u'), value);
        if (key === 'include') assert.ok(value.startsWith('#') && grammar.repository?.[value.slice(1)] !== undefined, `${value} leads nowhere`);
        if (key === 'name' && grammar.repository?.[value] === undefined) assert.match(value, /^[a-z][\w.-]*\.groupvars(\.inventory)?$/, value);
      });
    });
  }

  it('the injection into INI touches only what an inventory has', () => {
    const patterns = (JSON.parse(read('syntaxes/inventory-in-ini.injection.tmLanguage.json')) as { patterns: { match: string }[] }).patterns.map(({ match }) => new RegExp(match, 'u'));
    const touches = (line: string): boolean => patterns.some((pattern) => pattern.test(line));
    for (const line of ['[k8s_cluster:children]', '[all:vars]', 'node[01:20].example', 'rack[a:f]', 'cp1 ansible_host=192.0.2.11']) assert.ok(touches(line), line);
    for (const line of ['[section]', '[program:web]', 'key = value', 'list[] = 1', 'array[3] = x', '[10:20]', 'path = /a:b']) assert.ok(!touches(line), line);
  });

  it('the injection into YAML takes Jinja and leaves the rest', () => {
    const { repository } = JSON.parse(read('syntaxes/jinja-in-yaml.injection.tmLanguage.json')) as { repository: Record<string, { begin: string }> };
    const begins = ['comment', 'expression', 'statement'].map((name) => new RegExp(repository[name]!.begin, 'u'));
    const touches = (line: string): boolean => begins.some((begin) => begin.test(line));
    for (const line of ['"{{ a }}"', '{% if a %}', '{# why #}', '{{- a }}']) assert.ok(touches(line), line);
    for (const line of ['{a: {b: 1}}', '${{ github.ref }}', '${#array[@]}', 'a: { }']) assert.ok(!touches(line), line);
  });

  function visit(value: unknown, see: (key: string, text: string) => void): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === 'string') see(key, member);
      else visit(member, see);
    }
  }
});

describe('the project speaks of itself alone', () => {
  it('in its pages', () => {
    for (const [path, text] of pages()) assert.doesNotMatch(text, /\/work\/|\/home\/\w|\/tmp\/|localhost:/, path);
  });
});

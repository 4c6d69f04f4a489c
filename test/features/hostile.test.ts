// Property test: worlds whose names, values, paths and comments are made of markup, links, escape sequences and characters that no reader sees.
// Nothing that is shown of them may be more than text: no link, image or HTML of theirs, no control or bidirectional character, no line they break.
import { strict as assert } from 'node:assert';
import { marked, type Tokens } from 'marked';
import { parseDocument } from 'yaml';
import { documentSymbols, type DocumentSymbol } from '../../server/features/documentSymbols';
import { delta } from '../../server/features/delta';
import { effectiveVars } from '../../server/features/effectiveVars';
import { explainText } from '../../server/features/explain';
import { hover } from '../../server/features/hover';
import { readsText } from '../../server/features/reads';
import { runList } from '../../server/features/runList';
import { runMembers } from '../../server/features/runMembers';
import { LINKED_COMMANDS } from '../../server/protocol';
import { checkProject } from '../../server/rules/index';
import { Terminal } from '../cli/terminal';
import { Fixture, ROOT, treeOf, type FixtureEntry } from '../fixture';
import { randomNumbers, randomText } from '../core/inventory/recorded';

const PIECES = [
  '`', '``', '`````', '|', '||', '\\', '\\|', '[x](command:groupvars.openPlace?%5B%7B%22path%22%3A%22%2Fetc%2Fpasswd%22%7D%5D)', '[x](https://example.com)', '![](https://example.com/x.png)', '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>', '&lt;b&gt;', '&#91;', '<!-- x -->', '-->', '$(alert)', '$(sync~spin)', '\u202e', '\u2066', '\u061c', '\u200b', '\u200d', '\u2060', '\ufeff', '\u001b[31m', '\u001b]8;;https://example.com\u0007', '\u0007', '\u009b1m',
  '\u0085', '\u2028', '~~', '**', '_', '](command:x)', '[', ']', '(', ')', '"', "'", '\n', '\r', '\n\n| a |\n|---|\n', '\t', '# ', '<https://example.com>', 'www.example.com', 'ä', '𝒳', '{{ x }}', ' #', ': ', ' ', 'x', '\\u202e', '%', '${x}',
];

/** What nobody sees or what moves what they see; a line end too. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** As a YAML text in double quotes. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
}

interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly name: string;
  readonly value: string;
}

function worldOf(seed: number): World {
  const random = randomNumbers(seed);
  const text = (most = 5): string => randomText(random, PIECES, most) || 'x';
  const path = (): string => (text().replace(/[\u0000/\n\r]/g, '').slice(0, 60) || 'x').replace(/^\.+$/, 'x');
  const [name, value, group, host, file, folder, comment, role, play] = [text(), text(), text().replace(/:/g, ''), `h${text().replace(/[[\]:|,]/g, '')}`, path(), path(), text().replace(/[\n\r\u0085\u2028]/g, ''), path(), text()];
  return {
    name,
    value,
    files: {
      [`${folder}/hosts.yml`]: `# ${comment.replace(/[^\u0020-\u007e]/g, '')}\nall:\n  hosts:\n    plain: {}\n    ? ${quoted(host)}\n    : {${quoted(name)}: ${quoted(value)}}\n  children:\n    ? ${quoted(group)}\n    : {hosts: {plain: {}}, vars: {${quoted(text())}: ${quoted(text())}}}\n`,
      [`${folder}/group_vars/all/${file}.yml`]: `? ${quoted(name)}\n: [${quoted(value)}, {${quoted(text())}: ${quoted(text())}}]\n? ${quoted(text())}\n: ${quoted(text())}\nplain: ${quoted(value)}\nplain: ${quoted(text())}\n`,
      [`${folder}/group_vars/${path()}.yml`]: `orphan: ${quoted(value)}\n`,
      [`${folder}/more.ini`]: `[web]\nplain a=${JSON.stringify(text().replace(/[\n\r\u0085\u2028]/g, ''))}\n${comment} b=1 c\n`,
      'p.yml': `- hosts: all\n  name: ${quoted(play)}\n  vars: {${quoted(name)}: ${quoted(text())}}\n  roles: [${quoted(role)}]\n`,
      [`roles/${role}/defaults/main.yml`]: `${quoted(name)}: 1\nof_role: ${quoted(value)}\n`,
      'run.sh': `ansible-playbook -i '${folder.replace(/'/g, '')}/hosts.yml' -e 'x=${text().replace(/['\n\r]/g, '')}' p.yml\n`,
    },
  };
}

/** Fails for what is no text of ours; gives the number of links. */
function checkMarkdown(markdown: string, why: string): number {
  let links = 0;
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    assert.ok(token.type !== 'html' && token.type !== 'image' && token.type !== 'def', `${token.type} ${JSON.stringify(token.raw)} in ${why}\n${markdown}`);
    if (token.type !== 'link') return;
    links++;
    const [, command, query] = /^command:([\w.]+)\?(.*)$/.exec((token as Tokens.Link).href) ?? assert.fail(`a link to ${(token as Tokens.Link).href} in ${why}\n${markdown}`);
    assert.ok((LINKED_COMMANDS as readonly string[]).includes(command!), `${command} in ${why}`);
    const [argument, ...rest] = JSON.parse(decodeURIComponent(query!)) as Record<string, unknown>[];
    assert.deepEqual(rest, []);
    const keys = Object.keys(argument!).sort().join();
    assert.ok({ 'groupvars.openPlace': ['offset,path'], 'groupvars.showEffectiveVars': ['run', 'host,run', 'group,run'], 'groupvars.explainVariable': ['name,run'], 'groupvars.showWhatItReads': ['run'] }[command!]!.includes(keys), `${command} with ${keys}`);
    if (command === 'groupvars.openPlace') assert.ok((argument!['path'] as string).startsWith(ROOT + '/') && Number.isInteger(argument!['offset']), 'a place of the workspace');
  });
  // a line that our own texts end has no other character of this kind in it
  for (const line of markdown.split('\n')) assert.doesNotMatch(line, INVISIBLE, `${why}: ${JSON.stringify(line)}`);
  return links;
}

function checkLine(text: string, why: string): void {
  assert.doesNotMatch(text, INVISIBLE, `${why}: ${JSON.stringify(text)}`);
}

function checkSymbols(symbols: readonly DocumentSymbol[]): void {
  for (const { name, detail, children } of symbols) {
    checkLine(name, 'the name of a symbol');
    checkLine(detail, 'the detail of a symbol');
    checkSymbols(children);
  }
}

describe('hostile worlds', () => {
  it('in an editor: hovers, explanations, findings, outlines, lists and documents', () => {
    const counted = { links: 0, findings: 0, hovers: 0, documents: 0 };
    for (let seed = 1; seed <= 16; seed++) {
      const world = worldOf(seed);
      const fixture = new Fixture(treeOf(Object.entries(world.files).map(([path, text]): FixtureEntry => ({ path, text }))), undefined);
      const project = fixture.project({ runs: [{ name: world.name, inventory: [Object.keys(world.files)[0]!.replace(/,/g, ''), `${Object.keys(world.files)[0]!.replace(/[^/]*$/, '')}more.ini`], playbook: ['p.yml'], extraVars: [`c=${world.value}`] }] });
      const why = `seed ${seed}`;
      for (const { message, related, fixes } of checkProject(project)) {
        counted.findings++;
        for (const text of [message, ...related.map((place) => place.message), ...fixes.map((fix) => fix.title)]) checkLine(text, `${why}, a finding`);
      }
      for (const { detail } of runList(project)) checkLine(detail, `${why}, the list of runs`);
      for (const entry of project.tree.entries()) {
        if (entry.kind !== 'file') continue;
        checkSymbols(documentSymbols(entry));
        for (let offset = 0; offset < entry.text.length; offset += 3) {
          const found = hover(project, entry, offset, {});
          if (found === undefined) continue;
          counted.hovers++;
          counted.links += checkMarkdown(found.markdown, `${why}, hover at ${offset} of ${entry.path}`);
        }
      }
      for (const run of project.runs) {
        counted.links += checkMarkdown(readsText(project, run, checkProject(project)), `${why}, what it reads`);
        const members = runMembers(project, run);
        for (const text of [...members.folders.flatMap(({ label, places }) => [label, ...places.flatMap((place) => [place.label, place.description])]), ...members.sources.flatMap(({ label, detail }) => [label, detail]), ...members.groups.flatMap(({ name, hosts, madeAtRunTime }) => [name, ...hosts, madeAtRunTime]), ...members.unknown]) checkLine(text, `${why}, the tree`);
        for (const name of run.names({ defaults: true })) counted.links += checkMarkdown(explainText(project, run, name), `${why}, explain`);
        for (const host of run.inventory.hosts.keys()) {
          counted.links += checkMarkdown(explainText(project, run, world.name, host), `${why}, explain on a host`);
          const { text } = effectiveVars(project, run, { host }, false);
          counted.documents++;
          checkDocument(text, run.variableOf(run.inventory.hosts.get(host)!, 'plain').variable?.value, why);
        }
        checkDocument(delta(project, run, false).text, undefined, why);
        for (const group of run.inventory.groups.keys()) checkDocument(effectiveVars(project, run, { group }, false).text, undefined, why);
      }
    }
    assert.ok(counted.links > 500 && counted.findings > 16 && counted.hovers > 100 && counted.documents > 16, `enough was seen: ${JSON.stringify(counted)}`);
  });

  function checkDocument(text: string, plain: unknown, why: string): void {
    for (const line of text.split('\n')) assert.doesNotMatch(line.replaceAll('\t', ''), INVISIBLE, `${why}: ${JSON.stringify(line)}`);
    const document = parseDocument(text, { uniqueKeys: true });
    assert.deepEqual(document.errors.map(({ message }) => message), [], `${why}\n${text}`);
    if (typeof plain !== 'string' || document.get('plain') === undefined) return;
    assert.equal(document.get('plain'), plain, `${why}: the document says what the run says`);
    // its place stands behind it, or before it where a block or a long key leaves no room
    assert.match(text, /^plain: .*# .*:\d+$|^plain: .*# /m, why);
  }

  it('in a terminal: every sub-command, every format', () => {
    let lines = 0;
    let answered = 0;
    for (let seed = 101; seed <= 103; seed++) {
      const world = worldOf(seed);
      const terminal = new Terminal('');
      terminal.write(world.files);
      const [hosts, vars] = Object.keys(world.files) as [string, string];
      const source = ['-i', hosts, '--playbook', 'p.yml', '-e', JSON.stringify({ c: world.value })];
      const calls = [
        ['check', '--severity', 'hint'], ['check', '--severity', 'hint', '--format', 'json'], ['check', '--', 'ansible-playbook', '-i', hosts, 'p.yml'], ['runs'], ['runs', '--format', 'json'], ['check', vars],
        ['vars', ...source, '--defaults', '--origins'], ['vars', ...source, '--format', 'yaml', '--origins'], ['vars', ...source, '--format', 'json'], ['explain', world.name, ...source], ['explain', world.name, ...source, '--format', 'json'],
        ['list', '-i', hosts], ['graph', '-i', hosts, '--vars'], ['host', 'plain', '-i', hosts], ['host', world.name, '-i', hosts], ['explain', world.name, '-i', world.name], [world.name], ['vars', '--play', world.name, ...source],
      ];
      for (const words of calls) {
        const { code, out, err } = terminal.call(words);
        answered += Number(code !== 2);
        const all = out + err;
        lines += all.split('\n').length;
        assert.doesNotMatch(all, /internal error/, JSON.stringify(words));
        for (const line of all.split('\n')) assert.doesNotMatch(line, INVISIBLE, `seed ${seed}, ${JSON.stringify(words)}: ${JSON.stringify(line)}`);
        if (code !== 2 && (words.includes('json') || words[0] === 'list')) JSON.parse(out);
        if (code !== 2 && words[0] === 'graph') for (const line of out.trimEnd().split('\n')) assert.match(line, /^(@|( {2}\|)*--)/, `a line that a value broke: ${JSON.stringify(line)}`);
      }
    }
    assert.ok(lines > 400 && answered > 30, `${lines} lines of ${answered} answers were looked at`);
  });
});

// Whatever happens on the disk and in the editor: a server that has lived through it says what one says that has just started.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { randomNumbers } from '../core/inventory/recorded';
import { prod, qa } from './clusters';
import { Editor, writeFiles, type EditorOptions } from './editor';
import { everythingSaid } from './everything';

const files = `${prod.replace('port: 80\n', 'port: 80\nname: prod\n')}#- prod/host_vars/d1.yml
port: 5432
${qa}#- site.yml
- hosts: all
  vars_files: [extra.yml]
#- extra.yml
extra: 1
#- deploy.sh
ansible-playbook -i prod/hosts.ini site.yml
#- build/.keep
#- .gitignore
build/
`;

const asked = (editor: Editor) => ({ request: <Result>(method: string, params: object) => editor.ask<Result>(method, params), published: () => [...editor.published].map(([uri, { diagnostics }]) => [uri, diagnostics] as const) });

/** What a server says that starts now, with these documents open. */
async function fresh(folder: string, options: EditorOptions, documents: ReadonlyMap<string, string> = new Map()): Promise<string> {
  const editor = await Editor.on(folder, { ...options, early: true });
  try {
    for (const [path, text] of documents) await editor.open(path, text);
    // findings come last, and only for a project that is complete
    await editor.until('the findings of a fresh start', () => editor.logged.some((line) => /^checked /.test(line)));
    return await everythingSaid(asked(editor), folder);
  } finally {
    editor.stop();
  }
}

describe('change', function () {
  this.timeout(60_000);
  let editor: Editor | undefined;
  let other: string | undefined;
  afterEach(() => {
    editor?.stop();
    editor = undefined;
    if (other !== undefined) rmSync(other, { recursive: true, force: true });
    other = undefined;
  });
  const start = async (options: EditorOptions = {}): Promise<Editor> => (editor = await Editor.start(files, options));

  /** Waits until the server says what a fresh one says. */
  async function same(live: Editor, options: EditorOptions = {}, documents?: ReadonlyMap<string, string>): Promise<string> {
    const expected = await fresh(live.folder, options, documents);
    const limit = Date.now() + 10_000;
    await live.untilAnswer(() => everythingSaid(asked(live), live.folder), (text) => {
      if (text !== expected && Date.now() > limit) assert.fail(diff(expected, text));
      return text === expected;
    });
    return expected;
  }

  const cases: readonly (readonly [what: string, change: (path: (name: string) => string) => readonly string[], expected?: RegExp])[] = [
    ['a folder is made with files in it', (at) => {
      mkdirSync(at('stage/group_vars'), { recursive: true });
      writeFileSync(at('stage/hosts.ini'), '[web]\ns1\n');
      writeFileSync(at('stage/group_vars/web.yml'), 'port: 7\n');
      return ['stage'];
    }, /"name":"stage"/],
    ['group_vars is renamed', (at) => (renameSync(at('prod/group_vars'), at('prod/old_vars')), ['prod/group_vars', 'prod/old_vars'])],
    ['the parent of group_vars is renamed', (at) => (renameSync(at('qa'), at('test1')), ['qa', 'test1']), /test1/],
    ['a folder is deleted with all below it', (at) => (rmSync(at('prod/group_vars'), { recursive: true }), ['prod/group_vars'])],
    ['a folder takes the place of another', (at) => {
      renameSync(at('qa/group_vars'), at('qa/old'));
      mkdirSync(at('qa/group_vars'));
      writeFileSync(at('qa/group_vars/web.yml'), 'port: 2\n');
      return ['qa/group_vars', 'qa/old'];
    }],
    ['a file takes the place of a folder', (at) => {
      rmSync(at('qa/group_vars/web'), { recursive: true });
      writeFileSync(at('qa/group_vars/web'), 'port: 3\n');
      return ['qa/group_vars/web'];
    }],
    ['a file changes, and the event is for its folder', (at) => (appendFileSync(at('prod/group_vars/all.yml'), 'more: 1\n'), ['prod/group_vars', 'prod/group_vars/all.yml']), /more/],
    ['an ignored folder gets files', (at) => {
      mkdirSync(at('build/x/group_vars'), { recursive: true });
      writeFileSync(at('build/x/hosts.ini'), '[web]\nb1\n');
      writeFileSync(at('build/x/group_vars/web.yml'), 'port: 3\n');
      return ['build/x', 'build/x/hosts.ini'];
    }],
    ['an ignored folder turns out to hold vars', (at) => {
      mkdirSync(at('build/group_vars'), { recursive: true });
      writeFileSync(at('build/hosts.ini'), '[web]\nb1\n');
      writeFileSync(at('build/group_vars/web.yml'), 'port: 3\n');
      return ['build/hosts.ini', 'build/group_vars', 'build/group_vars/web.yml'];
    }, /"name":"build"/],
    ['a .gitignore comes', (at) => {
      writeFileSync(at('qa/.gitignore'), '*.yml\n');
      return ['qa/.gitignore'];
    }],
    ['the .gitignore goes', (at) => (unlinkSync(at('.gitignore')), ['.gitignore'])],
    ['a script comes that names another inventory', (at) => (writeFileSync(at('qa.sh'), 'ansible-playbook -i qa/hosts.yml -e port=9 site.yml\n'), ['qa.sh']), /qa\.sh/],
    ['a file that a run names goes and comes', (at) => (unlinkSync(at('extra.yml')), ['extra.yml'])],
  ];
  for (const [what, change, expected] of cases) {
    it(what, async () => {
      const live = await start();
      await live.fileEvents(...change((name) => live.path(name)));
      const text = await same(live);
      if (expected !== undefined) assert.match(text, expected);
    });
  }

  it('a link is made, leads elsewhere, and goes', async () => {
    const live = await start();
    other = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-other-')));
    writeFiles(other, '#- a/hosts.ini\n[web]\na1\n#- a/group_vars/web.yml\nport: 21\n#- b/hosts.ini\n[web]\nb1\n#- b/group_vars/web.yml\nport: 22\n');
    symlinkSync(join(other, 'a'), live.path('linked'));
    await live.fileEvents('linked');
    assert.match(await same(live), /port: 21/);
    unlinkSync(live.path('linked'));
    symlinkSync(join(other, 'b'), live.path('linked'));
    await live.fileEvents('linked');
    assert.match(await same(live), /port: 22/);
    // what lies behind it is watched too
    await live.until('a watcher there', () => live.registered.some(([, options]) => options.includes(`${other}/b`)));
    writeFileSync(join(other, 'b/group_vars/web.yml'), 'port: 23\n');
    await live.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file://${other}/b/group_vars/web.yml`, type: 2 }] });
    assert.match(await same(live), /port: 23/);
    unlinkSync(live.path('linked'));
    await live.fileEvents('linked');
    assert.doesNotMatch(await same(live), /"name":"linked"/);
  });

  it('a checkout moves 1,000 files, and names only its HEAD', async () => {
    const live = await start();
    const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd: live.folder, stdio: 'ignore' });
    git('init', '-q', '-b', 'one');
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'two');
    for (let index = 0; index < 1_000; index++) {
      mkdirSync(live.path(`many/d${index % 50}/group_vars`), { recursive: true });
      writeFileSync(live.path(`many/d${index % 50}/group_vars/g${index}.yml`), `v${index}: ${index}\n`);
    }
    git('mv', 'prod', 'moved');
    git('add', '-A');
    git('commit', '-qm', 'two');
    for (const branch of ['one', 'two', 'one']) {
      git('checkout', '-q', branch);
      await live.fileEvents('.git/HEAD');
      assert.match(await same(live), branch === 'one' ? /"name":"prod"/ : /moved/);
    }
  });

  it('a file changes on the disk while its document is not saved', async () => {
    const live = await start();
    const path = 'prod/group_vars/all.yml';
    await live.open(path, readFileSync(live.path(path), 'utf8'));
    await live.edit(path, 'port: 80', 'port: 7681');
    writeFileSync(live.path(path), 'port: 82\nname: other\n');
    await live.fileEvents(path);
    assert.match(await same(live, {}, new Map([[path, 'port: 7681\nname: prod\n']])), /overrides 7681 /);
    await live.close(path);
    assert.match(await same(live), /overrides 82 /);
  });

  it('a new file is not saved, in a folder that is new too, and is given up', async () => {
    const live = await start();
    await live.open('qa/host_vars/q1.yml', 'port: 4\n');
    const text = await same(live, {}, new Map([['qa/host_vars/q1.yml', 'port: 4\n']]));
    assert.match(text, /not saved/);
    await live.close('qa/host_vars/q1.yml');
    assert.doesNotMatch(await same(live), /port: 4/);
  });

  for (const [what, told] of [['the folder alone', ['prod/group_vars']], ['the folder first', ['prod/group_vars', 'prod/group_vars/all.yml']], ['the file first', ['prod/group_vars/all.yml', 'prod/group_vars']]] as const) {
    it(`a folder goes, and a document in it is not saved: told of ${what}`, async () => {
      const live = await start();
      const path = 'prod/group_vars/all.yml';
      await live.open(path, readFileSync(live.path(path), 'utf8'));
      await live.edit(path, 'port: 80', 'port: 7681');
      await same(live, {}, new Map([[path, 'port: 7681\nname: prod\n']]));
      rmSync(live.path('prod/group_vars'), { recursive: true });
      await live.fileEvents(...told);
      assert.match(await same(live, {}, new Map([[path, 'port: 7681\nname: prod\n']])), /overrides 7681 .*not saved|7681 .*not saved/);
      await live.close(path);
      assert.doesNotMatch(await same(live), /\b7681\b/);
    });
  }

  it('a link is swapped above an open document, which is then another file', async () => {
    const live = await start();
    writeFiles(live.folder, '#- one/all.yml\nname: ONE\n#- two/all.yml\nname: TWO\n');
    const link = (target: string): void => {
      rmSync(live.path('qa/group_vars'), { recursive: true, force: true });
      symlinkSync(target, live.path('qa/group_vars'));
    };
    link('../one');
    await live.fileEvents('qa/group_vars', 'one', 'two');
    const path = 'qa/group_vars/all.yml';
    await live.open(path, 'name: OPEN\n');
    assert.match(await same(live, {}, new Map([[path, 'name: OPEN\n']])), /name: OPEN/);
    link('../two');
    await live.fileEvents('qa/group_vars');
    assert.match(await same(live, {}, new Map([[path, 'name: OPEN\n']])), /name: OPEN/);
    // an editor that opens what is open already means the newer text
    await live.open(path, 'name: AGAIN\n');
    assert.match(await same(live, {}, new Map([[path, 'name: AGAIN\n']])), /name: AGAIN/);
    await live.close(path);
    assert.match(await same(live), /name: TWO/);
    link('../one');
    await live.fileEvents('qa/group_vars');
    assert.match(await same(live), /name: ONE/);
  });

  it('an open folder is a link and leads elsewhere', async () => {
    other = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-other-')));
    writeFiles(other, '#- hosts.ini\n[web]\no1\n#- group_vars/web.yml\nport: 99\n');
    const live = await start({ folders: ['open'], prepare: (folder) => symlinkSync(join(folder, 'prod'), join(folder, 'open')) });
    for (const target of [other, live.path('qa'), undefined, live.path('prod')]) {
      rmSync(live.path('open'), { force: true });
      if (target !== undefined) symlinkSync(target, live.path('open'));
      await live.fileEvents('open');
      const text = await same(live, { folders: ['open'] });
      assert.equal(/port: 99/.test(text), target === other);
    }
  });

  it('a folder outside the workspace is renamed, and nobody tells of it', async () => {
    other = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-other-')));
    writeFiles(other, '#- deep/a/hosts.ini\n[web]\no1\n#- deep/a/group_vars/web.yml\nport: 99\n');
    const outside = other;
    const live = await start({ prepare: (folder) => writeFileSync(join(folder, 'deploy.sh'), `ansible-playbook -i ${outside}/deep/a/hosts.ini site.yml\n`) });
    assert.match(await same(live), /port: 99/);
    await live.until('a watcher there', () => live.registered.some(([, options]) => options.includes(`${outside}/deep/a`)));
    renameSync(join(outside, 'deep'), join(outside, 'gone'));
    await live.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file://${outside}/deep`, type: 3 }] });
    assert.doesNotMatch(await same(live), /port: 99/);
    renameSync(join(outside, 'gone'), join(outside, 'deep'));
    await live.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file://${outside}/deep`, type: 1 }] });
    assert.match(await same(live), /port: 99/);
  });

  it('some of what is told makes no sense, and the rest counts', async () => {
    const live = await start();
    for (const [index, odd] of [{ uri: 'file:////host/share' }, null, { uri: 5 }, {}, { uri: 'file:///%E0%A4%A' }, { uri: 'file:///a%00b' }, { uri: 'file://host/x' }, { uri: `file:///${'a/'.repeat(3_000)}` }, { uri: `file:///${'a/'.repeat(100_000)}` }, { uri: `file:///${'a'.repeat(9_000)}` }].entries()) {
      writeFileSync(live.path('prod/group_vars/all.yml'), `port: ${100 + index}\n`);
      const right = { uri: live.uri('prod/group_vars/all.yml'), type: 2 };
      await live.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: (index % 2 === 0 ? [odd, right] : [right, odd]) as { uri: string; type: 2 }[] });
      assert.match(await same(live), new RegExp(`overrides ${100 + index} `), JSON.stringify(odd));
    }
    assert.deepEqual(live.logged.filter((line) => line.includes('failed')), []);
  });

  it('folders are opened and closed', async () => {
    const live = await start({ folders: ['prod'] });
    await live.changeFolders({ added: ['qa'] });
    assert.match(await same(live, { folders: ['prod', 'qa'] }), /"name":"qa"/);
    await live.changeFolders({ removed: ['prod'] });
    assert.doesNotMatch(await same(live, { folders: ['qa'] }), /w1/);
  });

  it('an editor that tells of no files is not believed to have told of everything', async () => {
    const capabilities = { workspace: { configuration: true } };
    const live = await start({ capabilities });
    const path = 'qa/group_vars/web/main.yml';
    await live.open(path, 'port: 1\n');
    writeFileSync(live.path('prod/group_vars/web.yml'), 'port: 8081\n');
    await live.connection.sendNotification('textDocument/didSave', { textDocument: { uri: live.uri(path) } });
    assert.match(await same(live, { capabilities }, new Map([[path, 'port: 1\n']])), /port: 8081/);
  });

  it('random changes, told as a watcher tells them', async function () {
    this.timeout(0);
    // more of them: GROUPVARS_SEEDS=100
    for (let seed = 1; seed <= Number(process.env['GROUPVARS_SEEDS'] ?? 2); seed++) {
      const live = await start();
      const random = randomNumbers(seed);
      for (let step = 0; step < 6; step++) {
        await live.fileEvents(...changeAtRandom(live.folder, random));
        await same(live).catch((error: unknown) => {
          throw new Error(`seed ${seed}, step ${step}: ${String(error)}`);
        });
      }
      live.stop();
    }
  });
});

/** Does something to the files below a folder; gives the paths that a watcher would name. */
function changeAtRandom(folder: string, random: (limit: number) => number): string[] {
  const all = namesBelow(folder).sort();
  const pick = (names: readonly string[]): string => names[random(names.length)] ?? 'x';
  const isFolder = (name: string): boolean => lstatSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folders = all.filter(isFolder);
  const texts = ['port: 1\n', 'x: [1\n', '[web]\nr1\n', '[web]\nr1\n[db]\nr2\n', 'all: {children: {web: {hosts: {y1: }}}}\n', 'ansible-playbook -i prod/hosts.ini -e x=1 site.yml\n', 'build/\nqa\n', 'extra: 2\n'];
  const names = ['group_vars/web.yml', 'group_vars/all/x.yml', 'host_vars/r1.yml', 'hosts.ini', 'hosts', 'run.sh', '.gitignore', 'extra.yml', 'deep/er/hosts.yml'];
  switch (random(6)) {
    case 0: {
      const name = pick(all);
      rmSync(join(folder, name), { recursive: true, force: true });
      return [name];
    }
    case 1: {
      const [from, to] = [pick(all), `${pick(['', ...folders.map((name) => `${name}/`)])}${pick(['group_vars', 'host_vars', 'moved', 'inventory'])}`];
      if (existsSync(join(folder, to)) || `${to}/`.startsWith(`${from}/`) || !existsSync(dirname(join(folder, to)))) return [];
      renameSync(join(folder, from), join(folder, to));
      return [from, to];
    }
    case 2: {
      const [target, name] = [pick(folders), `${pick(['', ...folders.map((other) => `${other}/`)])}${pick(['linked', 'group_vars', 'inventory'])}`];
      if (existsSync(join(folder, name)) || readdirSync(dirname(join(folder, name))).includes(name.split('/').at(-1)!)) return [];
      symlinkSync(resolve(folder, target), join(folder, name));
      return [name];
    }
    case 3: {
      const [from, to] = [pick(folders), `copy${random(9)}`];
      if (existsSync(join(folder, to)) || from === 'x') return [];
      cpSync(join(folder, from), join(folder, to), { recursive: true, verbatimSymlinks: true });
      return [to];
    }
    default: {
      const name = `${pick(['', ...folders.map((other) => `${other}/`)])}${pick(names)}`;
      const path = join(folder, name);
      const parts = name.split('/');
      if (parts.some((_, index) => index > 0 && existsSync(join(folder, ...parts.slice(0, index))) && !isFolder(parts.slice(0, index).join('/'))) || isFolder(name)) return [];
      // a watcher names the uppermost folder that is new
      const first = parts.findIndex((_, index) => !existsSync(join(folder, ...parts.slice(0, index + 1))));
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, texts[random(texts.length)]!);
      } catch {
        return []; // a link that leads nowhere is in the way
      }
      return [first < 0 ? name : parts.slice(0, first + 1).join('/')];
    }
  }
}

/** Everything below a folder, links not followed. */
function namesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => [prefix + entry.name, ...(entry.isDirectory() ? namesBelow(folder, `${prefix}${entry.name}/`) : [])]);
}

/** The first lines that differ. */
function diff(expected: string, actual: string): string {
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `fresh: ${left.slice(at, at + 3).join(' | ').slice(0, 600)}\nlive:  ${right.slice(at, at + 3).join(' | ').slice(0, 600)}`;
}

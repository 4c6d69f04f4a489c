// `groupvars list`, `host` and `graph` on the real disk: the very text that ansible-inventory prints, what they warn of, and how they end.
import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../server/cli/main';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'groupvars-list-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function call(words: readonly string[], environment: Readonly<Record<string, string>> = {}, cwd = '.'): { code: number; output: string; errors: string[] } {
  let output = '';
  const errors: string[] = [];
  const code = Number(main(words, { cwd: join(folder, cwd), environment: { HOME: join(folder, 'home'), ...environment } }, { write: (text) => (output += text), error: (text) => errors.push(text) }));
  return { code, output, errors };
}

// ansible-inventory 2.14, byte for byte.
const LIST = `{
    "_meta": {
        "hostvars": {
            "h1": {
                "big": 123456789012345678901234567890,
                "d": {
                    "a": [
                        1,
                        2.5
                    ],
                    "e": {},
                    "l": []
                },
                "date": "2001-12-14",
                "f": 1.0,
                "n": null,
                "t": "é \\"q\\"",
                "v": {
                    "__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256\\n3333\\n"
                },
                "x": "host"
            },
            "h2": {
                "x": true
            }
        }
    },
    "all": {
        "children": [
            "ungrouped",
            "web"
        ]
    },
    "ungrouped": {
        "hosts": [
            "h2"
        ]
    },
    "web": {
        "hosts": [
            "h1"
        ]
    }
}
`;

describe('cli/list', () => {
  it('prints what ansible-inventory prints, byte for byte, the order of hosts and children included (L2)', () => {
    write({
      'a/hosts': 'h2 x=True\n[web]\nh1 x=host\n',
      'a/group_vars/web.yml': 'f: 1.0\nbig: 123456789012345678901234567890\nn:\nt: "\\u00e9 \\"q\\""\ndate: 2001-12-14\nd: {l: [], e: {}, a: [1, 2.5]}\nv: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3333\n',
    });
    assert.deepEqual(call(['list', '-i', 'a/hosts']), { code: 0, output: LIST, errors: [] });
    assert.equal(call(['list', '--inventory=../a/hosts'], {}, 'a').output, LIST);
  });

  it('host prints one host, graph the tree', () => {
    write({ 'b/hosts': '[web]\nh1 x=1\n[site:children]\nweb\n[site:vars]\ny=2\n' });
    assert.equal(call(['host', 'h1', '-i', 'b/hosts']).output, '{\n    "x": 1,\n    "y": 2\n}\n');
    assert.equal(call(['graph', '-i', 'b/hosts']).output, '@all:\n  |--@ungrouped:\n  |--@site:\n  |  |--@web:\n  |  |  |--h1\n');
  });

  it('an inventory without hosts prints an empty one', () => {
    write({ 'c/hosts': '' });
    assert.deepEqual(JSON.parse(call(['list', '-i', 'c/hosts']).output), { _meta: { hostvars: {} }, all: { children: ['ungrouped'] } });
  });

  it('warns of what is missing and broken, and goes on as Ansible does', () => {
    write({ 'd/hosts': 'h1\n', 'd/broken': 'h2 x\n' });
    const { code, output, errors } = call(['list', '-i', 'd/hosts', '-i', 'd/missing', '-i', 'd/broken']);
    assert.equal(code, 0);
    assert.deepEqual(Object.keys(JSON.parse(output) as object), ['_meta', 'all', 'ungrouped']);
    assert.equal(errors.length, 2);
    assert.match(errors[0]!, /d\/missing does not exist/);
    assert.match(errors[1]!, /d\/broken cannot be read/);
  });

  it('wrong calls end with 2 and one line', () => {
    write({ 'e/hosts': 'h1\n' });
    for (const words of [['host', '-i', 'e/hosts'], ['host', 'nobody', '-i', 'e/hosts'], ['graph', 'nothing', '-i', 'e/hosts'], ['list', '--nope'], ['list', '-i'], ['list', '-i', 'e/hosts', '-e', '@missing.yml'], ['list', '-i', 'e/hosts', '-e', './x.yml']]) {
      const { code, output, errors } = call(words);
      assert.deepEqual([code, output, errors.length], [2, '', 1], words.join(' '));
    }
  });

  it('extra vars, the playbook folder and the environment count', () => {
    write({ 'f/hosts': '[web]\nh1\n', 'f/play/group_vars/web.yml': 'x: play\n', 'f/x.yml': 'y: 010\n', 'f/group_vars/all.yml': 'd: {a: 1}\n', 'f/host_vars/h1.yml': 'd: {b: 2}\n' });
    const valuesOf = (words: readonly string[], environment = {}): unknown => (JSON.parse(call(['host', 'h1', ...words], environment, 'f').output));
    assert.deepEqual(valuesOf(['-i', 'hosts', '--playbook-dir', 'play', '-e', '@x.yml', '-e', 'z=1']), { d: { b: 2 }, x: 'play', y: 8, z: '1' });
    assert.deepEqual(valuesOf([], { ANSIBLE_INVENTORY: 'hosts', ANSIBLE_HASH_BEHAVIOUR: 'merge' }), { d: { a: 1, b: 2 } });
  });

  it(`follows links and never runs anything${process.platform === 'win32' ? ': Windows makes no links without rights' : ''}`, function () {
    if (process.platform === 'win32') this.skip();
    write({ 'g/real/hosts': '[web]\nh1\n', 'g/vars/web.yml': 'x: 1\n', 'g/script': '#!/bin/sh\ntouch ran\n' });
    symlinkSync('../vars', join(folder, 'g/real/group_vars'));
    symlinkSync('real/hosts', join(folder, 'g/hosts'));
    chmodSync(join(folder, 'g/script'), 0o755);
    assert.equal(call(['host', 'h1', '-i', 'g/real/hosts']).output, '{\n    "x": 1\n}\n');
    assert.equal(call(['host', 'h1', '-i', 'g/hosts']).output, '{}\n');
    const { errors } = call(['list', '-i', 'g/script'], {}, 'g');
    assert.equal(errors.length, 1);
    assert.throws(() => chmodSync(join(folder, 'g/ran'), 0o644), /ENOENT/);
  });

  it('D9 of a TOML inventory nothing is read but what the ini plugin leaves behind, and list, host and graph say so', () => {
    write({ 'toml/hosts.toml': '[web.hosts]\nt1 = { x = 1 }\n[web.vars]\nx = 2\n', 'toml/hosts': '[web]\nh1\n', 'toml/group_vars/web.yml': 'y: 1\n' });
    for (const words of [['list'], ['host', 'h1'], ['graph']]) {
      const { code, errors } = call([...words, '-i', 'hosts', '-i', 'hosts.toml'], {}, 'toml');
      assert.equal(code, 0);
      assert.deepEqual(errors.map((text) => text.replace(folder, '')), ['warning: /toml/hosts.toml: a TOML inventory: it is not read here']);
    }
    // the group is ini's, which failed at its first host: ansible-inventory 2.14 shows it as well
    assert.deepEqual(JSON.parse(call(['list', '-i', 'hosts', '-i', 'hosts.toml'], {}, 'toml').output), { _meta: { hostvars: { h1: { y: 1 } } }, all: { children: ['ungrouped', 'web', 'web.hosts'] }, web: { hosts: ['h1'] } });
  });

  it('L5 exit codes: 0 when every source fails; 2 for a call or extra vars that are refused; 0 with a warning where Ansible stops at a vars file', () => {
    write({ 'l5/broken': 'h1 x\n', 'l5/hosts': 'h2\n', 'l5/group_vars/all.yml': 'a: [\n', 'l5/list.yml': '[1]\n' });
    const codeOf = (...words: string[]): number => call(words, {}, 'l5').code;
    assert.deepEqual([codeOf('list', '-i', 'broken'), codeOf('list', '-i', 'missing'), codeOf('graph', '-i', 'broken')], [0, 0, 0]);
    assert.deepEqual([codeOf('list', '-i', 'broken', '--nope'), codeOf('list', '-i', 'broken', '-e', '@list.yml'), codeOf('list', '-i', 'broken', '-e', '@missing.yml')], [2, 2, 2]);
    const { code, output, errors } = call(['list', '-i', 'hosts'], {}, 'l5');
    assert.deepEqual([code, (JSON.parse(output) as { ungrouped: unknown }).ungrouped], [0, { hosts: ['h2'] }]);
    assert.match(errors.join('\n'), /group_vars\/all\.yml: /);
  });
});

// ansible-inventory 2.14, byte for byte.
const EXPORT = `{
    "_meta": {
        "hostvars": {
            "h1": {
                "own": "file"
            }
        }
    },
    "all": {
        "children": [
            "ungrouped",
            "web",
            "empty"
        ],
        "vars": {
            "x": "all"
        }
    },
    "empty": {
        "vars": {
            "e": 1
        }
    },
    "nodes": {
        "hosts": [
            "h1",
            "h2"
        ],
        "vars": {
            "ansible_group_priority": 7,
            "x": "file",
            "y": [
                1,
                2.0
            ]
        }
    },
    "web": {
        "children": [
            "nodes"
        ],
        "vars": {
            "z": "parent"
        }
    }
}
`;

const EXPORTED_GRAPH = `@all:
  |--@ungrouped:
  |--@web:
  |  |--@nodes:
  |  |  |--h1
  |  |  |  |--{own = file}
  |  |  |--h2
  |  |  |--{ansible_group_priority = 7}
  |  |  |--{x = file}
  |  |  |--{y = [1, 2.0]}
  |  |--{z = parent}
  |--@empty:
  |  |--{e = 1}
  |--{x = all}
`;

describe('L3 --export: what stands for each group and host itself', () => {
  before(() => write({
    'export/hosts': '[web:children]\nnodes\n[nodes]\nh1 own=line\nh2\n[nodes:vars]\nx=ini\nansible_group_priority=7\n[all:vars]\nx=all\ninventory_dir=hidden\n[empty:vars]\ne=1\n[empty]\n',
    'export/group_vars/nodes.yml': 'x: file\ny: [1, 2.0]\n', 'export/group_vars/web.yml': 'z: parent\n', 'export/host_vars/h1.yml': 'own: file\n',
    'export/play/group_vars/nodes.yml': 'y: play\np: play\n', 'export/play/group_vars/all.yml': 'x: everywhere\n',
  }));
  const exported = (words: string, environment = {}, cwd = 'export'): string => call(words.split(' '), environment, cwd).output;

  it('list, without extra vars', () => assert.equal(exported('list --export -i hosts -e q=1'), EXPORT));
  it('the working directory does not count', () => assert.equal(exported('list --export -i ../hosts', {}, 'export/play'), EXPORT));
  it('the setting means the same', () => assert.equal(exported('list -i hosts', { ANSIBLE_INVENTORY_EXPORT: 'yes' }), EXPORT));
  it('levels that precedence leaves out count', () => assert.equal(exported('list --export -i hosts', { ANSIBLE_PRECEDENCE: 'all_inventory' }), EXPORT));
  it('--playbook-dir counts', () => {
    const { nodes, all } = JSON.parse(exported('list --export -i hosts --playbook-dir play')) as Record<string, { vars: unknown }>;
    assert.deepEqual([nodes!.vars, all!.vars], [{ ansible_group_priority: 7, p: 'play', x: 'file', y: 'play' }, { x: 'everywhere' }]);
  });
  it('host', () => assert.equal(exported('host h1 --export -i hosts'), '{\n    "own": "file"\n}\n'));
  it('graph', () => assert.equal(exported('graph --vars --export -i hosts'), EXPORTED_GRAPH));
  it('mappings are merged under hash_behaviour=merge', () => {
    write({ 'export/m/hosts': "[web]\nh1\n[web:vars]\nd={'a': 1}\n", 'export/m/group_vars/web.yml': 'd: {b: 2}\n' });
    const vars = (JSON.parse(exported('list --export -i hosts', { ANSIBLE_HASH_BEHAVIOUR: 'merge' }, 'export/m')) as { web: { vars: unknown } }).web.vars;
    assert.deepEqual(vars, { d: { a: 1, b: 2 } });
  });
});

// ansible-inventory 2.14, but for the line end in a value: each line of the output is one of ours.
const PYTHON_GRAPH = String.raw`@all:
  |--@ungrouped:
  |  |--h1
  |  |  |--{a = inf}
  |  |  |--{b = [nan, -inf]}
  |  |  |--{c = 2001-12-14 21:59:43+00:00}
  |  |  |--{d = [datetime.date(2001, 12, 14), datetime.datetime(2001, 12, 14, 21, 59, 43, 100000, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400))), datetime.datetime(2001, 12, 14, 21, 59, tzinfo=datetime.timezone.utc)]}
  |  |  |--{e = ["it's", 'a\nb', '"q" it\'s']}
  |  |  |--{f = one\ntwo}
  |  |  |--{g = ['{{ x }}']}
`;

describe('graph --vars prints values as Python does', () => {
  it('floats, dates, quotes, lines', () => {
    write({ 'python/hosts.yml': 'all:\n  hosts:\n    h1:\n      a: .inf\n      b: [.nan, -.inf]\n      c: 2001-12-14T21:59:43Z\n      d: [2001-12-14, 2001-12-14T21:59:43.1-05:00, 2001-12-14T21:59:00Z]\n      e: ["it\'s", "a\\nb", "\\"q\\" it\'s"]\n      f: "one\\ntwo"\n      g: [!unsafe "{{ x }}"]\n' });
    assert.equal(call(['graph', '--vars', '-i', 'hosts.yml'], {}, 'python').output, PYTHON_GRAPH);
  });
});

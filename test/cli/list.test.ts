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
  it('prints what ansible-inventory prints, byte for byte', () => {
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
});

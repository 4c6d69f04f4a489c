// What is too large in a terminal: every sub-command ends, says so once, and prints no more than a reader can hold.
import { strict as assert } from 'node:assert';
import { Terminal } from './terminal';

const LEVELS = 5;
/** Lists of nine of the list before: 9^5 values in five lines; `x` is the last. */
const BOMB = Array.from({ length: LEVELS }, (_, level) => `${level === LEVELS - 1 ? 'x' : `a${level}`}: &a${level} [${Array(9).fill(level === 0 ? 'lol' : `*a${level - 1}`).join(', ')}]\n`).join('');

describe('budgets in a terminal', () => {
  it('aliases of aliases: tables and explanations are short, JSON is whole', () => {
    const terminal = new Terminal(`#- hosts\n[g]\nh\n#- group_vars/all.yml\n${BOMB}#- group_vars/g.yml\nx: 1\n`);
    for (const words of ['vars -i hosts', 'vars x -i hosts --origins', 'explain x -i hosts', 'graph -i hosts --vars', 'check']) {
      const { code, out, err } = terminal.call(words);
      assert.notEqual(code, 2, err);
      assert.ok(out.length < (words.startsWith('graph') ? 4_000_000 : 300_000), `${words}: ${out.length} characters`);
    }
    const { out } = terminal.call('explain x -i hosts --format json');
    assert.equal(JSON.stringify(JSON.parse(out).overridden[0].value).match(/lol/g)!.length, 9 ** LEVELS);
    assert.equal(JSON.stringify(JSON.parse(terminal.call('list -i hosts').out)._meta.hostvars.h.a3).match(/lol/g)!.length, 9 ** (LEVELS - 1));
  });

  it('a range of millions: told once by check, and a warning elsewhere', () => {
    const terminal = new Terminal('#- hosts\n[g]\nnode[1:10000000]\nh\n#- p.yml\n- hosts: all\n');
    const { code, out } = terminal.call('check -- ansible-playbook -i hosts p.yml');
    assert.equal(code, 1);
    assert.equal(out.match(/too-large/g)!.length, 1);
    const list = terminal.call('list -i hosts');
    assert.deepEqual(JSON.parse(list.out).g.hosts, ['h']);
    assert.match(list.err, /^warning: hosts:2: “node\[1:10000000\]” stands for 10,000,000 hosts/);
  });

  it('a value that no text can hold is refused in one line', () => {
    const terminal = new Terminal(`#- hosts\n[g]\nh\n#- group_vars/all.yml\na: &a [${'1, '.repeat(90_000)}1]\nx: ${'['.repeat(400)}*a${']'.repeat(400)}\n`);
    assert.deepEqual(terminal.call('list -i hosts').err, 'groupvars: a value of more than 128 MiB is not printed\n');
  });
});

// The words of ansible-playbook as argparse takes them. What Ansible itself says of each was asked once and is written down.
import { strict as assert } from 'node:assert';
import { parseCommand } from '../../../server/core/run/commandLine';

/** -i, -l, -e and playbooks; behind a bar what is wrong. */
function read(words: readonly string[], program = 'ansible-playbook'): string {
  const { sources, limit, extraVars, playbooks, playbookDir, problem } = parseCommand([program, ...words].map((text) => ({ text, span: undefined })), '/ws', undefined);
  const parts = [...sources.map(({ text }) => `-i ${text}`), ...(limit === undefined ? [] : [`-l ${limit}`]), ...extraVars.map(({ text }) => `-e ${text}`), ...(playbookDir === undefined ? [] : [`--playbook-dir ${playbookDir}`]), ...playbooks.map(({ text }) => text)];
  return parts.join(' · ') + (problem === undefined ? '' : ` | ${problem}`);
}

describe('core/run/commandLine', () => {
  const cases: readonly (readonly [words: readonly string[], expected: string])[] = [
    [['--inventory', 'h', 's.yml'], '-i h · s.yml'],
    [['--extra', 'a=1', 's.yml'], '-e a=1 · s.yml'],
    [['--lim=x', 's.yml'], '-l x · s.yml'],
    [['-l', 'a', '-l', 'b', 's.yml'], '-l b · s.yml'],
    [['-i', 'h', '-i', 'b,', '-i=c', '-id', 'a.yml', 'b.yml'], '-i h · -i b, · -i c · -i d · a.yml · b.yml'],
    [['-bvvKi', 'h', 's.yml'], '-i h · s.yml'],
    [['-Ct', 'x', '-J', '--ask-vault-pass', '--flush-cache', '--list-hosts', 's.yml'], 's.yml'],
    [['-e', '--foo bar', '-e', '-1', '-e', '', '-e', '-', '-e=x', '-e@f.yml', 's.yml'], '-e --foo bar · -e -1 · -e  · -e - · -e x · -e @f.yml · s.yml'],
    [['-e', '-x y', '- x', '-x y', 's.yml'], '-e -x y · - x · -x y · s.yml'],
    [['-i', 'h', '--', '-s.yml', '--'], '-i h · -s.yml · --'],
    [['--become-u', 'x', '--tags=a', '--skip-tags', 'b', '--start-at-task', 'c', '-f', '5', '-u', 'me', 's.yml'], 's.yml'],
    [['--private-key', 'k', '-M', 'm', '--vault-id', 'a@b', '--ssh-common-args', '-o A=b', '-T', '5', '-c', 'local', 's.yml'], 's.yml'],
    // refused by Ansible
    [['-i', '-x', 's.yml'], 's.yml | -i needs a value'],
    [['s.yml', '-i'], 's.yml | -i needs a value'],
    [['--foo', 's.yml'], 's.yml | there is no option --foo'],
    [['-x', 's.yml'], 's.yml | there is no option -x'],
    [['--list', 's.yml'], 's.yml | --list may be --list-hosts or --list-tasks or --list-tags'],
    [['-bx', 's.yml'], 's.yml | -b takes no value'],
    [['--become=x', 's.yml'], 's.yml | --become takes no value'],
    [['a.yml', '-b', 'b.yml'], 'a.yml · b.yml | b.yml stands behind an option, away from the first playbook'],
    // refused by Ansible on Python 3.11 alone: both names are the same option
    [['--inv', 'h', '--ask-v', 's.yml'], '-i h · s.yml'],
  ];
  for (const [words, expected] of cases) it(words.join(' '), () => assert.equal(read(words), expected));

  it('ansible-inventory', () => assert.equal(read(['-i', 'h', '--list', '-y', '--playbook-dir', 'p', '--host', 'x', '--export'], 'ansible-inventory'), '-i h · --playbook-dir /ws/p'));

  it('what is not known', () => {
    const words = [['ansible-playbook'], ['-i'], ['$X', true], ['-l'], ['$Y', true], ['-e'], ['@~/x'], ['$Z', true], ['~/s.yml'], ['-e$Q', true]] as const;
    assert.deepEqual(parseCommand(words.map(([text, isUnknown]) => ({ text, span: undefined, isUnknown: isUnknown === true })), '/ws', undefined).unknown, ['-i $X', '-l $Y', '-e @~/x', 'playbook $Z', 'playbook ~/s.yml', '-e $Q']);
    assert.equal(parseCommand([{ text: 'ansible-playbook', span: undefined }, { text: '~/s.yml', span: undefined }], '/ws', '/home/me').playbooks[0]!.path, '/home/me/s.yml');
  });
});

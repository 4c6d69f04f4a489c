// Words of a call, and what every call has in common: which run is meant, and one clear line when it cannot be told.
import { strict as assert } from 'node:assert';
import { parseArguments, UsageError } from '../../server/cli/arguments';
import { COMMANDS } from '../../server/cli/main';
import { kubespray } from '../fixtureRules';
import { Terminal, type Answer } from './terminal';

/** Exit code 2, nothing on stdout, one line on stderr. */
function refuses({ code, out, err }: Answer, message: RegExp): void {
  assert.equal(code, 2, out + err);
  assert.equal(out, '');
  assert.match(err, message);
  assert.match(err, /^groupvars: [^\n]+\n$/);
}

describe('arguments', () => {
  it('options of Ansible’s in all their forms', () => {
    const { command, positionals, inventory, extraVars, limit, playbooks, callWords } = parseArguments(['vars', 'a', '-i', 'x', '-iy', '--inventory=z', '--inventory-file', 'w', '-e', 'a=1', '--extra-vars=b=2', '-l', 'web', '--playbook', 'p.yml', 'b']);
    assert.deepEqual({ command, positionals, inventory, extraVars, limit, playbooks, callWords }, { command: 'vars', positionals: ['a', 'b'], inventory: ['x', 'y', 'z', 'w'], extraVars: ['a=1', 'b=2'], limit: 'web', playbooks: ['p.yml'], callWords: undefined });
  });

  it('the last of a single option counts, vault options are taken and ignored', () => {
    const { limit, format } = parseArguments(['vars', '-l', 'a', '--limit', 'b', '--format', 'json', '--vault-id', 'x@y', '--ask-vault-pass', '--vault-password-file=f']);
    assert.deepEqual([limit, format], ['b', 'json']);
  });

  it('words behind -- are the command’s own', () => {
    assert.deepEqual(parseArguments(['check', '--severity', 'hint', '--', 'ansible-playbook', '-i', 'x', '--', 'y']).callWords, ['ansible-playbook', '-i', 'x', '--', 'y']);
  });

  it('what it does not know it refuses', () => {
    for (const words of [['vars', '--nonsense'], ['vars', '-x'], ['vars', '-i'], ['vars', '--format']]) assert.throws(() => parseArguments(words), UsageError, words.join(' '));
  });
});

const FILES = `#- clusters/prod/hosts.ini
[web]
n1
n2
[db]
n3
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web.yml
a: 2
#- clusters/qa/hosts.ini
[web]
q1
#- clusters/qa/group_vars/all.yml
a: 3
`;

describe('terminal calls', () => {
  const two = new Terminal(FILES);
  const one = new Terminal('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: 1\n');

  it('help, version and nothing at all', () => {
    assert.equal(two.call('--help').code, 0);
    assert.match(two.call('--help').out, /groupvars check/);
    assert.equal(two.call('vars --help').code, 0);
    assert.equal(two.call('--version').code, 0);
    const { code, out, err } = two.call('');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /groupvars check/);
    refuses(two.call('nonsense'), /unknown command “nonsense”/);
    refuses(two.call('vars --nonsense'), /unknown option --nonsense/);
    for (const command of ['constructor', 'toString', '__proto__']) refuses(two.call(command), /unknown command/);
  });

  it('a release beside a checkout is refused, and a folder that is no checkout', () => {
    const world = new Terminal('#- hosts.ini\n[kube_node]\nn1\n#- ks/galaxy.yml\nname: kubespray\nversion: 2.31.0\n#- ks/cluster.yml\n- hosts: all\n#- ks/roles/kubespray_defaults/defaults/main.yml\na: 1\n');
    refuses(world.call('vars a -i hosts.ini --playbook ks/cluster.yml --kubespray v2.26.0'), /cannot be used: the run uses the checkout ks/);
    refuses(world.call('vars a -i hosts.ini --kubespray gone'), /there is no kubespray checkout/);
  });

  it('which run: named by its inventory', () => {
    assert.match(two.call('vars a -i clusters/qa/hosts.ini').out, /^a  3 /);
  });
  it('which run: by name', () => {
    assert.match(two.call('vars a --run qa').out, /^a  3 /);
    refuses(two.call('vars a --run gone'), /there is no run “gone”; known runs: prod, qa/);
    refuses(two.call('vars a --run qa -i clusters/prod/hosts.ini'), /--run names a run/);
  });
  it('which run: the only one, and none', () => {
    assert.match(one.call('vars a').out, /^a  1 /);
    refuses(two.call('vars a'), /which run is meant\?.*prod, qa/);
    refuses(new Terminal('#- README\n').call('vars a'), /no inventory is named and none was found: use -i/);
  });
  it('which run: ANSIBLE_INVENTORY, ANSIBLE_CONFIG and ansible.cfg', () => {
    assert.match(two.call('vars a', { environment: { ANSIBLE_INVENTORY: 'clusters/qa/hosts.ini' } }).out, /^a  3 /);
    const configured = new Terminal(FILES + '#- ansible.cfg\n[defaults]\ninventory = clusters/qa/hosts.ini\n#- other/my.cfg\n[defaults]\ninventory = ../clusters/prod/hosts.ini\nhash_behaviour = replace\n');
    assert.match(configured.call('vars a').out, /^a  3 /);
    assert.match(configured.call('vars a -l db', { environment: { ANSIBLE_CONFIG: 'other/my.cfg' } }).out, /^a  1 /);
    assert.match(configured.call('vars a -l db', { environment: { ANSIBLE_CONFIG: 'other/my.cfg', ANSIBLE_INVENTORY: 'clusters/qa/hosts.ini' } }).err, /there is no host “db”/);
    assert.match(configured.call('vars a -i clusters/prod/hosts.ini -l db').out, /^a  1 /);
  });
  it('which run: the words behind --, with what stands before the program', () => {
    for (const words of ['ansible-playbook -i clusters/qa/hosts.ini', 'env X=1 ansible-playbook -i clusters/qa/hosts.ini', '/usr/bin/ansible-playbook -bKi clusters/qa/hosts.ini', 'ansible-inventory --list -i clusters/qa/hosts.ini', 'ansible -i clusters/qa/hosts.ini all -m ping']) {
      assert.match(two.call(`vars a -- ${words}`).out, /^a  3 /, words);
    }
    refuses(two.call('vars a -- ansible-playbook -i clusters/qa/hosts.ini gone.yml'), /playbook gone.yml does not exist/);
    refuses(two.call('vars a -- make deploy'), /behind -- an ansible-playbook command is expected/);
    refuses(two.call('vars a -- ansible-playbook -i'), /-i needs a value/);
  });

  it('an inventory that is missing or broken', () => {
    refuses(two.call('vars a -i gone.ini'), /inventory gone.ini does not exist/);
    refuses(two.call('explain a -i gone.ini'), /inventory gone.ini does not exist/);
    const broken = new Terminal('#- hosts.ini\n[web\nn1\n');
    refuses(broken.call('vars a -i hosts.ini'), /inventory hosts.ini cannot be read/);
  });
  it('a checkout that is none', () => {
    refuses(two.call('vars a -i clusters/qa/hosts.ini --kubespray gone'), /--kubespray gone: there is no kubespray checkout/);
    const with_ = new Terminal(FILES + kubespray());
    assert.match(with_.call('vars kube_network_plugin --defaults -i clusters/qa/hosts.ini --kubespray kubespray').err, /nothing is set/);
  });

  it('hosts as Ansible’s patterns name them', () => {
    const hosts = (pattern: string): string => JSON.stringify(Object.keys(JSON.parse(two.call(['vars', 'a', '--format', 'json', '-i', 'clusters/prod/hosts.ini', '-l', pattern]).out) as object));
    assert.equal(hosts('n1'), '["n1"]');
    assert.equal(hosts('web'), '["n1","n2"]');
    assert.equal(hosts('web:db'), '["n1","n2","n3"]');
    assert.equal(hosts('all:!db'), '["n1","n2"]');
    assert.equal(hosts('all:&web:!n1'), '["n2"]');
    assert.equal(hosts('!db'), '["n1","n2"]');
    assert.equal(hosts('n*'), '["n1","n2","n3"]');
    assert.equal(hosts('~n[12]'), '["n1","n2"]');
    assert.equal(hosts('web[0]'), '["n1"]');
    assert.equal(hosts('n3,n1'), '["n1","n3"]');
    refuses(two.call('vars a -i clusters/prod/hosts.ini -l gone'), /there is no host “gone” in run prod/);
    refuses(two.call('explain a -i clusters/prod/hosts.ini -l gone'), /there is no host “gone” in run prod/);
  });

  it('no escape sequence and no line break of a file reaches the terminal', () => {
    const evil = '\u001b[31mred\u001b]0;title\u0007\u009b1m\u202egnp\u061c';
    const world = new Terminal(`#- clusters/prod/hosts.yml\nall:\n  children:\n    web:\n      hosts:\n        "h${'\\e[31m\\x9b'}": {}\n        n1: {x: 1}\n#- clusters/prod/group_vars/web.yml\na: ${JSON.stringify(evil + '\n')}\n${JSON.stringify('b\u001b[1m')}: 1\nnested: {${JSON.stringify(evil)}: [${JSON.stringify(evil)}]}\n`);
    const calls = ['vars', 'vars --origins', 'vars --format yaml --origins', 'vars --format json', 'vars a', 'explain a', 'explain a --format json', 'explain nested', 'runs', 'runs --format json', 'check', 'check --format json', 'list', 'graph', 'graph --vars', 'host n1', "explain 'x\u001b[31m'", "vars 'x\u001b[31m'", "host 'x\u001b[31m'", "vars -l 'x\u001b[31m'", "check 'x\u001b[31m'", "vars --run 'x\u001b[31m'", "'x\u001b[31m'", "vars '--x\u001b[31m'", "explain a -- ansible-playbook -i clusters/prod/hosts.yml -e 'z=\u001b[31m'"];
    for (const words of calls) {
      const { out, err } = world.call(`${words}${/list|graph|host/.test(words) ? ' -i clusters/prod/hosts.yml' : ''}`);
      assert.doesNotMatch(out + err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u061c]/, words);
    }
  });

  it('secrets are shown by list and host, and with --show-secrets, and nowhere else', () => {
    const world = new Terminal(`#- run.sh
ansible-playbook -i clusters/prod/hosts.ini -e admin_token=tell5 -e '{"api_key": "tell6"}' site.yml
#- site.yml
- hosts: all
  roles: [r]
#- roles/r/defaults/main.yml
role_password: tell7
#- clusters/prod/hosts.ini
[web]
n1 host_secret=tell1
n2
#- clusters/prod/group_vars/all.yml
db_password: tell2
settings: {token: tell3, list: [{my_private_key: tell4}]}
#- clusters/prod/group_vars/web.yml
db_password: tell8
`);
    for (const words of ['vars', 'vars --origins --defaults', 'vars --format yaml --origins --defaults', 'vars --format json --defaults', 'vars settings --format json', 'explain db_password', 'explain db_password --format json', 'explain settings --format json', 'explain admin_token', 'explain api_key', 'explain role_password', 'runs', 'runs --format json', 'check --severity hint', 'check --severity hint --format json', "explain db_password -i clusters/prod/hosts.ini -e db_password=tell9 -e '{\"api_token\": \"tell10\"}'", 'vars --origins -i clusters/prod/hosts.ini -e db_password=tell9', "check -- ansible-playbook -i gone -e db_password=tell9", 'graph -i clusters/prod/hosts.ini']) {
      const { out, err } = world.call(words);
      assert.doesNotMatch(out + err, /tell\d/, words);
    }
    assert.match(world.call('list -i clusters/prod/hosts.ini').out, /tell1[^]*tell3[^]*tell4/);
    assert.match(world.call('host n1 -i clusters/prod/hosts.ini').out, /tell8/);
    for (const words of ['vars', 'vars --format yaml', 'vars --format json', 'explain db_password', 'explain db_password --format json']) assert.match(world.call(`${words} --show-secrets`).out, /tell8/, words);
  });

  it('a file that cannot be read as a vars file is told, and does not stop the rest', () => {
    const world = new Terminal('#- hosts.ini\n[web]\nn1\n#- group_vars/all.yml\na: [1\n#- group_vars/web.yml\na: 2\n');
    const { code, out, err } = world.call('vars a -i hosts.ini');
    assert.deepEqual([code, out], [0, 'a  2  group_vars/web.yml:1  n1\n']);
    assert.match(err, /^warning: group_vars\/all.yml/);
  });

  it('every command has its own tests', () => assert.deepEqual(Object.keys(COMMANDS).sort(), ['catalogue', 'check', 'explain', 'gate', 'graph', 'host', 'list', 'runs', 'vars']));
});

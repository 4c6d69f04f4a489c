// `groupvars runs`: what runs there are, where they are written, what each reads.
import { strict as assert } from 'node:assert';
import { kubespray } from '../fixtureRules';
import { Terminal } from './terminal';

const WORLD = kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../clusters/prod/hosts.ini -e a=1 cluster.yml
ansible-playbook -i "$WHERE" cluster.yml
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/qa/hosts.ini
[web]
q1
#- clusters/qa/group_vars/web.yml
a: 1
`;

describe('runs', () => {
  const world = new Terminal(WORLD);

  it('as a table', () => {
    const { code, out, err } = world.call('runs');
    assert.deepEqual([code, err], [0, '']);
    assert.equal('\n' + out, `
prod    found     deploy.sh:2  clusters/prod/hosts.ini  1 vars file
deploy  found     deploy.sh:3  -i $WHERE                inventory known only when it runs
qa      inferred               clusters/qa/hosts.ini    1 vars file
`);
  });

  it('of one run, the places it searches, in their order', () => {
    const { code, out, err } = world.call('runs --run qa');
    assert.deepEqual([code, err], [0, '']);
    assert.equal('\n' + out, `
qa  inferred    clusters/qa/hosts.ini  1 vars file

searched, in this order
  not found  clusters/qa/group_vars/all
  not found  clusters/qa/group_vars/ungrouped
  read       clusters/qa/group_vars/web.yml
  not found  clusters/qa/host_vars/q1
`);
    assert.match(world.call('runs --run nope').err, /there is no run “nope”/);
    assert.equal(world.call('runs --run nope').code, 2);
  });

  it('as JSON', () => {
    const runs = JSON.parse(world.call('runs --format json').out) as { searched: { status: string; path: string }[] }[];
    assert.deepEqual(runs.map(({ searched: _, ...run }) => run), [
      { name: 'prod', standing: 'found', learntFrom: { file: 'deploy.sh', line: 2 }, cwd: '<folder>/kubespray', command: 'ansible-playbook -i ../clusters/prod/hosts.ini -e a=1 cluster.yml', inventory: ['clusters/prod/hosts.ini'], playbooks: ['kubespray/cluster.yml'], extraVars: ['a=1'], problem: null, unknown: [], assumptions: [] },
      { name: 'deploy', standing: 'found', learntFrom: { file: 'deploy.sh', line: 3 }, cwd: '<folder>/kubespray', command: 'ansible-playbook -i $WHERE cluster.yml', inventory: [], playbooks: ['kubespray/cluster.yml'], extraVars: [], problem: null, unknown: ['-i $WHERE'], assumptions: [] },
      { name: 'qa', standing: 'inferred', learntFrom: null, cwd: '<folder>', command: 'ansible-playbook -i clusters/qa/hosts.ini', inventory: ['clusters/qa/hosts.ini'], playbooks: [], extraVars: [], problem: null, unknown: [], assumptions: [] },
    ]);
    assert.deepEqual(runs[2]!.searched.filter(({ status }) => status === 'loaded').map(({ path }) => path), ['clusters/qa/group_vars/web.yml']);
  });

  it('what was assumed stands below the run, and in JSON', () => {
    const assumed = new Terminal('#- ops/deploy.sh\nansible-playbook -i "${INVENTORY:-hosts.ini}" site.yml\n#- ops/hosts.ini\n[web]\nn1\n#- ops/site.yml\n- hosts: web\n');
    assert.equal('\n' + assumed.call('runs').out, `
ops  found  ops/deploy.sh:1  ops/hosts.ini  0 vars files
    assumed: INVENTORY is taken as its default “hosts.ini”
    assumed: it is taken to be started in its own folder
`);
    const [run] = JSON.parse(assumed.call('runs --format json').out) as { assumptions: string[] }[];
    assert.deepEqual(run?.assumptions, ['INVENTORY is taken as its default “hosts.ini”', 'it is taken to be started in its own folder']);
  });

  it('why Ansible refuses a command line', () => {
    const refused = new Terminal('#- deploy.sh\nansible-playbook -i hosts.ini --chek site.yml\nansible-playbook -i hosts.ini --check site.yml\n#- hosts.ini\n[web]\nn1\n#- site.yml\n- hosts: web\n');
    assert.equal('\n' + refused.call('runs').out, `
hosts.ini      found  deploy.sh:1  hosts.ini  0 vars files
    refused by Ansible: there is no option --chek
hosts.ini (2)  found  deploy.sh:2  hosts.ini  0 vars files
`);
    const answer = JSON.parse(refused.call('runs --format json').out) as { problem: string | null }[];
    assert.deepEqual(answer.map(({ problem }) => problem), ['there is no option --chek', null]);
    assert.deepEqual(refused.call('check'), { code: 0, out: '', err: '' });
  });

  it('scripts that are not read whole are named on standard error', () => {
    const long = `ansible-playbook -i hosts.ini site.yml\n${'# and more\n'.repeat(25_000)}`;
    const jobs = Array.from({ length: 502 }, (_, index) => `  j${index}: {steps: [{run: ansible-playbook -i h${index} site.yml}]}\n`).join('');
    const parts = new Terminal(`#- .github/workflows/many.yml
jobs:
${jobs}#- .github/workflows/round.yml
jobs:
  first: {steps: [{run: "ansible-playbook -i one, site.yml"}]}
  second: {steps: [{run: "f() { f; f; }; f; ansible-playbook -i two, site.yml"}]}
  third: {steps: [{run: "ansible-playbook -i three, site.yml"}]}
#- calls.sh
${Array.from({ length: 501 }, (_, index) => `ansible-playbook -i c${index} site.yml\n`).join('')}#- deep.sh
ansible-playbook -i four, site.yml
${'$('.repeat(100)}
#- long.sh
${long}#- README.md
ansible-playbook
${long}#- other.sh
${'# ansible, but no call\n'.repeat(25_000)}#- longer.mk
${long.repeat(2)}`);
    const expected = `warning: .github/workflows/many.yml has more than 500 scripts: runs that it starts may be missing here
warning: .github/workflows/round.yml takes too many steps to be followed to its end: runs that it starts may be missing here
warning: calls.sh calls Ansible too often to be followed to its end: runs that it starts may be missing here
warning: deep.sh is nested too deeply, or has too many words, to be read to its end: runs that it starts may be missing here
warning: long.sh is longer than 256 kB: runs that it starts may be missing here
warning: longer.mk is longer than 512 kB: runs that it starts may be missing here
`;
    const { code, out, err } = parts.call('runs --format json');
    assert.equal(err, expected);
    const sources = (JSON.parse(out) as { inventory: string[] }[]).flatMap(({ inventory }) => inventory);
    assert.deepEqual([code, sources.filter((source) => /^h\d/.test(source)).length, sources.filter((source) => /^c\d/.test(source)).length, sources.filter((source) => source.endsWith(','))], [0, 500, 500, ['four,', 'one,']]);
    assert.equal(parts.call('runs').err, expected);
  });

  it('of a script that names something in the home folder', () => {
    const home = new Terminal('#- deploy.sh\nansible-playbook -i ~/prod/hosts.ini site.yml\n#- site.yml\n- hosts: web\n#- home/prod/hosts.ini\n[web]\nn1\n#- home/prod/group_vars/web.yml\na: 1\n');
    assert.equal(home.call('runs').out, 'prod  found  deploy.sh:1  home/prod/hosts.ini  1 vars file\n');
  });

  it('of another folder', () => {
    assert.match(world.call('runs clusters/qa').out, /^qa +inferred/);
    assert.equal(world.call('runs clusters/qa').out.split('\n').length, 2);
  });

  it('none: one line on stderr, an empty list as JSON', () => {
    const empty = new Terminal('#- README.md\nhello\n');
    assert.deepEqual(empty.call('runs'), { code: 0, out: '', err: 'no runs were found\n' });
    assert.equal(empty.call('runs --format json').out, '[]\n');
  });

  it('a folder that is not there', () => assert.equal(world.call('runs gone').code, 2));
});

// `groupvars check`: what it prints, and its exit codes: 0 clean, 1 findings, 2 a call that cannot be carried out.
import { strict as assert } from 'node:assert';
import { kubespray } from '../fixtureRules';
import { Terminal, type Answer } from './terminal';

const STORY = kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml
#- deploy/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
kube_pods_subnet: 10.20.0.0/16
own: 1
other: 2
`;

const shown = ({ code, out, err }: Answer): string => `\nexit ${code}\n${out}${err === '' ? '' : `--- stderr\n${err}`}`;

describe('check', () => {
  const story = new Terminal(STORY);
  const clean = new Terminal('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: 1\n#- clusters/prod/group_vars/web.yml\na: 2\n#- site.yml\n- hosts: all\n');

  it('a clean workspace is silent', () => {
    assert.deepEqual(clean.call('check'), { code: 0, out: '', err: '' });
    assert.deepEqual(clean.call('check clusters/prod'), { code: 0, out: '', err: '' });
    assert.deepEqual(clean.call('check --format json'), { code: 0, out: '[]\n', err: '' });
    // a command that reads nothing and one that reads all would look the same
    assert.deepEqual(clean.call('check -- ansible-playbook -i clusters/prod/hosts.ini site.yml'), { code: 0, out: 'reads 2 vars files\n', err: '' });
    assert.deepEqual(clean.call('check --format json -- ansible-playbook -i clusters/prod/hosts.ini site.yml'), { code: 0, out: '[]\n', err: 'reads 2 vars files\n' });
  });

  it('the story, told once, with the places of what is lost', () => {
    assert.equal(shown(story.call('check')), `
exit 1
deploy/prod/hosts.ini:1:1: error: kube_network_plugin, kube_pods_subnet, other and own are set in clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. Pods would get addresses from 10.233.64.0/18. (run prod) [inventory-without-vars]
    clusters/prod/group_vars/k8s_cluster.yml:1: kube_network_plugin: cilium here, calico in this run
    clusters/prod/group_vars/k8s_cluster.yml:2: kube_pods_subnet: 10.20.0.0/16 here, 10.233.64.0/18 in this run
    clusters/prod/group_vars/k8s_cluster.yml:4: other: 2 here, not set in this run
    clusters/prod/group_vars/k8s_cluster.yml:3: own: 1 here, not set in this run
    deploy.sh:2: a run names this inventory here
`);
  });

  it('equal calls: told once, with the others; in a file alone, at the first of it', () => {
    const equal = new Terminal('#- a.sh\nansible-playbook -i inventory/gone.ini site.yml\n#- b.sh\nansible-playbook -i inventory/gone.ini site.yml\nansible-playbook -i inventory/gone.ini site.yml\n#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n');
    const said = 'error: inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run gone) [missing-inventory]';
    assert.equal(shown(equal.call('check')), `
exit 1
a.sh:1:21: ${said}
    b.sh:1: an equal call stands here
    b.sh:2: an equal call stands here
`);
    assert.equal(shown(equal.call('check b.sh')), `
exit 1
b.sh:1:21: ${said}
`);
  });

  it('the same as JSON', () => {
    const { code, out, err } = story.call('check --format json');
    assert.deepEqual([code, err], [1, '']);
    const [finding, ...rest] = JSON.parse(out) as { related: object[]; message: string }[];
    assert.deepEqual(rest, []);
    const { related, message, ...fields } = finding!;
    assert.deepEqual(fields, { rule: 'inventory-without-vars', severity: 'error', file: 'deploy/prod/hosts.ini', line: 1, column: 1, endLine: 1, endColumn: 21, runs: ['prod'] });
    assert.match(message, /^kube_network_plugin, kube_pods_subnet, .* clusters\/prod/);
    assert.deepEqual(related[0], { file: 'clusters/prod/group_vars/k8s_cluster.yml', line: 1, column: 1, message: 'kube_network_plugin: cilium here, calico in this run' });
  });

  it('a command: the verdict first', () => {
    assert.equal(shown(story.call('check -- ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml', { cwd: 'kubespray' })), `
exit 1
reads 0 vars files; kube_network_plugin, kube_pods_subnet and 2 more fall to kubespray v2.31 defaults
<folder>/deploy/prod/hosts.ini:1:1: error: kube_network_plugin, kube_pods_subnet, other and own are set in <folder>/clusters/prod/group_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only; kubespray v2.31.0 defaults apply. On a cluster built with cilium, calico would come up beside it; once it has, delete 10-calico.conflist and calico-kubeconfig from /etc/cni/net.d of the nodes and keep the files of cilium. Pods would get addresses from 10.233.64.0/18. [inventory-without-vars]
    <folder>/clusters/prod/group_vars/k8s_cluster.yml:1: kube_network_plugin: cilium here, calico in this run
    <folder>/clusters/prod/group_vars/k8s_cluster.yml:2: kube_pods_subnet: 10.20.0.0/16 here, 10.233.64.0/18 in this run
    <folder>/clusters/prod/group_vars/k8s_cluster.yml:4: other: 2 here, not set in this run
    <folder>/clusters/prod/group_vars/k8s_cluster.yml:3: own: 1 here, not set in this run
`);
  });

  it('a command as JSON: the verdict on stderr', () => {
    const { code, out, err } = story.call('check --format json -- ansible-playbook -i ../deploy/prod/hosts.ini cluster.yml', { cwd: 'kubespray' });
    assert.equal(code, 1);
    assert.match(err, /^reads 0 vars files; kube_network_plugin, kube_pods_subnet and 2 more fall to kubespray v2.31 defaults\n$/);
    assert.equal((JSON.parse(out) as object[]).length, 1);
  });

  it('a command finds the vars of the repository that its inventory is in', () => {
    const two = new Terminal(kubespray() + '#- other/.git/HEAD\nref\n#- other/deploy/hosts.ini\n[kube_node]\nw1\n#- other/vars/group_vars/kube_node.yml\nkube_network_plugin: cilium\n');
    const { code, out } = two.call('check -- ansible-playbook -i ../other/deploy/hosts.ini cluster.yml', { cwd: 'kubespray' });
    assert.equal(code, 1);
    assert.match(out, /^reads 0 vars files; kube_network_plugin falls to kubespray v2.31 defaults\n/);
  });

  it('a command behind others: what they change is followed', () => {
    const RIGHT = 'clusters/prod/hosts.ini';
    const said = (environment: Record<string, string>, ...words: string[]): string => {
      const { code, out, err } = clean.call(['check', '--', ...words], { environment });
      return [code, out, err].filter((text) => text !== '').join(' ').replace(/\s+/g, ' ').trim();
    };
    for (const front of [['sudo', '-u', 'me'], ['env', 'A=b'], ['timeout', '5'], ['poetry', 'run'], ['docker', 'run', '-v', `${clean.folder}:/w`, '-w', '/w', 'ansible']]) assert.equal(said({}, ...front, 'ansible-playbook', '-i', RIGHT, 'site.yml'), '0 reads 2 vars files', front[0]);
    for (const front of [['env', `ANSIBLE_INVENTORY=${RIGHT}`], ['sudo', `ANSIBLE_INVENTORY=${RIGHT}`]]) assert.equal(said({}, ...front, 'ansible-playbook', 'site.yml'), '0 reads 2 vars files', front[0]);
    assert.equal(said({ ANSIBLE_INVENTORY: RIGHT }, 'sudo', '-E', 'ansible-playbook', 'site.yml'), '0 reads 2 vars files');
    assert.match(said({ ANSIBLE_INVENTORY: RIGHT }, 'sudo', 'ansible-playbook', 'site.yml'), /finds no host assumed: sudo is taken not to pass ANSIBLE_INVENTORY on/);
    assert.equal(said({}, 'env', '-C', 'clusters', 'ansible-playbook', '-i', 'prod/hosts.ini', '../site.yml'), '0 reads 2 vars files');
    assert.equal(said({}, 'bash', '-c', 'cd clusters && ansible-playbook -i prod/hosts.ini ../site.yml'), '0 reads 2 vars files');
    assert.match(said({}, 'docker', 'run', '-w', '/x', 'ansible', 'ansible-playbook', '-i', RIGHT, 'site.yml'), /^0 inventory known only when it runs/);
    assert.match(said({}, 'ssh', 'bastion', 'ansible-playbook', '-i', RIGHT, 'site.yml'), /^2 groupvars: behind -- an ansible-playbook command is expected$/);
    assert.match(said({}, 'bash', '-c', 'ansible-playbook a.yml; ansible-playbook b.yml'), /^2 groupvars: behind -- one call of ansible-playbook is expected, and there are several$/);
  });

  it('a host list stands in no file: the finding is about the command line', () => {
    const world = new Terminal(kubespray() + '#- ansible.cfg\n[defaults]\nroles_path = kubespray/roles\n#- vars/host_vars/cp1.yml\netcd_member_name: e1\n');
    assert.equal(shown(world.call('check -- ansible-playbook -i cp1,w1, kubespray/cluster.yml')), `
exit 1
reads 0 vars files; etcd_member_name is not set
command line: warning: etcd_member_name is set in vars/host_vars, which this run does not read. Ansible looks for group_vars beside the inventory and the playbook only. [inventory-without-vars]
    vars/host_vars/cp1.yml:1: etcd_member_name: e1 here, not set in this run
`);
  });

  it('a command is judged alone: findings of other runs are not its', () => {
    const world = new Terminal(STORY + '#- fine/hosts.ini\n[web]\nn1\n#- fine/group_vars/all.yml\na: 1\n#- fine/site.yml\n- hosts: all\n');
    assert.deepEqual(world.call('check -- ansible-playbook -i fine/hosts.ini fine/site.yml'), { code: 0, out: 'reads 1 vars file\n', err: '' });
    assert.equal(world.call('check').code, 1);
  });

  it('a run by name', () => {
    const world = new Terminal(STORY + '#- fine.sh\nansible-playbook -i fine/hosts.ini fine/site.yml\n#- fine/hosts.ini\n[web]\nn1\n#- fine/group_vars/all.yml\na: 1\n#- fine/site.yml\n- hosts: all\n');
    assert.equal(world.call('check --run fine').code, 0);
    assert.equal(world.call('check --run prod').code, 1);
    assert.equal(world.call('check --run gone').code, 2);
  });

  it('--severity: what is printed is what counts', () => {
    assert.deepEqual(clean.call('check --severity information'), { code: 0, out: '', err: '' });
    assert.equal(shown(clean.call('check --severity hint')), `
exit 1
clusters/prod/group_vars/all.yml:1:1: hint: a never wins here: it is overridden by clusters/prod/group_vars/web.yml (run prod) [never-wins]
    clusters/prod/group_vars/web.yml:1: this a wins
`);
    assert.equal(story.call('check --severity error').code, 1);
    const warned = new Terminal('#- hosts.ini\n[web]\nn1\n#- group_vars/wbe.yml\na: 1\n');
    assert.equal(warned.call('check').code, 1);
    assert.deepEqual(warned.call('check --severity error'), { code: 0, out: '', err: '' });
    for (const severity of ['off', 'nonsense', '']) assert.equal(clean.call(['check', '--severity', severity]).code, 2);
  });

  it('PATH: a folder is looked through, a file limits the findings to it', () => {
    const world = new Terminal('#- a/hosts.ini\n[web]\nn1\n#- a/group_vars/wbe.yml\nx: 1\n#- a/group_vars/all.yml\nx: 1\nx: 2\n#- b/hosts.ini\n[web]\nn1\n#- b/group_vars/dbs.yml\nx: 1\n');
    const rules = (words: string): string[] => (JSON.parse(world.call(`check --format json ${words}`).out) as { file: string; rule: string }[]).map(({ file, rule }) => `${file} ${rule}`);
    assert.deepEqual(rules(''), ['a/group_vars/all.yml duplicate-key', 'a/group_vars/wbe.yml orphan-group-vars', 'b/group_vars/dbs.yml orphan-group-vars']);
    assert.deepEqual(rules('b'), ['b/group_vars/dbs.yml orphan-group-vars']);
    assert.deepEqual(rules('a/group_vars/all.yml'), ['a/group_vars/all.yml duplicate-key']);
    assert.deepEqual(rules('a/group_vars/all.yml b/group_vars/dbs.yml'), ['a/group_vars/all.yml duplicate-key', 'b/group_vars/dbs.yml orphan-group-vars']);
    const { code, out, err } = world.call('check gone');
    assert.deepEqual([code, out, err], [2, '', 'groupvars: gone does not exist\n']);
  });

  it('an inventory that is missing or broken is a finding', () => {
    const world = new Terminal('#- site.yml\n- hosts: all\n#- broken.ini\n[web\n');
    assert.equal(shown(world.call('check -- ansible-playbook -i gone.ini site.yml')), `
exit 1
finds no host
command line: error: inventory gone.ini does not exist: Ansible would warn, find no host and go on [missing-inventory]
`);
    assert.equal(shown(world.call('check -- ansible-playbook -i broken.ini site.yml')), `
exit 1
finds no host
broken.ini:1:1: error: “[web” has a [ without a ] [ini-syntax]
`);
  });

  it('other formats are refused', () => {
    const { code, out, err } = clean.call('check --format yaml');
    assert.deepEqual([code, out, err], [2, '', 'groupvars: check prints text or json, not yaml\n']);
  });
});

// What a run reads: as a page, as a tree, and in the hover of the word that names its inventory.
import { strict as assert } from 'node:assert';
import { commandText } from '../../server/features/commandText';
import { findingsOfRun, verdict } from '../../server/features/checkRun';
import { hover } from '../../server/features/hover';
import { readsText } from '../../server/features/reads';
import { runMembers } from '../../server/features/runMembers';
import { declareTyped } from '../../server/core/run/typedCommand';
import { kubespray, projectOf, runNamed } from '../fixtureRules';

const WORLD = kubespray() + `#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
[kube_node:vars]
x=1
#- prod/group_vars/kube_node.yml
x: 2
#- prod/group_vars/kube_node/a.yml
y: 2
#- prod/group_vars/nobody.yml
z: 1
#- deploy.sh
cd kubespray
ansible-playbook -i ../prod/hosts.ini -i gone.ini -e @$FILE cluster.yml
`;

/** Without the targets of links. */
const plainly = (markdown: string): string => markdown.replace(/\[((?:[^\]\\]|\\.)*)\]\(command:[^)]*\)/g, '[$1]');

describe('features/reads', () => {
  const project = projectOf(WORLD);
  const run = runNamed(project, 'prod');

  it('a page: inventory, places in the order of the search, plays, what is not known', () => {
    assert.equal(plainly(readsText(project, run, [])), `# Run prod

\`ansible-playbook -i ../prod/hosts.ini -i gone.ini -e @$FILE cluster.yml\` in \`kubespray\`

**Reads 1 vars file.**

Kubespray v2\\.31\\.0\\: the checkout kubespray, by galaxy\\.yml.

## Inventory

- read: [\`prod/hosts.ini\`]
- does not exist: \`kubespray/gone.ini\`

2 hosts in 3 groups.

## Searched for vars, in this order

- \`prod\`, beside the inventory: 1 of 9 places read
  - not found: \`group_vars/all\`
  - not found: \`group_vars/k8s_cluster\`
  - not found: \`group_vars/kube_control_plane\`
  - **read**: [\`group_vars/kube_node/a.yml\`]
  - hidden: [\`group_vars/kube_node.yml\`] (kube\\_node is taken first)
  - not found: \`group_vars/ungrouped\`
  - not found: \`host_vars/cp1\` (there is no host\\_vars folder here)
  - not found: \`host_vars/w1\` (there is no host\\_vars folder here)
  - no such group or host: \`group_vars/nobody.yml\` (no group has this name)
- \`kubespray\`, beside the inventory: **nothing is read**; neither group\\_vars nor host\\_vars for a group or host of this run
- \`kubespray/playbooks\`, beside the playbook: **nothing is read**; neither group\\_vars nor host\\_vars for a group or host of this run

## Plays

- [\`kubespray/playbooks/cluster.yml:1\`] k8s\\_cluster\\:etcd: 2 hosts
- [\`kubespray/playbooks/cluster.yml:3\`] kube\\_node: 1 host

## Not known

- \`-e @$FILE\`
`);
  });

  it('a tree: folders with their places, sources, groups with what makes them', () => {
    const { folders, sources, groups, unknown } = runMembers(project, run);
    assert.deepEqual(folders.map(({ label, what, read, count }) => [label, what, read, count]), [['prod', 'beside the inventory', 1, 9], ['kubespray', 'beside the inventory', 0, 7], ['kubespray/playbooks', 'beside the playbook', 0, 7]]);
    assert.deepEqual(sources.map(({ label, path, outcome }) => [label, path, outcome]), [['prod/hosts.ini', '/ws/prod/hosts.ini', 'parsed'], ['kubespray/gone.ini', undefined, 'missing']]);
    assert.deepEqual(groups.map(({ name, hosts, madeAtRunTime }) => [name, hosts.join(), madeAtRunTime]), [['kube_control_plane', 'cp1', ''], ['kube_node', 'w1', ''], ['k8s_cluster', 'cp1,w1', 'kubespray v2.31.0']]);
    assert.deepEqual(unknown, ['-e @$FILE']);
  });

  it('a hover of the word that names the inventory or the playbook', () => {
    const at = (word: string): string | undefined => {
      const own = project.lookup.file('/ws/deploy.sh')!;
      const found = hover(project, own, own.text.indexOf(word) + 1, {});
      return found === undefined ? undefined : `${own.text.slice(found.span.start, found.span.end)}: ${plainly(found.markdown)}`;
    };
    const rest = `run *prod* · 2 hosts · **reads 1 vars file**

- \`prod\`, beside the inventory: 1 read
  - [\`group_vars/kube_node/a.yml\`]
  - hidden\\: kube\\_node is taken first: [\`group_vars/kube_node.yml\`]
  - no such group or host\\: no group has this name: [\`group_vars/nobody.yml\`]
- \`kubespray\`, beside the inventory: nothing is read
- \`kubespray/playbooks\`, beside the playbook: nothing is read

Not known: \`-e @$FILE\`

[What it reads] · [Effective vars]`;
    assert.equal(at('../prod'), `../prod/hosts.ini: ${rest}`);
    assert.equal(at('cluster.yml'), `cluster.yml: ${rest}`);
    assert.equal(at('ansible-playbook'), undefined);
    assert.equal(at('kubespray'), undefined);
  });

  it('a hover of the second of two equal calls', () => {
    const world = projectOf('#- a.sh\nansible-playbook -i prod.ini site.yml\n#- b.sh\nset -e\nansible-playbook -i ./prod.ini site.yml\n#- prod.ini\n[web]\nw1\n#- site.yml\n- hosts: all\n');
    const own = world.lookup.file('/ws/b.sh')!;
    for (const word of ['./prod.ini', 'site.yml']) assert.match(hover(world, own, own.text.indexOf(word) + 1, {})?.markdown ?? '', /^run \*prod\* · 1 host/);
  });

  it('says what was assumed', () => {
    const world = projectOf('#- ops/run.sh\nansible-playbook -i ${1:-prod.ini} site.yml\n#- prod.ini\n[web]\nw1\n#- site.yml\n- hosts: all\n');
    assert.match(readsText(world, runNamed(world), []), /\n## Assumed\n\n- \$1 is taken as its default “prod\\\.ini”\n- it is taken to be started in the top folder\n/);
    const own = world.lookup.file('/ws/ops/run.sh')!;
    assert.match(hover(world, own, own.text.indexOf('prod'), {})!.markdown, /\n\n\$1 is taken as its default “prod\\\.ini”\.\n\n\[What it reads\]/);
  });

  it('says why Ansible refuses the command line, found or typed', () => {
    const world = projectOf('#- run.sh\nansible-playbook -i prod.ini --chek site.yml\n#- prod.ini\n[web]\nw1\n#- site.yml\n- hosts: all\n');
    const told = /\n\nAnsible refuses this command line: there is no option \\-\\-chek\n\n/;
    assert.match(readsText(world, runNamed(world), []), told);
    const typed = world.runOf(declareTyped(world.lookup, 'ansible-playbook -i prod.ini --chek site.yml', '/ws', undefined)!);
    assert.match(readsText(world, typed, []), told);
  });

  it('the command of a run starts in its folder', () => {
    assert.equal(commandText(run), 'cd /ws/kubespray && ansible-playbook -i ../prod/hosts.ini -i gone.ini -e @$FILE cluster.yml');
  });

  it('a command line that somebody typed: what it loses, in the folder it leads to', () => {
    const world = projectOf(kubespray() + '#- deploy/hosts.ini\n[kube_node]\nw1\n#- vars/group_vars/kube_node.yml\nkube_network_plugin: cilium\n');
    const typed = world.runOf(declareTyped(world.lookup, 'cd kubespray; sudo ansible-playbook -i ../deploy/hosts.ini cluster.yml | tee log', '/ws', undefined)!);
    typed.touch();
    assert.equal(typed.cwd, '/ws/kubespray');
    assert.equal(verdict(world, typed), 'reads 0 vars files; kube_network_plugin falls to kubespray v2.31 defaults');
    assert.deepEqual(findingsOfRun(world, typed, 'warning').map(({ rule, severity }) => [rule, severity]), [['inventory-without-vars', 'error']]);
    assert.equal(declareTyped(world.lookup, 'make deploy', '/ws', undefined), undefined);
  });

  it('with no vars file: all values are defaults, but those that are set in another way', () => {
    const world = projectOf(kubespray() + '#- deploy/hosts.ini\n[kube_node]\nw1 ip=10.9.0.14\n');
    const said = (words: string): string => verdict(world, world.runOf(declareTyped(world.lookup, `cd kubespray; ansible-playbook -i ../deploy/hosts.ini ${words} cluster.yml`, '/ws', undefined)!));
    assert.equal(said('-b'), "reads 0 vars files; all values are kubespray's defaults");
    assert.equal(said('-e container_manager=crio'), "reads 0 vars files; all values that inventory, plays and -e do not set are kubespray's defaults");
  });
});

// “Why”: winner, losers, reason and every place that was searched, as Markdown.
import { strict as assert } from 'node:assert';
import { explain, explainText } from '../../server/features/explain';
import { fixture, ROOT } from '../fixture';
import { kubespray, runNamed } from '../fixtureRules';

const readable = (markdown: string): string => '\n' + markdown.replace(/\[([^\]]*)\]\(command:[^ ]* "[^"]*"\)/g, '[$1]').replaceAll(ROOT + '/', '');

const WORLD = kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[etcd]
e1
#- clusters/prod/group_vars/all.yml
kube_network_plugin: flannel
secret_token: hush
extra: 0
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#- clusters/prod/group_vars/k8s_cluster.yaml
kube_network_plugin: hidden
`;

describe('explain', () => {
  const project = fixture(WORLD).project();
  const run = runNamed(project);

  it('over all hosts', () => {
    assert.equal(readable(explainText(project, run, 'kube_network_plugin')), `
# kube\\_network\\_plugin

Run *prod*: \`ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml\`

## cp1

| | value | from | level |
|---|---|---|---|
| **wins** | \`cilium\` | [\`group_vars/k8s_cluster.yml:1\`] | group\\_vars of a group beside the inventory |
| overridden | ~~\`flannel\`~~ | [\`group_vars/all.yml:1\`] | group\\_vars\\/all beside the inventory |
| default | \`calico\` | [\`kubespray_defaults/defaults/main/main.yml:3\`] | role defaults |

group\\_vars of group k8s\\_cluster beside the inventory outranks group\\_vars\\/all beside the inventory.

## e1

| | value | from | level |
|---|---|---|---|
| **wins** | \`flannel\` | [\`group_vars/all.yml:1\`] | group\\_vars\\/all beside the inventory |
| default | \`calico\` | [\`kubespray_defaults/defaults/main/main.yml:3\`] | role defaults |

group\\_vars\\/all beside the inventory outranks the defaults of role kubespray\\_defaults.

## Searched

- read, sets it: \`clusters/prod/group_vars/all.yml\`
- read, sets it: \`clusters/prod/group_vars/k8s_cluster.yml\`
- hidden: \`clusters/prod/group_vars/k8s_cluster.yaml\` (k8s\\_cluster\\.yml is taken first)
- not found: \`clusters/prod/group_vars/etcd\`
- not found: \`clusters/prod/group_vars/kube_control_plane\`
- not found: \`clusters/prod/group_vars/ungrouped\`
- not found: \`clusters/prod/host_vars/cp1\` (there is no host\\_vars folder here)
- not found: \`clusters/prod/host_vars/e1\` (there is no host\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/all\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/etcd\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/k8s_cluster\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/kube_control_plane\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/ungrouped\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/host_vars/cp1\` (there is no host\\_vars folder here)
- not found: \`kubespray/playbooks/host_vars/e1\` (there is no host\\_vars folder here)
`);
  });
  it('on one host', () => {
    assert.equal(readable(explainText(project, run, 'kube_pods_subnet', 'e1')), `
# kube\\_pods\\_subnet

Run *prod*: \`ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml\`

## e1

| | value | from | level |
|---|---|---|---|
| **wins** | \`10.233.64.0/18\` | [\`kubespray_defaults/defaults/main/main.yml:4\`] | role defaults |

## Searched

- read: \`clusters/prod/group_vars/all.yml\`
- not found: \`clusters/prod/group_vars/etcd\`
- not found: \`clusters/prod/host_vars/e1\` (there is no host\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/all\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/group_vars/etcd\` (there is no group\\_vars folder here)
- not found: \`kubespray/playbooks/host_vars/e1\` (there is no host\\_vars folder here)
`);
  });
  it('what beats it inside kubespray, on the hosts that it beats', () => {
    const world = fixture(WORLD + '#- kubespray/roles/kubespray_defaults/tasks/main.yml\n- set_fact: { main_ip: "{{ ip }}" }\n  when: etcd_deployment_type == "kubeadm"\n#- clusters/prod/host_vars/cp1.yml\netcd_deployment_type: kubeadm\nmain_ip: 1\n#- clusters/prod/host_vars/e1.yml\nmain_ip: 2\n').project();
    const text = (host: string): string => readable(explainText(world, runNamed(world), 'main_ip', host)).split('## Searched')[0]!;
    assert.match(text('cp1'), /\n\| \*\*beaten\*\* by a task of role kubespray\\_defaults \| `\{\{ ip \}\}` \| \[`kubespray_defaults\/tasks\/main.yml:1`\] \| set\\_fact \|\n/);
    assert.doesNotMatch(text('e1'), /beaten/);
    assert.deepEqual(explain(runNamed(world), 'main_ip', runNamed(world).inventory.hosts.get('cp1')!).beatenBy.map(({ level }) => level), ['set_fact']);
  });

  it('extra vars, a secret, and a name that nothing sets', () => {
    assert.equal(readable(explainText(project, run, 'extra', 'cp1')).split('## Searched')[0], `
# extra

Run *prod*: \`ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml\`

## cp1

| | value | from | level |
|---|---|---|---|
| **wins** | \`"1"\` | [\`deploy.sh:2\`] | extra vars \\(\\-e\\) |
| overridden | ~~\`0\`~~ | [\`group_vars/all.yml:3\`] | group\\_vars\\/all beside the inventory |

Extra vars \\(\\-e\\) outrank group\\_vars\\/all beside the inventory.

`);
    assert.doesNotMatch(explainText(project, run, 'secret_token'), /hush/);
    assert.equal(readable(explainText(project, run, 'nothing')).split('## Searched')[0], `
# nothing

Run *prod*: \`ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml\`

Not set on cp1, e1.

`);
  });
  it('as data', () => {
    const host = run.inventory.hosts.get('cp1')!;
    const { variable, play, searched } = explain(run, 'kube_network_plugin', host);
    assert.equal(variable?.value, 'cilium');
    assert.equal(play?.name, 'k8s_cluster:etcd');
    assert.deepEqual([...new Set(searched.map((place) => place.status))].sort(), ['hidden', 'loaded', 'not-found']);
    assert.equal(explain(run, 'nothing', host).variable, undefined);
  });
});

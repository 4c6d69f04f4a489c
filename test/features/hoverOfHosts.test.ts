// Hovers on hosts and groups as a reader sees them.
import { kubespray } from '../fixtureRules';
import { check } from './hoverCheck';

describe('hover', () => {
  describe('on a host or a group', () => {
    const world = (inventory: string): string => `
#- clusters/prod/hosts.ini
${inventory.trim()}
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/web/a.yml
a: 1
#- clusters/prod/group_vars/web.yml
a: 1
#- clusters/prod/host_vars/n1.yml
a: 1
`;
    it('a host: its groups in merge order and the files that apply', () => {
      check(world('[web]\n$0n1 x=1\nn2\n[site:children]\nweb'), `
**n1** · run *prod*

Groups, later ones win: \`all\` → \`site\` → \`web\`

- read: [\`clusters/prod/group_vars/all.yml\`]
- read: [\`clusters/prod/group_vars/web/a.yml\`]
- read: [\`clusters/prod/host_vars/n1.yml\`]
- hidden: \`clusters/prod/group_vars/web.yml\` (web is taken first)
- not found: \`clusters/prod/group_vars/site\`

[Effective vars]
`);
    });
    it('a host pattern stands for all its hosts', () => {
      check(world('[web]\nn[1:$03] x=1'), `
**n1** and 2 more · run *prod*

Groups, later ones win: \`all\` → \`web\`

- read: [\`clusters/prod/group_vars/all.yml\`]
- read: [\`clusters/prod/group_vars/web/a.yml\`]
- read: [\`clusters/prod/host_vars/n1.yml\`]
- hidden: \`clusters/prod/group_vars/web.yml\` (web is taken first)

[Effective vars]
`);
    });
    it('a group: its hosts, its depth and its files', () => {
      check(world('[w$0eb]\nn1\nn2\n[site:children]\nweb'), `
**web** · 2 hosts · depth 2 · run *prod*

n1, n2

- read: [\`clusters/prod/group_vars/web/a.yml\`]
- hidden: \`clusters/prod/group_vars/web.yml\` (web is taken first)

[Effective vars]
`);
    });
    it('a group where it is named as a child', () => {
      check(world('[web]\nn1\n[site:children]\nw$0eb'), `
**web** · 1 host · depth 2 · run *prod*

n1

- read: [\`clusters/prod/group_vars/web/a.yml\`]
- hidden: \`clusters/prod/group_vars/web.yml\` (web is taken first)

[Effective vars]
`);
    });
    it('a variable on a host line and in a vars section', () => {
      check(world('[web]\nn1 htt$0p_port=80'), `
**http\\_port** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`80\` | [\`hosts.ini:2\`] |

[All hosts] · [Why]
`);
      check(world('[web]\nn1\n[web:vars]\n$0a=2'), `
**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`1\` | [\`host_vars/n1.yml:1\`] |
| overridden | ~~\`1\`~~ | [\`group_vars/web/a.yml:1\`] |
| overridden | ~~\`1\`~~ | [\`group_vars/all.yml:1\`] |
| overridden | ~~\`2\`~~ | [\`hosts.ini:4\`] |

host\\_vars beside the inventory outranks group\\_vars of group web beside the inventory.

[All hosts] · [Why]
`);
    });
    it('in a YAML inventory', () => {
      const yaml = (text: string): string => `#- clusters/prod/hosts.yaml\n${text}#- clusters/prod/group_vars/web.yml\na: 1\n`;
      check(yaml('all:\n  children:\n    web:\n      hosts:\n        $0n1: {x: 1}\n'), `
**n1** · run *prod*

Groups, later ones win: \`all\` → \`web\`

- read: [\`clusters/prod/group_vars/web.yml\`]
- not found: \`clusters/prod/group_vars/all\`
- not found: \`clusters/prod/host_vars/n1\`

[Effective vars]
`);
      check(yaml('all:\n  children:\n    w$0eb:\n      hosts:\n        n1: {x: 1}\n'), `
**web** · 1 host · depth 1 · run *prod*

n1

- read: [\`clusters/prod/group_vars/web.yml\`]

[Effective vars]
`);
      check(yaml('all:\n  children:\n    web:\n      hosts:\n        n1: {$0x: 1}\n'), `
**x** · run *prod* (\`hosts.yaml\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`1\` | [\`hosts.yaml:5\`] |

[All hosts] · [Why]
`);
      check(yaml('all:\n  chil$0dren:\n    web:\n      hosts:\n        n1: {x: 1}\n'), 'nothing\n');
    });
  });

  describe('run-time groups of kubespray', () => {
    const world = (release: string, inventory: string): string => `${kubespray(release)}#- deploy.sh\ncd kubespray\nansible-playbook -i ../clusters/prod/hosts.ini cluster.yml\n#- clusters/prod/hosts.ini\n${inventory}#- clusters/prod/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n`;
    it('a host says which memberships are made at run time, and by what', () => {
      check(world('2.31.0', '[kube_control_plane]\n$0cp1\n'), `
**cp1** · run *prod*

Groups, later ones win: \`all\` → \`k8s_cluster\` (made at run time by kubespray v2\\.31\\.0) → \`kube_control_plane\`

- read: [\`clusters/prod/group_vars/k8s_cluster.yml\`]
- not found: \`clusters/prod/group_vars/all\`
- not found: \`clusters/prod/group_vars/kube_control_plane\`
- not found: \`clusters/prod/host_vars/cp1\`
- and 4 more places without a file

[Effective vars]
`);
    });
    it('a host of legacy groups is not in k8s_cluster since v2.27, and was before', () => {
      check(world('2.27.0', '[kube-node]\n$0w1\n[k8s-cluster:children]\nkube-node\n'), `
**w1** · run *prod*

Groups, later ones win: \`all\` → \`k8s-cluster\` → \`kube_node\` (made at run time by kubespray v2\\.27\\.0) → \`kube-node\`

- not found: \`clusters/prod/group_vars/all\`
- not found: \`clusters/prod/group_vars/k8s-cluster\`
- not found: \`clusters/prod/group_vars/kube_node\`
- not found: \`clusters/prod/group_vars/kube-node\`
- not found: \`clusters/prod/host_vars/w1\`
- not found: \`kubespray/playbooks/group_vars/all\`
- and 4 more places without a file

[Effective vars]
`);
      check(world('2.26.0', '[kube-node]\n$0w1\n[k8s-cluster:children]\nkube-node\n'), `
**w1** · run *prod*

Groups, later ones win: \`all\` → \`k8s-cluster\` → \`k8s_cluster\` (made at run time by kubespray v2\\.26\\.0) → \`kube_node\` (made at run time by kubespray v2\\.26\\.0) → \`kube-node\`

- read: [\`clusters/prod/group_vars/k8s_cluster.yml\`]
- not found: \`clusters/prod/group_vars/all\`
- not found: \`clusters/prod/group_vars/k8s-cluster\`
- not found: \`clusters/prod/group_vars/kube_node\`
- and 8 more places without a file

[Effective vars]
`);
    });
    it('vars of k8s_cluster win on its members', () => {
      const text = world('2.31.0', '[kube_control_plane]\ncp1\n[kube_node]\nw1\n[etcd]\ne1\n').replace('kube_network_plugin: cilium', '$0kube_network_plugin: cilium');
      check(text, `
**kube\\_network\\_plugin** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Network plugin, such as calico, cilium, flannel, kube\\-ovn or cni.

| | value | from |
|---|---|---|
| **wins** on 2 of 3 hosts | \`cilium\` | [\`group_vars/k8s_cluster.yml:1\`] |
| kubespray v2\\.31\\.0 default, **wins** on 1 of 3 hosts | \`calico\` | [\`kubespray_defaults/defaults/main/main.yml:3\`] |

**e1** is not in \`k8s_cluster\`: it gets the default. kubespray v2\\.31\\.0 accepts \`calico\`, \`cilium\`, \`cloud\`, \`cni\`, \`flannel\`, \`kube-ovn\`, \`kube-router\`, \`macvlan\`, \`custom_cni\` or \`none\`.

[All hosts] · [Why] · [Open default]
`);
    });
  });
});

// Hovers on variables as a reader sees them.
import { kubespray } from '../fixtureRules';
import { check } from './hoverCheck';

const PROD = `
#- deploy.sh
cd kubespray
ansible-playbook -i ../clusters/prod/hosts.ini cluster.yml
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[etcd]
etcd1
etcd2
[kube_node]
w1
w2
`;

describe('hover', () => {
  describe('on a variable', () => {
    it('what beats it inside kubespray', () => {
      check(kubespray() + PROD.trimStart() + `
#- kubespray/roles/kubespray_defaults/tasks/main.yml
- import_role: { name: node }
- set_fact: { main_ip: "{{ ip }}" }
  when: ip.stat
#- kubespray/roles/node/vars/main.yml
pkgs: [curl]
#- kubespray/roles/node/tasks/main.yml
- include_vars: "{{ item }}"
  with_first_found: [{ files: ["{{ ansible_distribution }}.yml"] }]
#- kubespray/roles/node/vars/ubuntu-22.yml
kube_resolv_conf: /run/resolv.conf
#- kubespray/roles/node/vars/ubuntu-24.yml
kube_resolv_conf: /run/resolv.conf
#- clusters/prod/group_vars/all.yml
kube_resolv_$0conf: /etc/resolv.conf
pkgs: [vim]
main_ip: 10.0.0.1
`.trimStart(), `
**kube\\_resolv\\_conf** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 5 hosts | \`/etc/resolv.conf\` | [\`group_vars/all.yml:1\`] |
| **beaten** by a vars file of role node, on hosts with Ubuntu 22, Ubuntu 24 | \`/run/resolv.conf\` | [\`node/vars/ubuntu-22.yml:1\`] |

[All hosts] · [Why]
`);
    });

    it('who wins where, what is overridden, the default, and the hosts that miss it', () => {
      check(kubespray() + PROD.trimStart() + `
#- clusters/prod/group_vars/k8s_cluster.yml
kube_pods_$0subnet: 10.20.0.0/16
#- clusters/prod/group_vars/all.yml
kube_pods_subnet: 10.1.0.0/16
`.trimStart(), `
**kube\\_pods\\_subnet** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Address range of pods; must not overlap services or node addresses.

| | value | from |
|---|---|---|
| **wins** on 3 of 5 hosts | \`10.20.0.0/16\` | [\`group_vars/k8s_cluster.yml:1\`] |
| **wins** on 2 of 5 hosts | \`10.1.0.0/16\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`10.233.64.0/18\` | [\`kubespray_defaults/defaults/main/main.yml:4\`] |

group\\_vars of group k8s\\_cluster beside the inventory outranks group\\_vars\\/all beside the inventory. **etcd1, etcd2** are not in \`k8s_cluster\`: they get \`10.1.0.0/16\`.

[All hosts] · [Why] · [Open default]
`);
    });

    it('a value of its own for each of hundreds: the one at the cursor first, and few of the others', () => {
      const hosts = Array.from({ length: 300 }, (_, index) => `n${index} ip=10.0.${index >> 8}.${index & 255}\n`).join('').replace('n250 i', 'n250 $0i');
      check(`
#- clusters/prod/hosts.ini
[web]
${hosts}`.trimStart(), `
**ip** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on n250 | \`10.0.0.250\` | [\`hosts.ini:252\`] |
${[0, 1, 2, 3].map((index) => `| **wins** on n${index} | \`10.0.0.${index}\` | [\`hosts.ini:${index + 2}\`] |`).join('\n')}
| and 295 more values |  |  |

[All hosts] · [Why]
`);
    });

    it('in a file that nobody reads: said, also where nothing sets the variable', () => {
      const world = `#- run.sh
ansible-playbook -i clusters/prod/hosts.ini
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
a: 1
`;
      check(`${world}#- other/group_vars/web.yml
on$0ly: 1
`, `
**No known run reads this file.** A playbook that no run names may.

Nothing that run *prod* reads sets \`only\`.
`);
      check(`${world}#- extra.yml
$0a: 2
`, `
**No known run reads this file.** A playbook that no run names may.

**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`1\` | [\`group_vars/web.yml:1\`] |

[All hosts] · [Why]
`);
      check(`${world}#- extra.yml
$0b: 2
`, 'nothing\n');
    });

    it('with vars beside two folders, places are told in full', () => {
      check(`#- run.sh
ansible-playbook -i inv/hosts.ini site.yml
#- site.yml
- hosts: all
#- group_vars/all.yml
$0a: 2
#- inv/hosts.ini
[web]
n1
#- inv/group_vars/all.yml
a: 1
`, `
**a** · run *inv* (\`hosts.ini\`, \`site.yml\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`2\` | [\`group_vars/all.yml:1\`] |
| overridden | ~~\`1\`~~ | [\`inv/group_vars/all.yml:1\`] |

group\\_vars\\/all beside the playbook outranks group\\_vars\\/all beside the inventory.

[All hosts] · [Why]
`);
    });

    it('of Ansible’s own: what it is and what overrides it', () => {
      const world = (use: string): string => `#- run.sh
ansible-playbook -i prod/hosts.ini site.yml
#- prod/hosts.ini
[web]
n[1:9]
#- site.yml
- hosts: all
  vars:
    a: "{{ ${use} }}"
`;
      check(world('$0group_names'), `
**group\\_names** · run *prod* (\`hosts.ini\`, \`site.yml\`)

| | value | from |
|---|---|---|
| **wins** on n1 | \`[web]\` | \`Ansible itself\` |
| **wins** on n2 | \`[web]\` | \`Ansible itself\` |
| **wins** on n3 | \`[web]\` | \`Ansible itself\` |
| and 6 more values |  |  |

Ansible sets it for each host\\: the groups of the host, sorted, without all\\. It is stronger than group vars and the host's line; host\\_vars files, play vars and \\-e override it\\.

[All hosts] · [Why]
`);
      check(world('$0groups'), `
**groups** · run *prod* (\`hosts.ini\`, \`site.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 9 hosts | \`… all groups with the names of their hosts\` | \`Ansible itself\` |

Ansible sets it itself\\: all groups with the names of their hosts\\. Nothing overrides it, not even \\-e\\.

[All hosts] · [Why]
`);
    });

    it('what is not known of the run', () => {
      const unknown = (command: string, text: string): void => check(`#- run.sh
${command}
#- prod/hosts.ini
[web]
n1
#- prod/group_vars/web.yml
$0a: 1
`, text, { selection: { run: 'ws' } });
      unknown('ansible-playbook -i prod/hosts.ini -i "$OTHER" site.yml', `
**a** · run *prod* (\`hosts.ini\`, \`site.yml\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`1\` | [\`group_vars/web.yml:1\`] |

The inventory \\-i $OTHER is known only when the command runs\\: other hosts and values are possible\\.

[All hosts] · [Why]
`);
    });

    it('the same from its use in a template, in when: and in a .j2 file', () => {
      const world = (use: string): string => kubespray() + PROD.trimStart() + `#- clusters/prod/group_vars/all.yml\nkube_pods_subnet: 10.1.0.0/16\nother: 1\n${use}`;
      const expected = `
**kube\\_pods\\_subnet** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Address range of pods; must not overlap services or node addresses.

| | value | from |
|---|---|---|
| **wins** on all 5 hosts | \`10.1.0.0/16\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`10.233.64.0/18\` | [\`kubespray_defaults/defaults/main/main.yml:4\`] |

[All hosts] · [Why] · [Open default]
`;
      check(world('used: "{{ kube_pods_$0subnet | default(1) }}"\n'), expected);
      check(world('#- kubespray/roles/r/tasks/main.yml\n- debug:\n  when: kube_pods_$0subnet is defined\n'), expected);
      check(world('#- kubespray/roles/r/templates/a.conf.j2\n{% if kube_pods_sub$0net %}\n'), expected);
    });

    it('a role default that nothing overrides', () => {
      check(kubespray().replace('kube_network_plugin', 'kube_network$0_plugin') + PROD.trimStart(), `
**kube\\_network\\_plugin** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Network plugin, such as calico, cilium, flannel, kube\\-ovn or cni.

| | value | from |
|---|---|---|
| kubespray v2\\.31\\.0 default, **wins** on all hosts | \`calico\` | [\`kubespray_defaults/defaults/main/main.yml:3\`] |

kubespray v2\\.31\\.0 accepts \`calico\`, \`cilium\`, \`cloud\`, \`cni\`, \`flannel\`, \`kube-ovn\`, \`kube-router\`, \`macvlan\`, \`custom_cni\` or \`none\`.

[All hosts] · [Why] · [Open default]
`);
    });

    it('one host of its own, on the only host, and the chosen host', () => {
      check(`
#- clusters/prod/hosts.ini
[web]
n1
n2
n3
#- clusters/prod/group_vars/web.yml
$0a: 1
#- clusters/prod/host_vars/n3.yml
a: 3
`, `
**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on n3 | \`3\` | [\`host_vars/n3.yml:1\`] |
| **wins** on 2 of 3 hosts | \`1\` | [\`group_vars/web.yml:1\`] |

host\\_vars beside the inventory outranks group\\_vars of group web beside the inventory.

[All hosts] · [Why]
`, { selection: { host: 'n3' } });
      check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
$0a: [1, {b: "x y"}]
`, `
**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`[1, {b: "x y"}]\` | [\`group_vars/web.yml:1\`] |

[All hosts] · [Why]
`);
    });

    it('hosts on which nothing sets it, and definitions that reach no host', () => {
      check(`
#- clusters/prod/hosts.ini
[web]
n1
[db]
n2
[later]
#- clusters/prod/group_vars/web.yml
$0a: 1
#- clusters/prod/group_vars/later.yml
a: 2
`, `
**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on n1 | \`1\` | [\`group_vars/web.yml:1\`] |
| reaches no host | \`2\` | [\`group_vars/later.yml:1\`] |

Not set on **n2**.

[All hosts] · [Why]
`);
    });

    it('under hash merge, what comes from where', () => {
      check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- ansible.cfg
[defaults]
hash_behaviour = merge
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
$0a: {x: 1, y: {z: 1}}
#- inventory/group_vars/web.yml
a: {y: {z: 2, w: 3}}
`, `
**a** · run *inventory* (\`hosts.ini\`, \`a.yml\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`{x: 1, y: {z: 2, w: 3}}\` | [\`group_vars/web.yml:1\`] |
| part \`x\` |  | [\`group_vars/all.yml:1\`] |
| part \`y\` |  | [\`group_vars/web.yml:1\`] |

[All hosts] · [Why]
`);
    });

    it('a secret shows as •••, a vault text as !vault, what is in a mapping too', () => {
      check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
db_passw$0ord: hunter2
#- clusters/prod/group_vars/web.yml
db_password: {user: hush}
`, `
**db\\_password** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`•••\` | [\`group_vars/web.yml:1\`] |
| overridden | ~~\`•••\`~~ | [\`group_vars/all.yml:1\`] |

group\\_vars of group web beside the inventory outranks group\\_vars\\/all beside the inventory.

[All hosts] · [Why]
`);
      check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
set$0tings: {api_key: hunter2, deep: [{token: hush}], plain: !vault x}
`, `
**settings** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`{api_key: •••, deep: [{token: •••}], plain: !vault}\` | [\`group_vars/all.yml:1\`] |

[All hosts] · [Why]
`);
    });

    it('in the run that is chosen, if it reads the file', () => {
      const text = `
#- run.sh
ansible-playbook -i inventory/prod.ini a.yml
ansible-playbook -i inventory/qa.ini a.yml
#- a.yml
- hosts: all
#- inventory/prod.ini
[web]
n1
#- inventory/qa.ini
[web]
n2
[web:vars]
only_qa=1
#- inventory/group_vars/all.yml
$0a: 1
`;
      const expected = (run: string): string => `\n**a** · run *${run}* (\`${run}.ini\`, \`a.yml\`)\n\n| | value | from |\n|---|---|---|\n| **wins** on the only host | \`1\` | [\`group_vars/all.yml:1\`] |\n\n[All hosts] · [Why]\n`;
      check(text, expected('prod'));
      check(text, expected('qa'), { selection: { run: 'qa' } });
      check(text, expected('prod'), { selection: { run: 'gone' } });
    });

    it('a key that another one of the same mapping replaces, and keys that are no variables', () => {
      check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\n$0a: 1\na: 2\n', `
**a** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on the only host | \`2\` | [\`group_vars/all.yml:2\`] |

[All hosts] · [Why]
`);
      check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: {$0b: 1}\n', 'nothing\n');
      check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: "$0{{ }}"\n', 'nothing\n');
      check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: "{{ x.$0y }} {{ 1 | int }}"\n', 'nothing\n');
    });

    it('in a vars file that no run reads', () => {
      check(kubespray() + PROD.trimStart() + '#- vars/group_vars/k8s_cluster.yml\n$0kube_network_plugin: cilium\n', `
**No known run reads this file.**

**kube\\_network\\_plugin** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Network plugin, such as calico, cilium, flannel, kube\\-ovn or cni.

| | value | from |
|---|---|---|
| **not read** | ~~\`cilium\`~~ | [\`vars/group_vars/k8s_cluster.yml:1\`] |
| kubespray v2\\.31\\.0 default, **wins** on all hosts | \`calico\` | [\`kubespray_defaults/defaults/main/main.yml:3\`] |

On a cluster built with cilium, calico would come up beside it; once it has, delete 10\\-calico\\.conflist and calico\\-kubeconfig from \\/etc\\/cni\\/net\\.d of the nodes and keep the files of cilium. kubespray v2\\.31\\.0 accepts \`calico\`, \`cilium\`, \`cloud\`, \`cni\`, \`flannel\`, \`kube-ovn\`, \`kube-router\`, \`macvlan\`, \`custom_cni\` or \`none\`.

[All hosts] · [Why] · [Open default]
`);
    });

    it('nothing where there is no run, and on an empty file', () => {
      check('#- group_vars/all.yml\n$0a: 1\n', 'nothing\n');
      check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\n$0\n', 'nothing\n');
    });
  });
});

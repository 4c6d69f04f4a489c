// Kubespray's default beside the override: from a checkout, from the catalogue for a release that is named, for one that is assumed.
import { kubespray } from '../fixtureRules';
import { check } from './hoverCheck';

const HOSTS = `#- inventory/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
[etcd:children]
kube_control_plane
`;

/** What each hover of a computed default says. */
const EXPECTED: Readonly<Record<string, string>> = {
  'the first address of the service range': `
**kube\\_apiserver\\_ip** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Cluster address of the API server\\: the first of the service range.

| | value | from |
|---|---|---|
| **wins** on w1 | \`10.0.0.1\` | [\`group_vars/kube_node.yml:1\`] |
| kubespray v2\\.31\\.0 default, **wins** on 1 of 2 hosts | \`10.20.0.1\`, from \`kube_service_addresses\` | [\`kubespray_defaults/defaults/main/computed.yml:3\`] |

**cp1** is not in \`kube_node\`: it gets the default.

[All hosts] · [Why] · [Open default]
`,
  'the first key of a mapping': `
**kube\\_version** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

Version of Kubernetes; since v2\\.28 without a leading v.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`1.30.0\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`1.31.4\`, from \`kubelet_checksums\` | [\`kubespray_defaults/defaults/main/computed.yml:4\`] |

[All hosts] · [Why] · [Open default]
`,
  'what only the host knows': `
**main\\_label** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`x\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`{{ ansible_distribution }}-{{ cluster_name }}\` | [\`kubespray_defaults/defaults/main/computed.yml:5\`] |

The default reads facts of the host. Its inputs: \`cluster_name\` = \`cluster.local\`.

[All hosts] · [Why] · [Open default]
`,
  'another value on each host': `
**own\\_name** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`x\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`cp1.cluster.local\` on cp1; \`w1.cluster.local\` on w1, from \`inventory_hostname\`, \`dns_domain\` | [\`kubespray_defaults/defaults/main/computed.yml:6\`] |

[All hosts] · [Why] · [Open default]
`,
  'a name that an override changes': `
**dns\\_domain** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

DNS domain of the cluster.

| | value | from |
|---|---|---|
| **wins** on w1 | \`other.example\` | [\`group_vars/kube_node.yml:1\`] |
| kubespray v2\\.31\\.0 default, **wins** on 1 of 2 hosts | \`prod.example\`, from \`cluster_name\` | [\`kubespray_defaults/defaults/main/computed.yml:2\`] |

**cp1** is not in \`kube_node\`: it gets the default.

[All hosts] · [Why] · [Open default]
`,
  'opaque': `
**dns\\_domain** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

DNS domain of the cluster.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`other.example\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`{{ cluster_name }}\` | [\`kubespray_defaults/defaults/main/computed.yml:2\`] |

A part of this command is known only when it runs \\(\\-e $MORE\\)\\: other values are possible\\. The default depends on what only the run knows. Its inputs: \`cluster_name\` = \`cluster.local\`.

[All hosts] · [Why] · [Open default]
`,
};

describe('hover on a variable of kubespray', () => {
  it('without a checkout, of the release that requirements.yml names', () => {
    check(HOSTS + `#- requirements.yml
collections:
  - name: https://github.com/kubernetes-sigs/kubespray
    type: git
    version: v2.26.0
#- inventory/prod/group_vars/kube_node.yml
kube_net$0work_plugin: cilium
`, `
**kube\\_network\\_plugin** · run *prod* (\`hosts.ini\`)

Network plugin, such as calico, cilium, flannel, kube\\-ovn or cni.

| | value | from |
|---|---|---|
| **wins** on w1 | \`cilium\` | [\`group_vars/kube_node.yml:1\`] |
| kubespray v2\\.26\\.0 default, **wins** on 1 of 2 hosts | \`calico\` | \`kubespray-defaults/defaults/main/main.yml\` |

**cp1** is not in \`kube_node\`: it gets the default. kubespray v2\\.26\\.0 accepts \`calico\`, \`cilium\`, \`cloud\`, \`cni\`, \`flannel\`, \`kube-ovn\`, \`kube-router\`, \`macvlan\`, \`custom_cni\` or \`weave\`. The release of kubespray is named in requirements\\.yml.

[All hosts] · [Why]
`);
  });

  it('of a release that nothing names', () => {
    check(HOSTS + '#- inventory/prod/group_vars/all.yml\nkube_pods_$0subnet: 10.10.0.0/16\n', `
**kube\\_pods\\_subnet** · run *prod* (\`hosts.ini\`)

Address range of pods; must not overlap services or node addresses.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`10.10.0.0/16\` | [\`group_vars/all.yml:1\`] |
| kubespray \\(v2\\.31 is assumed\\) default | \`10.233.64.0/18\` | \`kubespray_defaults/defaults/main/main.yml\` |

No file names a release\\: the newest known, v2\\.31, is assumed.

[All hosts] · [Why]
`);
  });

  it('a name that has no default', () => {
    check(HOSTS + '#- .groupvars.yml\nkubespray: {version: 2.31.0}\n#- inventory/prod/group_vars/all.yml\nloadbalancer_api$0server: {address: 10.0.0.1, port: 6443}\n', `
**loadbalancer\\_apiserver** · run *prod* (\`hosts.ini\`)

Address and port of your own load balancer for the API server.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`{address: 10.0.0.1, port: 6443}\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | none |  |

The release of kubespray is named in \\.groupvars\\.yml.

[All hosts] · [Why]
`);
  });

  it('a name that is gone', () => {
    check(HOSTS + '#- .groupvars.yml\nkubespray: {version: 2.31.0}\n#- inventory/prod/group_vars/all.yml\ndeploy_net$0checker: true\n', `
**deploy\\_netchecker** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`true\` | [\`group_vars/all.yml:1\`] |

\`deploy_netchecker\` does nothing since kubespray v2\\.31. The release of kubespray is named in \\.groupvars\\.yml.

[All hosts] · [Why]
`);
    check(HOSTS + '#- .groupvars.yml\nkubespray: {version: 2.31.0}\n#- inventory/prod/group_vars/all.yml\nipi$0p: true\n', `
**ipip** · run *prod* (\`hosts.ini\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`true\` | [\`group_vars/all.yml:1\`] |

\`ipip\` stops a run with Calico since kubespray v2\\.19; set calico\\_ipip\\_mode instead\\: Always, CrossSubnet or Never. The release of kubespray is named in \\.groupvars\\.yml.

[All hosts] · [Why]
`);
  });

  it('a default that is computed, and one that roles have of their own', () => {
    check(HOSTS + '#- .groupvars.yml\nkubespray: {version: 2.31.0}\n#- inventory/prod/group_vars/all.yml\nkube_apis$0erver_ip: 10.0.0.1\n', `
**kube\\_apiserver\\_ip** · run *prod* (\`hosts.ini\`)

Cluster address of the API server\\: the first of the service range.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`10.0.0.1\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | computed from \`kube_service_subnets\` | \`kubespray_defaults/defaults/main/main.yml\` |

The release of kubespray is named in \\.groupvars\\.yml.

[All hosts] · [Why]
`);
    check(HOSTS + '#- .groupvars.yml\nkubespray: {version: 2.31.0}\n#- inventory/prod/group_vars/all.yml\nkube_apis$0erver_port: 6444\n', `
**kube\\_apiserver\\_port** · run *prod* (\`hosts.ini\`)

Port the API server listens on.

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`6444\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default in role \`kubespray_defaults\` | \`6443\` | \`kubespray_defaults/defaults/main/main.yml\` |
| kubespray v2\\.31\\.0 default in role \`kubernetes/client\` | \`"6443"\` | \`kubernetes/client/defaults/main.yml\` |

The release of kubespray is named in \\.groupvars\\.yml.

[All hosts] · [Why]
`);
  });

  it('the comment above a default of a checkout', () => {
    check(kubespray() + `#- kubespray/roles/kubespray_defaults/defaults/main/own.yml
# ------
# another: value

# How many *pods* a node
# may have
own_limit: 10
` + HOSTS + '#- run.sh\nansible-playbook -i inventory/prod/hosts.ini kubespray/cluster.yml\n#- inventory/prod/group_vars/all.yml\nown_lim$0it: 20\n', `
**own\\_limit** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

How many \\*pods\\* a node may have

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`20\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`10\` | [\`kubespray_defaults/defaults/main/own.yml:6\`] |

[All hosts] · [Why] · [Open default]
`);
  });

  const COMPUTED = kubespray() + `#- kubespray/roles/kubespray_defaults/defaults/main/computed.yml
cluster_name: cluster.local
dns_domain: "{{ cluster_name }}"
kube_apiserver_ip: "{{ kube_service_addresses | ansible.utils.ipaddr('net') | ansible.utils.ipaddr(1) | ansible.utils.ipaddr('address') }}"
kube_version: "{{ (kubelet_checksums['amd64'] | dict2items)[0].key }}"
main_label: "{{ ansible_distribution }}-{{ cluster_name }}"
own_name: "{{ inventory_hostname }}.{{ dns_domain }}"
#- kubespray/roles/kubespray_defaults/vars/main.yml
kubelet_checksums:
  amd64:
    1.31.4: sha256:aa
    1.31.3: sha256:bb
` + HOSTS + '#- run.sh\nansible-playbook -i inventory/prod/hosts.ini kubespray/cluster.yml\n';

  for (const [what, vars] of Object.entries({
    'the first address of the service range': 'kube_service_addresses: 10.20.0.0/18\n#- inventory/prod/group_vars/kube_node.yml\nkube_apis$0erver_ip: 10.0.0.1\n',
    'the first key of a mapping': 'kube_ver$0sion: 1.30.0\n',
    'what only the host knows': 'main_la$0bel: x\n',
    'another value on each host': 'own_na$0me: x\n',
    'a name that an override changes': 'cluster_name: prod.example\n#- inventory/prod/group_vars/kube_node.yml\ndns_dom$0ain: other.example\n',
  })) it(`computed: ${what}`, () => check(COMPUTED + `#- inventory/prod/group_vars/all.yml\n${vars}`, EXPECTED[what]!));

  it('computed from what a part of the run alone knows', () => {
    check(COMPUTED.replace('prod/hosts.ini kube', 'prod/hosts.ini -e "$MORE" kube') + '#- inventory/prod/group_vars/all.yml\ndns_dom$0ain: other.example\n', EXPECTED['opaque']!);
  });

  it('which hosts run the role of a default', () => {
    const files = (plugin: string) => kubespray().replace('- hosts: kube_node\n  roles: [kubespray_defaults]\n', '- hosts: kube_node\n  roles: [kubespray_defaults, network]\n') + `#- kubespray/roles/network/tasks/main.yml
- include_role:
    name: "network/{{ kube_network_plugin }}"
#- kubespray/roles/network/calico/defaults/main.yml
calico_own: 1
#- kubespray/roles/network/calico/tasks/main.yml
[]
#- kubespray/roles/network/cilium/defaults/main.yml
cilium_own: 1
#- kubespray/roles/network/cilium/tasks/main.yml
[]
` + HOSTS + `#- run.sh\nansible-playbook -i inventory/prod/hosts.ini kubespray/cluster.yml\n#- inventory/prod/group_vars/all.yml\n${plugin}`;
    check(files('calico_o$0wn: 2\n'), `
**calico\\_own** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`2\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`1\` | [\`network/calico/defaults/main.yml:1\`] |

Role \`network/calico\` runs on w1.

[All hosts] · [Why] · [Open default]
`);
    check(files('cilium_o$0wn: 2\n'), `
**cilium\\_own** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`2\` | [\`group_vars/all.yml:1\`] |
| kubespray v2\\.31\\.0 default | \`1\` | [\`network/cilium/defaults/main.yml:1\`] |

No host of this run runs role \`network/cilium\`.

[All hosts] · [Why] · [Open default]
`);
    check(files('kube_network_plugin: cilium\ncilium_o$0wn: 2\n'), `
**cilium\\_own** · run *prod* (\`hosts.ini\`, \`cluster.yml\`)

| | value | from |
|---|---|---|
| **wins** on all 2 hosts | \`2\` | [\`group_vars/all.yml:2\`] |
| kubespray v2\\.31\\.0 default | \`1\` | [\`network/cilium/defaults/main.yml:1\`] |

Role \`network/cilium\` runs on w1.

[All hosts] · [Why] · [Open default]
`);
  });
});

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

**cp1** is not in \`kube_node\`: it gets the default. The release of kubespray is named in requirements\\.yml.

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
});

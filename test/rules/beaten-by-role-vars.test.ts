// A value that the vars of a kubespray role beat.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['beaten-by-role-vars'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'beaten-by-role-vars');

const HOSTS = `#- prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
w2
#- run.sh
ansible-playbook -i prod/hosts.ini kubespray/cluster.yml
`;
const CHECKOUT = kubespray() + `#- kubespray/roles/kubespray_defaults/vars/main/main.yml
kube_major_version: "{{ kube_version }}"
kube_pods_subnets: 10.0.0.0/8
table: { a: 1 }
#- kubespray/roles/kubespray_defaults/tasks/main.yml
- import_role: { name: packages }
- include_role: { name: "network_plugin/{{ kube_network_plugin }}" }
- include_role: { name: reset }
  when: kube_network_plugin == 'macvlan'
#- kubespray/roles/packages/vars/main.yml
pkgs: { curl: [] }
#- kubespray/roles/network_plugin/calico/vars/main.yml
calico_var: 1
#- kubespray/roles/network_plugin/calico/tasks/main.yml
- debug:
#- kubespray/roles/network_plugin/cilium/vars/main.yml
cilium_var: 1
#- kubespray/roles/reset/vars/main.yml
reset_var: 1
` + HOSTS;
const RELEASE = HOSTS.replace('kubespray/cluster.yml', 'kubespray/absent.yml');

describe('beaten-by-role-vars', () => {
  it('at the key that wins among the user’s own, with the role’s line', () => {
    check(CHECKOUT + `#- prod/group_vars/all.yml
kube_major_version: "1.30"
#- prod/group_vars/k8s_cluster.yml
kube_major_version: "1.31"
#^^^^^^^^^^^^^^^^^^ warning beaten-by-role-vars: kube_major_version has no effect in the plays with role kubespray_defaults of kubespray: vars of a role beat group_vars of a group beside the inventory (run prod)
`);
    const [finding] = findings(CHECKOUT + '#- prod/group_vars/all.yml\nkube_major_version: 1\n');
    assert.deepEqual(finding!.related.map(({ span, message }) => [span.file.path, span.start, message]), [['/ws/kubespray/roles/kubespray_defaults/vars/main/main.yml', 0, 'what role kubespray_defaults takes']]);
  });

  it('a role that a task brings in: for the play when it is imported, inside itself when it is included', () => {
    check(CHECKOUT + `#- prod/group_vars/all.yml
pkgs: {}
#^^^^ warning beaten-by-role-vars: pkgs has no effect in the plays with role packages of kubespray: vars of a role beat group_vars/all beside the inventory (run prod)
calico_var: 2
#^^^^^^^^^^ warning beaten-by-role-vars: calico_var has no effect inside role network_plugin/calico of kubespray: vars of a role beat group_vars/all beside the inventory (run prod)
cilium_var: 2
reset_var: 2
`);
  });

  it('on a part of the hosts', () => {
    check(CHECKOUT + `#- prod/group_vars/kube_node.yml
kube_network_plugin: none
#- prod/group_vars/all.yml
calico_var: 2
#^^^^^^^^^^ warning beaten-by-role-vars: calico_var has no effect inside role network_plugin/calico of kubespray on cp1: vars of a role beat group_vars/all beside the inventory (run prod)
`);
  });

  it('host_vars and the inventory itself', () => {
    check(CHECKOUT + `#- prod/host_vars/w1.yml
kube_pods_subnets: 1
#^^^^^^^^^^^^^^^^^ warning beaten-by-role-vars: kube_pods_subnets has no effect in the plays with role kubespray_defaults of kubespray: vars of a role beat host_vars beside the inventory (run prod)
`);
    assert.equal(findings(CHECKOUT.replace('w2\n', 'w2 kube_pods_subnets=1\n')).length, 1);
  });

  it('a release that is told, without a checkout', () => {
    const set = RELEASE.replace(' kubespray/absent.yml', '') + '#- prod/group_vars/all.yml\nkube_major_version: "1.30"\nhelm_update: true\n';
    assert.deepEqual(findings(set, { kubesprayVersion: 'v2.31.0' }).map(({ span }) => span.start), [0]);
    assert.deepEqual(findings(set, { kubesprayVersion: 'v2.26.0' }), [], 'a default then');
    assert.deepEqual(findings(set), [], 'an assumed release: not so in all');
  });

  for (const [what, files] of Object.entries({
    'the same value': '#- prod/group_vars/all.yml\nkube_pods_subnets: 10.0.0.0/8\n',
    '-e is stronger': '#- run.sh\nansible-playbook -i prod/hosts.ini -e kube_major_version=1 kubespray/cluster.yml\n#- prod/group_vars/all.yml\nkube_major_version: 2\n',
    'mappings that are merged': '#- kubespray/ansible.cfg\n[defaults]\nroles_path = roles\n#- ansible.cfg\n[defaults]\nhash_behaviour = merge\n#- prod/group_vars/all.yml\ntable: { b: 2 }\n',
    'a name that a play of the user’s own uses': '#- run.sh\nansible-playbook -i prod/hosts.ini site.yml kubespray/cluster.yml\n#- site.yml\n- hosts: all\n  tasks: [{ debug: { var: pkgs } }]\n#- prod/group_vars/all.yml\npkgs: 1\n',
    'a playbook of somebody else’s': '#- run.sh\nansible-playbook -i prod/hosts.ini site.yml\n#- site.yml\n- hosts: all\n#- prod/group_vars/all.yml\nkube_major_version: 1\n',
    'the checkout’s own sample': '#- run.sh\nansible-playbook -i kubespray/inventory/sample/hosts.ini kubespray/cluster.yml\n#- kubespray/inventory/sample/hosts.ini\n[kube_node]\nw1\n#- kubespray/inventory/sample/group_vars/all.yml\nkube_major_version: 1\n',
    'a name of no role': '#- prod/group_vars/all.yml\nkube_majors: 1\n',
  })) {
    it(`silent: ${what}`, () => {
      // a file that is told again takes the place of the first
      const names = new Set([...files.matchAll(/^#- (\S+)$/gm)].map((match) => match[1]));
      const rest = CHECKOUT.split(/^(?=#- )/m).filter((part) => !names.has(/^#- (\S+)/.exec(part)?.[1])).join('');
      assert.deepEqual(findings(rest + files).map(({ message }) => message), []);
    });
  }
});

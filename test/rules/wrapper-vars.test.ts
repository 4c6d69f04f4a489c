// Vars beside a playbook that only imports others.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { applied } from '../fixes';
import { lineOf } from '../fixture';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['wrapper-vars'] });
const findings = (fixture: string, world = {}) => allFindings(fixture, world).filter(({ rule }) => rule === 'wrapper-vars');

const RUN = `#- run.sh
ansible-playbook -i inventory/prod/hosts site.yml
#- site.yml
- import_playbook: playbooks/web.yml
- import_playbook: playbooks/db.yml
#- playbooks/web.yml
- hosts: web
#- playbooks/db.yml
- hosts: db
#- inventory/prod/hosts
[web]
n1
[db]
n2
#- inventory/prod/host_vars/n1.yml
c: 1
`;

describe('wrapper-vars', () => {
  it('group_vars and host_vars beside a playbook that only imports', () => {
    check(RUN + `#- group_vars/web.yml
a: 1
#^^^^ warning wrapper-vars: group_vars is not read: site.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays, for playbooks/group_vars here (run prod)
#- group_vars/zzz.yml
a: 1
#- host_vars/n2/main.yml
b: 1
#^^^^ warning wrapper-vars: host_vars is not read: site.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays, for playbooks/host_vars here (run prod)
`);
  });

  it('group_vars/all counts', () => {
    check(RUN + `#- group_vars/all.yml
a: 1
#^^^^ warning wrapper-vars: group_vars is not read: site.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays, for playbooks/group_vars here (run prod)
`);
  });

  it('leads to the imports', () => {
    const [finding] = findings(RUN + '#- group_vars/web.yml\na: 1\n');
    assert.deepEqual(finding!.related.map(({ span, message }) => `${span.file.path}:${lineOf(span)} ${message}`), ['/ws/site.yml:1 the plays are imported here', '/ws/site.yml:2 the plays are imported here']);
  });

  it('kubespray since v2.22: group_vars beside its cluster.yml', () => {
    check(kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i inventory/mine/hosts.ini cluster.yml
#- kubespray/inventory/mine/hosts.ini
[kube_control_plane]
cp1
#- kubespray/inventory/mine/group_vars/all.yml
a: 1
#- kubespray/group_vars/k8s_cluster/cni.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning wrapper-vars: kubespray/group_vars is not read: cluster.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays, for kubespray/playbooks/group_vars here (run mine)
`);
  });

  it('kubespray as a submodule, started by a wrapper with the vars beside it', () => {
    check(kubespray('2.31.0', '3d/kubespray') + `#- run.sh
ansible-playbook -i inventory/hosts.ini kubernetes.yml
#- kubernetes.yml
- import_playbook: 3d/kubespray/cluster.yml
#- inventory/hosts.ini
[kube_control_plane]
cp1
#- inventory/group_vars/all.yml
a: 1
#- group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning wrapper-vars: group_vars is not read: kubernetes.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays, for 3d/kubespray/playbooks/group_vars here (run inventory)
`);
  });

  it('a collection’s playbook, which need not be there', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini kubernetes.yml
#- kubernetes.yml
- import_playbook: kubernetes_sigs.kubespray.cluster
#- inventory/hosts.ini
[kube_control_plane]
cp1
#- inventory/group_vars/all.yml
a: 1
#- group_vars/kube_control_plane.yml
kube_network_plugin: cilium
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning wrapper-vars: group_vars is not read: kubernetes.yml beside it only imports playbooks, and Ansible looks beside the files that hold the plays (run inventory)
`);
  });

  it('told once of several runs', () => {
    assert.deepEqual(findings(RUN.replace('#- site.yml', 'ansible-playbook -i inventory/qa/hosts site.yml\n#- site.yml') + `#- inventory/qa/hosts
[web]
q1
#- inventory/qa/group_vars/all.yml
b: 1
#- group_vars/web.yml
a: 1
`).map(({ runs }) => runs), [['prod', 'qa']]);
  });

  it('offers to move the folder beside the one inventory', () => {
    const fixes = (fixture: string): string[][] => findings(fixture).flatMap((finding) => finding.fixes.map((fix) => [fix.title, ...fix.operations.map((operation) => (operation.kind === 'rename' ? `${operation.from} -> ${operation.to}` : ''))]));
    const VARS = '#- group_vars/web.yml\na: 1\n';
    assert.deepEqual(fixes(RUN + VARS), [['Move group_vars beside the inventory, to inventory/prod', '/ws/group_vars -> /ws/inventory/prod/group_vars']]);
    assert.deepEqual(applied(findings(RUN + VARS)[0]!.fixes[0]!), ['group_vars -> group_vars']);
    assert.deepEqual(fixes(RUN + VARS + '#- inventory/prod/group_vars/all.yml\nb: 1\n'), [], 'something is there');
    assert.deepEqual(fixes(RUN.replace('hosts site', 'hosts -i inventory/more site') + '#- inventory/more\n[web]\nn3\n' + VARS), [], 'two inventories');
    assert.deepEqual(fixes(RUN.replace('#- site.yml', 'ansible-playbook -i qa/hosts site.yml\n#- site.yml') + '#- qa/hosts\n[web]\nq1\n' + VARS), [], 'another run has another inventory');
    assert.deepEqual(fixes(RUN + '#- group_vars -> vars/group_vars\n#- vars/group_vars/web.yml\na: 1\n'), [], 'a link may be meant for others as well');
  });

  it('leaves the folder that inventory-without-vars names to it', () => {
    const fixture = RUN.replace(/#- inventory\/prod\/host_vars(.|\n)*/, '') + '#- group_vars/web.yml\na: 1\n';
    assert.deepEqual([...new Set(allFindings(fixture).map(({ rule }) => rule))], ['inventory-without-vars']);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    const VARS = '#- group_vars/web.yml\na: 1\n';
    silent('where the playbook holds a play as well', RUN.replace('- import_playbook: playbooks/db.yml', '- hosts: db') + VARS);
    silent('where an imported playbook lies beside it', RUN.replace('playbooks/db.yml\n#-', 'db.yml\n#-').replace('#- playbooks/db.yml', '#- db.yml') + VARS);
    silent('where the inventory lies beside it', RUN.replaceAll('inventory/prod/hosts', 'prod.ini') + VARS);
    silent('where another inventory lies beside it', RUN + VARS + '#- hosts\n[web]\nn3\n');
    silent('where another run reads it', RUN + VARS + '#- other.sh\nansible-playbook -i inventory/prod/hosts web.yml\n#- web.yml\n- hosts: web\n');
    silent('where nothing lies there for the run', RUN + '#- group_vars/zzz.yml\na: 1\n#- host_vars/zzz.yml\na: 1\n');
    silent('where an inventory is not known', RUN.replace('hosts site', 'hosts -i "$MORE" site') + VARS);
    silent('where an import is not known', RUN.replace('playbooks/db.yml\n#-', '"{{ which }}.yml"\n#-') + VARS);
    silent('where an imported playbook is not there', RUN.replace('playbooks/db.yml\n#-', 'gone/db.yml\n#-') + VARS);
    silent('where ansible.cfg makes Ansible look elsewhere', RUN + VARS + '#- ansible.cfg\n[defaults]\nplaybook_vars_root = all\n');
    silent('about a folder that lies there under another path', RUN.replace('-i inventory/prod/hosts', '-i here/prod.ini') + VARS + '#- here -> .\n#- prod.ini\n[web]\nn1\n');
    silent('where a comment says so', RUN + '#- group_vars/web.yml\n# groupvars: ignore wrapper-vars\na: 1\n');
    silent('kubespray before v2.22: the plays are in cluster.yml', kubespray('2.21.0').replace('- import_playbook: playbooks/cluster.yml', '- hosts: all') + `#- deploy.sh
cd kubespray
ansible-playbook -i inventory/mine/hosts.ini cluster.yml
#- kubespray/inventory/mine/hosts.ini
[kube_control_plane]
cp1
#- kubespray/inventory/mine/group_vars/all.yml
a: 1
#- kubespray/group_vars/k8s_cluster/cni.yml
kube_network_plugin: cilium
`);
  });
});

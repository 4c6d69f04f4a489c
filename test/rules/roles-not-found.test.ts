// A run that starts where Ansible does not find the roles of its plays. Each case was held against `ansible-playbook --syntax-check`.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings, kubespray } from '../fixtureRules';
import { fixture } from '../fixture';
import { checkProject } from '../../server/rules/index';

const check = (text: string, world = {}) => checkAll(text, { world, only: ['roles-not-found'] });
const findings = (text: string, world = {}) => allFindings(text, world).filter(({ rule }) => rule === 'roles-not-found');

const CHECKOUT = kubespray().replace('roles_path = roles\n', 'library = ./library\nroles_path = roles:$VIRTUAL_ENV/usr/local/share/kubespray/roles:/usr/share/kubespray/roles\n');
const INVENTORY = `#- deploy/hosts.ini
[kube_control_plane]
cp1
`;

/** A play in playbooks/, its role in roles/ above it: found through ansible.cfg alone. */
const PROJECT = `#- ansible/ansible.cfg
[defaults]
roles_path = roles
#- ansible/hosts
[web]
n1
#- ansible/playbooks/site.yml
- hosts: web
  roles: [nginx, {role: tls}]
#- ansible/roles/nginx/tasks/main.yml
[]
#- ansible/roles/tls/tasks/main.yml
[]
`;
const OUTSIDE = '#- run.sh\nansible-playbook -i ansible/hosts ansible/playbooks/site.yml\n';

const CI_JOB = '#- .gitlab-ci.yml\ndeploy:\n  script: [ansible-playbook -i ansible/hosts ansible/playbooks/site.yml]\n';

describe('roles-not-found', () => {
  it('kubespray started from another folder: its ansible.cfg is not in force', () => {
    check(CHECKOUT + INVENTORY + `#- deploy.sh
ansible-playbook -i deploy/hosts.ini kubespray/cluster.yml
#                                    ^^^^^^^^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 1 role of the plays, kubespray_defaults. It lies in kubespray/roles: start the run in kubespray, or name its ansible.cfg in ANSIBLE_CONFIG (run deploy)
`);
  });

  it('a repository with its own ansible.cfg that does not name kubespray’s roles', () => {
    check(CHECKOUT + INVENTORY + `#- ansible.cfg
[defaults]
roles_path = roles
#- deploy.sh
ansible-playbook -i deploy/hosts.ini kubespray/cluster.yml
#                                    ^^^^^^^^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in ws, where ansible.cfg is in force, it does not find 1 role of the plays, kubespray_defaults. It lies in kubespray/roles: start the run in kubespray, or name its ansible.cfg in ANSIBLE_CONFIG (run deploy)
`);
  });

  it('in a folder of the checkout, for Ansible looks for ansible.cfg in no folder above', () => {
    check(CHECKOUT + INVENTORY + `#- deploy.sh
cd kubespray/playbooks
ansible-playbook -i ../../deploy/hosts.ini ../cluster.yml
#                                          ^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in kubespray/playbooks, where no ansible.cfg is in force, it does not find 1 role of the plays, kubespray_defaults. It lies in kubespray/roles: start the run in kubespray, or name its ansible.cfg in ANSIBLE_CONFIG (run deploy)
`);
  });

  it('of equal calls: at each of them', () => {
    const message = 'warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 1 role of the plays, kubespray_defaults. It lies in kubespray/roles: start the run in kubespray, or name its ansible.cfg in ANSIBLE_CONFIG (run deploy)';
    check(CHECKOUT + INVENTORY + `#- a.sh
ansible-playbook -i deploy/hosts.ini kubespray/cluster.yml
#                                    ^^^^^^^^^^^^^^^^^^^^^ ${message}
#- b.sh
set -e
ansible-playbook -i deploy/hosts.ini --become kubespray/cluster.yml
#                                             ^^^^^^^^^^^^^^^^^^^^^ ${message}
`);
    // silenced at one place, the finding is the other's
    const found = findings(CHECKOUT + INVENTORY + '#- a.sh\nansible-playbook -i deploy/hosts.ini kubespray/cluster.yml # groupvars: ignore roles-not-found\n#- b.sh\nansible-playbook -i deploy/hosts.ini kubespray/cluster.yml\n');
    assert.deepEqual(found.map(({ span, isMirror }) => [span.file.path, isMirror]), [['/ws/b.sh', false]]);
  });

  it('the roles of any project, all in one finding', () => {
    check(PROJECT + OUTSIDE.replace(/\n$/, '') + `
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 2 roles of the plays, nginx and tls. They lie in ansible/roles: start the run in ansible, or name its ansible.cfg in ANSIBLE_CONFIG (run ansible)
`);
  });

  it('without an ansible.cfg that names them', () => {
    check(PROJECT.replace(/#- ansible\/ansible.cfg\n.*\n.*\n/, '') + OUTSIDE.replace(/\n$/, '') + `
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 2 roles of the plays, nginx and tls. They lie in ansible/roles, which no roles_path names (run ansible)
`);
  });

  it('import_role is looked for at the start as well', () => {
    check(PROJECT.replace('roles: [nginx, {role: tls}]', 'tasks: [{import_role: {name: nginx}, when: false}]') + OUTSIDE.replace(/\n$/, '') + `
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 1 role of the plays, nginx. It lies in ansible/roles: start the run in ansible, or name its ansible.cfg in ANSIBLE_CONFIG (run ansible)
`);
  });

  it('a run of the settings: at the role in the play', () => {
    check(PROJECT.replace('[nginx, {role: tls}]\n', `[nginx, {role: tls}]
#         ^^^^^ warning roles-not-found: Ansible stops here: started in ws, where no ansible.cfg is in force, it does not find 2 roles of the plays, nginx and tls. They lie in ansible/roles: start the run in ansible, or name its ansible.cfg in ANSIBLE_CONFIG (run mine)
`), { runs: [{ name: 'mine', command: 'ansible-playbook -i ansible/hosts ansible/playbooks/site.yml' }] });
  });

  it('leads to the role and to roles_path', () => {
    assert.deepEqual(findings(PROJECT + OUTSIDE)[0]!.related.map(({ span, message }) => `${span.file.path} ${span.file.text.slice(span.start, span.end)}: ${message}`), ['/ws/ansible/playbooks/site.yml nginx: nginx is not found', '/ws/ansible/ansible.cfg roles_path = roles: this ansible.cfg says where they are']);
  });

  it('in the terminal the home folder is known: ~/.ansible.cfg and ~/.ansible/roles count', () => {
    const found = (more: string): number => {
      const world = fixture(PROJECT + more);
      const project = world.project();
      const run = world.run('HOME=/home/me ansible-playbook -i ansible/hosts ansible/playbooks/site.yml', { project });
      return checkProject(project, [run]).filter(({ rule }) => rule === 'roles-not-found').length;
    };
    assert.equal(found(''), 1);
    assert.equal(found('#- /home/me/.ansible.cfg\n[defaults]\nroles_path = /ws/ansible/roles\n'), 0);
    assert.equal(found('#- /home/me/.ansible/roles/nginx/tasks/main.yml\n[]\n#- /home/me/.ansible/roles/tls/tasks/main.yml\n[]\n'), 0);
  });

  it('nothing is told while folders of the system have not been looked at', () => {
    const world = fixture(PROJECT + OUTSIDE);
    const unread = world.project().with(world.tree.without(['/', '/etc', '/usr', '/usr/share']));
    assert.deepEqual(checkProject(unread).filter(({ rule }) => rule === 'roles-not-found'), []);
    assert.deepEqual([...unread.wanted].filter((path) => path.endsWith('/nginx')).sort(), ['/etc/ansible/roles/nginx', '/usr/share/ansible/roles/nginx']);
  });

  it('in a CI file that gets nothing from others', () => assert.equal(findings(PROJECT + CI_JOB).length, 1));

  describe('is silent', () => {
    const silent = (title: string, text: string, world = {}) => it(title, () => void check(text, world));
    silent('in a CI file that other files may give variables', `${PROJECT}${CI_JOB}include: base.yml\n`);
    silent('in the checkout itself', CHECKOUT + INVENTORY + '#- deploy.sh\ncd kubespray\nansible-playbook -i ../deploy/hosts.ini cluster.yml\n');
    silent('with kubespray’s roles in the roles_path in force', CHECKOUT + INVENTORY + '#- ansible.cfg\n[defaults]\nroles_path = roles:kubespray/roles\n#- deploy.sh\nansible-playbook -i deploy/hosts.ini kubespray/cluster.yml\n');
    silent('kubespray before v2.22: the roles lie beside the plays', CHECKOUT.replace('- import_playbook: playbooks/cluster.yml', '- hosts: all\n  roles: [kubespray_defaults]') .replace(/#- kubespray\/playbooks(.|\n)*?#- /, '#- ') + INVENTORY + '#- deploy.sh\nansible-playbook -i deploy/hosts.ini kubespray/cluster.yml\n');
    silent('where roles/ lies beside the play', PROJECT.replaceAll('#- ansible/roles', '#- ansible/playbooks/roles') + OUTSIDE);
    silent('where the roles lie beside the play itself', PROJECT.replaceAll('#- ansible/roles', '#- ansible/playbooks') + OUTSIDE);
    silent('where they are installed', PROJECT + OUTSIDE + '#- /etc/ansible/roles/nginx/\n#- /usr/share/ansible/roles/tls/\n');
    silent('where the working directory is the folder of roles', PROJECT + '#- run.sh\ncd ansible/roles\nansible-playbook -i ../hosts ../playbooks/site.yml\n');
    silent('about roles that lie nowhere: they may be installed before the run', PROJECT.replaceAll('#- ansible/roles', '#- elsewhere/else') + OUTSIDE);
    silent('about templates, roles of collections and sources', PROJECT.replace('[nginx, {role: tls}]', '["{{ nginx }}", a.b.nginx, {role: "git+https://x.example/tls,v1,tls"}]') + OUTSIDE);
    silent('about what requirements.yml names', PROJECT + OUTSIDE + '#- requirements.yml\nroles:\n  - name: nginx\n  - src: https://x.example/tls.git\n');
    silent('about what roles/requirements.yml names', PROJECT + OUTSIDE + '#- roles/requirements.yml\n- nginx\n- src: me.tls\n  name: tls\n');
    silent('where the play names collections', PROJECT.replace('- hosts: web', '- hosts: web\n  collections: [a.b]') + OUTSIDE);
    silent('about include_role: it is looked for when it runs', PROJECT.replace('roles: [nginx, {role: tls}]', 'tasks: [{include_role: {name: nginx}}]') + OUTSIDE);
    silent('where the folder it starts in is not known', PROJECT + '#- run.sh\ncd "$HERE"\nansible-playbook -i ansible/hosts ansible/playbooks/site.yml\n');
    silent('where the path tells nothing of the folder it starts in', PROJECT + '#- run.sh\nansible-playbook -i /ws/ansible/hosts /ws/ansible/playbooks/site.yml\n');
    silent('where the script sets ANSIBLE_CONFIG', PROJECT + OUTSIDE.replace('sh\n', 'sh\nexport ANSIBLE_CONFIG=ansible/ansible.cfg\n'));
    silent('where the folder’s environment sets ANSIBLE_ROLES_PATH', PROJECT + OUTSIDE + '#- .envrc\nexport ANSIBLE_ROLES_PATH=$PWD/ansible/roles\n');
    silent('where roles_path holds a variable', PROJECT + OUTSIDE + '#- ansible.cfg\n[defaults]\nroles_path = $HERE/roles\n');
    silent('about a run nobody names', PROJECT.replace('#- ansible/hosts', '#- ansible/inventory/hosts'));
    silent('about a playbook that is not there', PROJECT + OUTSIDE.replace('site.yml', 'gone.yml'));
    silent('about a playbook of a collection', PROJECT.replaceAll('#- ansible/', '#- ansible_collections/a/b/') + OUTSIDE.replaceAll('ansible/hosts ansible/', 'ansible_collections/a/b/hosts ansible_collections/a/b/'));
    silent('where a comment says so', PROJECT + OUTSIDE.replace('site.yml', 'site.yml # groupvars: ignore roles-not-found'));
  });
});

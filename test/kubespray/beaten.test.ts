// What beats a value inside kubespray: how far each kind reaches, as Ansible was seen to do it, and what of a checkout is followed.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beatenBy, type Beating } from '../../server/core/kubespray/beaten';
import { Project } from '../../server/core/project';
import { isSpan } from '../../server/core/tree';
import { entriesOf, fixture, ROOT, runOf, treeOf } from '../fixture';

const folder = resolve(__dirname, '../../../test/kubespray');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

interface Place {
  readonly host: string;
  readonly play: string;
  readonly role: string;
  readonly seen: Readonly<Record<string, string>>;
}

const COMMAND = 'ansible-playbook -i hosts.ini kubespray/cluster.yml';

function ask(text: string, name: string, command = COMMAND): readonly Beating[] {
  return beatenBy(runOf(fixture(text).project(), command), name);
}

/** `set_fact etcd tasks/main.yml on cp1 [condition]`; what only may be has a question mark. */
function shown(beatings: readonly Beating[]): string[] {
  return beatings.map(({ level, role, origin, hosts, conditions, isCertain, reach }) => {
    const place = isSpan(origin) ? origin.file.path.replace(`${ROOT}/kubespray/`, '') : origin.text;
    return `${level} ${role === '' ? '-' : role} ${place} ${reach} on ${hosts.map((host) => host.name).join(' ')}${isCertain ? '' : ` ? ${conditions.join('; ')}`.trimEnd()}`;
  });
}

describe('what beats a value inside kubespray', () => {
  it('holds where Ansible was seen to take it', () => {
    const { files } = read('beatenCase.json') as { readonly files: Readonly<Record<string, string>> };
    const { seen } = read('beaten.json') as { readonly seen: readonly Place[] };
    const text = Object.entries(files).map(([path, content]) => `#- ${path}\n${content}`).join('');
    const project: Project = fixture(text).project();
    const run = runOf(project, COMMAND);
    // the roles that one includes have its vars as well
    const within: Readonly<Record<string, readonly string[]>> = { included: ['included', 'inner'] };
    const factsAreSet = seen.findIndex(({ role }) => role === 'inner');
    assert.ok(seen.length > 10 && factsAreSet > 0);
    seen.forEach(({ host, play, role, seen: values }, index) => {
      for (const [name, value] of Object.entries(values)) {
        const holds = (beating: Beating): boolean => {
          if (!beating.hosts.some((candidate) => candidate.name === host)) return false;
          if (beating.level === 'play_vars') return play === 'second';
          if (beating.reach === 'plays') return play === 'first';
          return beating.reach === 'host' ? index > factsAreSet : (within[beating.role] ?? [beating.role]).includes(role);
        };
        const strongest = beatenBy(run, name).filter(holds).at(-1);
        assert.equal(strongest?.value ?? 'inventory', value, `${name} in ${role === '' ? `play ${play}` : `role ${role}`} on ${host}`);
      }
    });
    assert.deepEqual(beatenBy(run, 'switched').map(({ isRun }) => isRun), [false]);
  });

  const CLUSTER = `#- hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
[k8s_cluster:children]
kube_control_plane
kube_node
#- kubespray/galaxy.yml
name: kubespray
version: 2.31.0
#- kubespray/roles/network_plugin/tasks/main.yml
- include_role: { name: "network_plugin/{{ kube_network_plugin }}" }
#- kubespray/roles/network_plugin/calico/tasks/main.yml
- set_fact: { main_ip: calico }
#- kubespray/roles/network_plugin/cilium/tasks/main.yml
- set_fact: { main_ip: cilium }
#- kubespray/roles/container-engine/tasks/main.yml
- include_role: { name: "container-engine/{{ roles_of[container_manager] }}" }
  vars: { roles_of: { docker: cri-dockerd, crio: cri-o } }
- include_role: { name: "container-engine/{{ item.role }}" }
  loop: [{ role: crun, enabled: "{{ crun_enabled }}" }]
  when: item.enabled
#- kubespray/roles/container-engine/cri-dockerd/meta/main.yml
dependencies: [{ role: container-engine/docker }]
#- kubespray/roles/container-engine/docker/tasks/main.yml
- include_vars: "{{ item }}"
  with_first_found: [{ files: ["{{ ansible_distribution | lower }}.yml", "{{ ansible_os_family }}.yml"], paths: [../vars], skip: true }]
#- kubespray/roles/container-engine/docker/vars/amazon.yml
docker_version: latest
#- kubespray/roles/container-engine/crun/tasks/main.yml
- set_fact: { main_ip: crun }
#- kubespray/roles/etcd/tasks/main.yml
- import_tasks: certs.yml
  when: [etcd_deployment_type != "kubeadm", "'kube_control_plane' in group_names"]
#- kubespray/roles/etcd/tasks/certs.yml
- block: [{ set_fact: { main_ip: etcd }, when: usr.stat.writeable }]
#- kubespray/roles/etcd/tasks/never.yml
- set_fact: { main_ip: of a file that nothing includes }
#- kubespray/cluster.yml
- hosts: k8s_cluster
  roles: [network_plugin, container-engine, etcd]
`;

  it('a role whose name is a template runs where the variable chooses it', () => {
    const set = CLUSTER + '#- group_vars/kube_node.yml\nkube_network_plugin: cilium\n#- group_vars/kube_control_plane.yml\nkube_network_plugin: "{{ plugin }}"\n#- group_vars/all.yml\nplugin: calico\ncrun_enabled: false\netcd_deployment_type: host\n';
    assert.deepEqual(shown(ask(set, 'main_ip')), [
      'set_fact network_plugin/calico roles/network_plugin/calico/tasks/main.yml host on cp1',
      'set_fact network_plugin/cilium roles/network_plugin/cilium/tasks/main.yml host on w1',
      'set_fact etcd roles/etcd/tasks/certs.yml host on cp1 ? usr.stat.writeable',
    ]);
  });

  it('what the inventory does not decide stays a condition', () => {
    assert.deepEqual(shown(ask(CLUSTER + '#- group_vars/all.yml\nkube_network_plugin: "{{ lookup(\'env\', \'CNI\') }}"\netcd_deployment_type: kubeadm\ncrun_enabled: true\n', 'main_ip')), [
      "set_fact network_plugin/calico roles/network_plugin/calico/tasks/main.yml host on cp1 w1 ? kube_network_plugin == 'calico'",
      "set_fact network_plugin/cilium roles/network_plugin/cilium/tasks/main.yml host on cp1 w1 ? kube_network_plugin == 'cilium'",
      'set_fact container-engine/crun roles/container-engine/crun/tasks/main.yml host on cp1 w1',
    ]);
  });

  it('a vars file is brought in by a role that is chosen through a table and a dependency', () => {
    const docker = ask(CLUSTER + '#- group_vars/all.yml\ncontainer_manager: docker\n', 'docker_version');
    assert.deepEqual(shown(docker), ['include_vars container-engine/docker roles/container-engine/docker/vars/amazon.yml host on cp1 w1 ?']);
    assert.equal(docker[0]!.system, 'amazon');
    assert.deepEqual(ask(CLUSTER + '#- group_vars/all.yml\ncontainer_manager: crio\n', 'docker_version'), []);
  });

  it('a release without a checkout: the catalogue’s files, for roles that are known to run', () => {
    const text = CLUSTER.replace(/#- kubespray\/galaxy[^]*/, '') + '#- .groupvars.yml\nkubespray: { version: v2.31.0 }\n#- group_vars/all.yml\nkube_network_plugin: cilium\ncontainer_manager: containerd\n';
    const of = (name: string): string[] => shown(ask(text, name, 'ansible-playbook -i hosts.ini'));
    assert.deepEqual(of('kube_major_version'), ['role_vars kubespray_defaults roles/kubespray_defaults/vars/main/main.yml plays on cp1 w1']);
    assert.deepEqual(of('bin_dir'), ['include_vars bootstrap_os roles/bootstrap_os/vars/flatcar.yml host on cp1 w1 ?']);
    assert.deepEqual(of('docker_version'), []);
    assert.deepEqual(of('calico_wireguard_packages'), []);
    assert.deepEqual(of('helm_update'), []);
  });

  it('after an edit it is as if everything had been read anew', () => {
    const start = CLUSTER + '#- kubespray/roles/network_plugin/vars/main.yml\npkgs: 1\n#- group_vars/all.yml\nkube_network_plugin: cilium\netcd_deployment_type: host\ncontainer_manager: docker\n';
    const edits: readonly (readonly [string, string, string])[] = [
      ['kubespray/cluster.yml', '[network_plugin, container-engine, etcd]', '[etcd, container-engine, network_plugin]'],
      ['kubespray/roles/network_plugin/tasks/main.yml', '- include_role', '- when: odd.stat\n  include_role'],
      ['kubespray/roles/network_plugin/vars/main.yml', 'pkgs: 1', 'pkgs: 2'],
      ['kubespray/roles/network_plugin/cilium/tasks/main.yml', 'cilium }', 'changed }'],
      ['kubespray/roles/container-engine/docker/vars/amazon.yml', 'latest', 'newest'],
      ['kubespray/roles/container-engine/cri-dockerd/meta/main.yml', 'dependencies', 'nothing'],
      ['kubespray/roles/etcd/tasks/certs.yml', 'usr.stat.writeable', 'other.stat'],
      ['group_vars/all.yml', 'cilium', 'calico'],
    ];
    const all = (project: Project): string[] => ['main_ip', 'docker_version', 'pkgs'].flatMap((name) => beatenBy(runOf(project, COMMAND), name)).map((beating) => `${shown([beating])[0]!} = ${String(beating.value)}`);
    let project = fixture(start).project();
    assert.equal(all(project).length, 5);
    for (const [path, from, to] of edits) {
      const file = project.lookup.file(`${ROOT}/${path}`)!;
      const before = all(project);
      project = project.with(project.tree.with([{ ...file, text: file.text.replace(from, to) }]));
      const now = all(project);
      assert.notDeepEqual(now, before, `${path} says something else now`);
      assert.deepEqual(now, all(new Project(treeOf(entriesOf(project.tree)), project.settings)), path);
    }
  });

  it('nothing for a run that is not kubespray’s', () => {
    assert.deepEqual(ask('#- hosts.ini\nh1\n#- site.yml\n- hosts: all\n  roles: [a]\n#- roles/a/vars/main.yml\nkube_major_version: 1\n', 'kube_major_version', 'ansible-playbook -i hosts.ini site.yml'), []);
  });
});

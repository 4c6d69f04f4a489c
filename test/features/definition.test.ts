// Go to definition: the winner first, then what it beats, then what reaches no host, then the defaults.
import { strict as assert } from 'node:assert';
import { definition } from '../../server/features/definition';
import { fixture } from '../fixture';
import { kubespray } from '../fixtureRules';

function check(text: string, expected: readonly string[]): void {
  const world = fixture(text);
  const project = world.project();
  assert.deepEqual(definition(project, world.cursor!.file, world.cursor!.offset, {}).map((span) => world.place(span)), expected);
}

describe('definition', () => {
  it('of a variable: the winner first', () => {
    check(kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
[later]
#- clusters/prod/group_vars/all.yml
kube_network_plug$0in: flannel
#- clusters/prod/group_vars/kube_node.yml
kube_network_plugin: weave
#- clusters/prod/group_vars/later.yml
kube_network_plugin: none
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
`, ['clusters/prod/group_vars/kube_node.yml:1', 'clusters/prod/group_vars/k8s_cluster.yml:1', 'clusters/prod/group_vars/all.yml:1', 'clusters/prod/group_vars/later.yml:1', 'kubespray/roles/kubespray_defaults/defaults/main/main.yml:3']);
  });

  it('from a template', () => {
    check('#- clusters/prod/hosts.ini\n[web]\nn1\n#- clusters/prod/group_vars/all.yml\na: 1\nb: "{{ $0a }}"\n', ['clusters/prod/group_vars/all.yml:1']);
  });

  it('one place once: a line for many hosts', () => {
    check('#- clusters/prod/hosts.ini\n[web]\nn[1:3] $0a=1\n#- clusters/prod/group_vars/all.yml\na: 1\n', ['clusters/prod/hosts.ini:2', 'clusters/prod/group_vars/all.yml:1']);
  });

  it('of a host and a group: every place that declares it; a line that only uses a group is none', () => {
    check('#- clusters/prod/hosts.ini\n[web]\n$0n1\nn2\n[db]\nn[1:2]\n#- clusters/prod/group_vars/all.yml\n', ['clusters/prod/hosts.ini:2', 'clusters/prod/hosts.ini:5']);
    check('#- clusters/prod/hosts.ini\n[web]\nn1\n[site:children]\n$0web\n[web:vars]\na=1\n#- clusters/prod/group_vars/all.yml\n', ['clusters/prod/hosts.ini:1']);
  });

  it('nothing where nothing stands', () => {
    check('#- clusters/prod/hosts.ini\n[web]\nn1\n$0# comment\n#- clusters/prod/group_vars/all.yml\n', []);
    check('#- group_vars/all.yml\n$0a: 1\n', []);
  });
});

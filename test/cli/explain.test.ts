// `groupvars explain`: winner, losers, reason, places.
import { strict as assert } from 'node:assert';
import { kubespray } from '../fixtureRules';
import { Terminal, type Answer } from './terminal';

const WORLD = kubespray() + `#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[etcd]
e1
[kube_node]
w1
w2
#- clusters/prod/group_vars/all.yml
kube_network_plugin: flannel
text: "a: 1"
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#- clusters/prod/group_vars/k8s_cluster.yaml
hidden: 1
#- clusters/prod/group_vars/gone.yml
orphan: 1
#- clusters/prod/host_vars/w2.yml
kube_network_plugin: calico
`;

const shown = ({ code, out, err }: Answer): string => `\nexit ${code}\n${out}${err === '' ? '' : `--- stderr\n${err}`}`;

describe('explain', () => {
  const world = new Terminal(WORLD);
  const command = '-- ansible-playbook -i ../clusters/prod/hosts.ini -e given=1 cluster.yml';
  const explain = (words: string): Answer => world.call(`explain ${words} ${command}`, { cwd: 'kubespray' });

  it('over all hosts', () => assert.equal(shown(explain('kube_network_plugin')), `
exit 0
kube_network_plugin, run prod

w2
  wins        calico   host_vars beside the inventory              <folder>/clusters/prod/host_vars/w2.yml:1
  overridden  cilium   group_vars of a group beside the inventory  <folder>/clusters/prod/group_vars/k8s_cluster.yml:1
  overridden  flannel  group_vars/all beside the inventory         <folder>/clusters/prod/group_vars/all.yml:1
  default     calico   role defaults                               roles/kubespray_defaults/defaults/main/main.yml:3
  host_vars beside the inventory outranks group_vars of group k8s_cluster beside the inventory

cp1, w1
  wins        cilium   group_vars of a group beside the inventory  <folder>/clusters/prod/group_vars/k8s_cluster.yml:1
  overridden  flannel  group_vars/all beside the inventory         <folder>/clusters/prod/group_vars/all.yml:1
  default     calico   role defaults                               roles/kubespray_defaults/defaults/main/main.yml:3
  group_vars of group k8s_cluster beside the inventory outranks group_vars/all beside the inventory

e1
  wins     flannel  group_vars/all beside the inventory  <folder>/clusters/prod/group_vars/all.yml:1
  default  calico   role defaults                        roles/kubespray_defaults/defaults/main/main.yml:3
  group_vars/all beside the inventory outranks the defaults of role kubespray_defaults

searched
  sets it                <folder>/clusters/prod/group_vars/all.yml
  sets it                <folder>/clusters/prod/group_vars/k8s_cluster.yml
  sets it                <folder>/clusters/prod/host_vars/w2.yml
  hidden                 <folder>/clusters/prod/group_vars/k8s_cluster.yaml  (k8s_cluster.yml is taken first)
  no such group or host  <folder>/clusters/prod/group_vars/gone.yml  (no group has this name)
  not found              <folder>/clusters/prod/group_vars/etcd
  not found              <folder>/clusters/prod/group_vars/kube_control_plane
  not found              <folder>/clusters/prod/group_vars/kube_node
  not found              <folder>/clusters/prod/group_vars/ungrouped
  not found              <folder>/clusters/prod/host_vars/cp1
  not found              <folder>/clusters/prod/host_vars/e1
  not found              <folder>/clusters/prod/host_vars/w1
  not found              playbooks/group_vars/all
  and 9 more places without a file; --format json has all
`));
  it('on one host', () => assert.equal(shown(explain('kube_network_plugin -l w2')), `
exit 0
kube_network_plugin, run prod

w2
  wins        calico   host_vars beside the inventory              <folder>/clusters/prod/host_vars/w2.yml:1
  overridden  cilium   group_vars of a group beside the inventory  <folder>/clusters/prod/group_vars/k8s_cluster.yml:1
  overridden  flannel  group_vars/all beside the inventory         <folder>/clusters/prod/group_vars/all.yml:1
  default     calico   role defaults                               roles/kubespray_defaults/defaults/main/main.yml:3
  host_vars beside the inventory outranks group_vars of group k8s_cluster beside the inventory

searched, in this order
  sets it    <folder>/clusters/prod/group_vars/all.yml
  sets it    <folder>/clusters/prod/group_vars/k8s_cluster.yml
  hidden     <folder>/clusters/prod/group_vars/k8s_cluster.yaml  (k8s_cluster.yml is taken first)
  not found  <folder>/clusters/prod/group_vars/kube_node
  sets it    <folder>/clusters/prod/host_vars/w2.yml
  not found  playbooks/group_vars/all
  not found  playbooks/group_vars/k8s_cluster
  not found  playbooks/group_vars/kube_node
  not found  playbooks/host_vars/w2
`));
  it('a default, an extra var, a text that looks like YAML', () => {
    assert.equal(shown(explain('kube_pods_subnet -l w1')).split('\nsearched')[0], `
exit 0
kube_pods_subnet, run prod

w1
  wins  10.233.64.0/18  role defaults  roles/kubespray_defaults/defaults/main/main.yml:4
`);
    assert.equal(shown(explain('given -l w1')).split('\nsearched')[0], `
exit 0
given, run prod

w1
  wins  "1"  extra vars (-e)  -e given=1
`);
    assert.match(explain('text -l w1').out, /wins {2}a: 1 /);
  });
  it('what beats it inside kubespray', () => {
    const beaten = new Terminal(WORLD + `#- kubespray/roles/kubespray_defaults/tasks/main.yml
- import_role: { name: node }
- set_fact: { main_ip: "{{ ip }}" }
  when: found.stat.exists
#- kubespray/roles/node/vars/main.yml
pkgs: [curl]
#- clusters/prod/group_vars/etcd.yml
pkgs: [vim]
main_ip: 10.0.0.1
`);
    const call = (words: string): Answer => beaten.call(`explain ${words} ${command}`, { cwd: 'kubespray' });
    assert.equal(shown(call('main_ip -l e1')).split('\nsearched')[0], `
exit 0
main_ip, run prod

e1
  wins    10.0.0.1  group_vars of a group beside the inventory                    <folder>/clusters/prod/group_vars/etcd.yml:2
  beaten  {{ ip }}  by a task of role kubespray_defaults, where found.stat.exists  roles/kubespray_defaults/tasks/main.yml:2
`);
    const { beatenBy } = JSON.parse(call('pkgs -l e1 --format json').out) as { readonly beatenBy: unknown };
    assert.deepEqual(beatenBy, [{ level: 'role_vars', role: 'node', value: ['curl'], origin: { file: 'roles/node/vars/main.yml', line: 1, column: 1, from: 'file' }, reach: 'plays', certain: true, system: null, conditions: [] }]);
    assert.deepEqual((JSON.parse(call('pkgs -l cp1 --format json').out) as { readonly beatenBy: unknown }).beatenBy, []);
  });

  it('what nothing sets: exit 1, and the places all the same', () => {
    const { code, out, err } = explain('nothing -l w1');
    assert.deepEqual([code, err], [1, '']);
    assert.match(out, /^nothing, run prod\n\nnot set on w1\n\nsearched, in this order\n/);
  });
  it('what nothing sets on one host, and something on another: exit 0', () => {
    assert.equal(explain('hidden').code, 1);
    assert.equal(explain('kube_network_plugin').code, 0);
  });

  it('as JSON, for one host', () => {
    const { code, out, err } = explain('kube_network_plugin -l w2 --format json');
    assert.deepEqual([code, err], [0, '']);
    const { searched, ...answer } = JSON.parse(out) as { searched: { path: string; status: string }[] };
    const from = (path: string, line: number): object => ({ file: `<folder>/${path}`, line, column: 1, from: 'file' });
    assert.deepEqual(answer, {
      name: 'kube_network_plugin', host: 'w2', run: 'prod', play: 'kube_node', defined: true, value: 'calico',
      origin: from('clusters/prod/host_vars/w2.yml', 1), level: 'host_plugins_inventory',
      reason: 'host_vars beside the inventory outranks group_vars of group k8s_cluster beside the inventory',
      overridden: [
        { value: 'cilium', origin: from('clusters/prod/group_vars/k8s_cluster.yml', 1), level: 'groups_plugins_inventory' },
        { value: 'flannel', origin: from('clusters/prod/group_vars/all.yml', 1), level: 'all_plugins_inventory' },
        { value: 'calico', origin: { ...from('kubespray/roles/kubespray_defaults/defaults/main/main.yml', 3), file: 'roles/kubespray_defaults/defaults/main/main.yml' }, level: 'role_defaults' },
      ],
      beatenBy: [],
    });
    assert.deepEqual(searched.filter(({ status }) => status !== 'not-found').map(({ path, status }) => `${status} ${path.replace('<folder>/clusters/prod/', '')}`), [
      'loaded group_vars/all.yml', 'loaded group_vars/k8s_cluster.yml', 'hidden group_vars/k8s_cluster.yaml', 'loaded host_vars/w2.yml',
    ]);
  });
  it('as JSON, not defined', () => {
    const { code, out } = explain('nothing -l w1 --format json');
    assert.equal(code, 1);
    const { searched, ...answer } = JSON.parse(out) as { searched: object[] };
    assert.ok(searched.length > 4);
    assert.deepEqual(answer, { name: 'nothing', host: 'w1', run: 'prod', play: 'kube_node', defined: false, value: null, origin: null, level: null, reason: null, overridden: [], beatenBy: [] });
  });
  it('as JSON, several hosts: a list; places that belong to nobody are told', () => {
    const answers = JSON.parse(explain('text --format json').out) as { host: string; searched: { path: string; status: string }[] }[];
    assert.deepEqual(answers.map(({ host }) => host), ['cp1', 'e1', 'w1', 'w2']);
    assert.match(explain('text').out, /no such group or host {2}<folder>\/clusters\/prod\/group_vars\/gone.yml/);
  });
  it('an extra var stands in no file', () => {
    const { origin, level } = JSON.parse(explain('given -l w1 --format json').out) as { origin: object; level: string };
    assert.deepEqual([origin, level], [{ file: null, line: null, column: null, from: 'command line' }, 'extra_vars']);
  });

  it('without a playbook kubespray lends its own, and the answer says so', () => {
    const { run } = JSON.parse(world.call('explain text -l w1 --format json -i clusters/prod/hosts.ini').out) as { run: string };
    assert.equal(run, 'prod (with kubespray/cluster.yml)');
    assert.match(world.call('explain text -l w1 -i clusters/prod/hosts.ini').out, /^text, run prod \(with kubespray\/cluster.yml\)\n/);
  });

  it('--play: by name and by number; the last that reaches the host without it', () => {
    const plays = new Terminal('#- hosts.ini\n[web]\nn1\n#- site.yml\n- name: One\n  hosts: all\n  vars: {a: 1}\n- name: Two\n  hosts: web\n  vars: {a: 2}\n- hosts: other\n  vars: {a: 3}\n');
    const value = (words: string): unknown[] => {
      const { value: found, play } = JSON.parse(plays.call(`explain a --format json -i hosts.ini --playbook site.yml ${words}`).out) as { value: unknown; play: string };
      return [found, play];
    };
    assert.deepEqual(value(''), [2, 'Two']);
    assert.deepEqual(value('--play One'), [1, 'One']);
    assert.deepEqual(value('--play 1'), [1, 'One']);
    const { code, err } = plays.call('explain a -i hosts.ini --playbook site.yml --play Four');
    assert.deepEqual([code, err], [2, 'groupvars: there is no play “Four”; the run has 1 One, 2 Two, 3 other\n']);
    assert.equal(plays.call('explain a -i hosts.ini --playbook site.yml --play 4').code, 2);
    assert.equal(plays.call('explain a -i hosts.ini --playbook site.yml --play 0').code, 2);
  });

  it('run-time groups', () => {
    assert.match(explain('kube_network_plugin -l cp1').out, /wins +cilium/);
    const lone = new Terminal(WORLD.slice(WORLD.indexOf('#- clusters')));
    assert.match(lone.call('explain kube_network_plugin -l cp1').out, /wins +cilium/);
    assert.match(lone.call('explain kube_network_plugin -l cp1 --kubespray v2.27.0').out, /wins +cilium/);
    assert.match(lone.call('explain kube_network_plugin -l cp1 --kubespray v2.26.0').out, /wins +flannel/);
  });

  it('takes one name', () => {
    for (const words of ['', 'a b']) assert.deepEqual(world.call(`explain ${words}`), { code: 2, out: '', err: 'groupvars: explain takes the name of one variable\n' });
  });
});

describe('explain of a template', () => {
  const world = new Terminal(`#- hosts
[web]
w1
w2
#- group_vars/all.yml
port: 80
name: "{{ inventory_hostname }}.example"
url: "http://{{ name }}:{{ port }}"
when_run: "{{ ansible_hostname }}"
#- host_vars/w2.yml
port: 81
`);

  it('says what it comes to on each host', () => {
    assert.match(world.call('explain url -i hosts').out, /wins {2}"?http:\/\/\{\{ name \}\}:\{\{ port \}\}"? .*\n {2}comes to "?http:\/\/w1\.example:80"? on w1\n {2}comes to "?http:\/\/w2\.example:81"? on w2\n/);
    assert.match(world.call('explain when_run -i hosts').out, /\n {2}the template reads facts of the host\n/);
  });

  it('in JSON', () => {
    const answer = (name: string) => (JSON.parse(world.call(`explain ${name} -i hosts -l w2 --format json`).out) as { evaluated?: unknown }).evaluated;
    assert.equal(answer('url'), 'http://w2.example:81');
    assert.equal(answer('when_run'), null);
    assert.equal(answer('port'), undefined);
    const vars = JSON.parse(world.call('vars url -i hosts --format json').out) as Record<string, Record<string, { evaluated: unknown }>>;
    assert.equal(vars['w1']!['url']!.evaluated, 'http://w1.example:80');
  });
});

describe('a password in a URL', () => {
  const world = new Terminal('#- hosts\n[web]\nw1\n#- group_vars/all.yml\nhttp_proxy: http://me:hush@proxy.example:3128\nno_proxy: "{{ http_proxy }}"\nlist: ["https://a:hush@b.example/x", "https://plain.example"]\nport: "http://{{ user }}:{{ pw }}@x"\n');

  it('is shown nowhere', () => {
    for (const words of ['explain http_proxy', 'explain http_proxy --format json', 'explain no_proxy', 'vars', 'vars --format json', 'vars --format yaml', 'explain list']) assert.doesNotMatch(world.call(`${words} -i hosts`).out, /hush/, words);
    assert.match(world.call('explain http_proxy -i hosts').out, /wins {2}http:\/\/me:•••@proxy\.example:3128 /);
    assert.match(world.call('explain list -i hosts').out, /https:\/\/a:•••@b\.example\/x", "https:\/\/plain\.example"/);
    assert.match(world.call('explain port -i hosts').out, /http:\/\/\{\{ user \}\}:\{\{ pw \}\}@x/);
    assert.match(world.call('explain http_proxy -i hosts --show-secrets').out, /me:hush@/);
  });
});

describe('a limit that stands in a file', () => {
  const world = new Terminal('#- hosts\n[web]\nw1\nw2\n#- group_vars/all.yml\na: 1\n#- site.yml\n- hosts: all\n#- retry.txt\nw2\n');

  it('is not read: all hosts are told', () => {
    assert.match(world.call('explain a -i hosts -l @retry.txt').out, /\nall 2 hosts\n/);
    const { code, out, err } = world.call('check -- ansible-playbook -i hosts -l @retry.txt site.yml');
    assert.deepEqual([code, out], [0, 'reads 1 vars file\n'], err);
  });
});

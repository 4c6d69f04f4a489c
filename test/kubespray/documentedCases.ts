// Layouts and habits that kubespray's documentation shows and people ask about: what Ansible gives in each, and what is said about it.
// documented.test.ts holds Groupvars to them, askDocumented.mjs the Ansible that is installed. The names in them are made up.
import { kubespray } from '../fixtureRules';

export interface DocumentedCase {
  readonly what: string;
  /** The files, as a fixture. */
  readonly world: string;
  readonly command: string;
  /** Where the command starts, from the top of the fixture; the top if not given. */
  readonly cwd?: string;
  /** The file that holds the command, when it is more than a `cd` and the command: what a shell makes of it counts. */
  readonly script?: { readonly path: string; readonly text: string };
  /** Values by hosts (several are parted by blanks) that Ansible gives. A name that is given for some hosts is not set on the others. */
  readonly gives: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names that are set on no host. */
  readonly absent?: readonly string[];
  /** Ansible ends at once, for it does not find the roles; what it would give is not asked. */
  readonly stops?: true;
  /** Vars files that are read, in any order. */
  readonly reads: readonly string[];
  /** All findings: severity, rule and file, each once. */
  readonly told: readonly string[];
  /** What is not known before it runs. */
  readonly unknown?: string;
  /** The hosts are not known before it runs: there are no values to compare. */
  readonly withoutHosts?: true;
  /** The command outside of its container, to ask Ansible. */
  readonly outside?: string;
}

const CHECKOUT = kubespray();
/** What the inventory of a copied sample looks like with two hosts. */
const INI = '[kube_control_plane]\ncp1\n\n[etcd:children]\nkube_control_plane\n\n[kube_node]\nw1\n';
/** What it looked like up to v2.26. */
const YAML = 'all:\n  hosts: {cp1: {}, w1: {}}\n  children:\n    kube_control_plane: {hosts: {cp1: {}}}\n    kube_node: {hosts: {w1: {}}}\n    etcd: {hosts: {cp1: {}}}\n    k8s_cluster: {children: {kube_control_plane: {}, kube_node: {}}}\n';
const MINE = 'kubespray/inventory/mine';
const SAMPLE = `#- ${MINE}/inventory.ini\n${INI}#- ${MINE}/group_vars/all/all.yml\nbin_dir: /opt/tools\n#- ${MINE}/group_vars/k8s_cluster/k8s-cluster.yml\nkube_network_plugin: cilium\n`;
const READS_SAMPLE = [`${MINE}/group_vars/all/all.yml`, `${MINE}/group_vars/k8s_cluster/k8s-cluster.yml`];
const OF_SAMPLE = { 'cp1 w1': { bin_dir: '/opt/tools', kube_network_plugin: 'cilium' } };
const PLAY = 'ansible-playbook -i inventory/mine/inventory.ini cluster.yml -b';
/** The plays stood in the playbooks of the top folder. */
const BEFORE_COLLECTION = `${kubespray('2.21.0').replace('- import_playbook: playbooks/cluster.yml\n', '- hosts: k8s_cluster:etcd\n  roles: [kubespray_defaults]\n')}`.replace(/#- kubespray\/playbooks\/cluster\.yml\n(?:[- ] .*\n)+/, '');

/** Of NAME and its extensions the first that is there is taken. */
const HIDDEN: readonly DocumentedCase[] = [
  ...['k8s_cluster.yml', 'k8s_cluster.yaml'].map((name): DocumentedCase => ({
    what: `the sample copied, and ${name} beside its folder k8s_cluster: the file is dead`,
    world: `${CHECKOUT}${SAMPLE}#- ${MINE}/group_vars/${name}\nregistry_host: mirror.test\n`,
    command: PLAY, cwd: 'kubespray', gives: OF_SAMPLE, absent: ['registry_host'], reads: READS_SAMPLE,
    told: [`warning shadowed-vars-file ${MINE}/group_vars/${name}`],
  })),
  {
    what: 'both files beside the folder: both are dead',
    world: `${CHECKOUT}${SAMPLE}#- ${MINE}/group_vars/k8s_cluster.yml\nregistry_host: a.test\n#- ${MINE}/group_vars/k8s_cluster.yaml\nregistry_host: b.test\n`,
    command: PLAY, cwd: 'kubespray', gives: OF_SAMPLE, absent: ['registry_host'], reads: READS_SAMPLE,
    told: [`warning shadowed-vars-file ${MINE}/group_vars/k8s_cluster.yaml`, `warning shadowed-vars-file ${MINE}/group_vars/k8s_cluster.yml`],
  },
  {
    what: 'a file without an extension is taken before one with',
    world: `${CHECKOUT}#- ${MINE}/inventory.ini\n${INI}#- ${MINE}/group_vars/k8s_cluster\nkube_network_plugin: cilium\n#- ${MINE}/group_vars/k8s_cluster.yml\nkube_network_plugin: flannel\n`,
    command: PLAY, cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'cilium' } }, reads: [`${MINE}/group_vars/k8s_cluster`],
    told: [`warning shadowed-vars-file ${MINE}/group_vars/k8s_cluster.yml`],
  },
  {
    what: 'an empty folder hides the file all the same (t4)',
    world: `#- hosts\n[kube_node]\nw1\n#- group_vars/all.yml\nkube_network_plugin: cilium\n#- group_vars/all/\n#- site.yml\n- hosts: all\n`,
    command: 'ansible-playbook -i hosts site.yml', gives: { w1: {} }, absent: ['kube_network_plugin'], reads: [],
    told: ['warning shadowed-vars-file group_vars/all.yml'],
  },
  {
    what: 'a folder with something in it too (t4)',
    world: `#- hosts\n[kube_node]\nw1\n#- group_vars/all.yml\nkube_network_plugin: cilium\n#- group_vars/all/dns.yml\ndns_mode: manual\n#- site.yml\n- hosts: all\n`,
    command: 'ansible-playbook -i hosts site.yml', gives: { w1: { dns_mode: 'manual' } }, absent: ['kube_network_plugin'], reads: ['group_vars/all/dns.yml'],
    told: ['warning shadowed-vars-file group_vars/all.yml'],
  },
  {
    what: 'a file called as the sample calls it, k8s-cluster.yml, of no group (t9)',
    world: `${CHECKOUT}#- ${MINE}/hosts.yaml\n${YAML}#- ${MINE}/group_vars/k8s-cluster.yml\nkube_network_plugin: cilium\n#- ${MINE}/group_vars/all.yml\nbin_dir: /opt/tools\n`,
    command: 'ansible-inventory -i inventory/mine/hosts.yaml --list', cwd: 'kubespray', gives: { 'cp1 w1': { bin_dir: '/opt/tools' } }, absent: ['kube_network_plugin'], reads: [`${MINE}/group_vars/all.yml`],
    told: [`warning orphan-group-vars ${MINE}/group_vars/k8s-cluster.yml`],
  },
];

/** Beside a playbook Ansible looks in the folder of the file that holds the play. */
const BESIDE_PLAYBOOK: readonly DocumentedCase[] = [
  {
    what: 'group_vars beside kubespray’s cluster.yml, which only imports since v2.22',
    world: `${CHECKOUT}${SAMPLE}#- kubespray/group_vars/all.yml\nregistry_host: root.test\n`,
    command: PLAY, cwd: 'kubespray', gives: OF_SAMPLE, absent: ['registry_host'], reads: READS_SAMPLE,
    told: ['warning wrapper-vars kubespray/group_vars/all.yml'],
  },
  {
    what: 'the same before v2.22, when the plays were in it: read',
    world: `${BEFORE_COLLECTION}#- ${MINE}/hosts.yaml\n${YAML}#- kubespray/group_vars/all.yml\nregistry_host: root.test\n`,
    command: 'ansible-playbook -i inventory/mine/hosts.yaml cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { registry_host: 'root.test' } }, reads: ['kubespray/group_vars/all.yml'],
    told: [],
  },
  {
    what: 'group_vars in both folders: those of playbooks/ alone (t5)',
    world: `${CHECKOUT}${SAMPLE}#- kubespray/group_vars/all.yml\nregistry_host: root.test\n#- kubespray/playbooks/group_vars/all.yml\nregistry_host: plays.test\n`,
    command: PLAY, cwd: 'kubespray', gives: { 'cp1 w1': { ...OF_SAMPLE['cp1 w1'], registry_host: 'plays.test' } }, reads: [...READS_SAMPLE, 'kubespray/playbooks/group_vars/all.yml'],
    told: ['warning wrapper-vars kubespray/group_vars/all.yml'],
  },
  ...([['kubespray', '-i inventory/mine/inventory.ini', 'root.test', ['kubespray/group_vars/all.yml']], ['elsewhere', '-i ../kubespray/inventory/mine/inventory.ini', undefined, []], ['kubespray', '-i inventory/mine/inventory.ini --playbook-dir playbooks', 'plays.test', ['kubespray/playbooks/group_vars/all.yml']]] as const).map(([cwd, words, host, reads]): DocumentedCase => ({
    what: `ansible-inventory ${words} in ${cwd}: not what the playbook gets (t5)`,
    world: `${CHECKOUT}#- elsewhere/\n#- ${MINE}/inventory.ini\n${INI}#- kubespray/group_vars/all.yml\nregistry_host: root.test\n#- kubespray/playbooks/group_vars/all.yml\nregistry_host: plays.test\n`,
    command: `ansible-inventory ${words} --list`, cwd, gives: { 'cp1 w1': host === undefined ? {} : { registry_host: host } }, absent: host === undefined ? ['registry_host'] : [], reads,
    told: host === undefined ? [`warning inventory-without-vars ${MINE}/inventory.ini`] : [],
  })),
  {
    what: 'a wrapper with vars beside it, and others beside the inventory',
    world: `${kubespray('2.31.0', '3d/kubespray')}#- ansible.cfg\n[defaults]\nroles_path = 3d/kubespray/roles\n#- deploy.yml\n- import_playbook: 3d/kubespray/cluster.yml\n#- group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n#- inventory/hosts.ini\n${INI}#- inventory/group_vars/all.yml\nbin_dir: /opt/tools\n`,
    command: 'ansible-playbook -i inventory/hosts.ini deploy.yml', gives: { 'cp1 w1': { kube_network_plugin: 'calico', bin_dir: '/opt/tools' } }, reads: ['inventory/group_vars/all.yml'],
    told: ['warning wrapper-vars group_vars/k8s_cluster.yml'],
  },
  {
    what: 'a wrapper, its inventory and the vars in one folder: read',
    world: `${kubespray('2.31.0', '3d/kubespray')}#- ansible.cfg\n[defaults]\nroles_path = 3d/kubespray/roles\n#- deploy.yml\n- import_playbook: 3d/kubespray/cluster.yml\n#- group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n#- hosts.ini\n${INI}`,
    command: 'ansible-playbook -i hosts.ini deploy.yml', gives: { 'cp1 w1': { kube_network_plugin: 'cilium' } }, reads: ['group_vars/k8s_cluster.yml'],
    told: [],
  },
  {
    what: 'a wrapper with a play of its own: its folder counts for that play alone',
    world: `${kubespray('2.31.0', '3d/kubespray')}#- ansible.cfg\n[defaults]\nroles_path = 3d/kubespray/roles\n#- deploy.yml\n- hosts: bastion\n- import_playbook: 3d/kubespray/cluster.yml\n#- group_vars/all.yml\nkube_network_plugin: cilium\n#- inventory/hosts.ini\n[bastion]\nb1\n${INI}#- inventory/group_vars/all.yml\nbin_dir: /opt/tools\n`,
    command: 'ansible-playbook -i inventory/hosts.ini deploy.yml', gives: { b1: { kube_network_plugin: 'cilium', bin_dir: '/opt/tools' }, 'cp1 w1': { kube_network_plugin: 'calico', bin_dir: '/opt/tools' } }, reads: ['group_vars/all.yml', 'inventory/group_vars/all.yml'],
    told: [],
  },
  {
    what: 'the collection: vars beside the plays in it are read, those in its top folder and beside the wrapper are not',
    world: `${kubespray('2.31.0', 'collections/ansible_collections/kubernetes_sigs/kubespray')}#- deploy.yml\n- import_playbook: kubernetes_sigs.kubespray.cluster\n#- group_vars/all.yml\nbin_dir: /beside/wrapper\n#- collections/ansible_collections/kubernetes_sigs/kubespray/group_vars/all.yml\nbin_dir: /top\n#- collections/ansible_collections/kubernetes_sigs/kubespray/playbooks/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n#- inventory/hosts.ini\n${INI}#- inventory/group_vars/all.yml\ndns_mode: manual\n`,
    command: 'ansible-playbook -i inventory/hosts.ini --become --become-user=root deploy.yml', gives: { 'cp1 w1': { kube_network_plugin: 'cilium', dns_mode: 'manual' } }, absent: ['bin_dir'],
    reads: ['inventory/group_vars/all.yml', 'collections/ansible_collections/kubernetes_sigs/kubespray/playbooks/group_vars/k8s_cluster.yml'],
    told: ['warning wrapper-vars group_vars/all.yml'],
  },
];

/** What kubespray's ansible.cfg says about folders of inventories. */
const IGNORING = `#- kubespray/ansible.cfg\n[defaults]\nroles_path = roles\ninventory_ignore_extensions = ~, .orig, .bak, .ini, .cfg, .retry, .pyc, .pyo, .creds, .gpg\n[inventory]\nignore_patterns = artifacts, credentials\n`;
const OTHER = '[kube_node]\nw2\n';

/** A source is a file or a folder, and vars are looked for beside it as it is written. */
const SOURCES: readonly DocumentedCase[] = [
  {
    what: 'the folder of the sample named: inventory.ini is passed over (dir)',
    world: CHECKOUT + IGNORING + SAMPLE, command: 'ansible-playbook -i inventory/mine/ cluster.yml', cwd: 'kubespray', gives: {}, reads: [`${MINE}/group_vars/all/all.yml`],
    told: [`warning ignored-inventory-file ${MINE}/inventory.ini`],
  },
  {
    what: 'the same without kubespray’s ansible.cfg: .ini is in Ansible’s own list (dir)',
    world: `#- mine/inventory.ini\n${INI}#- mine/group_vars/all.yml\nbin_dir: /opt/tools\n#- site.yml\n- hosts: all\n`, command: 'ansible-playbook -i mine site.yml', gives: {}, reads: ['mine/group_vars/all.yml'],
    told: ['warning ignored-inventory-file mine/inventory.ini'],
  },
  ...([['hosts.yaml', YAML], ['hosts.yml', YAML], ['hosts', INI], ['hosts.json', '{"kube_control_plane": {"hosts": {"cp1": {}}}, "kube_node": {"hosts": {"w1": {}}}}\n']] as const).map(([name, text]): DocumentedCase => ({
    what: `the folder named, with ${name} in it beside inventory.ini: the one is read, the other is not`,
    world: `${CHECKOUT}${IGNORING}#- ${MINE}/${name}\n${text}#- ${MINE}/inventory.ini\n${OTHER}#- ${MINE}/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n`,
    command: 'ansible-playbook -i inventory/mine cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'cilium' } }, reads: [`${MINE}/group_vars/k8s_cluster.yml`],
    told: [`warning ignored-inventory-file ${MINE}/inventory.ini`],
  })),
  {
    what: 'folders of certificates and artifacts in it hold no inventories, as kubespray’s ansible.cfg says',
    world: `${CHECKOUT}${IGNORING}#- ${MINE}/hosts.yaml\n${YAML}#- ${MINE}/credentials/hosts\n${OTHER}#- ${MINE}/artifacts/hosts\n${OTHER}#- ${MINE}/group_vars/all.yml\nbin_dir: /opt/tools\n`,
    command: 'ansible-playbook -i inventory/mine cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { bin_dir: '/opt/tools' } }, reads: [`${MINE}/group_vars/all.yml`],
    told: [],
  },
  {
    what: 'the folder above named: the hosts of the sub-folder, with the vars of the folder above',
    world: `${CHECKOUT}${IGNORING}#- ${MINE}/hosts.yaml\n${YAML}#- ${MINE}/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n#- kubespray/inventory/group_vars/all.yml\nbin_dir: /above\n`,
    command: 'ansible-playbook -i inventory/ cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'calico', bin_dir: '/above' } }, reads: ['kubespray/inventory/group_vars/all.yml'],
    told: [`warning nested-vars-folder ${MINE}/hosts.yaml`],
  },
  {
    what: 'a link to an inventory file: vars are looked for beside the link (t8)',
    world: `#- now/hosts.ini -> ../prod/hosts.ini\n#- prod/hosts.ini\n${INI}#- prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\n#- site.yml\n- hosts: all\n`,
    command: 'ansible-playbook -i now/hosts.ini site.yml', gives: { 'cp1 w1': {} }, absent: ['kube_network_plugin'], reads: [],
    told: ['warning inventory-without-vars prod/hosts.ini', 'warning inventory-without-vars run.sh', 'warning missed-hosts prod/group_vars/kube_node.yml'],
  },
  {
    what: 'a link to an inventory file, with the vars of the run beside it: those beside the file are another inventory’s (t8)',
    world: `#- now/hosts.ini -> ../prod/hosts.ini\n#- now/group_vars/all.yml\nbin_dir: /beside/link\n#- prod/hosts.ini\n${INI}#- prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\n#- site.yml\n- hosts: all\n`,
    command: 'ansible-playbook -i now/hosts.ini site.yml', gives: { 'cp1 w1': { bin_dir: '/beside/link' } }, absent: ['kube_network_plugin'], reads: ['now/group_vars/all.yml'],
    told: ['warning missed-hosts prod/group_vars/kube_node.yml'],
  },
  {
    what: 'a link to the folder of an inventory: vars are found (t8)',
    world: `#- now -> prod\n#- prod/hosts.ini\n${INI}#- prod/group_vars/kube_node.yml\nkube_network_plugin: cilium\n#- site.yml\n- hosts: all\n`,
    command: 'ansible-playbook -i now/hosts.ini site.yml', gives: { w1: { kube_network_plugin: 'cilium' }, cp1: {} }, reads: ['prod/group_vars/kube_node.yml'],
    told: [],
  },
  {
    what: 'two inventories: vars beside both are read, for the hosts of both, and the later wins',
    world: `${CHECKOUT}#- base/hosts.ini\n${INI}#- base/group_vars/all.yml\nbin_dir: /base\ndns_mode: manual\n#- more/hosts.ini\n${OTHER}#- more/group_vars/all.yml\nbin_dir: /more\n`,
    command: 'ansible-playbook -i ../base/hosts.ini -i ../more/hosts.ini cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1 w2': { bin_dir: '/more', dns_mode: 'manual' } }, reads: ['base/group_vars/all.yml', 'more/group_vars/all.yml'],
    told: ['hint never-wins base/group_vars/all.yml'],
  },
  {
    what: 'vars in the folder above the inventory’s, with the playbook elsewhere (t3)',
    world: `${CHECKOUT}#- inv-repo/clusters/prod/hosts.ini\n${INI}#- inv-repo/group_vars/all.yml\nkube_network_plugin: cilium\n`,
    command: 'ansible-playbook -i ../inv-repo/clusters/prod/hosts.ini playbooks/cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'calico' } }, reads: [],
    told: ['error inventory-without-vars inv-repo/clusters/prod/hosts.ini', 'error inventory-without-vars run.sh'],
  },
];

/** Which of several wins. */
const ORDER: readonly DocumentedCase[] = [
  {
    what: 'a group below two others, by ways of different lengths: the deeper group wins (t1)',
    world: '#- hosts\n[top:children]\nmid\ndeep\n[mid:children]\ndeep\n[deep]\nn1\n#- group_vars/mid.yml\nb: mid\n#- group_vars/deep.yml\nb: deep\n#- site.yml\n- hosts: all\n',
    command: 'ansible-playbook -i hosts site.yml', gives: { n1: { b: 'deep' } }, reads: ['group_vars/deep.yml', 'group_vars/mid.yml'], told: ['hint never-wins group_vars/mid.yml'],
  },
  {
    what: 'a range of hosts with a variable on its line, whose yes is a text (t1, t2)',
    world: '#- hosts\n[web]\nn[1:2] flag=yes\n#- site.yml\n- hosts: all\n',
    command: 'ansible-playbook -i hosts site.yml', gives: { 'n1 n2': { flag: 'yes' } }, reads: [], told: [],
  },
  ...(['ansible-playbook -i inventory/hosts site.yml', 'ansible-inventory -i inventory/hosts --list', 'ansible-inventory -i inventory/hosts --playbook-dir . --list'].map((command): DocumentedCase => ({
    what: `${command}: vars beside the playbook beat those beside the inventory (t2)`,
    world: '#- inventory/hosts\n[web]\nn1\n#- inventory/group_vars/web.yml\na: inventory\n#- group_vars/web.yml\na: playbook\n#- site.yml\n- hosts: all\n',
    command, gives: { n1: { a: 'playbook' } }, reads: ['group_vars/web.yml', 'inventory/group_vars/web.yml'], told: ['hint never-wins inventory/group_vars/web.yml'],
  }))),
  {
    what: 'ansible-inventory from elsewhere does not see those beside the playbook (t2)',
    world: '#- elsewhere/\n#- inventory/hosts\n[web]\nn1\n#- inventory/group_vars/web.yml\na: inventory\n#- group_vars/web.yml\na: playbook\n',
    command: 'ansible-inventory -i ../inventory/hosts --list', cwd: 'elsewhere', gives: { n1: { a: 'inventory' } }, reads: ['inventory/group_vars/web.yml'], told: ['warning unread-vars group_vars/web.yml'],
  },
  {
    what: 'of two groups of one depth the one with the higher priority wins, not the later name (t2)',
    world: '#- hosts\n[web]\nn1\n[web:vars]\nansible_group_priority=10\n[zzz]\nn1\n#- group_vars/web.yml\nd: web\n#- group_vars/zzz.yml\nd: zzz\n#- site.yml\n- hosts: all\n',
    command: 'ansible-playbook -i hosts site.yml', gives: { n1: { d: 'web' } }, reads: ['group_vars/web.yml', 'group_vars/zzz.yml'], told: ['hint never-wins group_vars/zzz.yml'],
  },
];

const PICKED = { bin_dir: '/opt/tools', kube_network_plugin: 'cilium' };
const CONFIG = `#- config/inventory.ini\n${INI}#- config/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\nbin_dir: /opt/tools\n`;
/** The two images that the documentation starts are one here. */
const IMAGE = 'example.test/kubespray';

/** How repositories are laid out, and how kubespray is started. */
const LAYOUTS: readonly DocumentedCase[] = [
  ...['cluster', 'scale', 'upgrade-cluster', 'remove-node'].map((name): DocumentedCase => ({
    what: `the sample copied, ${name}.yml started with a key`,
    world: `${CHECKOUT}${SAMPLE}${name === 'cluster' ? '' : `#- kubespray/${name}.yml\n- import_playbook: playbooks/cluster.yml\n`}`,
    command: `ansible-playbook -i inventory/mine/inventory.ini ${name}.yml -b -v --private-key=~/.ssh/private_key`, cwd: 'kubespray', gives: OF_SAMPLE, reads: READS_SAMPLE, told: [],
  })),
  {
    what: 'the sample of v2.26 copied, its inventory a hosts.yaml that a script wrote',
    world: `${kubespray('2.26.1')}#- ${MINE}/hosts.yaml\n${YAML}#- ${MINE}/group_vars/k8s_cluster/k8s-cluster.yml\nkube_network_plugin: cilium\n`,
    command: 'ansible-playbook -i inventory/mine/hosts.yaml --become --become-user=root cluster.yml', cwd: 'kubespray',
    script: { path: 'run.sh', text: 'cd kubespray\ncp -rfp inventory/sample inventory/mine\ndeclare -a IPS=(10.9.0.11 10.9.0.12)\nCONFIG_FILE=inventory/mine/hosts.yaml python3 contrib/inventory_builder/inventory.py ${IPS[@]}\nansible-playbook -i inventory/mine/hosts.yaml --become --become-user=root cluster.yml\n' },
    gives: { 'cp1 w1': { kube_network_plugin: 'cilium' } }, reads: [`${MINE}/group_vars/k8s_cluster/k8s-cluster.yml`], told: [],
  },
  {
    what: 'the sample itself, with hosts in it',
    world: CHECKOUT + SAMPLE.replaceAll('inventory/mine', 'inventory/sample'), command: 'ansible-playbook -i inventory/sample/inventory.ini cluster.yml', cwd: 'kubespray',
    gives: OF_SAMPLE, reads: READS_SAMPLE.map((path) => path.replace('/mine/', '/sample/')), told: [],
  },
  {
    what: 'the image, with the inventory mounted: the files of this machine',
    world: CHECKOUT + SAMPLE, command: 'ansible-playbook -i /inventory/inventory.ini --private-key /root/.ssh/id_rsa cluster.yml', cwd: 'kubespray', outside: PLAY,
    script: { path: 'kubespray/run.sh', text: `docker run --rm -it --mount type=bind,source="$(pwd)"/inventory/mine,dst=/inventory --mount type=bind,source="\${HOME}"/.ssh/id_rsa,dst=/root/.ssh/id_rsa ${IMAGE} \\\n  ansible-playbook -i /inventory/inventory.ini --private-key /root/.ssh/id_rsa cluster.yml\n` },
    gives: OF_SAMPLE, reads: READS_SAMPLE, told: [], unknown: 'playbook cluster.yml; the folder it is started in is one of the container',
  },
  {
    what: 'the image, with the inventory mounted where the image has its own: what is below that is known',
    world: CHECKOUT + SAMPLE, command: 'ansible-playbook -i inventory/mine/inventory.ini -b cluster.yml', cwd: 'kubespray', outside: PLAY,
    script: { path: 'kubespray/run.sh', text: `docker run --rm -it -v "$PWD"/inventory/mine:/kubespray/inventory/mine -w /kubespray ${IMAGE} ansible-playbook -i inventory/mine/inventory.ini -b cluster.yml\n` },
    gives: OF_SAMPLE, reads: READS_SAMPLE, told: [], unknown: 'playbook cluster.yml; the folder it is started in is one of the container',
  },
  {
    what: 'the image, with a mount whose place in it is not a whole path: nothing is known of the inventory',
    world: CHECKOUT + SAMPLE, command: PLAY, cwd: 'kubespray', outside: PLAY,
    script: { path: 'kubespray/run.sh', text: `docker run --rm -it -v path_to_inventory/mine:inventory/mine ${IMAGE} ansible-playbook -i inventory/mine/inventory.ini -b cluster.yml\n` },
    gives: OF_SAMPLE, reads: [], told: [], unknown: '-i inventory/mine/inventory.ini; playbook cluster.yml; the folder it is started in is one of the container', withoutHosts: true,
  },
  {
    what: 'a submodule and a wrapper, with the vars beside the inventory',
    world: `${kubespray('2.31.0', '3d/kubespray')}#- ansible.cfg\n[defaults]\nroles_path = 3d/kubespray/roles\nlibrary = 3d/kubespray/library\n#- deploy.yml\n- import_playbook: 3d/kubespray/cluster.yml\n${CONFIG}`,
    command: 'ansible-playbook -i config/inventory.ini deploy.yml', gives: { 'cp1 w1': PICKED }, reads: ['config/group_vars/k8s_cluster.yml'], told: [],
  },
  {
    what: 'a submodule, started in it with the configuration of the repository',
    world: kubespray('2.31.0', 'modules/kubespray') + CONFIG, command: 'ansible-playbook -i ../../config/inventory.ini cluster.yml', cwd: 'modules/kubespray', gives: { 'cp1 w1': PICKED }, reads: ['config/group_vars/k8s_cluster.yml'], told: [],
  },
  {
    what: 'a folder of configuration that ansible.cfg names, and a wrapper in a folder of playbooks',
    world: `${kubespray('2.31.0', 'modules/kubespray')}#- ansible.cfg\n[defaults]\ninventory = ./config/inventory.ini\nroles_path = modules/kubespray/roles\n#- playbooks/cluster.yml\n- import_playbook: ../modules/kubespray/cluster.yml\n${CONFIG}`,
    command: 'ansible-playbook -l kube_control_plane:kube_node playbooks/cluster.yml', gives: { 'cp1 w1': PICKED }, reads: ['config/group_vars/k8s_cluster.yml'], told: [],
  },
  {
    what: 'configuration in its own folder, kubespray started from the top: the roles are not found',
    world: CHECKOUT + CONFIG, command: 'ansible-playbook -i ./config/inventory.ini ./kubespray/cluster.yml', stops: true, gives: { 'cp1 w1': PICKED }, reads: ['config/group_vars/k8s_cluster.yml'], told: ['warning roles-not-found run.sh'],
  },
  {
    what: 'a file of extra vars glued to -e, beside the inventory: it beats group_vars',
    world: `${CHECKOUT}${SAMPLE}#- ${MINE}/vars.yaml\nkube_network_plugin: flannel\n`, command: 'ansible-playbook -i inventory/mine/inventory.ini -e@./inventory/mine/vars.yaml playbooks/cluster.yml', cwd: 'kubespray',
    gives: { 'cp1 w1': { bin_dir: '/opt/tools', kube_network_plugin: 'flannel' } }, reads: READS_SAMPLE, told: [`hint never-wins ${MINE}/group_vars/k8s_cluster/k8s-cluster.yml`],
  },
  {
    what: 'extra vars: texts as key=value, typed as JSON and in a file, and the strongest of all',
    world: `${CHECKOUT}${SAMPLE}#- kubespray/more.yml\ndeploy_dns: false\nworkers: 3\n`, command: `ansible-playbook -i inventory/mine/inventory.ini -e @more.yml -e dns_mode='none' -e kube_version=1.30.4 -e etcd_retries=5 -e '{"upgrade": true}' -e kube_network_plugin=cni cluster.yml`, cwd: 'kubespray',
    gives: { 'cp1 w1': { deploy_dns: false, workers: 3, dns_mode: 'none', kube_version: '1.30.4', etcd_retries: '5', upgrade: true, kube_network_plugin: 'cni' } }, reads: READS_SAMPLE, told: [`hint never-wins ${MINE}/group_vars/k8s_cluster/k8s-cluster.yml`],
  },
  {
    what: 'an inventory script behind a link in the folder of the copied sample: its hosts are known when it runs',
    world: `${CHECKOUT}#- ${MINE}/hosts -> ../../contrib/clouds.py\n#- kubespray/contrib/clouds.py +x\n#!/bin/sh\necho '{"kube_control_plane": {"hosts": ["cp1"]}, "kube_node": {"hosts": ["w1"]}, "k8s_cluster": {"children": ["kube_control_plane", "kube_node"]}, "_meta": {"hostvars": {}}}'\n#- ${MINE}/group_vars/all.yml\nbin_dir: /opt/tools\n#- ${MINE}/group_vars/no_floating.yml\nssh_proxy: b1\n`,
    command: 'ansible-playbook --become -i inventory/mine/hosts cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { bin_dir: '/opt/tools' } }, reads: [`${MINE}/group_vars/all.yml`], told: [], withoutHosts: true,
  },
  {
    what: 'the folder of that script not known to the shell: nothing is said',
    world: CHECKOUT + SAMPLE, command: PLAY, cwd: 'kubespray', script: { path: 'run.sh', text: 'cd kubespray\nansible-playbook --become -i inventory/$CLUSTER/hosts cluster.yml\n' },
    gives: OF_SAMPLE, reads: [], told: [], unknown: '-i inventory/$CLUSTER/hosts', withoutHosts: true,
  },
  {
    what: 'a copied sample of a cloud, whose group_vars are a link to the sample’s',
    world: `${CHECKOUT}#- kubespray/contrib/cloud/copy/inventory.ini\n${INI}#- kubespray/contrib/cloud/copy/group_vars -> ../../../inventory/sample/group_vars\n#- kubespray/inventory/sample/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n`,
    command: 'ansible-playbook -i contrib/cloud/copy/inventory.ini cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'cilium' } }, reads: ['kubespray/inventory/sample/group_vars/k8s_cluster.yml'], told: [],
  },
  {
    what: 'an inventory two folders down in the checkout with no vars beside it, those of the sample elsewhere',
    world: `${CHECKOUT}${SAMPLE.replaceAll('inventory/mine', 'inventory/sample')}#- kubespray/contrib/terraform/gcp/inventory.ini\n${INI}`,
    command: 'ansible-playbook -i contrib/terraform/gcp/inventory.ini cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'calico' } }, absent: ['bin_dir'], reads: [],
    told: ['warning inventory-without-vars kubespray/contrib/terraform/gcp/inventory.ini', 'warning inventory-without-vars run.sh'],
  },
  {
    what: 'an inventory with no vars beside it, one file of the sample as extra vars: the rest of the sample is not read',
    world: `${CHECKOUT}${SAMPLE.replaceAll('inventory/mine', 'inventory/sample')}#- kubespray/contrib/azure/inventory\n${INI}`,
    command: 'ansible-playbook -i contrib/azure/inventory -u dev --become -e "@inventory/sample/group_vars/all/all.yml" cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'calico', bin_dir: '/opt/tools' } }, reads: [],
    told: ['warning inventory-without-vars kubespray/contrib/azure/inventory', 'warning inventory-without-vars run.sh'],
  },
  {
    what: 'the same with vars of its own beside it',
    world: `${CHECKOUT}${SAMPLE.replaceAll('inventory/mine', 'inventory/sample')}#- kubespray/contrib/azure/inventory\n${INI}#- kubespray/contrib/azure/group_vars/all\nhost_prefix: k\n`,
    command: 'ansible-playbook -i contrib/azure/inventory -e "@inventory/sample/group_vars/all/all.yml" cluster.yml', cwd: 'kubespray', gives: { 'cp1 w1': { kube_network_plugin: 'calico', bin_dir: '/opt/tools', host_prefix: 'k' } }, reads: ['kubespray/contrib/azure/group_vars/all'],
    told: [],
  },
];

export const DOCUMENTED: readonly DocumentedCase[] = [...HIDDEN, ...BESIDE_PLAYBOOK, ...SOURCES, ...ORDER, ...LAYOUTS];

/** The file that holds the command of a case. */
export function scriptOf({ command, cwd, script }: DocumentedCase): { readonly path: string; readonly text: string } {
  return script ?? { path: 'run.sh', text: `${cwd === undefined ? '' : `cd ${cwd}\n`}${command}\n` };
}

/** What a case gives each host, and all names it asks for. */
export function valuesByHost({ gives, absent = [] }: DocumentedCase): { readonly hosts: Record<string, Record<string, unknown>>; readonly asked: readonly string[] } {
  const hosts = Object.fromEntries(Object.entries(gives).flatMap(([names, values]) => names.split(' ').map((name) => [name, { ...values }])));
  return { hosts, asked: [...new Set([...Object.values(gives).flatMap((values) => Object.keys(values)), ...absent])] };
}

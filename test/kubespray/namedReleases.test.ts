// Which release a run without a checkout uses: what files of the repository name, nearest to the run first.
import { strict as assert } from 'node:assert';
import { checkProject } from '../../server/rules/index';
import { kubespray, projectOf } from '../fixtureRules';

const INVENTORY = (path: string) => `#- ${path}\n[kube_control_plane]\ncp1\n`;

/** `v2.28.0 (requirements.yml)` of the first run, or how it is assumed. */
function releaseIn(fixture: string, world = {}): string {
  const { kubespray } = projectOf(fixture, world).runs[0]!;
  return kubespray!.isAssumed ? `assumed: ${kubespray!.how}` : `${kubespray!.version} (${kubespray!.how})`;
}

const ASSUMED = 'the newest known, v2.31, is assumed';

describe('the release of kubespray', () => {
  for (const [what, text, expected] of [
    ['a collection from Git', 'collections:\n- name: https://github.com/kubernetes-sigs/kubespray\n  type: git\n  version: v2.28.0\n', 'v2.28.0'],
    ['a collection from Git at a branch', 'collections:\n- name: git@github.com:kubernetes-sigs/kubespray.git\n  type: git\n  version: release-2.28\n', 'v2.28'],
    ['a collection by its name', 'collections:\n- name: kubernetes_sigs.kubespray\n  version: 2.28.0\n', 'v2.28.0'],
    ['source beside a name', 'collections:\n- name: kubernetes_sigs.kubespray\n  source: https://github.com/me/kubespray.git\n  version: v2.28.1\n', 'v2.28.1'],
    ['the short form', 'collections:\n- git+https://github.com/kubernetes-sigs/kubespray.git,v2.28.0\n', 'v2.28.0'],
    ['a list of roles', '- src: https://github.com/kubernetes-sigs/kubespray\n  version: v2.28.0\n', 'v2.28.0'],
    ['a commit', 'collections:\n- name: https://github.com/kubernetes-sigs/kubespray\n  version: 46dbdd399\n', undefined],
    ['a range', 'collections:\n- name: kubernetes_sigs.kubespray\n  version: ">=2.28.0"\n', undefined],
    ['something else', 'collections:\n- name: https://github.com/me/not-kubespray-at-all\n  version: v2.28.0\n', undefined],
  ] as const) {
    it(`requirements.yml: ${what}`, () => {
      assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- requirements.yml\n${text}`), expected === undefined ? `assumed: no file names a release: ${ASSUMED}` : `${expected} (requirements.yml)`);
    });
  }

  it('.gitmodules: the branch of the submodule', () => {
    const of = (branch: string) => releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- .gitmodules\n[submodule "other"]\n\tpath = other\n\turl = https://example.org/other.git\n\tbranch = release-2.20\n[submodule "kubespray"]\n\tpath = kubespray\n\turl = https://github.com/kubernetes-sigs/kubespray.git\n${branch}`);
    assert.equal(of('\tbranch = release-2.28\n'), 'v2.28 (.gitmodules)');
    assert.equal(of(''), `assumed: no file names a release: ${ASSUMED}`);
  });

  for (const [path, text] of [
    ['Dockerfile', 'FROM quay.io/kubespray/kubespray:v2.28.0\n'],
    ['docker-compose.yml', 'services: {kubespray: {image: "registry.example:5000/mirror/kubespray:v2.28.0"}}\n'],
    ['deploy.sh', 'docker run --rm -it -v "$PWD/inventory:/inventory" \\\n  quay.io/kubespray/kubespray:v2.28.0 bash\n'],
    ['fetch.sh', 'git clone --depth 1 --branch v2.28.0 https://github.com/kubernetes-sigs/kubespray.git\n'],
    ['fetch.sh', 'git clone https://github.com/kubernetes-sigs/kubespray -b release-2.28 ks\n'],
    ['fetch.sh', 'git clone https://github.com/kubernetes-sigs/kubespray\ncd kubespray && git checkout v2.28.0\n'],
    ['fetch.sh', 'git clone https://github.com/kubernetes-sigs/kubespray ks/kubespray\ngit -C ks/kubespray checkout -q tags/v2.28.0\n'],
    ['fetch.sh', 'git -C "$HOME/kubespray" checkout release-2.28\n'],
    ['deploy.sh', 'KUBESPRAY_VERSION=v2.28.0\ngit clone -b "$KUBESPRAY_VERSION" https://github.com/kubernetes-sigs/kubespray\n'],
    ['deploy.sh', 'TAG="${TAG:-v2.28.0}"\ndocker run quay.io/kubespray/kubespray:${TAG} bash\n'],
    ['deploy.sh', 'docker run quay.io/kubespray/kubespray:${TAG:-v2.28.0} bash\n'],
    ['Dockerfile', 'ARG KUBESPRAY=v2.28.0\nFROM quay.io/kubespray/kubespray:$KUBESPRAY\n'],
    ['Makefile', 'VERSION ?= v2.28.0\nrun:\n\tdocker run quay.io/kubespray/kubespray:$(VERSION) bash\n'],
    ['.gitlab-ci.yml', 'variables:\n  KUBESPRAY: v2.28.0\ndeploy:\n  image: quay.io/kubespray/kubespray:$KUBESPRAY\n  script: [ls]\n'],
    ['.github/workflows/a.yml', 'jobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n      with:\n        path: kubespray\n        ref: v2.28.0\n        repository: kubernetes-sigs/kubespray\n'],
    ['.github/workflows/a.yml', 'env: {KS: v2.28.0}\njobs:\n  a:\n    steps:\n    - {uses: actions/checkout@v4, with: {repository: kubernetes-sigs/kubespray, ref: "${{ env.KS }}"}}\n'],
    ['.gitlab-ci.yml', 'deploy:\n  image: quay.io/kubespray/kubespray:v2.28.0\n  script: [ls]\n'],
  ] as const) {
    it(`${path}: ${text.split('\n')[0]}`, () => {
      assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- ${path}\n${text}`), `${text.includes('release-') ? 'v2.28' : 'v2.28.0'} (${path})`);
    });
  }

  it('a comment, a documentation and a variable in a tag name none', () => {
    assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- README.md\n\`docker run quay.io/kubespray/kubespray:v2.28.0\`\n#- run.sh\n# docker run quay.io/kubespray/kubespray:v2.28.0\ndocker run quay.io/kubespray/kubespray:$TAG\n`), `assumed: no file names a release: ${ASSUMED}`);
  });

  it('nor does what is set twice, given by the caller, or of another repository', () => {
    for (const text of [
      'V=v2.28.0\nif test "$1"; then V="$1"; fi\ndocker run quay.io/kubespray/kubespray:$V\n',
      'V="$1"\ndocker run quay.io/kubespray/kubespray:$V\n',
      'docker run quay.io/kubespray/kubespray:v$V-beta\nV=2.28.0\n',
      'git clone https://github.com/me/kubespray\ngit clone https://github.com/me/other\ncd other\ngit checkout v2.28.0\n',
      'git clone https://github.com/me/other\ncd other\ngit checkout v2.28.0 # not kubespray\n',
    ]) assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- run.sh\n${text}`), `assumed: no file names a release: ${ASSUMED}`, text);
    const workflow = 'jobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n      with:\n        repository: kubernetes-sigs/kubespray\n    - uses: actions/checkout@v4\n      with:\n        ref: v2.28.0\n';
    assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + `#- .github/workflows/a.yml\n${workflow}`), `assumed: no file names a release: ${ASSUMED}`);
  });

  it('the nearest to the run counts; of several that differ none', () => {
    const two = `#- requirements.yml\ncollections: [{name: kubernetes_sigs.kubespray, version: 2.30.0}]\n`;
    assert.equal(releaseIn(INVENTORY('clusters/a/inventory/hosts.ini') + two + '#- clusters/a/collections/requirements.yml\ncollections: [{name: kubernetes_sigs.kubespray, version: 2.26.0}]\n'), 'v2.26.0 (clusters/a/collections/requirements.yml)');
    assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + two + '#- Dockerfile\nFROM quay.io/kubespray/kubespray:v2.28.0\n'), `assumed: requirements.yml names v2.30.0, Dockerfile v2.28.0: ${ASSUMED}`);
    // the same minor release twice: the more exact one
    assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + '#- .gitmodules\n[submodule "k"]\n\turl = https://github.com/kubernetes-sigs/kubespray\n\tbranch = release-2.28\n#- Dockerfile\nFROM quay.io/kubespray/kubespray:v2.28.1\n'), 'v2.28.1 (Dockerfile)');
  });

  it('.groupvars.yml and the setting come before what files name', () => {
    const named = INVENTORY('inventory/prod/hosts.ini') + '#- Dockerfile\nFROM quay.io/kubespray/kubespray:v2.28.0\n';
    assert.equal(releaseIn(named + '#- .groupvars.yml\nkubespray: {version: v2.26.0}\n'), 'v2.26.0 (.groupvars.yml)');
    assert.equal(releaseIn(named, { kubesprayVersion: 'v2.24.0' }), 'v2.24.0 (the setting groupvars.kubespray.version)');
  });

  it('a release that the catalogue does not know stays what it is', () => {
    assert.equal(releaseIn(INVENTORY('inventory/prod/hosts.ini') + '#- Dockerfile\nFROM quay.io/kubespray/kubespray:v2.99.0\n'), 'v2.99.0 (Dockerfile)');
  });
});

describe('the release of a checkout', () => {
  const COMMIT = '0123456789abcdef0123456789abcdef01234567';
  const OTHER = 'fedcba9876543210fedcba9876543210fedcba98';
  const old = (files: string, defaults = 'a: 1\n') => {
    const { checkouts } = projectOf(`#- ks/cluster.yml\n- hosts: all\n#- ks/roles/kubespray-defaults/defaults/main.yaml\n${defaults}${files}`);
    return `${checkouts[0]!.version ?? `at most ${checkouts[0]!.minor}`}: ${checkouts[0]!.how}`;
  };

  it('galaxy.yml, with the four tags at which it is behind', () => {
    for (const [said, is] of [['2.31.0', 'v2.31.0'], ['2.21.0', 'v2.22'], ['2.22.1', 'v2.23']] as const) {
      const [checkout] = projectOf(`#- ks/galaxy.yml\nname: kubespray\nversion: ${said}\n#- ks/roles/a/tasks/main.yml\n[]\n`).checkouts;
      assert.deepEqual([checkout!.version, checkout!.how], [is, 'the checkout ks, by galaxy.yml']);
    }
  });

  it('the Git tag: packed, an annotated one, loose, the branch', () => {
    const head = `#- ks/.git/HEAD\n${COMMIT}\n`;
    assert.equal(old(`${head}#- ks/.git/packed-refs\n# pack-refs with: peeled fully-peeled sorted\n${OTHER} refs/tags/v2.19.0\n${COMMIT} refs/tags/v2.19.1\n`), 'v2.19.1: the checkout ks, by its Git tag');
    assert.equal(old(`${head}#- ks/.git/packed-refs\n${OTHER} refs/tags/v2.20.0\n^${COMMIT}\n`), 'v2.20.0: the checkout ks, by its Git tag');
    assert.equal(old(`${head}#- ks/.git/refs/tags/v2.18.2\n${COMMIT}\n`), 'v2.18.2: the checkout ks, by its Git tag');
    assert.equal(old('#- ks/.git/HEAD\nref: refs/heads/release-2.17\n'), 'v2.17: the checkout ks, by its Git tag');
    // a submodule
    assert.equal(old(`#- ks/.git\ngitdir: ../.git/modules/ks\n#- .git/modules/ks/HEAD\n${COMMIT}\n#- .git/modules/ks/packed-refs\n${COMMIT} refs/tags/v2.21.0\n`), 'v2.21.0: the checkout ks, by its Git tag');
  });

  it('the Kubernetes it installs, else its age', () => {
    assert.equal(old('', 'kube_version: v1.22.8\n'), 'v2.18: the checkout ks, by its kube_version');
    assert.equal(old('#- ks/legacy_groups.yml\n[]\n', 'kube_version: v1.99.0\n'), 'at most 21: the checkout ks, by its files');
    assert.equal(old(`#- ks/.git/HEAD\n${COMMIT}\n#- ks/.git/packed-refs\n${OTHER} refs/tags/v2.19.0\n${COMMIT} refs/heads/v2.20.0\n`), 'at most 15: the checkout ks, by its files');
  });

  it('a copy without galaxy.yml is not taken for an old one', () => {
    const [newer] = projectOf('#- ks/cluster.yml\n- import_playbook: playbooks/cluster.yml\n#- ks/playbooks/cluster.yml\n- hosts: all\n#- ks/roles/kubespray_defaults/defaults/main/main.yml\nkube_version: "{{ x }}"\n').checkouts;
    assert.deepEqual([newer!.version, newer!.minor], [undefined, undefined]);
    const [known] = projectOf('#- ks/cluster.yml\n- import_playbook: playbooks/cluster.yml\n#- ks/playbooks/cluster.yml\n- hosts: all\n#- ks/roles/kubespray-defaults/defaults/main/main.yml\nkube_version: v1.30.4\n').checkouts;
    assert.deepEqual([known!.version, known!.how], ['v2.26', 'the checkout ks, by its kube_version']);
  });

  const COLLECTION = (folder: string) => `#- ${folder}/ansible_collections/kubernetes_sigs/kubespray/MANIFEST.json
{"collection_info": {"namespace": "kubernetes_sigs", "name": "kubespray", "version": "2.30.0"}}
#- ${folder}/ansible_collections/kubernetes_sigs/kubespray/cluster.yml
- import_playbook: playbooks/cluster.yml
#- ${folder}/ansible_collections/kubernetes_sigs/kubespray/playbooks/cluster.yml
- hosts: k8s_cluster:etcd
  roles: [kubespray_defaults]
#- ${folder}/ansible_collections/kubernetes_sigs/kubespray/roles/kubespray_defaults/defaults/main/main.yml
kube_network_plugin: calico
`;

  it('an installed collection: in the workspace, in the home folder, where ansible.cfg says; by import_playbook and by its name', () => {
    const told = (fixture: string, world = {}) => {
      const run = projectOf(INVENTORY('inventory/prod/hosts.ini') + fixture, world).runs[0]!;
      return `${run.kubespray!.version}, ${run.kubespray!.how}: ${run.variable('kube_network_plugin').map(({ variable }) => variable?.value).join()}`;
    };
    const wrapper = '#- deploy.yml\n- import_playbook: kubernetes_sigs.kubespray.cluster\n';
    const expected = 'v2.30.0, the checkout kubespray, by MANIFEST.json: calico';
    for (const playbook of ['deploy.yml', 'kubernetes_sigs.kubespray.cluster']) {
      const run = `#- run.sh\nansible-playbook -i inventory/prod/hosts.ini ${playbook}\n${wrapper}`;
      assert.equal(told(COLLECTION('collections') + run), expected);
      assert.equal(told(COLLECTION('/home/me/.ansible/collections') + run, { home: '/home/me' }), expected);
      assert.equal(told(COLLECTION('/opt/collections') + '#- ansible.cfg\n[defaults]\ncollections_path = /opt/collections\n' + run, { home: '/home/me' }), expected);
    }
  });

  it('two checkouts behind links: each run has its own, and their files are kubespray’s', () => {
    const linked = (target: string, version: string) => kubespray(version, target);
    const project = projectOf(`${linked('/opt/a', '2.26.0')}${linked('/opt/b', '2.31.0')}#- old -> /opt/a
#- new -> /opt/b
#- /opt/b/tests/run.sh
ansible-playbook -i "$HOSTS" cluster.yml
#- run.sh
cd old && ansible-playbook -i ../one/hosts.ini cluster.yml
cd ../new && ansible-playbook -i ../two/hosts.ini cluster.yml
${INVENTORY('one/hosts.ini')}${INVENTORY('two/hosts.ini')}#- two/group_vars/all.yml
krew_enabled: true
#- /opt/b/docs/a.yml
use: "{{ krew_enabled }}"
`);
    assert.deepEqual(project.runs.map(({ name, kubespray }) => `${name}: ${kubespray?.version}, ${kubespray?.how}`), ['one: v2.26.0, the checkout a, by galaxy.yml', 'two: v2.31.0, the checkout b, by galaxy.yml']);
    assert.deepEqual(checkProject(project).filter(({ rule }) => rule === 'removed-variable').map(({ message }) => message), ['krew_enabled does nothing since kubespray v2.28 (run two)']);
  });

  it('another collection is no kubespray', () => {
    assert.deepEqual(projectOf('#- c/MANIFEST.json\n{"collection_info": {"name": "other", "version": "1.0.0"}}\n#- c/cluster.yml\n[]\n#- c/roles/kubespray_defaults/defaults/main.yml\na: 1\n').checkouts, []);
  });
});

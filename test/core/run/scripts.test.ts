// Where commands stand that start a run: each kind of file, and what of it is no command.
import { strict as assert } from 'node:assert';
import type { Project } from '../../../server/core/project';
import { displayPath } from '../../../server/core/path';
import { fixture, ROOT } from '../../fixture';
import { findings, kubespray } from '../../fixtureRules';

/** Each written run as `standing file:line in FOLDER: inventories; playbooks; unknown`. */
function runsIn(project: Project): string[] {
  project.touch();
  const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
  return [...project.runs, ...project.documentedRuns].filter((run) => run.standing !== 'inferred').map((run) => {
    const [place] = run.places;
    const parts = [run.sources.map((source) => (source.path === undefined ? source.text : displayPath(source.path, ROOT))), run.playbooks.map(({ path }) => displayPath(path, ROOT)), run.extraVars.map(({ text }) => `-e ${text}`), run.unknown.map((text) => `? ${text}`)];
    return `${run.standing} ${displayPath(place!.file.path, ROOT)}:${lineOf(place!.file.text, place!.start)} in ${displayPath(run.cwd, ROOT)}: ${parts.flat().join(' ')}`;
  });
}

const check = (text: string, expected: readonly string[]): void => assert.deepEqual(runsIn(fixture(text).project()).sort(), [...expected].sort());

describe('core/run/scripts', () => {
  it('a Makefile: recipes, each a shell of its own, with variables that are set once', () => {
    check(`
#- ops/Makefile
# ansible-playbook -i nowhere site.yml
INVENTORY ?= inventory/prod
TWICE = a
TWICE = b
LONG = -i x \\
  -i y
deploy: check
	@echo starting
	cd .. && \\
	  ansible-playbook -i $(INVENTORY) site.yml
	-ansible-playbook -i $(TWICE) site.yml
$(shell ansible-playbook -i never site.yml)
`, [
      'found ops/Makefile:10 in .: inventory/prod site.yml',
      'found ops/Makefile:11 in ops: ops/site.yml ? -i $(TWICE)',
    ]);
  });

  it('a Makefile: variables in one another, the call itself in one, and what is exported', () => {
    check(`
#- Makefile
ENV ?= prod
INV = $(ROOT)/inventory/$(ENV)
ROOT := \$(CURDIR)
ANSIBLE = ansible-playbook \\
  -i $(INV) -e $(UNSET) \\
  -b
OTHER = inventory/$(UNSET)
EARLY := $(LATE)
LATE = late
NOW = x
$(eval NOW = y)
export ANSIBLE_CONFIG := $(ROOT)/x.cfg
export ANSIBLE_HOME ANSIBLE_INVENTORY
ANSIBLE_INVENTORY = $(shell x)
all: ; ansible-playbook -i $(INV) one.yml
a b: $(NOW)
	$(ANSIBLE) site.yml
	ansible-playbook -i $(OTHER) -i $(EARLY) -i $(NOW) -i $$HOMES site.yml
$(info say: this; ansible-playbook -i no no.yml)
define TEXT
Usage: ansible-playbook -i no no.yml
INV = no
endef
`, [
      'found Makefile:15 in .: inventory/prod one.yml ? ANSIBLE_INVENTORY is set to something that is not known',
      'found Makefile:17 in .: inventory/prod site.yml ? -e $(ANSIBLE) ? ANSIBLE_INVENTORY is set to something that is not known',
      'found Makefile:18 in .: site.yml ? -i $(OTHER) ? -i $(EARLY) ? -i $(NOW) ? -i $$HOMES ? ANSIBLE_INVENTORY is set to something that is not known',
    ]);
    const [run] = fixture('#- Makefile\nexport ANSIBLE_CONFIG := $(CURDIR)/x.cfg\nexport ANSIBLE_HOME\nx:\n\tansible-playbook site.yml\n').project().runs;
    assert.deepEqual(run!.declaration.environment, { ANSIBLE_CONFIG: '/ws/x.cfg' });
  });

  it('a script with bytes that are no text: what they stand in is not known', () => {
    check(`
#- run.sh +not-utf8
# J\ufffdrg
ansible-playbook -i inventory/prod site.yml
cd caf\ufffd; ansible-playbook -i inventory/\ufffd /ws/site.yml
`, ['found run.sh:2 in .: inventory/prod site.yml', 'found run.sh:3 in .: site.yml ? -i inventory/\ufffd ? the folder it is started in is not known']);
  });

  it('GitHub Actions: each step by itself, started in the repository or in its working directory', () => {
    check(`
#- .github/workflows/deploy.yml
on: push
env:
  INV: inventory/prod
defaults:
  run:
    working-directory: ops
jobs:
  deploy:
    env: {PLAY: site.yml}
    steps:
      - uses: actions/checkout@v4
      - run: |
          cd sub
          ansible-playbook -i "$INV" $PLAY
      - name: one line
        working-directory: .
        run: ansible-playbook -i hosts.ini site.yml
      - run: >-
          ansible-playbook
          -i hosts.ini
          folded.yml
      - run: "ansible-playbook -i \\"quoted.ini\\" site.yml"
      - run: ansible-playbook -i \${{ inputs.inventory }} site.yml
      - working-directory: \${{ matrix.folder }}
        run: ansible-playbook -i hosts.ini site.yml
      - shell: pwsh
        run: ansible-playbook -i not-a-shell.ini site.yml
      - with: {args: ansible-playbook -i not-a-step.ini site.yml}
`, [
      'found .github/workflows/deploy.yml:14 in ops/sub: ops/sub/inventory/prod ops/sub/site.yml',
      'found .github/workflows/deploy.yml:17 in .: hosts.ini site.yml',
      'found .github/workflows/deploy.yml:19 in ops: ops/hosts.ini ops/folded.yml',
      'found .github/workflows/deploy.yml:22 in ops: ops/quoted.ini ops/site.yml',
      'found .github/workflows/deploy.yml:23 in ops: ops/site.yml ? -i ${{ inputs.inventory }}',
      'found .github/workflows/deploy.yml:25 in .: hosts.ini site.yml ? the folder it is started in is not known',
    ]);
  });

  it('other CI files may bring variables and a before_script: taken not to, and said', () => {
    const assumed = (path: string, text: string): (readonly (string | undefined)[])[] => {
      const project = fixture(`#- ${path}\n${text}`).project();
      project.touch();
      return project.runs.map((run) => [run.sources[0]?.text, displayPath(run.cwd, ROOT), ...(run.assumptions ?? [])]);
    };
    const jobs = `a:
  script: [ansible-playbook -i a site.yml]
  after_script: [ansible-playbook -i after site.yml]
b:
  before_script: [cd ops]
  script: [ansible-playbook -i b site.yml]
`;
    const [variables, prelude] = ['taken to set no variable of Ansible', ', and to bring no before_script'];
    assert.deepEqual(assumed('.gitlab-ci.yml', jobs), [['a', '.'], ['after', '.'], ['b', 'ops']]);
    assert.deepEqual(assumed('.gitlab-ci.yml', `include: [{project: group/templates, file: base.yml}]\n${jobs}`), [
      ['a', '.', `what the CI file includes is ${variables}${prelude}`],
      ['after', '.', `what the CI file includes is ${variables}`],
      ['b', 'ops', `what the CI file includes is ${variables}`],
    ]);
    // its own beats an included one
    assert.deepEqual(assumed('.gitlab-ci.yml', `include: base.yml\ndefault: {before_script: [cd lib]}\n${jobs}`)[0], ['a', 'lib', `what the CI file includes is ${variables}`]);
    assert.deepEqual(assumed('.gitlab/deploy.yml', `before_script: [cd lib]\n${jobs}`), [
      ['a', 'lib', `the CI file that includes this one is ${variables}${prelude}`],
      ['after', '.', `the CI file that includes this one is ${variables}`],
      ['b', 'ops', `the CI file that includes this one is ${variables}`],
    ]);
  });

  it('a home folder that is known: of what is started here, not of CI systems', () => {
    const project = fixture(`
#- run.sh
ansible-playbook -i ~/sh site.yml
#- Makefile
a:
	ansible-playbook -i ~/make site.yml
#- package.json
{"scripts": {"a": "ansible-playbook -i ~/npm site.yml"}}
#- .groupvars.yml
runs:
  - ansible-playbook -i ~/team site.yml -e @~/v.yml
  - {inventory: ~/parts, playbook: site.yml}
#- .github/workflows/w.yml
jobs: {a: {steps: [{run: ansible-playbook -i ~/github site.yml}]}}
#- .gitlab-ci.yml
a: {script: [ansible-playbook -i ~/gitlab site.yml]}
`).project({ home: '/home/me', runs: [{ name: '', command: 'ansible-playbook -i ~/mine site.yml' }, { name: '', inventory: ['~/list'], playbook: ['site.yml'] }] });
    project.touch();
    assert.deepEqual(project.runs.map((run) => [...run.sources.map(({ path }) => path), ...run.extraVars.map(({ text }) => text), ...run.unknown].join()).sort(), [
      '-i ~/github', '-i ~/gitlab', '/home/me/list', '/home/me/make', '/home/me/mine', '/home/me/npm', '/home/me/parts', '/home/me/sh', '/home/me/team,@/home/me/v.yml',
    ]);
  });

  it('what a CI system or make takes over from elsewhere is not known', () => {
    check(`
#- .gitlab-ci.yml
variables: {INV: prod}
.setup:
  before_script: [cd ops]
a:
  extends: .setup
  script: [ansible-playbook -i $INV site.yml]
b:
  script:
    - !reference [.setup, before_script]
    - ansible-playbook -i hosts.ini site.yml
#- .github/workflows/w.yml
jobs:
  a:
    steps:
      - {uses: actions/checkout@v4, with: {path: src}}
      - run: ansible-playbook -i hosts.ini gh.yml
#- action.yml
runs:
  steps:
    - run: ansible-playbook -i hosts.ini action.yml
#- Makefile
include vars.mk
INV = prod
a:
	ansible-playbook -i $(INV) site.yml
#- one/Makefile
.ONESHELL:
a:
	cd ops
	ansible-playbook -i hosts.ini one.yml
#- two/Makefile
INV = prod
ifdef CI
ENV = ci
endif
prod: INV = other
prod:
	ansible-playbook -i $(INV) -e $(ENV) site.yml
`, [
      'found .gitlab-ci.yml:6 in .: site.yml ? -i $INV ? the folder it is started in is not known',
      'found .gitlab-ci.yml:10 in .: hosts.ini site.yml ? the folder it is started in is not known',
      'found .github/workflows/w.yml:5 in .: hosts.ini gh.yml ? the folder it is started in is not known',
      'found action.yml:3 in .: hosts.ini action.yml ? the folder it is started in is not known',
      'found Makefile:4 in .: site.yml ? -i $(INV)',
      'found one/Makefile:4 in one: one/hosts.ini one/one.yml ? the folder it is started in is not known',
      'found two/Makefile:7 in two: two/site.yml ? -i $(INV) ? -e $(ENV)',
    ]);
  });

  it('GitLab CI: what comes before a script is the same shell, what comes after is another', () => {
    check(`
#- .gitlab-ci.yml
variables:
  INV: inventory/prod
default:
  before_script:
    - cd ops
deploy:
  variables:
    PLAY: {value: site.yml, description: which}
  script:
    - ansible-playbook -i $INV $PLAY
    - - ansible-playbook -i nested site.yml
  after_script:
    - ansible-playbook -i $INV cleanup.yml
lint:
  before_script: []
  script: ansible-playbook -i $INV -i $CI_COMMIT_REF_NAME lint.yml
`, [
      'found .gitlab-ci.yml:10 in ops: ops/inventory/prod ops/site.yml',
      'found .gitlab-ci.yml:11 in ops: ops/nested ops/site.yml',
      'found .gitlab-ci.yml:13 in .: inventory/prod cleanup.yml',
      'found .gitlab-ci.yml:16 in .: inventory/prod lint.yml ? -i $CI_COMMIT_REF_NAME',
    ]);
  });

  it('GitLab CI: what rules and a matrix set, and what jobs set that take over a hidden one, is not known', () => {
    check(`
#- .gitlab-ci.yml
variables: {ENV: prod, OTHER: o}
workflow: {rules: [{if: $X, variables: {OTHER: p}}]}
rules:
  rules: [{if: $X, variables: {ENV: qa}}, {when: never}]
  script: ansible-playbook -i $ENV -i $OTHER rules.yml
matrix:
  parallel: {matrix: [{ENV: [prod, qa]}]}
  script: ansible-playbook -i $ENV matrix.yml
plain:
  script: ansible-playbook -i $ENV plain.yml
.base:
  variables: {PLAY: base.yml, SAME: same}
  script: ansible-playbook -i $ENV -i $SAME $PLAY
takes:
  extends: .base
  variables: {PLAY: other.yml}
`, [
      'found .gitlab-ci.yml:5 in .: rules.yml ? -i $ENV ? -i $OTHER',
      'found .gitlab-ci.yml:8 in .: matrix.yml ? -i $ENV',
      'found .gitlab-ci.yml:10 in .: prod plain.yml',
      'found .gitlab-ci.yml:13 in .: prod same ? playbook $PLAY',
    ]);
    check(`
#- .gitlab-ci.yml
.base:
  before_script: [cd ops]
  script: ansible-playbook -i hosts site.yml
takes:
  extends: .base
  before_script: [cd other]
`, ['found .gitlab-ci.yml:3 in ops: ops/hosts ops/site.yml ? the folder it is started in is not known']);
  });

  it('GitHub Actions: what a step writes for those behind it is not known', () => {
    check(`
#- .github/workflows/deploy.yml
env: {INV: inventory/prod}
jobs:
  deploy:
    steps:
      - run: ansible-playbook -i $INV before.yml
      - run: |
          echo "INV=inventory/$X" >> "$GITHUB_ENV"
          echo ANSIBLE_CONFIG=x.cfg >> $GITHUB_ENV
          ansible-playbook -i $INV now.yml
      - run: ansible-playbook -i $INV after.yml
  other:
    steps:
      - run: ansible-playbook -i $INV other.yml
`, [
      'found .github/workflows/deploy.yml:5 in .: inventory/prod before.yml',
      'found .github/workflows/deploy.yml:9 in .: inventory/prod now.yml',
      'found .github/workflows/deploy.yml:10 in .: after.yml ? -i $INV ? ANSIBLE_CONFIG is set to something that is not known',
      'found .github/workflows/deploy.yml:13 in .: inventory/prod other.yml',
    ]);
  });

  it('package.json and the tasks of VS Code', () => {
    check(`
#- ops/package.json
{"name": "x", "scripts": {"prod": "cd .. && ansible-playbook -i inventory/prod -e \\"a=b\\" site.yml", "b": "ansible-playbook -i b site.yml"}, "description": "ansible-playbook -i no site.yml"}
#- .vscode/tasks.json
{
  // "command": "ansible-playbook -i comment site.yml"
  "version": "2.0.0", /* "x */
  "tasks": [
    {"label": "one", "type": "shell", "command": "ansible-playbook -i \${workspaceFolder}/hosts.ini site.yml", "options": {"cwd": "\${workspaceFolder}/ops"}},
    {"label": "two", "type": "process", "command": "ansible-playbook", "args": ["-i", {"value": "b.ini", "quoting": "escape"},
      "site.yml"]},
    {"label": "three", "command": "ansible-playbook -i c.ini site.yml", "options": {"cwd": "\${fileDirname}"},},
  ]
}
`, [
      'found ops/package.json:1 in .: inventory/prod site.yml -e a=b',
      'found ops/package.json:1 in ops: ops/b ops/site.yml',
      'found .vscode/tasks.json:5 in ops: hosts.ini ops/site.yml',
      'found .vscode/tasks.json:6 in .: b.ini site.yml',
      'found .vscode/tasks.json:8 in .: c.ini site.yml ? the folder it is started in is not known',
    ]);
  });

  it('what is put in before a shell sees the text is not known, in quotes neither', () => {
    check(`
#- .github/workflows/deploy.yml
jobs:
  a:
    steps:
      - run: ansible-playbook -i 'inventory/\${{ matrix.env }}' site.yml
#- Makefile
deploy:
\tansible-playbook -i 'inventory/$(ENV)' site.yml
#- .vscode/tasks.json
{"tasks": [{"command": "ansible-playbook -i inventory/\${input:env} site.yml"}]}
`, [
      'found .github/workflows/deploy.yml:4 in .: site.yml ? -i inventory/${{ matrix.env }}',
      'found Makefile:2 in .: site.yml ? -i inventory/$(ENV)',
      'found .vscode/tasks.json:1 in .: site.yml ? -i inventory/${input:env}',
    ]);
  });

  it('an argument of a task with blanks is one word, as the editor quotes it', () => {
    check('#- .vscode/tasks.json\n{"tasks": [{"command": "ansible-playbook", "args": ["-i", "my hosts", "-e", "a=1 b=2", "site.yml"]}]}\n', ['found .vscode/tasks.json:1 in .: my hosts site.yml -e a=1 b=2']);
  });

  it('what comes before a script comes before it wherever it is written', () => {
    check('#- .gitlab-ci.yml\ndeploy:\n  script: ansible-playbook -i hosts site.yml\ndefault:\n  before_script: cd ops\n', ['found .gitlab-ci.yml:2 in ops: ops/hosts ops/site.yml']);
  });

  it('escapes of JSON', () => {
    check('#- package.json\n{"scripts": {"a": "cd ops\\n\\tansible-playbook -i \\u0061.ini \\"b c.yml\\""}}\n', ['found package.json:1 in ops: ops/a.ini ops/b c.yml']);
  });

  it('of thousands of scripts in one file the first 500 are looked at', () => {
    const file = (count: number): string => `#- package.json\n{"scripts": {${Array.from({ length: count }, (_, index) => `"s${index}": "ansible-playbook -i hosts -e x=${index} site.yml"`).join(',\n')}}}\n`;
    const started = process.cpuUsage();
    assert.equal(runsIn(fixture(file(5_000)).project()).length, 500);
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 10_000_000, `${(user + system) / 1e6} s`);
  });

  it('what is only written down is documented: Markdown, docs, comments, scripts that kubespray brings along', () => {
    check(`
#- README.md
Run ansible-playbook -i prose site.yml so:
\`\`\`bash
ansible-playbook -i block site.yml
\`\`\`
- in a list
  \`\`\`console
  $ ansible-playbook -i prompt \\
      site.yml
  ansible-playbook -i output site.yml
  \`\`\`
\`\`\`yaml
- run: ansible-playbook -i other site.yml
\`\`\`
#- docs/run.sh
ansible-playbook -i docs site.yml
#- run.sh
# ansible-playbook -i comment site.yml
ansible-playbook -i real site.yml
#- ks/cluster.yml
- hosts: all
#- ks/roles/kubespray_defaults/tasks/main.yml
[]
#- ks/scripts/t.sh
ansible-playbook -i mine cluster.yml
#- ks/deploy.sh
ansible-playbook -i own cluster.yml
#- ks/inventory/mine/run.sh
ansible-playbook -i beside cluster.yml
#- plays/cluster.yml
- hosts: all
#- plays/roles/web/tasks/main.yml
[]
#- plays/scripts/t.sh
ansible-playbook -i other cluster.yml
`, [
      'found ks/deploy.sh:1 in .: own cluster.yml',
      'found ks/inventory/mine/run.sh:1 in .: beside cluster.yml',
      'found plays/scripts/t.sh:1 in .: other cluster.yml',
      'found run.sh:2 in .: real site.yml',
      'documented README.md:3 in .: block site.yml',
      'documented README.md:7 in .: prompt site.yml',
      'documented docs/run.sh:1 in .: docs site.yml',
      'documented run.sh:1 in .: comment site.yml',
      'documented ks/scripts/t.sh:1 in .: mine cluster.yml',
    ]);
  });

  it('scripts that a linked kubespray brings along are documented too', () => {
    check(`
#- /opt/ks/cluster.yml
- hosts: all
#- /opt/ks/roles/kubespray_defaults/tasks/main.yml
[]
#- /opt/ks/tests/t.sh
ansible-playbook -i theirs cluster.yml
#- kubespray -> /opt/ks
#- run.sh
ansible-playbook -i mine kubespray/cluster.yml
`, ['found run.sh:1 in .: mine kubespray/cluster.yml', 'documented /opt/ks/tests/t.sh:1 in .: theirs cluster.yml']);
  });

  it('what is documented and run as well is one run, which is found', () => {
    const project = fixture('#- README.md\n```\nansible-playbook -i hosts site.yml\n```\n#- run.sh\nansible-playbook -i hosts site.yml\n').project();
    assert.deepEqual(runsIn(project), ['found run.sh:1 in .: hosts site.yml']);
  });

  it('files without an extension say themselves that they are scripts; others are not looked into', () => {
    check(`
#- bin/deploy
#!/usr/bin/env bash
ansible-playbook -i a site.yml
#- bin/data
ansible-playbook -i b site.yml
#- notes
#!/bin/sh
ansible-playbook -i c site.yml
#- x.py
ansible-playbook -i d site.yml
#- workflows/deploy.yml
jobs: {a: {steps: [{run: ansible-playbook -i e site.yml}]}}
`, ['found bin/deploy:2 in .: a site.yml']);
  });

  it('a script that is edited finds its runs again, and only its own', () => {
    const world = fixture('#- a.sh\nansible-playbook -i a site.yml\n#- b.sh\nansible-playbook -i b site.yml\n');
    const project = world.project();
    runsIn(project);
    const edited = project.with(project.tree.with([{ ...world.file('a.sh'), text: 'ansible-playbook -i c site.yml\n' }]));
    assert.deepEqual(runsIn(edited), ['found a.sh:1 in .: c site.yml', 'found b.sh:1 in .: b site.yml']);
  });
});

describe('a script that hands on the arguments of who starts it', () => {
  const run = (command: string) => fixture(`#- hosts\n[web]\nw1\n#- site.yml\n- hosts: all\n#- run.sh\n${command}\n`).project().runs.find(({ standing }) => standing === 'found')!;

  it('is a run of what it names, and says so', () => {
    const handed = run('ansible-playbook -i hosts site.yml "$@"');
    assert.deepEqual([handed.isOpaque, handed.takesMore, handed.unknown, handed.assumptions], [false, true, [], ['$@ is taken to add nothing that changes what is read']]);
    assert.equal(run('ansible-playbook -i hosts site.yml $EXTRA_ARGS').isOpaque, false);
  });

  it('is not known where it names no inventory, no playbook, or may hand on one of these', () => {
    for (const command of ['ansible-playbook site.yml "$@"', 'ansible-playbook -i hosts "$@"', 'ansible-playbook -i hosts site.yml "$INVENTORY"', 'ansible-playbook -i hosts -e "$@" site.yml']) assert.equal(run(command).isOpaque, true, command);
  });

  it('tells what it loses, and nothing of what is never read', () => {
    const files = '#- deploy/prod/hosts.ini\n[kube_control_plane]\ncp1\n#- run.sh\ncd kubespray\nansible-playbook -i ../deploy/prod/hosts.ini cluster.yml "$@"\n#- clusters/prod/group_vars/k8s_cluster.yml\nkube_network_plugin: cilium\n#- deploy/prod/host_vars/nobody.yml\na: 1\n';
    assert.deepEqual(findings(kubespray() + files.replace(/#- deploy\/prod\/host_vars.*\n.*\n/, '')).map(({ rule }) => rule), ['inventory-without-vars', 'inventory-without-vars']);
    assert.deepEqual(findings(kubespray() + files).filter(({ rule }) => rule.startsWith('orphan')), []);
  });
});

// `.groupvars.yml`: its runs, what it says about kubespray and Ansible, and which findings it leaves out.
import { strict as assert } from 'node:assert';
import { displayPath } from '../../../server/core/path';
import { checkProject } from '../../../server/rules/index';
import { fixture, ROOT } from '../../fixture';

describe('core/run/workspaceFile', () => {
  it('runs are command lines or their parts, started in its folder', () => {
    const world = fixture(`
#- ops/.groupvars.yml
runs:
  - ansible-playbook -i prod.ini -e "a=1 b=2" site.yml
  - name: qa
    inventory: [qa.ini, more.ini]
    playbook: ../play.yml
    extraVars: x=1
    limit: web
    cwd: sub
  - {command: "cd .. && ansible-playbook -i \\"top.ini\\" $PLAY", name: top}
  - command: make deploy
#- ops/prod.ini
[web]
w1
`);
    const runs = world.project().runs.map((run) => [
      run.name, run.standing, displayPath(run.cwd, ROOT), run.sources.map((source) => displayPath(source.path!, ROOT)), run.playbooks.map(({ path }) => displayPath(path, ROOT)), run.extraVars.map(({ text }) => text), run.limit, run.unknown,
      run.places.map((place) => world.place(place)), run.sources.map(({ span }) => span && world.place(span)),
    ]);
    assert.deepEqual(runs, [
      ['prod', 'declared', 'ops', ['ops/prod.ini'], ['ops/site.yml'], ['a=1 b=2'], undefined, [], ['ops/.groupvars.yml:2'], ['ops/.groupvars.yml:2']],
      ['qa', 'declared', 'ops/sub', ['ops/sub/qa.ini', 'ops/sub/more.ini'], ['ops/play.yml'], ['x=1'], 'web', [], ['ops/.groupvars.yml:3'], ['ops/.groupvars.yml:4', 'ops/.groupvars.yml:4']],
      ['top', 'declared', '.', ['top.ini'], [], [], undefined, ['playbook $PLAY'], ['ops/.groupvars.yml:9'], ['ops/.groupvars.yml:9']],
      ['.groupvars.yml', 'declared', 'ops', [], [], [], undefined, ['the command is no call of ansible-playbook'], ['ops/.groupvars.yml:10'], []],
    ]);
  });

  it('a name that is written stays, another run of that name gets a longer one', () => {
    const names = (text: string): string[] => fixture(text).project().runs.map(({ name }) => name);
    assert.deepEqual(names(`
#- .groupvars.yml
runs:
  - ansible-playbook -i prod/hosts.ini -l a site.yml
  - {name: prod, command: ansible-playbook -i qa/hosts.ini site.yml}
  - {name: prod (2), command: ansible-playbook -i qa/hosts.ini -l a more.yml}
  - {name: "a\\e\\u202e", command: ansible-playbook -i qa/hosts.ini -l c more.yml}
#- run.sh
ansible-playbook -i prod/hosts.ini site.yml
ansible-playbook -i qa/hosts.ini -l b site.yml
`), ['prod/hosts.ini', 'prod', 'prod (2)', 'a\\u001b\\u202e', 'prod/hosts.ini (2)', 'qa']);
    assert.deepEqual(names('#- .groupvars.yml\nruns:\n  - {name: prod, command: ansible-playbook -i prod/hosts.ini a.yml && ansible-playbook -i prod/hosts.ini b.yml}\n'), ['prod', 'prod (2)']);
  });

  it('the nearest file says which kubespray and which ansible-core; a setting beats it', () => {
    const world = fixture(`
#- .groupvars.yml
kubespray: {version: v2.28.0}
ansibleCoreVersion: 2.14
runs: [ansible-playbook -i a/hosts.ini]
#- a/hosts.ini
[k8s_cluster:children]
kube_node
[kube_node]
n1
#- b/hosts.ini
[kube_node]
n1
#- b/.groupvars.yml
kubespray: {path: /ks}
runs: [ansible-playbook -i hosts.ini]
#- /ks/cluster.yml
- hosts: kube_node
#- /ks/galaxy.yml
name: kubespray
version: 2.31.0
#- /ks/roles/r/defaults/main.yml
a: 1
`);
    const told = (project = world.project()): unknown => project.runs.filter((run) => run.standing === 'declared').map((run) => [run.name, run.kubespray?.version, run.kubespray?.root, run.context.ansibleCore]);
    assert.deepEqual(told(), [['a', 'v2.28.0', undefined, '2.14'], ['b', 'v2.31.0', '/ks', '2.14']]);
    assert.deepEqual(told(world.project({ ansibleCore: '2.18', kubesprayVersion: 'v2.29.1' })), [['a', 'v2.29.1', undefined, '2.18'], ['b', 'v2.31.0', '/ks', '2.18']]);
  });

  it('severities and findings that are left out hold below its folder', () => {
    const findings = (file: string, settings = {}): string[] => checkProject(fixture(`
#- a/.groupvars.yml
${file}
#- a/hosts.ini
[web]
w1
#- a/host_vars/gone.yml
x: 1
#- a/host_vars/lost/b.yml
x: 1
#- hosts.ini
[web]
w2
#- host_vars/other.yml
x: 1
`).project(settings)).map(({ rule, severity, span }) => `${displayPath(span.file.path, ROOT)} ${severity} ${rule}`);
    const all = ['a/host_vars/gone.yml warning orphan-host-vars', 'a/host_vars/lost/b.yml warning orphan-host-vars', 'host_vars/other.yml warning orphan-host-vars'];
    assert.deepEqual(findings('runs: []'), all);
    assert.deepEqual(findings('severity: {orphan-host-vars: error}'), [all[0]!.replace('warning', 'error'), all[1]!.replace('warning', 'error'), all[2]]);
    assert.deepEqual(findings('severity: {orphan-host-vars: off}'), [all[2]]);
    assert.deepEqual(findings('severity: {orphan-host-vars: off}', { severity: { 'orphan-host-vars': 'information' } }), all.map((line) => line.replace('warning', 'information')));
    for (const path of ['host_vars/gone.yml', './host_vars/gone.yml', 'host_vars/g*']) assert.deepEqual(findings(`ignore: [{rule: orphan-host-vars, path: ${path}, reason: made later}]`), [all[1], all[2]], path);
    assert.deepEqual(findings('ignore: [{rule: orphan-host-vars, path: host_vars/lost}]'), [all[0], all[2]]);
    assert.deepEqual(findings('ignore: [{rule: orphan-host-vars}]'), [all[2]]);
    assert.deepEqual(findings('ignore: [{rule: orphan-host-vars, path: ..}]'), [all[2]], 'never above its folder');
    assert.deepEqual(findings('ignore: [{rule: orphan-group-vars}]'), all);
  });
});

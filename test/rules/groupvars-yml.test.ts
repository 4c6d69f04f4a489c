// What `.groupvars.yml` says and is not understood: told at its place, and all else holds.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
import { check as checkAll, findings, kubespray } from '../fixtureRules';

const check = (fixture: string) => checkAll(fixture, { only: ['groupvars-yml'] });

describe('groupvars-yml', () => {
  it('settings and values of the wrong kind', () => {
    check(`
#- .groupvars.yml
run: []
#^^^ warning groupvars-yml: There is no setting “run”: expected runs, kubespray, ansibleCoreVersion, severity or ignore
runs:
  - 5
#   ^ warning groupvars-yml: Expected a command line of ansible-playbook, or its parts
  - {name: x}
#   ^^^^^^^^^ warning groupvars-yml: A run needs a command, an inventory or a playbook
  - {command: ansible-playbook a.yml, limit: web}
#                                            ^^^ warning groupvars-yml: The command says this already: either command or limit
  - inventory: [[a]]
#               ^^^ warning groupvars-yml: Expected a text
    host: a
#   ^^^^ warning groupvars-yml: There is no setting “host”: expected name, command, inventory, playbook, cwd, extraVars or limit
kubespray: v2.31.0
#          ^^^^^^^ warning groupvars-yml: Expected path or version
ansibleCoreVersion: newest
#                   ^^^^^^ warning groupvars-yml: Expected a release of ansible-core such as 2.17
severity:
  never-wins: loud
#             ^^^^ warning groupvars-yml: Expected error, warning, information, hint or off
ignore:
  - path: a
#   ^^^^^^^ warning groupvars-yml: Which rule is to be left out?
  - {rule: never_wins}
#          ^^^^^^^^^^ warning groupvars-yml: There is no rule “never_wins”: never-wins is meant, perhaps
  - {rule: colours}
#          ^^^^^^^ warning groupvars-yml: There is no rule “colours”
`);
  });

  it('a kubespray that is no release, or is not there', () => {
    check(`
#- a/.groupvars.yml
kubespray: {version: latest}
#                    ^^^^^^ warning groupvars-yml: Expected a release of kubespray such as v2.31.0
#- b/.groupvars.yml
kubespray: {path: ../gone}
#                 ^^^^^^^ warning groupvars-yml: There is no kubespray checkout there: the runs take what else tells of one
#- c/.groupvars.yml
kubespray: {path: ../empty}
#                 ^^^^^^^^ warning groupvars-yml: There is no kubespray checkout there: the runs take what else tells of one
#- empty/
#- d/.groupvars.yml
kubespray: {path: ../kubespray, version: 2.30}
#- e/.groupvars.yml
kubespray: {path: ../linked}
#- linked -> kubespray
${kubespray()}`);
  });

  it('a file that is no mapping, or no YAML', () => {
    check(`
#- a/.groupvars.yml
- runs
#^^^^^^ warning groupvars-yml: Expected runs, kubespray, ansibleCoreVersion, severity or ignore
#- b/.groupvars.yml
# nothing
#- c/.groupvars.yml
runs: []
ignore: [a
#       ^ warning groupvars-yml: This \`[\` is never closed
`);
  });

  it('is silent about all that is right', () => {
    check(`
#- .groupvars.yml
runs:
  - ansible-playbook -i hosts.ini site.yml
  - {name: qa, inventory: [qa.ini], playbook: site.yml, cwd: ops, extraVars: [a=1], limit: web}
kubespray:
  version: 2.31
  path: ../kubespray
ansibleCoreVersion: 2.17
severity: {never-wins: off, yaml-type: error}
ignore:
  - rule: never-wins
    path: group_vars/*
    reason: known
${kubespray('2.31.0', '/kubespray')}`);
  });

  it('a file of which nothing counts', () => {
    const messages = (text: string): string[] => findings(text).map(({ rule, message }) => `${rule}: ${message}`);
    assert.deepEqual(messages('#- .groupvars.yml +not-utf8\nruns: [caf\ufffd]\n'), ['groupvars-yml: This is not UTF-8 text: nothing of it counts']);
    assert.deepEqual(messages('#- .groupvars.yml +too-large\n'), ['groupvars-yml: Larger than 4 MiB: not read']);
    assert.deepEqual(messages(`#- .groupvars.yml\nruns: ${'['.repeat(2_000)}\n`), ['groupvars-yml: Nested more than 500 levels deep: not read']);
    assert.deepEqual(messages('#- .groupvars.yml +unreadable\n'), []);
  });

  it('changes a name to the one that is meant', () => {
    const [finding] = findings('#- .groupvars.yml\nseverity: {never_wins: "off"}\n');
    assert.deepEqual(finding?.fixes.map((fix) => [fix.title, ...applied(fix)]), [['Change to never-wins', 'severity: {never-wins: "off"}']]);
  });
});

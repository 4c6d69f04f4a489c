// The example workspace against what real ansible-playbook printed for it (answers.json, made by record.mjs).
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Project } from '../../server/core/project';
import { Tree } from '../../server/core/tree';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import type { Value } from '../../server/core/value';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { bring, scan, toPath } from '../../server/disk';

const top = resolve(__dirname, '../../..');
const example = toPath(resolve(top, 'examples/two-repos'));

interface Answers {
  readonly runs: readonly { readonly name: string; readonly plays: readonly { readonly play: string; readonly variables: Readonly<Record<string, Readonly<Record<string, unknown>>>> }[] }[];
}

const answers = JSON.parse(readFileSync(resolve(top, 'test/examples/answers.json'), 'utf8')) as Answers;

describe('example workspace, as Ansible runs it', () => {
  const roots = ['inventory', 'kubespray'].map((folder) => `${example}/${folder}`);
  const project = bring(new Project(scan(Tree.empty, roots), { ...DEFAULT_SETTINGS, roots }), (candidate) => {
    candidate.touch();
    candidate.touchRoles();
  });
  // staging-moved has its inventory elsewhere than the example: it shows what is lost, and has no run here
  for (const recorded of answers.runs.filter((run) => run.name !== 'staging-moved')) {
    const run = project.runs.find((candidate) => candidate.name === recorded.name) ?? assert.fail(`no run ${recorded.name}`);
    for (const play of recorded.plays) {
      it(`${recorded.name}: ${play.play}`, () => {
        const ours = run.plays.find((candidate) => candidate.name === play.play) ?? assert.fail('the play is not found');
        let compared = 0;
        for (const [hostName, variables] of Object.entries(play.variables)) {
          const host = run.inventory.hosts.get(hostName) ?? assert.fail(`no host ${hostName}`);
          assert.ok(run.playsOf(host).includes(ours), `the play reaches ${hostName}`);
          assert.deepEqual([...host.groups.map((group) => group.name)].sort(), variables['group_names'], `groups of ${hostName}`);
          for (const [name, expected] of Object.entries(variables)) {
            if (name === 'group_names') continue;
            const variable = run.variableOf(host, name, ours).variable;
            assert.ok(variable !== undefined, `${name} is set on ${hostName}`);
            // a template is Ansible's to compute: that it is the one defined is all that can be told here
            if (isTemplate(variable.value)) continue;
            assert.equal(ansibleJson(variable.value), ansibleJson(expected as never), `${name} on ${hostName}`);
            compared++;
          }
        }
        assert.ok(compared > 0 || Object.keys(play.variables).length === 0, 'something was compared');
        // a host that Ansible did not report is not in the play
        if (Object.keys(play.variables).length > 0) for (const host of run.inventory.hosts.values()) if (run.playsOf(host).includes(ours)) assert.ok(host.name in play.variables, `${host.name} is not in the play`);
      });
    }
  }
});

function isTemplate(value: Value): boolean {
  return typeof value === 'string' && value.includes('{{');
}

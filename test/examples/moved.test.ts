// What the example's staging would be if its inventory lay beside its vars, and, for every run, that we set nothing which Ansible does not.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Project } from '../../server/core/project';
import { Tree, type SourceFile } from '../../server/core/tree';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { ansibleJson } from '../../server/cli/ansibleJson';
import { bring, readEntry, scan, toPath } from '../../server/disk';

const top = resolve(__dirname, '../../..');
const example = toPath(resolve(top, 'examples/two-repos'));
const roots = ['inventory', 'kubespray'].map((folder) => `${example}/${folder}`);
const read = (project: Project): Project =>
  bring(project, (candidate) => {
    candidate.touch();
    candidate.touchRoles();
  });

interface Answers {
  readonly runs: readonly { readonly name: string; readonly plays: readonly { readonly play: string; readonly variables: Readonly<Record<string, Readonly<Record<string, unknown>>>> }[] }[];
}

const answers = JSON.parse(readFileSync(resolve(top, 'test/examples/answers.json'), 'utf8')) as Answers;
const asked = new Set(answers.runs.flatMap((run) => run.plays.flatMap((play) => Object.values(play.variables).flatMap((variables) => Object.keys(variables)))));
asked.delete('group_names');

function compare(project: Project, runName: string, recordedName: string): void {
  const run = project.runs.find((candidate) => candidate.name === runName) ?? assert.fail(`no run ${runName}`);
  const recorded = answers.runs.find((candidate) => candidate.name === recordedName)!;
  let compared = 0;
  for (const { play: playName, variables } of recorded.plays) {
    const play = run.plays.find((candidate) => candidate.name === playName) ?? assert.fail(`no play ${playName}`);
    for (const [hostName, expected] of Object.entries(variables)) {
      const host = run.inventory.hosts.get(hostName) ?? assert.fail(`no host ${hostName}`);
      assert.deepEqual(host.groups.map((group) => group.name).sort(), expected['group_names'], hostName);
      for (const name of asked) {
        const { variable } = run.variableOf(host, name, play);
        const where = `${name} on ${hostName} in ${playName}`;
        assert.equal(variable === undefined, !(name in expected), where);
        compared++;
        if (variable === undefined || (typeof variable.value === 'string' && variable.value.includes('{{'))) continue;
        assert.equal(ansibleJson(variable.value), ansibleJson(expected[name] as never), where);
      }
    }
  }
  assert.ok(compared > 100, `${compared} values`);
}

describe('example workspace, every name that was asked', () => {
  const project = read(new Project(scan(Tree.empty, roots), { ...DEFAULT_SETTINGS, roots }));

  for (const name of ['prod', 'qa', 'staging']) it(name, () => compare(project, name, name));

  it('staging with its inventory beside its vars', () => {
    const from = `${example}/inventory/deploy/staging/hosts.ini`;
    const script = `${example}/inventory/scripts/deploy-staging.sh`;
    const text = (path: string): string => (readEntry(path) as SourceFile).text;
    const folder = readEntry(`${example}/inventory/clusters/staging`);
    const before = readEntry(`${example}/inventory/deploy/staging`);
    assert.ok(folder.kind === 'directory' && before.kind === 'directory');
    const moved = new Project(
      scan(Tree.empty, roots).with([
        { kind: 'file', path: `${folder.path}/hosts.ini`, text: text(from), executable: false, hasByteOrderMark: false },
        { ...folder, names: new Map([...folder.names, ['hosts.ini', 'file' as const]]) },
        { ...before, names: new Map() },
        { ...(readEntry(script) as SourceFile), text: text(script).replace('deploy/staging/hosts.ini', 'clusters/staging/hosts.ini') },
      ]),
      { ...DEFAULT_SETTINGS, roots },
    );
    compare(read(moved), 'staging', 'staging-moved');
  });
});

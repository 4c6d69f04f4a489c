// Which run an answer about a file is for.
import { strict as assert } from 'node:assert';
import { isAbout, runFor } from '../../server/features/selection';
import { fixture } from '../fixture';

const WORLD = fixture(`
#- a/hosts.ini
[web]
w1
#- a/group_vars/web.yml
x: 1
#- b/hosts.ini
[web]
w1
#- a.sh
ansible-playbook -i a/hosts.ini site.yml
#- b.sh
ansible-playbook -i b/hosts.ini site.yml
ansible-playbook -i b/hosts.ini -l w1 site.yml
#- site.yml
- hosts: web
#- other.txt
`);

describe('features/selection', () => {
  const project = WORLD.project();
  project.touch();
  const asked = (path: string, chosen?: string): string => {
    const file = WORLD.file(path);
    const run = runFor(project, file, chosen === undefined ? {} : { run: chosen })!;
    return `${run.sources[0]!.text} ${run.limit ?? ''}${isAbout(project, run, file) ? '' : ', not its own'}`.replace(' ,', ',').trimEnd();
  };
  it('that reads the file, else that is written in it', () => {
    assert.equal(asked('a/group_vars/web.yml'), 'a/hosts.ini');
    assert.equal(asked('b/hosts.ini'), 'b/hosts.ini');
    assert.equal(asked('b.sh'), 'b/hosts.ini');
    assert.equal(asked('other.txt'), 'a/hosts.ini, not its own');
  });
  it('the chosen one where it is one of them', () => {
    const [, , second] = project.runs.map(({ name }) => name);
    assert.equal(asked('b.sh', second), 'b/hosts.ini w1');
    assert.equal(asked('a.sh', second), 'a/hosts.ini');
    assert.equal(asked('other.txt', second), 'b/hosts.ini w1, not its own');
  });
});

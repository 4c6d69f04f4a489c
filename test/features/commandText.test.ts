// The command line of a run, for a terminal: it does there what the run does.
import { strict as assert } from 'node:assert';
import { commandText } from '../../server/features/commandText';
import { projectOf } from '../fixtureRules';

const WORLD = '#- ops/prod.ini\n[web]\nw1\n#- ops/site.yml\n- hosts: all\n';

describe('features/commandText', () => {
  it('of a script: its folder, and what is set for it', () => {
    const project = projectOf(`${WORLD}#- run.sh\nexport ANSIBLE_CONFIG="my cfg" OTHER=x\ncd ops && ANSIBLE_BECOME_PASS=secret ansible-playbook -i prod.ini site.yml\n`);
    assert.equal(commandText(project.run('prod')!), "cd /ws/ops && ANSIBLE_CONFIG='my cfg' ANSIBLE_BECOME_PASS=secret ansible-playbook -i prod.ini site.yml");
  });
  it('of a command that was typed: the way to its folder is not gone twice', () => {
    const project = projectOf(WORLD, { runs: [{ name: 'a', command: 'cd ops && ANSIBLE_CONFIG=c ansible-playbook -i prod.ini -e "b c" site.yml' }] });
    assert.equal(commandText(project.run('a')!), "cd /ws/ops && ANSIBLE_CONFIG=c ansible-playbook -i prod.ini -e 'b c' site.yml");
  });
});

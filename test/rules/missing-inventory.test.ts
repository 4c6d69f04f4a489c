// A declared run that names an inventory which is not there.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings } from '../fixtureRules';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['missing-inventory'] });
const declared = (command: string): object => ({ runs: [{ name: 'mine', command }] });

describe('missing-inventory', () => {
  it('of a declared run: at the command, which stands in no file', () => {
    const found = findings('#- site.yml\n- hosts: all\n', declared('ansible-playbook -i inventory/gone.ini site.yml'));
    assert.deepEqual(found.map(({ rule, severity, message, runs }) => ({ rule, severity, message, runs })), [
      { rule: 'missing-inventory', severity: 'error', message: 'inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run mine)', runs: ['mine'] },
    ]);
    assert.equal(found[0]!.span.file.text.slice(found[0]!.span.start, found[0]!.span.end), 'inventory/gone.ini');
  });

  it('one of several', () => {
    const found = findings('#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n', declared('ansible-playbook -i inventory/a.ini -i inventory/gone.ini site.yml'));
    assert.deepEqual(found.map(({ message }) => message), ['inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run mine)']);
  });

  describe('is silent', () => {
    it('about an inventory that is there, a folder, a host list', () => {
      for (const source of ['inventory/a.ini', 'inventory', 'n1,']) check('#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n', declared(`ansible-playbook -i ${source} site.yml`));
    });
    it('about a script: it may make the file', () => {
      check('#- run.sh\nansible-playbook -i inventory/gone.ini site.yml\n#- site.yml\n- hosts: all\n');
    });
    it('about what the shell computes', () => {
      check('#- site.yml\n- hosts: all\n', declared('ansible-playbook -i $INVENTORY site.yml'));
    });
  });
});

// A declared run that names an inventory which is not there.
import { strict as assert } from 'node:assert';
import { applied } from '../fixes';
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

  it('a folder in which, or below which, the inventory is passed over for its extension', () => {
    const told = (source: string, files: string): string[] => findings(`#- site.yml\n- hosts: web\n${files}`, declared(`ansible-playbook -i ${source} site.yml`)).filter(({ rule }) => rule === 'missing-inventory').map(({ message }) => message);
    const ini = '#- inventory/mine/hosts.ini\n[web]\nn1\n#- inventory/mine/ansible.cfg\n[defaults]\n';
    assert.deepEqual(told('inventory/mine', ini), ['this run finds no host: in an inventory folder hosts.ini is ignored for its extension; name the file itself (run mine)']);
    assert.deepEqual(told('inventory', ini), ['this run finds no host: in an inventory folder mine/hosts.ini is ignored for its extension; name the file itself (run mine)']);
    assert.deepEqual(told('inventory', '#- inventory/mine/ansible.cfg\n[defaults]\n'), ['this run finds no host (run mine)']);
  });

  it('of a script: where it is written out and nothing makes it', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/gone.ini site.yml
#                   ^^^^^^^^^^^^^^^^^^ error missing-inventory: inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run gone)
ansible-playbook -b -i 'inventory/gone.ini' site.yml
#                      ^^^^^^^^^^^^^^^^^^^^ error missing-inventory: inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run gone)
#- site.yml
- hosts: all
#- inventory/a.ini
[web]
n1
#- .gitignore
*.log
`);
  });

  it('of equal calls in several files: at each where nothing makes it', () => {
    const project = check(`
#- Makefile
a:
	ansible-playbook -i inventory/gone.ini site.yml
#- made.sh
touch inventory/gone.ini
ansible-playbook -i inventory/gone.ini site.yml
#- run.sh
ansible-playbook -i ./inventory/gone.ini site.yml
#                   ^^^^^^^^^^^^^^^^^^^^ error missing-inventory: inventory ./inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run gone)
ansible-playbook -i inventory/gone.ini site.yml
#                   ^^^^^^^^^^^^^^^^^^ error missing-inventory: inventory inventory/gone.ini does not exist: Ansible would warn, find no host and go on (run gone)
#- site.yml
- hosts: all
#- inventory/a.ini
[web]
n1
`);
    assert.equal(project.runs.filter(({ name }) => name === 'gone').length, 1);
  });

  it('offers the inventory that is meant', () => {
    const fixed = (word: string, files: string): unknown => findings(`#- ops/run.sh\ncd ops\nansible-playbook -i ${word} ../site.yml\n#- site.yml\n- hosts: all\n${files}`).filter(({ rule }) => rule === 'missing-inventory').map(({ fixes }) => fixes.map((fix) => [fix.title, ...applied(fix)]));
    assert.deepEqual(fixed('../inventory/prdo.ini', '#- inventory/prod.ini\n[web]\nn1\n#- inventory/qa.ini\n[web]\nn1\n'), [[['Change to ../inventory/prod.ini', 'ansible-playbook -i ../inventory/prod.ini ../site.yml']]]);
    assert.deepEqual(fixed('"hosts.ini"', '#- clusters/a b/hosts.ini\n[web]\nn1\n'), [[["Change to '../clusters/a b/hosts.ini'", "ansible-playbook -i '../clusters/a b/hosts.ini' ../site.yml"]]]);
    assert.deepEqual(fixed('hosts.ini', '#- clusters/a/hosts.ini\n[web]\nn1\n#- clusters/b/hosts.ini\n[web]\nn1\n'), [[]]);
  });

  describe('is silent', () => {
    it('about an inventory that is there, a folder, a host list', () => {
      for (const source of ['inventory/a.ini', 'inventory', 'n1,']) check('#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n', declared(`ansible-playbook -i ${source} site.yml`));
    });
    it('about a script that may make the file, or that another repository brings', () => {
      const script = (lines: string, rest = ''): void => void check(`#- run.sh\n${lines}\n#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n${rest}`);
      script('terraform output > inventory/gone.ini\nansible-playbook -i inventory/gone.ini site.yml');
      script('./make-inventory.sh gone.ini\nansible-playbook -i inventory/gone.ini site.yml');
      script('ansible-playbook -i other/gone.ini site.yml');
      script('ansible-playbook -i ../gone.ini site.yml');
      script('NAME=gone.ini\nansible-playbook -i inventory/$NAME site.yml');
      script('ansible-playbook -i inventory/gone.ini -i $OTHER site.yml');
      script('# ansible-playbook -i inventory/gone.ini site.yml');
      for (const ignored of ['gone.ini', '*.ini', '/inventory', 'inventory/', '**/gone.ini', 'inventory/*']) script('ansible-playbook -i inventory/gone.ini site.yml', `#- .gitignore\n# secret\n${ignored}\n`);
    });
    it('about Makefiles, CI files and tasks: what is there before they run is seldom known', () => {
      const rest = '#- site.yml\n- hosts: all\n#- inventory/a.ini\n[web]\nn1\n';
      check(`#- Makefile\na:\n\tansible-playbook -i inventory/gone.ini site.yml\n#- .github/workflows/w.yml\njobs: {a: {steps: [{uses: actions/download-artifact@v4}, {run: ansible-playbook -i inventory/gone.ini site.yml}]}}\n${rest}`);
    });
    it('where a .gitignore is too long to be gone through', () => check(`#- run.sh\nansible-playbook -i gone.ini site.yml\n#- site.yml\n- hosts: all\n#- .gitignore\n${'x\n'.repeat(501)}`));
    it('about what the shell computes', () => {
      check('#- site.yml\n- hosts: all\n', declared('ansible-playbook -i $INVENTORY site.yml'));
    });
  });
});

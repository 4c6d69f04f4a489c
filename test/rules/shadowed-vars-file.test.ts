// Of NAME, NAME.yml, NAME.yaml and NAME.json Ansible takes the first: the others are told.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings } from '../fixtureRules';
import { lineOf } from '../fixture';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['shadowed-vars-file'] });

describe('shadowed-vars-file', () => {
  it('a folder hides the file beside it', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
a: 1
#^^^^ warning shadowed-vars-file: web.yml is not read: the folder web/ beside it is taken instead (run prod)
#- clusters/prod/group_vars/web/b.yml
b: 1
`);
  });

  it('an empty folder does so too', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all.yml
a: 1
#^^^^ warning shadowed-vars-file: all.yml is not read: the empty folder all/ beside it is taken instead (run prod)
#- clusters/prod/group_vars/all/
`);
  });

  it('the name without an extension hides .yml, .yml hides .yaml, .yaml hides .json', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web
a: 1
#- clusters/prod/group_vars/web.yml
a: 2
#^^^^ warning shadowed-vars-file: web.yml is not read: web beside it is taken instead (run prod)
#- clusters/prod/group_vars/all.yml
a: 1
#- clusters/prod/group_vars/all.yaml
a: 2
#^^^^ warning shadowed-vars-file: all.yaml is not read: all.yml beside it is taken instead (run prod)
#- clusters/prod/host_vars/n1.yaml
a: 1
#- clusters/prod/host_vars/n1.json
{"a": 2}
#^^^^^^^^ warning shadowed-vars-file: n1.json is not read: n1.yaml beside it is taken instead (run prod)
`);
  });

  it('holds beside a playbook too, and names the runs', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts.ini plays/a.yml
#- plays/a.yml
- hosts: all
#- plays/group_vars/all.yml
a: 1
#^^^^ warning shadowed-vars-file: all.yml is not read: the folder all/ beside it is taken instead (run inventory)
#- plays/group_vars/all/a.yml
a: 2
#- inventory/hosts.ini
[web]
n1
`);
  });

  it('one file, one finding: an orphan is none', () => {
    checkAll(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
a: 1
#^^^^ warning shadowed-vars-file: web.yml is not read: the folder web/ beside it is taken instead (run prod)
#- clusters/prod/group_vars/web/b.yml
b: 1
`, {});
  });

  it('offers to move the file into the folder, or to delete the empty folder', () => {
    const fixture = (folder: string): string => `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
a: 1
#- clusters/prod/group_vars/web/${folder}
`;
    const [moved] = findings(fixture('b.yml\nb: 1'));
    assert.deepEqual(moved!.fixes.map(({ title, operations }) => ({ title, operations })), [
      { title: 'Move web.yml into web/', operations: [{ kind: 'rename', from: '/ws/clusters/prod/group_vars/web.yml', to: '/ws/clusters/prod/group_vars/web/web.yml' }] },
    ]);
    assert.deepEqual(moved!.related.map((place) => `${place.span.file.path}:${lineOf(place.span)} ${place.message}`), ['/ws/clusters/prod/group_vars/web/b.yml:1 this is read instead']);
    const [deleted] = findings(fixture(''));
    assert.deepEqual(deleted!.fixes.map(({ title, operations }) => ({ title, operations })), [
      { title: 'Delete the empty folder web', operations: [{ kind: 'delete', path: '/ws/clusters/prod/group_vars/web' }] },
    ]);
    const [taken] = findings(fixture('web.yml\nb: 1'));
    assert.deepEqual(taken!.fixes, [], 'a file of the name is there already');
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about a hidden file that is empty', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web.yml
#- clusters/prod/group_vars/web/b.yml
b: 1
`);
    silent('about a group that is in no inventory', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/gone.yml
a: 1
#- clusters/prod/group_vars/gone/b.yml
b: 1
`);
    silent('about two files inside one folder', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/a.yml
a: 1
#- clusters/prod/group_vars/web/a.yaml
b: 1
`);
    silent('where ansible.cfg does not know the extension', `
#- run.sh
ansible-playbook -i inventory/hosts.ini a.yml
#- ansible.cfg
[defaults]
yaml_valid_extensions = .yml
#- a.yml
- hosts: all
#- inventory/hosts.ini
[web]
n1
#- inventory/group_vars/all.yml
a: 1
#- inventory/group_vars/all.yaml
a: 2
`);
  });
});

// Files in vars folders that look like vars and have a name that Ansible passes over.
import { strict as assert } from 'node:assert';
import { check as checkAll, findings as allFindings } from '../fixtureRules';
import { applied } from '../fixes';

const check = (fixture: string, world = {}) => checkAll(fixture, { world, only: ['ignored-vars-file'] });
const findings = (fixture: string) => allFindings(fixture).filter(({ rule }) => rule === 'ignored-vars-file');
const fixed = (fixture: string) => findings(fixture).map(({ fixes }) => fixes.map((fix) => [fix.title, fix.preferred === true, ...applied(fix)]));

describe('ignored-vars-file', () => {
  it('an extension in capitals, a hidden file, a .vault file', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/a.yml
a: 1
#- clusters/prod/group_vars/web/b.YML
b: 1
#^^^^ warning ignored-vars-file: b.YML is not read: only files without an extension or with .yml, .yaml, .json are read (run prod)
#- clusters/prod/group_vars/all/.c.yml
# c
#^^^ warning ignored-vars-file: .c.yml is not read: hidden files are not read (run prod)
c: 1
#- clusters/prod/host_vars/n1/secrets.vault
$ANSIBLE_VAULT;1.1;AES256
#^^^^^^^^^^^^^^^^^^^^^^^^^ warning ignored-vars-file: secrets.vault is not read: only files without an extension or with .yml, .yaml, .json are read (run prod)
61626364
`);
  });

  it('a folder with a dot in its name, told at its first file', () => {
    check(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/v1.30/a.yml
a: 1
#^^^^ warning ignored-vars-file: v1.30 is not read: a folder with a dot in its name is not read (run prod)
#- clusters/prod/group_vars/web/v1.30/b.yml
b: 1
`);
  });

  it('beside the playbook, and deep in the folder of a group', () => {
    check(`
#- run.sh
ansible-playbook -i inventory/hosts a.yml
#- a.yml
- hosts: all
#- inventory/hosts
[web]
n1
#- group_vars/web/deep/er/a.Yaml
a: 1
#^^^^ warning ignored-vars-file: a.Yaml is not read: only files without an extension or with .yml, .yaml, .json are read (run inventory)
`);
  });

  it('told once when two runs read the folder', () => {
    check(`
#- one.sh
ansible-playbook -i inventory/hosts a.yml
ansible-playbook -i inventory/hosts -i other a.yml
#- a.yml
- hosts: all
#- other
[db]
d1
#- inventory/hosts
[web]
n1
#- inventory/group_vars/all/a.YML
a: 1
#^^^^ warning ignored-vars-file: a.YML is not read: only files without an extension or with .yml, .yaml, .json are read (runs inventory/hosts and inventory/hosts (2))
`);
  });

  it('gives a name that is read, where none has it', () => {
    assert.deepEqual(fixed(`
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/a.YML
a: 1
#- clusters/prod/group_vars/web/b.YML
a: 1
#- clusters/prod/group_vars/web/b.yml
a: 1
#- clusters/prod/group_vars/web/v1.30/a.yml
a: 1
#- clusters/prod/group_vars/web/.c.yml
a: 1
`), [
      [],
      [['Rename a.YML to a.yml', false, 'a.YML -> a.yml']],
      [],
      [['Rename v1.30 to v1_30', false, 'v1.30 -> v1_30']],
    ]);
  });

  it('a name that only looks like that of a tool', () => {
    check(`
#- run.sh
ansible-playbook -i hosts a.yml
#- a.yml
- hosts: all
#- hosts
[web]
n1
#- group_vars/web/src.YML
a: 1
#^^^^ warning ignored-vars-file: src.YML is not read: only files without an extension or with .yml, .yaml, .json are read (run ws)
#- group_vars/web/latest.YML
a: 1
#^^^^ warning ignored-vars-file: latest.YML is not read: only files without an extension or with .yml, .yaml, .json are read (run ws)
`);
  });

  describe('is silent', () => {
    const silent = (title: string, fixture: string, world = {}) => it(title, () => void check(fixture, world));
    silent('about notes, backups, keys, templates and empty files', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/a.yml
a: 1
#- clusters/prod/group_vars/web/README.md
web
#- clusters/prod/group_vars/web/a.yml~
a: 2
#- clusters/prod/group_vars/web/a.yml.bak
a: 2
#- clusters/prod/group_vars/web/a.yml.j2
a: 2
#- clusters/prod/group_vars/web/ca.pem
a
#- clusters/prod/group_vars/web/notes.txt
a: 1
#- clusters/prod/group_vars/web/.gitkeep
#- clusters/prod/group_vars/web/b.YML
#- clusters/prod/group_vars/web/.a.yml.swp
a: 2
`);
    silent('about hidden files of tools, editors and systems', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all/.yamllint.yml
rules: {}
#- clusters/prod/group_vars/all/.sops.yaml
creation_rules: []
#- clusters/prod/group_vars/all/.prettierrc.yaml
a: 1
#- clusters/prod/group_vars/all/.pre-commit-config.yaml
repos: []
#- clusters/prod/group_vars/all/._all.yml
Mac OS X
#- clusters/prod/group_vars/all/.git/config.yml
a: 1
`);
    silent('about what is put aside on purpose', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all/.old.yml
a: 1
#- clusters/prod/group_vars/all/.a.disabled.yml
a: 1
#- clusters/prod/group_vars/all/backup.2024/a.yml
a: 1
#- clusters/prod/group_vars/all/web.old/a.yml
a: 1
#- clusters/prod/group_vars/all/SAMPLE.YML
a: 1
`);
    silent('about folders with a dot that hold no vars', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/all/files.d/cert.pem
a
#- clusters/prod/group_vars/all/scripts.d/run.sh
echo
`);
    silent('about a file that a play or a command names', `
#- run.sh
ansible-playbook -i inventory/hosts -e @inventory/group_vars/all/b.YML a.yml
#- a.yml
- hosts: all
  vars_files: [inventory/group_vars/all/secrets.vault]
#- inventory/hosts
[web]
n1
#- inventory/group_vars/all/b.YML
b: 1
#- inventory/group_vars/all/secrets.vault
a: 1
`);
    silent('about folders of groups and hosts that no inventory has', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/gone/a.YML
a: 1
#- clusters/prod/host_vars/gone/.a.yml
a: 1
`);
    silent('about files that are read', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/plain
a: 1
#- clusters/prod/group_vars/web/a.json
{"a": 1}
#- clusters/prod/group_vars/web/deep/a.b.yml
a: 1
`);
    silent('where a comment says so', `
#- clusters/prod/hosts.ini
[web]
n1
#- clusters/prod/group_vars/web/a.YML
a: 1 # groupvars: ignore ignored-vars-file
`);
  });
});

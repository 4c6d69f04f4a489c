// What wins in the plays of one playbook, level by level: recorded from `ansible-playbook` of ansible-core 2.14, where every value says where it stands.
import { strict as assert } from 'node:assert';
import { fixture } from '../../fixture';

// `@@` stands for the place of its line. v2, v3, … are set on every level up to the one of that number in docs/precedence.md.
const WORKSPACE = `
#- inv/hosts
[all:vars]
v2=@@
v3=@@
v4=@@
v5=@@
v6=@@
v7=@@
v8=@@
v10=@@
v11=@@
v13=@@
v15=@@
v16=@@
v23=@@
[web]
h1 v8=@@ v10=@@ v11=@@ v13=@@ v15=@@ v16=@@ v23=@@
h2
[web:vars]
v3=@@
v4=@@
v6=@@
v7=@@
#- inv/group_vars/all.yml
v4: "@@"
v5: "@@"
v6: "@@"
v7: "@@"
v8: "@@"
#- inv/group_vars/web.yml
v6: "@@"
v7: "@@"
v8: "@@"
#- inv/host_vars/h1.yml
v10: "@@"
v11: "@@"
v13: "@@"
v15: "@@"
v16: "@@"
v23: "@@"
#- play/group_vars/all.yml
v5: "@@"
v6: "@@"
v7: "@@"
imported: "@@"
#- play/group_vars/web.yml
v7: "@@"
v8: "@@"
#- play/host_vars/h1.yml
v11: "@@"
v13: "@@"
v15: "@@"
v16: "@@"
v23: "@@"
#- play/site.yml
- hosts: web
  gather_facts: false
  vars:
    v13: "@@"
    v15: "@@"
    v16: "@@"
    v23: "@@"
    file2: "@@"
  vars_files:
    - one.yml
    - [missing.yml, two.yml, three.yml]
  roles: [base, app]
  tasks:
    - import_role: {name: tail}
    - include_tasks: show.yml
- import_playbook: sub/second.yml
  vars: {from_import: "@@", v13: "@@"}
- hosts: all
  gather_facts: false
  tasks: [include_tasks: show.yml]
#- play/sub/second.yml
- hosts: h1
  gather_facts: false
  vars: {v13: "@@"}
  tasks: [include_tasks: show.yml]
#- play/sub/group_vars/all.yml
imported: "@@"
#- play/vars/one.yml
v15: "@@"
v16: "@@"
v23: "@@"
file1: "@@"
#- play/one.yml
file1: "@@"
never: "@@"
#- play/two.yml
file2: "@@"
#- play/three.yml
file2: "@@"
#- play/roles/base/defaults/main.yml
v1: "@@"
v2: "@@"
both: "@@"
dep: "@@"
#- play/roles/base/defaults/other.yml
never: "@@"
#- play/roles/base/vars/main.yml
rolevars: "@@"
#- play/roles/app/meta/main.yml
dependencies: [d1, {role: d2}]
#- play/roles/app/defaults/main.yml
both: "@@"
dir: "@@"
#- play/roles/app/defaults/main/x.yml
dir: "@@"
never: "@@"
#- play/roles/app/vars/main/a.yml
v16: "@@"
v23: "@@"
rolevars: "@@"
#- play/roles/app/vars/main/b.yml
rolevars: "@@"
v4x: "@@"
#- play/roles/d1/defaults/main.yaml
dep: "@@"
dep2: "@@"
#- play/roles/d2/defaults/main/y.yml
dep: "@@"
both: "@@"
#- play/roles/d2/vars/main.yml
rolevars: "@@"
#- play/roles/tail/defaults/main.yml
tail: "@@"
both: "@@"

`;

// play and host: variable=place, as `debug` printed them; `none` is a variable that is not defined.
const RECORDED = `
1 h1: both=@play/roles/tail/defaults/main.yml:2 dep=@play/roles/d2/defaults/main/y.yml:1 dep2=@play/roles/d1/defaults/main.yaml:2 dir=@play/roles/app/defaults/main.yml:2 file1=@play/vars/one.yml:4 file2=@play/two.yml:1 from_import=none imported=@play/group_vars/all.yml:4 never=none rolevars=@play/roles/app/vars/main/b.yml:1 tail=@play/roles/tail/defaults/main.yml:1 v1=@play/roles/base/defaults/main.yml:1 v10=@inv/host_vars/h1.yml:1 v11=@play/host_vars/h1.yml:1 v13=@play/site.yml:4 v15=@play/vars/one.yml:1 v16=@play/roles/app/vars/main/a.yml:1 v2=@inv/hosts:2 v23=@cli v3=@inv/hosts:19 v4=@inv/group_vars/all.yml:1 v4x=@play/roles/app/vars/main/b.yml:2 v5=@play/group_vars/all.yml:1 v6=@inv/group_vars/web.yml:1 v7=@play/group_vars/web.yml:1 v8=@inv/hosts:16
1 h2: both=@play/roles/tail/defaults/main.yml:2 dep=@play/roles/d2/defaults/main/y.yml:1 dep2=@play/roles/d1/defaults/main.yaml:2 dir=@play/roles/app/defaults/main.yml:2 file1=@play/vars/one.yml:4 file2=@play/two.yml:1 from_import=none imported=@play/group_vars/all.yml:4 never=none rolevars=@play/roles/app/vars/main/b.yml:1 tail=@play/roles/tail/defaults/main.yml:1 v1=@play/roles/base/defaults/main.yml:1 v10=@inv/hosts:9 v11=@inv/hosts:10 v13=@play/site.yml:4 v15=@play/vars/one.yml:1 v16=@play/roles/app/vars/main/a.yml:1 v2=@inv/hosts:2 v23=@cli v3=@inv/hosts:19 v4=@inv/group_vars/all.yml:1 v4x=@play/roles/app/vars/main/b.yml:2 v5=@play/group_vars/all.yml:1 v6=@inv/group_vars/web.yml:1 v7=@play/group_vars/web.yml:1 v8=@play/group_vars/web.yml:2
2 h1: both=none dep=none dep2=none dir=none file1=none file2=none from_import=@play/site.yml:17 imported=@play/sub/group_vars/all.yml:1 never=none rolevars=none tail=none v1=none v10=@inv/host_vars/h1.yml:1 v11=@inv/host_vars/h1.yml:2 v13=@play/site.yml:17 v15=@inv/host_vars/h1.yml:4 v16=@inv/host_vars/h1.yml:5 v2=@inv/hosts:2 v23=@cli v3=@inv/hosts:19 v4=@inv/group_vars/all.yml:1 v4x=none v5=@inv/group_vars/all.yml:2 v6=@inv/group_vars/web.yml:1 v7=@inv/group_vars/web.yml:2 v8=@inv/hosts:16
3 h1: both=none dep=none dep2=none dir=none file1=none file2=none from_import=none imported=@play/group_vars/all.yml:4 never=none rolevars=none tail=none v1=none v10=@inv/host_vars/h1.yml:1 v11=@play/host_vars/h1.yml:1 v13=@play/host_vars/h1.yml:2 v15=@play/host_vars/h1.yml:3 v16=@play/host_vars/h1.yml:4 v2=@inv/hosts:2 v23=@cli v3=@inv/hosts:19 v4=@inv/group_vars/all.yml:1 v4x=none v5=@play/group_vars/all.yml:1 v6=@inv/group_vars/web.yml:1 v7=@play/group_vars/web.yml:1 v8=@inv/hosts:16
3 h2: both=none dep=none dep2=none dir=none file1=none file2=none from_import=none imported=@play/group_vars/all.yml:4 never=none rolevars=none tail=none v1=none v10=@inv/hosts:9 v11=@inv/hosts:10 v13=@inv/hosts:11 v15=@inv/hosts:12 v16=@inv/hosts:13 v2=@inv/hosts:2 v23=@cli v3=@inv/hosts:19 v4=@inv/group_vars/all.yml:1 v4x=none v5=@play/group_vars/all.yml:1 v6=@inv/group_vars/web.yml:1 v7=@play/group_vars/web.yml:1 v8=@play/group_vars/web.yml:2
`;

/** Every `@@` becomes `@path:line`. */
function withPlaces(text: string): string {
  let path = '';
  let line = 0;
  return text.split('\n').map((content) => {
    const head = /^#- (.*)$/.exec(content);
    if (head !== null) [path, line] = [head[1]!, 0];
    else line++;
    return content.replaceAll('@@', `@${path}:${line}`);
  }).join('\n');
}

describe('core/run: plays', () => {
  const workspace = fixture(withPlaces(WORKSPACE));
  const run = workspace.run('ansible-playbook -i inv/hosts play/site.yml -e v23=@cli');

  for (const row of RECORDED.trim().split('\n')) {
    const [, number, hostName, pairs] = /^(\d) (\w+): (.*)$/.exec(row)!;
    it(`play ${number}, ${hostName}: every variable comes from where Ansible takes it`, () => {
      const play = run.plays[Number(number) - 1]!;
      const host = run.inventory.hosts.get(hostName!)!;
      assert.ok(run.playsOf(host).includes(play));
      const wrong: string[] = [];
      for (const pair of pairs!.split(' ')) {
        const [name, recorded] = pair.split('=') as [string, string];
        const { variable } = run.variableOf(host, name, play);
        if (variable === undefined ? recorded !== 'none' : variable.value !== recorded) wrong.push(`${name}: ${String(variable?.value)}, recorded ${recorded}`);
        else if (variable !== undefined && recorded !== '@cli' && `@${workspace.place(variable.winner.origin)}` !== recorded) wrong.push(`${name}: told to be from ${workspace.place(variable.winner.origin)}, is from ${recorded}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('a host is only in the plays whose pattern reaches it', () => {
    const [h1, h2] = ['h1', 'h2'].map((name) => run.playsOf(run.inventory.hosts.get(name)!).map((play) => play.hosts));
    assert.deepEqual(h1, ['web', 'h1', 'all']);
    assert.deepEqual(h2, ['web', 'all']);
  });

  it('--limit takes hosts away', () => {
    const limited = workspace.run('ansible-playbook -i inv/hosts play/site.yml -l "all:!h1"');
    assert.deepEqual(limited.playsOf(limited.inventory.hosts.get('h1')!), []);
    assert.equal(limited.playsOf(limited.inventory.hosts.get('h2')!).length, 2);
  });

  it('without a play, the last play that knows a variable answers', () => {
    const h1 = run.inventory.hosts.get('h1')!;
    assert.equal(workspace.place(run.variableOf(h1, 'imported').variable!.winner.origin), 'play/group_vars/all.yml:4');
    assert.equal(workspace.place(run.variableOf(h1, 'tail').variable!.winner.origin), 'play/roles/tail/defaults/main.yml:1');
    assert.equal(workspace.place(run.variableOf(h1, 'from_import').variable!.winner.origin), 'play/site.yml:17');
  });
});

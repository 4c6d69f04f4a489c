// The runs as a quick pick shows them: where each is written, and why one has no hosts.
import { strict as assert } from 'node:assert';
import { runList } from '../../server/features/runList';
import { fixture } from '../fixture';

const listed = (files: string): unknown[] => runList(fixture(files).project()).map(({ name, detail, problem, hosts }) => [name, detail, problem, hosts.length]);

describe('the list of runs', () => {
  it('tells where a run is written and what is wrong with its inventory', () => {
    assert.deepEqual(listed(`#- deploy.sh
ansible-playbook -i prod/hosts.ini site.yml
ansible-playbook -i gone/hosts.ini site.yml
ansible-playbook -i "$WHERE" site.yml
ansible-playbook -i script site.yml
ansible-playbook -i empty site.yml
#- prod/hosts.ini
[web]
w1
#- script +x
#!/bin/sh
#- empty
[web]
#- site.yml
- hosts: all
`), [
      ['prod', 'prod/hosts.ini · deploy.sh:1', '', 1],
      ['gone', 'gone/hosts.ini · deploy.sh:2', 'inventory does not exist', 0],
      ['deploy', '-i $WHERE · deploy.sh:3', 'inventory known only when it runs', 0],
      ['script', 'script · deploy.sh:4', 'hosts known only when it runs', 0],
      ['empty', 'empty · deploy.sh:5', 'no hosts', 0],
    ]);
  });

  it('an inventory outside that may not be read; a secret in a list of hosts', () => {
    assert.deepEqual(listed('#- run.sh\nansible-playbook -i /out/hosts site.yml\nansible-playbook -i x_password=S1, site.yml\n#- /out/hosts +outside\n#- site.yml\n- hosts: all\n'), [
      ['out', '/out/hosts · run.sh:1', 'inventory outside the workspace, not read', 0],
      ['run', 'x_password=••• · run.sh:2', '', 1],
    ]);
  });
});

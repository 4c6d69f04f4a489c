// A vars file that several runs read: the hover says where the value wins.
import { strict as assert } from 'node:assert';
import { hover } from '../../server/features/hover';
import { projectOf, runNamed } from '../fixtureRules';
import { otherRunsText } from '../../server/features/otherRuns';

describe('features/otherRuns', () => {
  const world = (count: number): string => `
#- deploy.sh
ansible-playbook -i prod.ini site.yml
ansible-playbook -i prod.ini -e port=9 -l web site.yml
${Array.from({ length: count }, (_, at) => `ansible-playbook -i prod.ini -e n=${at} site.yml\n`).join('')}ansible-playbook -i qa.ini site.yml
#- site.yml
- hosts: all
#- prod.ini
[web]
w1
[db]
d1
#- qa.ini
[db]
q1
#- group_vars/web.yml
port: 80
same: 1
#- group_vars/all.yml
port: 1
`;
  const said = (text: string, path: string, name: string): string | undefined => {
    const project = projectOf(text);
    const file = project.lookup.file(`/ws/${path}`)!;
    const start = file.text.indexOf(name);
    return otherRunsText(project, runNamed(project), name, { file, start, end: start + name.length });
  };

  it('says where it wins, where it is overridden and where it reaches nobody', () => {
    assert.equal(said(world(0), 'group_vars/web.yml', 'port'), 'This value wins in *prod\\.ini*; it is overridden in *prod\\.ini \\(2\\)*.');
    assert.equal(said(world(0), 'group_vars/all.yml', 'port'), 'This value wins in *qa*; wins on some hosts in *prod\\.ini*; it is overridden in *prod\\.ini \\(2\\)*.');
  });

  it('says nothing where all runs agree, or one reads the file', () => {
    assert.equal(said(world(0), 'group_vars/web.yml', 'same'), undefined);
    assert.equal(said('#- hosts.ini\n[web]\nw1\n#- group_vars/web.yml\nport: 1\n', 'group_vars/web.yml', 'port'), undefined);
  });

  it('asks ten runs at most', () => {
    assert.match(said(world(20), 'group_vars/web.yml', 'port')!, /^This value wins in \*prod\\\.ini\*, .* and 6 more; it is overridden in \*prod\\\.ini \\\(2\\\)\*\. 12 more runs read this file\.$/);
  });

  it('stands in the hover', () => {
    const project = projectOf(world(0));
    const file = project.lookup.file('/ws/group_vars/web.yml')!;
    assert.match(hover(project, file, 1, {})!.markdown, /This value wins in \*prod\\\.ini\*; it is overridden in \*prod\\\.ini \\\(2\\\)\*\./);
  });
});

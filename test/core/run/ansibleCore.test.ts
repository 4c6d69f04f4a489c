// The release of ansible-core in force, and what it changes.
import { strict as assert } from 'node:assert';
import { minorOfCore } from '../../../server/core/run/ansibleCore';
import { fixture } from '../../fixture';

const INVENTORY = `
#- inv/a
[web]
h1
#- inv/b.ini
[web]
h2
#- inv/c.hosts
[web]
h3
#- run.sh
ansible-playbook -i inv site.yml
#- site.yml
- hosts: all
`;

const hostsOf = (files: string, ansibleCore?: string, environment = {}): string[] => {
  const [run] = fixture(files + INVENTORY.trimStart()).project({ ansibleCore, environment }).runs;
  return [...run!.inventory.hosts.keys()];
};
const BEFORE = ['h1', 'h3'];
/** Since 2.19 the ini plugin takes `.ini` and no extension, and folders no longer skip `.ini`. */
const SINCE = ['h1', 'h2'];

describe('ansible-core', () => {
  it('B1 B2 2.18 and 2.19 read different files of a folder', () => {
    assert.deepEqual(hostsOf('', '2.18'), BEFORE);
    assert.deepEqual(hostsOf('', '2.19'), SINCE);
  });

  it('a named file with another extension is no inventory since 2.19', () => {
    const world = fixture('#- x.hosts\n[web]\nh1\n');
    for (const [core, count] of [['2.14.18', 1], ['v2.20', 0]] as const) assert.equal(world.project({ ansibleCore: core, runs: [{ name: 'r', command: 'ansible-playbook -i x.hosts site.yml' }] }).runs[0]!.inventory.hosts.size, count, core);
  });

  it('without a word of it the newest proven one is meant', () => assert.deepEqual(hostsOf(''), BEFORE));

  it('requirements of the folder', () => {
    for (const [requirement, hosts] of [['ansible==12.1.0', SINCE], ['ansible==11.13.0', BEFORE], ['ansible-core~=2.19.1', SINCE], ['# ansible==12.1.0', BEFORE], ['ansible>=9', BEFORE], ['ansible==2.9.27', BEFORE], ['ansible-lint==25.1.0', BEFORE]] as const) {
      assert.deepEqual(hostsOf(`#- requirements.txt\njmespath==1.0\n${requirement}\n`), hosts, requirement);
    }
    assert.deepEqual(hostsOf('#- requirements.txt\nansible==12.1.0\n', '2.18'), BEFORE, 'what is chosen comes first');
  });

  it('requirements of the kubespray checkout that holds the playbook', () => {
    const files = INVENTORY.trimStart().replace('site.yml', 'kubespray/cluster.yml').replace('#- site.yml\n', '#- kubespray/cluster.yml\n');
    const world = fixture(`${files}#- kubespray/galaxy.yml\nname: kubespray\nversion: 2.40.0\n#- kubespray/roles/kubespray_defaults/defaults/main.yml\na: 1\n#- kubespray/requirements.txt\nansible==12.0.0\n`);
    assert.deepEqual([...world.project().runs[0]!.inventory.hosts.keys()], SINCE);
  });

  it('texts that name a release', () => {
    assert.deepEqual(['2.19', 'v2.9.27', 'core 2.14.18', '2.200'].map(minorOfCore), [19, 9, 14, 200]);
    for (const text of ['', '3.0', '19', '2', '2.x', '2.1234', 'latest']) assert.equal(minorOfCore(text), undefined, text);
  });
});

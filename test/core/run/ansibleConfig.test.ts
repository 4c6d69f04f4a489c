// ansible.cfg and the variables that beat it: places, and what Ansible refuses. The conformance cases hold the values.
import { strict as assert } from 'node:assert';
import { Lookup } from '../../../server/core/lookup';
import { readAnsibleConfig, type Environment } from '../../../server/core/run/ansibleConfig';
import { fixture, lineOf, ROOT } from '../../fixture';

function configOf(text: string, environment: Environment = {}, cwd = ROOT) {
  return readAnsibleConfig(new Lookup(fixture(text).tree), cwd, environment);
}

describe('core/run/ansibleConfig', () => {
  it('knows where the inventory is written', () => {
    const config = configOf('#- ansible.cfg\n[defaults]\n# the cluster\ninventory = a,\n  b\n');
    assert.deepEqual(config.inventory, [`${ROOT}/a`, `${ROOT}/b`]);
    assert.equal(lineOf(config.inventorySpan!), 3);
    assert.equal(configOf('#- ansible.cfg\n[defaults]\ninventory = a\n', { ANSIBLE_INVENTORY: 'b' }).inventorySpan, undefined);
  });

  it('paths of a file start at it, paths of a variable at the working directory', () => {
    const text = '#- conf/ansible.cfg\n[defaults]\ninventory = a\nroles_path = r:../s:~/t\nplaybook_dir = p\n#- job/\n';
    const environment = { ANSIBLE_CONFIG: '../conf', HOME: '/home/me' };
    const config = configOf(text, environment, `${ROOT}/job`);
    assert.deepEqual([config.inventory, config.rolesPath, config.playbookDir], [[`${ROOT}/conf/a`], [`${ROOT}/conf/r`, `${ROOT}/s`, '/home/me/t'], `${ROOT}/conf/p`]);
    assert.deepEqual(configOf(text, { ...environment, ANSIBLE_INVENTORY: 'a', ANSIBLE_PLAYBOOK_DIR: 'p' }, `${ROOT}/job`).playbookDir, `${ROOT}/job/p`);
  });

  it('the editor has no home and no environment: only ./ansible.cfg is read', () => {
    const text = '#- /home/me/.ansible.cfg\n[defaults]\ninventory = a\n#- x/\n';
    assert.equal(configOf(text).file, undefined);
    assert.equal(configOf(text, { HOME: '/home/me' }).file?.path, '/home/me/.ansible.cfg');
  });

  it('says what Ansible refuses or passes over', () => {
    const { problems } = configOf('#- ansible.cfg\n[defaults]\nhash_behaviour = merge # no\nprecedence = all_inventory, bogus\n');
    assert.deepEqual(problems.map(({ message }) => message), ['hash_behaviour must be replace or merge, not “merge # no”: Ansible stops here', 'Ansible ignores the precedence entry “bogus”: it does not know it']);
  });

  it('a byte order mark is a character of the first line, which then is no section: Ansible stops', () => {
    const { problems } = configOf('#- ansible.cfg +bom\n[defaults]\nhash_behaviour = merge\n');
    assert.match(problems.map(({ message }) => message).join(), /^ansible\.cfg begins with a byte order mark: Ansible stops here/);
  });

  it('settings of the wrong section are none', () => {
    const config = configOf('#- ansible.cfg\n[inventory]\nhash_behaviour = merge\n[defaults]\nenable_plugins = ini\ninventory_ignore_extensions = .x\n[ssh]\ninventory = z\n');
    assert.deepEqual([config.hashMerge, config.enablePlugins.length, config.ignoreExtensions, config.inventory], [false, 6, ['.x'], undefined]);
  });
});

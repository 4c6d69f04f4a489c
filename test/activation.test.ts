// When the extension wakes up: what the manifest names, matched as paths. The real editor is asked in test/vscode/activation.alone.test.ts.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import picomatch from 'picomatch';

const root = resolve(__dirname, '../..');
const { activationEvents } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly activationEvents: readonly string[] };
const patterns = activationEvents.map((event) => event.replace(/^workspaceContains:/, ''));
const wakes = (paths: readonly string[]): boolean => paths.some((path) => patterns.some((pattern) => picomatch.isMatch(path, pattern, { dot: true })));

describe('activation', () => {
  it('looks for names in few folders, and waits for nothing else', () => {
    for (const event of activationEvents) assert.match(event, /^workspaceContains:(?!.*\*\*)/);
    for (const pattern of patterns) assert.ok(pattern.split('/').length <= 5, pattern);
  });

  for (const path of [
    'ansible.cfg', '.groupvars.yml', 'galaxy.yml', 'collection/galaxy.yml',
    ...['', 'a/', 'a/b/'].flatMap((folder) => [
      ...['group_vars/all.yml', 'group_vars/all/x.yml', 'host_vars/h', 'host_vars/h/x.yaml'].map((name) => folder + name),
      ...['hosts', 'inventory'].flatMap((name) => ['', '.ini', '.yml', '.yaml'].map((extension) => folder + name + extension)),
    ]),
  ]) it(`by ${path}`, () => assert.ok(wakes([path])));

  for (const path of ['php.ini', 'docker-compose.yml', 'a/b/c/hosts', 'a/b/c/group_vars/all.yml', 'src/hosts.ts', 'a/ansible.cfg', 'inventory.json', 'hosts.txt', 'a/b/galaxy.yml', 'package.json']) {
    it(`not by ${path}`, () => assert.ok(!wakes([path])));
  }

  it('by each folder of the examples alone', () => {
    for (const folder of ['two-repos/inventory', 'two-repos/kubespray']) {
      const paths = readdirSync(join(root, 'examples', folder), { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
      assert.ok(wakes(paths), folder);
    }
  });
});

// Settings as editors send them: of the window, of its folders, and of the wrong type.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { toSettings } from '../../server/lsp/settings';

describe('settings', () => {
  it('are the defaults where nothing is set', () => {
    assert.deepEqual(toSettings([], undefined), DEFAULT_SETTINGS);
    const { properties } = (JSON.parse(readFileSync(resolve(__dirname, '../../../package.json'), 'utf8')) as { contributes: { configuration: { properties: Record<string, { default: unknown }> } } }).contributes.configuration;
    const values: Record<string, unknown> = {};
    for (const [name, { default: value }] of Object.entries(properties)) {
      const [, first, second] = name.split('.');
      if (second === undefined) values[first!] = value;
      else values[first!] = { ...(values[first!] as object | undefined), [second]: value };
    }
    assert.deepEqual(toSettings([{ folder: undefined, values }], undefined), DEFAULT_SETTINGS);
  });

  it('add what a folder says to what the window says, each run once', () => {
    const shared = 'ansible-playbook -i a x.yml';
    const { runs } = toSettings([
      { folder: undefined, values: { runs: [shared] } },
      { folder: '/one', values: { runs: [shared, { name: 'own', inventory: 'hosts', cwd: 'sub' }] } },
      { folder: '/two', values: { runs: [shared] } },
    ], undefined);
    assert.deepEqual(runs, [{ name: '', command: shared }, { name: 'own', inventory: ['hosts'], cwd: '/one/sub' }]);
  });

  it('find a relative checkout from its folder', () => {
    assert.equal(toSettings([{ folder: undefined, values: { kubespray: { path: '../ks' } } }, { folder: '/w/one', values: { kubespray: { path: '../ks' } } }], undefined).kubesprayPath, '/w/ks');
    assert.equal(toSettings([{ folder: undefined, values: { kubespray: { path: '/opt/ks' } } }], undefined).kubesprayPath, '/opt/ks');
  });

  it('put the home folder in for ~', () => {
    const kubespray = (path: string, home: string | undefined): string | undefined => toSettings([{ folder: '/w', values: { kubespray: { path } } }], home).kubesprayPath;
    assert.deepEqual([kubespray('~/kubespray', '/home/me'), kubespray('~', '/home/me'), kubespray('~/kubespray', undefined), kubespray('~other/ks', '/home/me')], ['/home/me/kubespray', '/home/me', undefined, '/w/~other/ks']);
    assert.deepEqual(toSettings([{ folder: undefined, values: { runs: [{ inventory: 'hosts', cwd: '~/ops' }] } }], '/home/me').runs, [{ name: '', inventory: ['hosts'], cwd: '/home/me/ops' }]);
  });

  it('leave out what has the wrong type', () => {
    assert.deepEqual(toSettings([{ folder: undefined, values: { runs: 'x', kubespray: [], severity: { a: 'fatal', b: 'error' } } }, { folder: '/x', values: null }], undefined), { ...DEFAULT_SETTINGS, severity: { b: 'error' } });
  });
});

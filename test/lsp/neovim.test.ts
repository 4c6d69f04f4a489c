// A second editor: Neovim's own language client drives the program that ships.
import * as assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { prod } from './clusters';
import { writeFiles } from './editor';

const root = resolve(__dirname, '../../..');
const files = `${prod}#- site.yml
- hosts: all
#- away/hosts.ini
[web]
a1
#- vars/group_vars/web.yml
port: 1
#- deploy.sh
ansible-playbook -i away/hosts.ini site.yml
`;

describe('Neovim', function () {
  this.timeout(90_000);
  it('hovers, shows symbols and findings, follows edits and saves, and ends the server', async function () {
    if (spawnSync('nvim', ['--version']).status !== 0) {
      console.log('    nvim is not installed: the test of a second editor is skipped');
      return this.skip();
    }
    const server = join(root, 'dist/server.js');
    assert.ok(existsSync(server), 'npm run build');
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'groupvars-neovim-')));
    try {
      writeFiles(folder, files);
      const out = join(folder, 'answers.json');
      // another home: no configuration of whoever runs this
      const environment = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder, GROUPVARS_NODE: process.execPath, GROUPVARS_SERVER: server, GROUPVARS_FOLDER: folder, GROUPVARS_OUT: out };
      const editor = spawn('nvim', ['--headless', '--clean', '-n', '-c', `luafile ${join(root, 'test/lsp/neovim.lua')}`], { env: environment, stdio: 'ignore' });
      const limit = setTimeout(() => editor.kill('SIGKILL'), 80_000);
      await new Promise((done) => editor.once('exit', done));
      clearTimeout(limit);
      const answers = JSON.parse(readFileSync(out, 'utf8')) as Readonly<Record<string, unknown>>;
      assert.equal(answers['problem'], undefined);
      assert.match(String(answers['hover']), /run \*prod\*[^]*\*\*wins\*\* on 2 of 3 hosts \| `8080`/);
      assert.match(String(answers['edited']), /\*\*wins\*\* on 2 of 3 hosts \| `8081`/);
      assert.match(String(answers['saved']), /`81`/);
      assert.deepEqual(answers['symbols'], ['web', 'db']);
      assert.match(String((answers['diagnostics'] as readonly string[])[0]), /^groupvars: port is set in vars\/group_vars/);
      assert.equal(answers['stopped'], true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

// The server as a process: it may end, hang and be started again, and the editor goes on.
import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { traceChannel } from '../../client/traceChannel';
import { extension, needClient } from './extension';
import { shot } from './shot';
import { closeAll, finding, hoverText, open, until } from './workspace';

const PROD = 'inventory/clusters/prod/group_vars/k8s_cluster/k8s-cluster.yml';

/** Process ids of the language servers that this extension host has started. */
function servers(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(parent) === process.pid && /dist\/server\.js/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

describe('the language server', function () {
  this.timeout(90_000);
  before(async function () {
    if (process.platform !== 'linux') {
      console.log('    processes are found in /proc: only on Linux');
      this.skip();
    }
    needClient();
    await extension().activate();
  });
  after(closeAll);

  const answers = async (): Promise<void> => {
    const document = await open(PROD);
    await until('a hover', async () => /on 3 of 5 hosts/.test(await hoverText(document, 'kube_pods_subnet:')));
    await finding('inventory/deploy/staging/hosts.ini', 'inventory-without-vars');
  };

  it('is one process, which answers', async () => {
    await answers();
    assert.equal(servers().length, 1);
  });

  it('is ended and started again by Restart Server, also when it hangs', async () => {
    const [hanging] = servers();
    process.kill(hanging!, 'SIGSTOP');
    await vscode.commands.executeCommand('groupvars.restartServer');
    await answers();
    await until('one server', () => servers().length === 1);
    assert.notEqual(servers()[0], hanging);
  });

  it('is started again when it hangs while it starts', async () => {
    const [before] = servers();
    const restarting = vscode.commands.executeCommand('groupvars.restartServer');
    const starting = await until('a new server', () => servers().find((pid) => pid !== before));
    process.kill(starting, 'SIGSTOP');
    void restarting.then(undefined, () => {});
    await vscode.commands.executeCommand('groupvars.restartServer');
    await answers();
    await until('one server', () => servers().length === 1);
  });

  it('is started again four times when it ends, and then stays off until it is asked for', async () => {
    await vscode.commands.executeCommand('groupvars.restartServer');
    let [pid] = await until('a server', () => servers().length === 1 && servers());
    for (let end = 1; end <= 4; end++) {
      process.kill(pid!, 'SIGKILL');
      const known = pid;
      pid = await until(`a server after end ${end}`, () => servers().find((candidate) => candidate !== known));
      await answers();
    }
    process.kill(pid!, 'SIGKILL');
    await until('no server', () => servers().length === 0);
    await shot('server-off');
    // one that ended before would be there by now: its start follows its end at once
    await new Promise((done) => setImmediate(done));
    assert.deepEqual(servers(), []);
    await vscode.commands.executeCommand('groupvars.restartServer');
    await answers();
  });

  it('traces when it is told to, and writes no contents', async () => {
    const written: string[] = [];
    const channel = traceChannel({ name: 'x', info: (text: string) => void written.push(text) } as unknown as vscode.LogOutputChannel);
    const settings = vscode.workspace.getConfiguration('groupvars');
    assert.equal(channel.logLevel, vscode.LogLevel.Off);
    const heard = new Promise<vscode.LogLevel>((done) => void channel.onDidChangeLogLevel(done));
    await settings.update('trace.server', 'verbose', vscode.ConfigurationTarget.Global);
    assert.equal(await heard, vscode.LogLevel.Trace);
    assert.equal(channel.logLevel, vscode.LogLevel.Trace);
    channel.trace("Sending notification 'textDocument/didOpen'.\nParams: { \"text\": \"password: hunter2\" }");
    channel.error(new Error('password: hunter2'));
    await settings.update('trace.server', undefined, vscode.ConfigurationTarget.Global);
    channel.dispose();
    assert.deepEqual(written, ["Sending notification 'textDocument/didOpen'.", 'Error']);
  });
});

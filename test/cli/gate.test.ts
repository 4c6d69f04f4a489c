// `groupvars gate`: what it lets start, what it stops, and that the command it starts has the caller's place.
import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { kubespray } from '../fixtureRules';
import { Terminal } from './terminal';

const STORY = kubespray() + `#- deploy/prod/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#- right/hosts.ini
[kube_control_plane]
cp1
[kube_node]
w1
#- right/group_vars/k8s_cluster.yml
kube_network_plugin: calico
`;

describe('gate', () => {
  const story = new Terminal(STORY);
  const lost = ['ansible-playbook', '-i', '../deploy/prod/hosts.ini', 'cluster.yml'];

  it('starts a command that nothing is said about, and says nothing', () => {
    const right = ['sudo', '-E', 'ansible-playbook', '-i', '../right/hosts.ini', '-b', 'cluster.yml'];
    assert.deepEqual(story.call(['gate', '--', ...right], { cwd: 'kubespray' }), { code: 0, out: '', err: '', started: right });
  });

  it('stops a command with an error, says why on standard error, and how to go on', () => {
    const answer = story.call(['gate', '--', ...lost], { cwd: 'kubespray' });
    assert.equal(answer.started, undefined);
    assert.deepEqual([answer.code, answer.out], [1, '']);
    const lines = answer.err.trimEnd().split('\n');
    assert.equal(lines[0], 'groupvars: reads 0 vars files; kube_network_plugin falls to kubespray v2.31 defaults');
    assert.match(lines[1]!, /^<folder>\/deploy\/prod\/hosts\.ini:1:1: error: kube_network_plugin is set in <folder>\/clusters\/prod\/group_vars, which this run does not read\. .* beside it; once it has, .* \[inventory-without-vars\]$/);
    assert.equal(lines.at(-1), 'groupvars: not started; groupvars gate --force -- … starts it all the same');
  });

  it('with --force it is started, and told all the same', () => {
    const answer = story.call(['gate', '--force', '--', ...lost], { cwd: 'kubespray' });
    assert.deepEqual(answer.started, lost);
    assert.match(answer.err, /inventory-without-vars/);
    assert.doesNotMatch(answer.err, /not started/);
  });

  it('a warning stops nothing', () => {
    const world = new Terminal('#- hosts.ini\n[web]\nw1\n#- host_vars/gone.yml\na: 1\n#- site.yml\n- hosts: all\n');
    const call = ['ansible-playbook', '-i', 'hosts.ini', 'site.yml'];
    const answer = world.call(['gate', '--', ...call]);
    assert.deepEqual(answer.started, call);
    assert.match(answer.err, /warning: .*\[orphan-host-vars\]/);
  });

  it('what runs nothing, and what is not understood, is started', () => {
    for (const call of [['ansible-playbook', '--version'], ['ansible-playbook', '-i', '../deploy/prod/hosts.ini', '--list-hosts', 'cluster.yml']]) assert.deepEqual(story.call(['gate', '--', ...call], { cwd: 'kubespray' }), { code: 0, out: '', err: '', started: call });
    for (const [call, why] of [[['make', 'deploy'], 'behind -- an ansible-playbook command is expected'], [['ansible-playbook', 'gone.yml'], 'playbook gone.yml does not exist'], [['ansible-playbook', '-i'], '-i needs a value']] as const) {
      assert.deepEqual(story.call(['gate', '--', ...call]), { code: 0, out: '', err: `groupvars: not checked: ${why}\n`, started: [...call] });
    }
  });

  it('needs a command', () => {
    for (const call of ['gate', 'gate --', 'gate ansible-playbook']) assert.deepEqual(story.call(call), { code: 2, out: '', err: 'groupvars: gate needs the command behind --: groupvars gate -- ansible-playbook …\n' });
  });

  describe('the command it starts', function () {
    // two programs, one starting the other, on a machine that may be busy
    this.timeout(60_000);
    const world = new Terminal('#- bin/ansible-playbook +x\n#!/bin/sh\ncase "$1" in\n  code) cat; echo "$2|$3" >&2; exit 7;;\n  wait) trap "echo ended; exit 5" TERM; echo ready; while :; do sleep 0.05; done;;\n  die) kill -TERM $$;;\nesac\n');
    const program = [resolve(__dirname, '../../server/cli/main.js'), 'gate', '--'];
    const environment = { ...process.env, PATH: `${join(world.folder, 'bin')}:${process.env['PATH']}` };

    it('has the input, the words, the output and the exit code', () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...program, 'ansible-playbook', 'code', 'a b', '$c'], { env: environment, cwd: world.folder, input: 'typed\n', encoding: 'utf8' });
      assert.deepEqual([status, stdout, stderr], [7, 'typed\n', 'groupvars: not checked: playbook code does not exist\na b|$c\n']);
    });

    it('gets the signals that are sent to the gate, and ends it as it ends', async () => {
      const child = spawn(process.execPath, [...program, 'ansible-playbook', 'wait'], { env: environment, cwd: world.folder, stdio: ['ignore', 'pipe', 'ignore'] });
      let out = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
        if (out === 'ready\n') child.kill('SIGTERM');
      });
      const code = await new Promise((done) => child.on('close', done));
      assert.deepEqual([code, out], [5, 'ready\nended\n']);
      const died = spawnSync(process.execPath, [...program, 'ansible-playbook', 'die'], { env: environment, cwd: world.folder });
      assert.equal(died.signal, 'SIGTERM');
    });

    it('is not there: 127, as in a shell', () => {
      const { status, stderr } = spawnSync(process.execPath, [...program, 'no-such-program'], { env: environment, cwd: world.folder, encoding: 'utf8' });
      assert.deepEqual([status, stderr], [127, 'groupvars: not checked: behind -- an ansible-playbook command is expected\ngroupvars: no-such-program: command not found\n']);
    });
  });
});

// The workspaces that the benches open: what is in them, which variable is hovered, and which line makes and unmakes a finding.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeCluster } from './cluster.mjs';

/** Names of the workspaces, in the order they are measured. */
export const WORKSPACES = ['two-repos', 'checkout', '1,000 hosts', '10,000 hosts', '50,000 files'];

/** A mapping with a key twice: its finding comes with the first list, and goes when the second line is a comment. */
const TWICE = 'bench_twice: 1\nbench_twice: 2\n';

/**
 * Writes the workspace `name` into `folder`. Gives what a bench needs to know of it: the open `folders`, for VS Code the `opened` folder
 * or workspace file, the `settings`, a vars file with a finding (`finding`), one to edit and hover in (`vars`), the `inventory`, and `cwd` for Ansible.
 */
export function makeWorkspace(name, folder, { root, checkout }) {
  if (name === 'two-repos') {
    cpSync(join(root, 'examples/two-repos'), folder, { recursive: true, verbatimSymlinks: true });
    const prod = join(folder, 'inventory/clusters/prod');
    write(join(prod, 'group_vars/all/bench.yml'), TWICE);
    return {
      name, folders: [join(folder, 'inventory'), join(folder, 'kubespray')], opened: { workspace: join(folder, 'two-repos.code-workspace') }, settings: {}, cwd: join(folder, 'kubespray'),
      vars: { path: join(prod, 'group_vars/k8s_cluster/k8s-cluster.yml'), word: 'kube_pods_subnet' }, inventory: { path: join(prod, 'hosts.ini'), word: 'kube_node' }, finding: join(prod, 'group_vars/all/bench.yml'),
    };
  }
  const hosts = { checkout: 5, '1,000 hosts': 1000, '10,000 hosts': 10000 }[name];
  if (hosts !== undefined) {
    const cluster = makeCluster(checkout, folder, hosts);
    const settings = { runs: [`ansible-playbook -i ${cluster.inventory} cluster.yml`] };
    const finding = join(folder, 'inventory/bench/group_vars/all/bench.yml');
    write(finding, TWICE);
    return { name, ...inOneFolder(folder, settings), vars: { path: cluster.edited, word: 'kube_network_plugin' }, inventory: { path: cluster.inventoryFile, word: 'kube_node' }, finding };
  }
  makeManyFiles(folder, 50_000);
  const inventory = join(folder, 'deploy/inventory/prod');
  write(join(inventory, 'hosts.ini'), '[web]\nweb1\nweb2\n\n[db]\ndb1\n');
  write(join(inventory, 'group_vars/web.yml'), 'http_port: 8080\n');
  write(join(inventory, 'group_vars/all.yml'), 'http_port: 80\n');
  write(join(inventory, 'group_vars/db.yml'), TWICE);
  return { name, ...inOneFolder(folder, {}), vars: { path: join(inventory, 'group_vars/web.yml'), word: 'http_port' }, inventory: { path: join(inventory, 'hosts.ini'), word: 'web1' }, finding: join(inventory, 'group_vars/db.yml') };
}

/** A workspace without inventories: program text only. */
export function makeEmptyWorkspace(folder) {
  makeManyFiles(folder, 200);
  return { name: 'no inventory', ...inOneFolder(folder, {}) };
}

function inOneFolder(folder, settings) {
  // for VS Code; over stdio the bench answers with the same
  write(join(folder, '.vscode/settings.json'), JSON.stringify(Object.fromEntries(Object.entries(settings).map(([key, value]) => [`groupvars.${key}`, value]))));
  return { folders: [folder], opened: { folder }, settings, cwd: folder };
}

/**
 * 2,000 shell scripts and 50 inventories. With `calls` every fourth script starts ansible-playbook, else another program that is as long:
 * what finding the runs costs is the difference.
 */
export function makeScripts(folder, calls) {
  for (let cluster = 0; cluster < 50; cluster++) {
    write(join(folder, `clusters/c${cluster}/hosts.ini`), '[web]\nweb1\nweb2\n[db]\ndb1\n');
    for (const group of ['all', 'web']) write(join(folder, `clusters/c${cluster}/group_vars/${group}.yml`), `http_port: ${cluster}\n`);
  }
  write(join(folder, 'site.yml'), '- hosts: all\n  tasks: []\n');
  write(join(folder, 'clusters/c0/group_vars/db.yml'), TWICE);
  for (let index = 0; index < 2000; index++) {
    const program = calls && index % 4 === 0 ? 'ansible-playbook' : 'another-playbook';
    write(join(folder, `services/team${index % 40}/run${index}.sh`), `#!/usr/bin/env bash
set -euo pipefail
HERE="$(cd "$(dirname "$0")/../.." && pwd)"
cd "$HERE"
CLUSTER=\${1:-c${index % 50}}
if [ -z "$CLUSTER" ]; then
  echo "usage: $0 CLUSTER" >&2
  exit 1
fi
for step in prepare deploy verify; do
  echo "$step of service ${index}"
done
${program} -i "clusters/c${index % 50}/hosts.ini" site.yml
`);
  }
  const cluster = join(folder, 'clusters/c0');
  return {
    name: calls ? 'with calls' : 'without', ...inOneFolder(folder, {}), finding: join(cluster, 'group_vars/db.yml'), vars: { path: join(cluster, 'group_vars/web.yml'), word: 'http_port' }, script: join(folder, 'services/team0/run0.sh'),
  };
}

/** As a repository of many services has them: 50 files in a folder, folders three deep. */
function makeManyFiles(folder, count) {
  const names = ['main.ts', 'values.yaml', 'README.md', 'config.json', 'deploy.sh'];
  for (let index = 0; index < count; index += 50) {
    const below = join(folder, `services/team${index % 17}/service${index}`);
    mkdirSync(below, { recursive: true });
    for (let file = 0; file < Math.min(50, count - index); file++) writeFileSync(join(below, `part${file}-${names[file % names.length]}`), file % names.length === 4 ? '#!/bin/sh\nexec helm upgrade --install service .\n' : `name: part${file}\n`);
  }
}

/** How many files lie below the folders. */
export function countFiles(folders) {
  return folders.reduce((sum, folder) => sum + readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length, 0);
}

export const textOf = (path) => readFileSync(path, 'utf8');

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

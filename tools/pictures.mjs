// npm run pictures [-- NAME…]: takes the pictures of docs/images from a real VS Code on a copy of the examples.
import { join, resolve } from 'node:path';
import { copyExamples } from './examples.mjs';
import { root } from './files.mjs';
import { install } from './npm.mjs';
import { doStep } from './steps.mjs';

/** One picture each: its name, the steps before it (tools/steps.mjs), and what differs from the usual window. */
const pictures = [
  {
    name: 'story', width: 1360, height: 780,
    steps: [
      ['open', 'inventory/deploy/staging/hosts.ini'], ['command', 'View: Toggle Primary Side Bar Visibility'], ['command', 'View: Split Editor Right'],
      ['open', 'inventory/clusters/prod/group_vars/all/all.yml'], ['panel', 'problems'], ['hover', 'kube_pods_subnet'],
    ],
  },
  { name: 'hover', steps: [['open', 'inventory/clusters/prod/group_vars/k8s_cluster/k8s-cluster.yml'], ['hover', 'kube_pods_subnet']] },
  { name: 'problems', steps: [['open', 'inventory/scripts/deploy-prod.sh'], ['panel', 'problems']] },
  { name: 'effective-vars', steps: [['open', 'inventory/clusters/prod/hosts.ini'], ['command', 'Groupvars: Show Effective Vars']] },
];

const chosen = process.argv.slice(2);
const { code, output } = await install();
if (code !== 0) { console.error(output); process.exit(1); }
await (await import('./build.mjs')).buildProduct();
const { openWorkbench } = await import('./workbench.mjs');

for (const { name, steps, ...window } of pictures.filter((picture) => chosen.length === 0 || chosen.includes(picture.name))) {
  const examples = copyExamples();
  let workbench;
  try {
    workbench = await openWorkbench({ workspace: examples.workspace, width: 1200, height: 720, scale: 1.5, progress: console.error, ...window });
    for (const [step, value] of steps) await doStep(workbench, step, value);
    const file = join(resolve(root, 'docs/images'), `${name}.png`);
    await workbench.shot(file);
    console.log(file);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await workbench?.close();
    examples.remove();
  }
}

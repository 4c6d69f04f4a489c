// Takes pictures of the extension in a real VS Code:
//   node tools/shot.mjs --workspace FILE|--folder DIR --open FILE --hover WORD#2 --out x.png
// Steps are done in the order they are given and may repeat; --help lists them.
import { install } from './npm.mjs';
import { copyExamples } from './examples.mjs';
import { doStep, stepTexts } from './steps.mjs';

const usage = `node tools/shot.mjs [WINDOW…] STEP…

Window (default: a copy of the example workspace, dark, 1280x800):
  --folder DIR | --workspace FILE      what to open
  --theme dark|light   --size 1600x1000   --scale 2
  --setting KEY=JSON                   a user setting; may repeat
  --restricted                         in Restricted Mode
  --no-build                           take dist/ as it is

Steps, in their order (a file is absolute, or relative to the workspace or to this process):
${Object.entries(stepTexts).map(([step, text]) => `  --${step.padEnd(8)} ${text}`).join('\n')}`;

const windowOptions = { folder: true, workspace: true, theme: true, size: true, scale: true, setting: true, restricted: false, 'no-build': false };

const { options, settings, steps } = readArguments(process.argv.slice(2));
const { code, output } = await install();
if (code !== 0) { console.error(output); process.exit(1); }
if (!options['no-build']) await (await import('./build.mjs')).buildProduct();

const { openWorkbench } = await import('./workbench.mjs');
const [width, height] = (options.size ?? '1280x800').split('x').map(Number);
const examples = options.folder || options.workspace ? undefined : copyExamples();
let workbench;
try {
  workbench = await openWorkbench({
    ...(options.folder ? { folder: options.folder } : { workspace: options.workspace ?? examples.workspace }),
    theme: options.theme, settings, width, height, scale: Number(options.scale ?? 1), restricted: options.restricted,
    progress: (text) => console.error(text),
  });
  for (const [step, value] of steps) {
    const said = await doStep(workbench, step, value);
    if (said) console.log(said);
  }
} catch (error) {
  console.error(error.message);
  await workbench?.shot('.shots/failed-step.png').then(() => console.error('see .shots/failed-step.png'), () => {});
  process.exitCode = 1;
} finally {
  await workbench?.close();
}

function readArguments(words) {
  const found = { options: {}, settings: {}, steps: [] };
  while (words.length > 0) {
    const name = words.shift().replace(/^--/, '');
    if (windowOptions[name] === false) { found.options[name] = true; continue; }
    const value = words.shift();
    if (value === undefined || !(windowOptions[name] || stepTexts[name])) { console.error(usage); process.exit(2); }
    if (name === 'setting') found.settings[value.slice(0, value.indexOf('='))] = JSON.parse(value.slice(value.indexOf('=') + 1));
    else if (windowOptions[name]) found.options[name] = value;
    else found.steps.push([name, value]);
  }
  if (found.steps.length === 0) { console.error(usage); process.exit(2); }
  return found;
}

// Takes pictures of the extension in a real VS Code:
//   node tools/shot.mjs --workspace FILE|--folder DIR --open FILE --hover WORD#2 --out x.png
// Steps are done in the order they are given and may repeat; see `usage`.
import { install } from './npm.mjs';
import { endWithSignals } from './children.mjs';
import { exampleWorkspace } from './examples.mjs';

const usage = `node tools/shot.mjs [WINDOW…] STEP…

Window (default: the example workspace, dark, 1280x800):
  --folder DIR | --workspace FILE   what to open
  --theme dark|light                --size 1600x1000     --scale 2
  --setting KEY=JSON                a user setting; may repeat
  --restricted                      in Restricted Mode
  --no-build                        take dist/ as it is

Steps, in this order:
  --open FILE                       open a file and wait for the language server
  --at WORD[#n] | LINE:COLUMN       put the cursor there
  --hover WORD[#n] | LINE:COLUMN    rest the mouse there and print the hover
  --command "Groupvars: …"          run a command from the palette
  --panel problems|output|terminal  show a panel; prints the problems
  --type TEXT   --key Control+Space type; press a key
  --click CSS   --wait CSS          click on or wait for an element
  --text CSS                        print what an element says
  --out FILE.png                    take a picture`;

const windowOptions = { folder: true, workspace: true, theme: true, size: true, scale: true, setting: true, restricted: false, 'no-build': false };
const stepOptions = ['open', 'at', 'hover', 'command', 'panel', 'type', 'key', 'click', 'wait', 'text', 'out'];

const { options, settings, steps } = readArguments(process.argv.slice(2));
const { code, output } = await install();
if (code !== 0) { console.error(output); process.exit(1); }
if (!options['no-build']) await (await import('./build.mjs')).buildProduct();

const { openWorkbench } = await import('./workbench.mjs');
const [width, height] = (options.size ?? '1280x800').split('x').map(Number);
let workbench;
endWithSignals(() => workbench?.close());
try {
  workbench = await openWorkbench({
    ...(options.folder ? { folder: options.folder } : { workspace: options.workspace ?? exampleWorkspace }),
    theme: options.theme, settings, width, height, scale: Number(options.scale ?? 1), restricted: options.restricted,
    progress: (text) => console.error(text),
  });
  for (const [step, value] of steps) await doStep(step, value);
} catch (error) {
  console.error(error.message);
  await workbench?.shot('.shots/failed-step.png').then(() => console.error('see .shots/failed-step.png'), () => {});
  process.exitCode = 1;
} finally {
  await workbench?.close();
}

async function doStep(step, value) {
  const { page, openFile, goTo, hover, runCommand, showPanel, shot, settled } = workbench;
  switch (step) {
    case 'open': return openFile(value);
    case 'at': return goTo(value);
    case 'hover': return console.log(`hover at ${value}:\n${await hover(value)}\n`);
    case 'command': return runCommand(value);
    case 'panel': return console.log((await showPanel(value)).map((row) => row.replaceAll('\n', ' · ')).join('\n'));
    case 'type': await page.keyboard.type(value); return settled();
    case 'key': await page.keyboard.press(value); return settled();
    case 'click': await page.locator(value).first().click(); return settled();
    case 'wait': return page.locator(value).first().waitFor();
    case 'text': return console.log((await page.locator(value).allInnerTexts()).join('\n'));
    case 'out': await shot(value); return console.log(value);
    default: throw new Error(`no step ${step}`);
  }
}

function readArguments(words) {
  const found = { options: {}, settings: {}, steps: [] };
  while (words.length > 0) {
    const name = words.shift().replace(/^--/, '');
    if (windowOptions[name] === false) { found.options[name] = true; continue; }
    const value = words.shift();
    if (value === undefined || !(windowOptions[name] || stepOptions.includes(name))) { console.error(usage); process.exit(2); }
    if (name === 'setting') found.settings[value.slice(0, value.indexOf('='))] = JSON.parse(value.slice(value.indexOf('=') + 1));
    else if (windowOptions[name]) found.options[name] = value;
    else found.steps.push([name, value]);
  }
  if (found.steps.length === 0) { console.error(usage); process.exit(2); }
  return found;
}

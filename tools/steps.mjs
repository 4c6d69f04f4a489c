// The steps of a picture, as tools/shot.mjs takes them from its arguments and tools/pictures.mjs from its list.

/** Every step and what it does; `--help` of tools/shot.mjs shows this. */
export const stepTexts = {
  open: 'FILE                       open a file and wait for the language server',
  at: 'WORD[#n] | LINE:COLUMN     put the cursor there',
  hover: 'WORD[#n] | LINE:COLUMN     rest the mouse there and print the hover',
  command: '"Groupvars: …"             run a command from the palette',
  panel: 'problems|output|terminal   show a panel; prints the problems',
  type: 'TEXT                       type into whatever has the focus',
  key: 'Control+Space              press a key',
  click: 'CSS                        click on an element',
  wait: 'CSS                        wait for an element',
  text: 'CSS                        print what an element says, also inside a webview',
  out: 'FILE.png                   take a picture',
};

/** Does one step in a workbench of tools/workbench.mjs; gives what there is to print, or nothing. */
export async function doStep(workbench, step, value) {
  const { page, openFile, goTo, hover, runCommand, showPanel, shot, settled } = workbench;
  switch (step) {
    case 'open': return openFile(value);
    case 'at': return goTo(value);
    case 'hover': return `hover at ${value}:\n${await hover(value)}\n`;
    case 'command': return runCommand(value);
    case 'panel': return (await showPanel(value)).map((row) => row.replaceAll('\n', ' · ')).join('\n');
    case 'type': await page.keyboard.type(value); return settled();
    case 'key': await page.keyboard.press(value); return settled();
    case 'click': await page.locator(value).first().click(); return settled();
    case 'wait': return page.locator(value).first().waitFor();
    case 'text': return (await Promise.all(page.frames().map((frame) => frame.locator(value).allInnerTexts().catch(() => [])))).flat().join('\n');
    case 'out': await shot(value); return value;
    default: throw new Error(`no step ${step}`);
  }
}

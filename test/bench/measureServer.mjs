// What an editor waits for, measured on our server over stdio: the same rows as test/bench/vscode/index.ts measures inside VS Code.
import { LanguageServer } from './languageServer.mjs';
import { textOf } from './workspaces.mjs';

/** Rounds by kind; what takes long is asked less often. */
const HOVERS = 100;
const CHECKS = 15;
const EDITS = 1000;

export async function measureServer(program, workspace) {
  const { folders, settings, vars, inventory, finding } = workspace;
  const rows = {};
  const server = await LanguageServer.start(process.execPath, [program, '--stdio'], { folders, settingsOf: () => settings });
  try {
    rows.initialize = [performance.now() - server.started];
    await server.longestWait(async () => (rows.start = [await server.untilFindings(finding, 1, server.started)]));
    rows.startWait = [server.longest];
    rows.memoryAfterStart = server.memory();

    for (const { path } of [vars, inventory]) await server.open(path, path.endsWith('.ini') ? 'ini' : 'yaml', textOf(path) + '# ');
    await server.open(finding, 'yaml');
    const hover = async (row, { path, word }, edit) => {
      if (edit) await server.type(path, 'x');
      const { hover: answer, milliseconds } = await server.hover(path, word);
      if (answer === null) throw new Error(`no hover on ${word} in ${workspace.name}`);
      (rows[row] ??= []).push(milliseconds);
    };
    // The first question reads what only hovers need.
    await hover('firstHover', vars, false);
    for (let round = 0; round < HOVERS; round++) await hover('hoverAtRest', vars, false);
    for (let round = 0; round < HOVERS; round++) await hover('hoverAfterVars', vars, true);
    for (let round = 0; round < HOVERS / 2; round++) await hover('hoverAfterInventory', inventory, true);

    const text = textOf(finding);
    for (let round = 0; round < CHECKS; round++) {
      await server.replace(finding, text.replace('\nbench', '\n# bench'));
      (rows.keyToFindings ??= []).push(await server.untilFindings(finding, 0));
      await server.replace(finding, text);
      (rows.keyToFindings ??= []).push(await server.untilFindings(finding, 1));
    }

    await server.longestWait(async () => {
      for (let edit = 1; edit <= EDITS; edit++) {
        await server.type(vars.path, 'x');
        if (edit % 10 === 0) await hover('hoverWhileTyping', vars, false);
        if (edit % 100 === 0) await server.type(inventory.path, 'x');
      }
      // all that was typed is checked when a later finding comes
      await server.replace(finding, text.replace('\nbench', '\n# bench'));
      await server.untilFindings(finding, 0);
    });
    rows.editsWait = [server.longest];
    rows.memoryAfterEdits = server.memory();
    return rows;
  } finally {
    await server.stop();
  }
}

/** The start of a workspace of scripts, and what a key in one of them costs the next answer. */
export async function measureScripts(program, { folders, settings, finding, vars, script }) {
  const server = await LanguageServer.start(process.execPath, [program, '--stdio'], { folders, settingsOf: () => settings });
  try {
    const rows = { start: [await server.untilFindings(finding, 1, server.started)] };
    for (const [path, language] of [[vars.path, 'yaml'], [script, 'shellscript']]) await server.open(path, language, textOf(path) + '# ');
    await server.hover(vars.path, vars.word);
    for (const [row, typed] of [['hoverAtRest', undefined], ['hoverAfterVars', vars.path], ['hoverAfterScript', script]]) {
      rows[row] = [];
      for (let round = 0; round < HOVERS; round++) {
        if (typed !== undefined) await server.type(typed, 'x');
        rows[row].push((await server.hover(vars.path, vars.word)).milliseconds);
      }
    }
    return rows;
  } finally {
    await server.stop();
  }
}

/** Memory of a server that found nothing to do. */
export async function measureIdle(program, { folders }) {
  const server = await LanguageServer.start(process.execPath, [program, '--stdio'], { folders });
  try {
    await server.open(`${folders[0]}/notes.yml`, 'yaml', 'a: 1\n');
    // a hover is answered when the first scan is done
    await server.hover(`${folders[0]}/notes.yml`, 'a: 1');
    await new Promise((done) => setTimeout(done, 1000));
    return server.memory();
  } finally {
    await server.stop();
  }
}

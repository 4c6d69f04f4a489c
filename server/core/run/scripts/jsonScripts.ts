// Commands in JSON: the scripts of package.json, the tasks of .vscode/tasks.json.
import { folderOf, resolvePath } from '../../path';
import type { Path, SourceFile } from '../../tree';
import { parseYaml } from '../../yaml';
import type { YamlNode } from '../../yamlNode';
import { member, textValue } from '../playbook';
import type { FoundScript } from './foundScript';
import { Mask } from './mask';

/** `scripts` of a package.json: each is a shell started in its folder. */
export function scriptsOfPackage(file: SourceFile, root: Path): FoundScript[] {
  const scripts = member(parseYaml(file).root, 'scripts');
  if (scripts?.kind !== 'mapping') return [];
  return scripts.entries.flatMap(({ node }) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.includes('ansible')) return [];
    const mask = new Mask(file.text);
    mask.showScalar(node);
    return [{ file, text: mask.toString(), root, cwd: folderOf(file.path), variables: new Map(), dialect: 'sh' as const }];
  });
}

/** The tasks of a folder: their command with its arguments, started in the open folder or in `options.cwd`. */
export function scriptsOfTasks(file: SourceFile, root: Path): FoundScript[] {
  const workspace = folderOf(folderOf(file.path));
  // read without its comments; places stay what they are
  const { root: document } = parseYaml({ ...file, text: withoutComments(file.text) });
  const tasks = member(document, 'tasks');
  if (tasks?.kind !== 'sequence') return [];
  return tasks.items.flatMap((task) => {
    const mask = new Mask(file.text);
    const command = member(task, 'command');
    if (command?.kind !== 'scalar' || typeof command.value !== 'string') return [];
    mask.showScalar(command);
    const words = member(task, 'args');
    let end = command.span.end;
    if (words?.kind === 'sequence') {
      for (const word of words.items) {
        const text = word.kind === 'mapping' ? member(word, 'value') : word;
        if (text?.kind !== 'scalar' || text.span.start < end) continue;
        // one command: what stands between its words is no end of a line
        for (let index = end - 1; index <= text.span.start; index++) mask.set(index, ' ');
        mask.showScalar(text);
        end = text.span.end;
      }
    }
    const folder = textValue(member(member(task, 'options') ?? member(member(document, 'options'), 'options'), 'cwd'))?.replace(/\$\{workspace(Folder|Root)\}/g, workspace);
    const cwd = folder === undefined || folder.includes('$') ? workspace : resolvePath(workspace, folder);
    return [{ file, text: mask.toString(), root, cwd, variables: variablesOf(member(member(task, 'options'), 'env'), workspace), dialect: 'sh' as const, ...(folder?.includes('$') === true ? { isFolderUnknown: true } : {}) }];
  });
}

function variablesOf(environment: YamlNode | undefined, workspace: Path): Map<string, string | undefined> {
  const variables = new Map<string, string | undefined>([['workspaceFolder', workspace], ['workspaceRoot', workspace]]);
  if (environment?.kind === 'mapping') for (const { key, node } of environment.entries) variables.set(String(key), textValue(node)?.includes('$') === true ? undefined : textValue(node));
  return variables;
}

/** Comments of JSON as editors allow them, blanked; texts in quotes are left alone. */
function withoutComments(text: string): string {
  const characters = [...text].length === text.length ? text.split('') : Array.from({ length: text.length }, (_, index) => text[index]!);
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    if (isQuoted) {
      if (text[index] === '\\') index++;
      else if (text[index] === '"') isQuoted = false;
    } else if (text[index] === '"') isQuoted = true;
    else if (text.startsWith('//', index) || text.startsWith('/*', index)) {
      const found = text[index + 1] === '/' ? text.indexOf('\n', index) : text.indexOf('*/', index) + 2;
      const end = found < 2 ? text.length : found;
      for (; index < end; index++) if (text[index] !== '\n') characters[index] = ' ';
      index--;
    }
  }
  return characters.join('');
}

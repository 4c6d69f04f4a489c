// Commands in JSON: the scripts of package.json, the tasks of .vscode/tasks.json.
import { folderOf, resolvePath } from '../../path';
import type { Path, SourceFile } from '../../tree';
import { parseYaml } from '../../yaml';
import type { YamlNode } from '../../yamlNode';
import { member, textValue } from '../playbook';
import { PART_LIMIT, type FoundScript } from './foundScript';
import { commandOfScalars, linesOfScalars } from './scalarText';

/** What the editor puts in before a shell sees the text; any other `${NAME}` is the shell's. */
const EDITOR_VARIABLE = /\$\{(?:(?:input|env|config|command|workspaceFolder):[^}]{0,200}|workspace\w+|file\w*|relativeFile\w*|cwd|lineNumber|columnNumber|selectedText|execPath|defaultBuildTask|pathSeparator|userHome)\}/g;

/** `scripts` of a package.json: each is a shell started in its folder. */
export function scriptsOfPackage(file: SourceFile, root: Path): FoundScript[] {
  const scripts = member(parseYaml(file).root, 'scripts');
  if (scripts?.kind !== 'mapping') return [];
  const found: FoundScript[] = [];
  for (const { node } of scripts.entries) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.includes('ansible') || found.length > PART_LIMIT) continue;
    found.push({ file, text: linesOfScalars(file, [node]), root, cwd: folderOf(file.path), variables: new Map(), dialect: 'sh' });
  }
  return found;
}

/** The tasks of a folder: their command with its arguments, started in the open folder or in `options.cwd`. */
export function scriptsOfTasks(file: SourceFile, root: Path): FoundScript[] {
  const workspace = folderOf(folderOf(file.path));
  // read without its comments; places stay what they are
  const { root: document } = parseYaml({ ...file, text: withoutComments(file.text) });
  const replacement = { pattern: EDITOR_VARIABLE, valueOf: (text: string) => (/^\$\{workspace(Folder|Root)\}$/.test(text) ? workspace : undefined) };
  const tasks = member(document, 'tasks');
  if (tasks?.kind !== 'sequence') return [];
  const found: FoundScript[] = [];
  for (const task of tasks.items) {
    const command = member(task, 'command');
    if (command?.kind !== 'scalar' || typeof command.value !== 'string' || found.length > PART_LIMIT) continue;
    const list = member(task, 'args');
    const words = list?.kind !== 'sequence' ? [] : list.items.flatMap((word) => {
      const text = word.kind === 'mapping' ? member(word, 'value') : word;
      return text?.kind === 'scalar' ? [text] : [];
    });
    if (![command, ...words].some(({ value }) => typeof value === 'string' && value.includes('ansible'))) continue;
    const folder = textValue(member(member(task, 'options') ?? member(member(document, 'options'), 'options'), 'cwd'))?.replace(/\$\{workspace(Folder|Root)\}/g, workspace);
    const cwd = folder === undefined || folder.includes('$') ? workspace : resolvePath(workspace, folder);
    found.push({ file, text: commandOfScalars(file, [command, ...words], replacement), root, cwd, variables: variablesOf(member(member(task, 'options'), 'env')), dialect: 'sh', ...(folder?.includes('$') === true ? { isFolderUnknown: true } : {}) });
  }
  return found;
}

function variablesOf(environment: YamlNode | undefined): Map<string, string | undefined> {
  const variables = new Map<string, string | undefined>();
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

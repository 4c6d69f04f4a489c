// What the tasks of a role or play set while they run, which vars files they bring in and which roles they call, each under its conditions.
// Tasks are followed from the file that is run, so that a file that nothing includes sets nothing. Handlers are left out: they run when told.
import type { Lookup } from '../lookup';
import { folderOf, joinPath, nameOf, resolvePath } from '../path';
import type { Path, SourceFile, Span } from '../tree';
import { keyText, type Value } from '../value';
import { parseYaml } from '../yaml';
import type { YamlMapping, YamlNode } from '../yamlNode';
import { member, moduleName, parametersOf, textValue } from '../run/playbook';
import { filesBelow } from './checkoutFiles';
import { filesOfLoop, loopOf } from './taskFacts';

/** One name that a `set_fact` sets. */
export interface FactTask {
  readonly name: string;
  readonly keySpan: Span;
  readonly value: Value;
  readonly conditions: readonly string[];
}

/** One `include_vars`: what it may bring in, computed parts as `*`. */
export interface VarsTask {
  readonly span: Span;
  readonly patterns: readonly string[];
  readonly conditions: readonly string[];
}

/** A role that is called: by `import_role`, `include_role`, `roles:` or a dependency. */
export interface RoleCall {
  /** As written; it may be a template. */
  readonly name: string;
  /** What a template's `A[B]` finds: the mapping `A` of the task's vars. */
  readonly choices: YamlMapping | undefined;
  /** Read when the play is, not when its task runs: its vars are the whole play's. */
  readonly isStatic: boolean;
  /** The task file that is run, without its ending. */
  readonly from: string;
  readonly conditions: readonly string[];
  /** The parameters of an entry of `roles:` or of a dependency. */
  readonly parameters: readonly Parameter[];
}

/** One parameter that a role is given. */
export interface Parameter {
  readonly name: string;
  readonly keySpan: Span;
  readonly value: Value;
}

/** What tasks do, in the order of their texts. */
export interface Tasks {
  readonly facts: readonly FactTask[];
  readonly vars: readonly VarsTask[];
  readonly calls: readonly RoleCall[];
}

/** A condition that is known only when the play runs, and has no words. */
export const ONLY_WHEN_IT_RUNS = '';

const YAML_NAME = /\.ya?ml$/;
const DEPTH_LIMIT = 30;

/** The tasks of the role in `folder`, from the file `from` on. The same object each time for the same texts. */
export function tasksOfRole(lookup: Lookup, folder: Path, from: string): Tasks {
  return lookup.remember(`tasks of ${folder}\0${from}`, () => {
    const reader = new TaskReader(lookup, joinPath(folder, 'tasks'));
    reader.readFile(reader.fileNamed(reader.folder, from), { conditions: [], isStatic: true, depth: 0 });
    return reader;
  });
}

/** The roles that a role's meta/main.yml asks for. */
export function dependenciesOf(lookup: Lookup, folder: Path): readonly RoleCall[] {
  return lookup.remember(`dependencies of ${folder}`, () => {
    const [meta] = filesBelow(lookup, joinPath(folder, 'meta'), /^main\.ya?ml$/);
    return meta === undefined ? [] : entriesOf(member(parseYaml(meta).root, 'dependencies'));
  });
}

/** What the play that begins at an offset of a playbook runs itself, its `roles:` first. */
export function tasksOfPlay(lookup: Lookup, path: Path, start: number): Tasks {
  return lookup.remember(`tasks of play ${path}\0${start}`, () => {
    // asked for here: the answer stands as long as this text does
    const file = lookup.file(path);
    const root = file === undefined ? undefined : parseYaml(file).root;
    const node = root?.kind === 'sequence' ? root.items.find(({ span }) => span.start === start) : undefined;
    const reader = new TaskReader(lookup, folderOf(path));
    reader.calls.push(...entriesOf(member(node, 'roles')));
    for (const section of ['pre_tasks', 'tasks', 'post_tasks']) reader.readTasks(member(node, section), folderOf(path), { conditions: [], isStatic: true, depth: 0 });
    return reader;
  });
}

function entriesOf(list: YamlNode | undefined): RoleCall[] {
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((entry): RoleCall[] => {
    const name = textValue(entry.kind === 'mapping' ? (member(entry, 'role') ?? member(entry, 'name')) : entry);
    if (name === undefined) return [];
    const parameters = parametersOf(entry).map(({ key, keySpan, node }) => ({ name: keyText(key), keySpan, value: node.value }));
    return [{ name, choices: undefined, isStatic: true, from: 'main', conditions: conditionsOf(entry), parameters }];
  });
}

/** What holds for a list of tasks. */
interface Around {
  readonly conditions: readonly string[];
  /** False below an include: what is imported there comes in when it runs. */
  readonly isStatic: boolean;
  readonly depth: number;
}

class TaskReader implements Tasks {
  readonly facts: FactTask[] = [];
  readonly vars: VarsTask[] = [];
  readonly calls: RoleCall[] = [];
  private readonly open = new Set<Path>();

  /** `folder` is where the role's task files lie. */
  constructor(private readonly lookup: Lookup, readonly folder: Path) {}

  fileNamed(folder: Path, name: string): SourceFile | undefined {
    for (const candidate of YAML_NAME.test(name) ? [name] : [`${name}.yml`, `${name}.yaml`, name]) {
      const path = resolvePath(folder, candidate);
      if (this.lookup.peek(path) === 'file') return this.lookup.file(path);
    }
    return undefined;
  }

  readFile(file: SourceFile | undefined, around: Around): void {
    if (file === undefined || around.depth > DEPTH_LIMIT || this.open.has(file.path) || !/set_fact|include_|import_/.test(file.text)) return;
    this.open.add(file.path);
    this.readTasks(parseYaml(file).root, folderOf(file.path), around);
    this.open.delete(file.path);
  }

  readTasks(list: YamlNode | undefined, folder: Path, around: Around): void {
    if (list?.kind !== 'sequence' || around.depth > DEPTH_LIMIT) return;
    for (const task of list.items) if (task.kind === 'mapping') this.readTask(task, folder, around);
  }

  private readTask(task: YamlMapping, folder: Path, around: Around): void {
    const conditions = [...around.conditions, ...conditionsOf(task)];
    const inside: Around = { ...around, conditions, depth: around.depth + 1 };
    for (const { key, keySpan, node } of task.entries) {
      switch (moduleName(key)) {
        case 'block':
        case 'rescue':
        case 'always':
          this.readTasks(node, folder, keyText(key) === 'rescue' ? { ...inside, conditions: [...conditions, ONLY_WHEN_IT_RUNS] } : inside);
          break;
        case 'set_fact':
          // a loop sets it again and again, and for no item not at all
          if (node.kind === 'mapping') for (const fact of node.entries) this.facts.push({ name: keyText(fact.key), keySpan: fact.keySpan, value: fact.node.value, conditions: loopOf(task) === undefined ? conditions : [...conditions, ONLY_WHEN_IT_RUNS] });
          break;
        case 'include_vars':
          this.vars.push({ span: keySpan, patterns: filesNamed(node, task), conditions });
          break;
        case 'import_tasks':
        case 'include_tasks':
          this.readIncluded(node, task, folder, keyText(key).endsWith('include_tasks') ? { ...inside, isStatic: false } : inside);
          break;
        case 'import_role':
        case 'include_role':
          this.callRole(node, task, { ...inside, isStatic: around.isStatic && keyText(key).endsWith('import_role') });
          break;
      }
    }
  }

  private readIncluded(node: YamlNode, task: YamlMapping, folder: Path, inside: Around): void {
    for (const name of filesNamed(node, task)) {
      if (!name.includes('*')) {
        this.readFile(this.fileNamed(folder, name) ?? this.fileNamed(this.folder, name), inside);
        continue;
      }
      const fits = matcherOf(name);
      const computed = { ...inside, conditions: [...inside.conditions, ONLY_WHEN_IT_RUNS] };
      for (const file of filesBelow(this.lookup, folder, YAML_NAME)) if (nameOf(file.path) !== 'main.yml' && fits.test(nameOf(file.path))) this.readFile(file, computed);
    }
  }

  private callRole(node: YamlNode, task: YamlMapping, { conditions, isStatic }: Around): void {
    const name = textValue(member(node, 'name'));
    if (name === undefined) return;
    const from = (textValue(member(node, 'tasks_from')) ?? 'main').replace(YAML_NAME, '');
    const vars = member(task, 'vars');
    const choices = /\{\{\s*(\w+)\[\w+\]\s*\}\}/.exec(name)?.[1];
    const table = choices === undefined ? undefined : member(vars, choices);
    const call: RoleCall = { name, choices: table?.kind === 'mapping' ? table : undefined, isStatic, from, conditions, parameters: [] };
    const loop = loopOf(task);
    const items = loop?.kind === 'sequence' ? loop.items.filter((item) => item.kind === 'mapping') : [];
    if (!/\{\{\s*item\.\w+\s*\}\}/.test(name) || items.length === 0) this.calls.push(call);
    else for (const item of items) this.calls.push({ ...call, name: ofItem(name, item, false), conditions: conditions.map((condition) => ofItem(condition, item, true)) });
  }
}

/** A text with the members of a loop's item put in: of a template its expression, where the text is one. */
function ofItem(text: string, item: YamlNode, isExpression: boolean): string {
  return text.replace(isExpression ? /\bitem\.(\w+)/g : /\{\{\s*item\.(\w+)\s*\}\}/g, (written, key: string) => {
    const value = textValue(member(item, key));
    if (value === undefined) return written;
    return isExpression ? `(${/^\s*\{\{([^]*)\}\}\s*$/.exec(value)?.[1] ?? JSON.stringify(value)})` : value;
  });
}

function conditionsOf(node: YamlNode): string[] {
  const when = member(node, 'when');
  const items = when === undefined ? [] : when.kind === 'sequence' ? when.items : [when];
  // `when: true` is a condition too
  return items.map((item) => textValue(item) ?? ONLY_WHEN_IT_RUNS);
}

/** The files that an include names, by itself or through its loop; computed parts as `*`. */
function filesNamed(node: YamlNode, task: YamlMapping): string[] {
  const written = textValue(node) ?? textValue(member(node, 'file')) ?? textValue(member(node, 'dir'));
  if (written === undefined) return [];
  const variable = /^\{\{\s*(\w+)\s*\}\}$/.exec(written)?.[1];
  const loop = loopOf(task);
  const loopVariable = textValue(member(member(task, 'loop_control'), 'loop_var')) ?? 'item';
  const own = variable === undefined ? undefined : textValue(member(member(task, 'vars'), variable));
  const names = variable === loopVariable && loop !== undefined ? filesOfLoop(loop) : [own ?? written];
  return names.map((name) => name.replace(/\{[{%][^]*[}%]\}/g, '*').trim());
}

/** Fits the file names that a pattern stands for, its folder left out. */
export function matcherOf(pattern: string): RegExp {
  return new RegExp(`^${nameOf(pattern).split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
}

// What the tasks, handlers, templates and playbooks of a kubespray checkout read, set and bring in.
import type { Lookup } from '../lookup';
import { folderOf, joinPath, resolvePath } from '../path';
import type { Path, SourceFile } from '../tree';
import { keyText } from '../value';
import { parseYaml } from '../yaml';
import type { YamlMapping, YamlNode } from '../yamlNode';
import { member, moduleName, parametersOf, textValue } from '../run/playbook';
import type { Checkout } from './checkout';
import { filesBelow, playbooksOf } from './checkoutFiles';
import { namesInExpression, namesInTemplate, type NameUse } from './templateNames';

/** What all tasks, handlers, templates and playbooks of a checkout do, with repetitions. Files are whole paths, and computed parts of patterns `*`. */
export interface TaskFacts {
  /** Every use of a name but those of names that are the task's or the role's own. */
  readonly uses: readonly NameUse[];
  readonly set: readonly { readonly name: string; readonly file: Path; readonly hasCondition: boolean }[];
  readonly registered: ReadonlySet<string>;
  /** Names that plays, roles and includes of roles are given. */
  readonly bound: ReadonlySet<string>;
  readonly includes: readonly { readonly file: Path; readonly patterns: readonly string[]; readonly hasCondition: boolean }[];
  /** The vars files that no role reads by itself and that some task names. */
  readonly varsFiles: readonly SourceFile[];
}

/** Keys whose text is an expression without braces. */
const CONDITIONS = new Set(['when', 'changed_when', 'failed_when', 'until', 'that', 'var']);

interface Around {
  readonly file: SourceFile;
  /** Names that are known in this role alone. */
  readonly local: Set<string>;
  readonly uses: NameUse[];
  readonly hasCondition: boolean;
}

/** Reads every file of the checkout's roles and playbooks. What is not read yet is wanted of `lookup`, and missing in the answer. */
export function collectTaskFacts(lookup: Lookup, checkout: Checkout): TaskFacts {
  const reader = new TaskReader(lookup);
  for (const role of checkout.roles) {
    const local = new Set<string>();
    const uses: NameUse[] = [];
    for (const folder of ['tasks', 'handlers', 'meta']) for (const file of filesBelow(lookup, joinPath(role.path, folder), /\.ya?ml$/)) reader.read(file, local, uses);
    for (const file of filesBelow(lookup, joinPath(role.path, 'templates'), /./)) uses.push(...namesInTemplate(file.text));
    reader.take(uses, local);
  }
  for (const file of playbooksOf(lookup, checkout.root)) {
    const local = new Set<string>();
    const uses: NameUse[] = [];
    reader.read(file, local, uses);
    reader.take(uses, local);
  }
  return reader;
}

class TaskReader implements TaskFacts {
  readonly uses: NameUse[] = [];
  readonly set: { name: string; file: Path; hasCondition: boolean }[] = [];
  readonly registered = new Set<string>();
  readonly bound = new Set<string>();
  readonly includes: { file: Path; patterns: readonly string[]; hasCondition: boolean }[] = [];
  readonly varsFiles: SourceFile[] = [];

  constructor(private readonly lookup: Lookup) {}

  /** The uses of one role, its own names left out. */
  take(uses: readonly NameUse[], local: ReadonlySet<string>): void {
    this.uses.push(...uses.filter(({ name }) => !local.has(name)));
  }

  read(file: SourceFile, local: Set<string>, uses: NameUse[]): void {
    this.visit(parseYaml(file).root, { file, local, uses, hasCondition: false }, 0);
  }

  private visit(node: YamlNode | undefined, around: Around, depth: number): void {
    if (node === undefined || depth > 40) return;
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string') around.uses.push(...namesInTemplate(node.value));
      return;
    }
    if (node.kind === 'sequence') {
      for (const item of node.items) this.visit(item, around, depth + 1);
      return;
    }
    const inside = member(node, 'when') === undefined ? around : { ...around, hasCondition: true };
    for (const { key, node: value } of node.entries) {
      const name = moduleName(key);
      around.uses.push(...namesInTemplate(name));
      if (CONDITIONS.has(name)) this.conditions(value, around, depth);
      else {
        this.note(name, value, node, inside);
        this.visit(value, inside, depth + 1);
      }
    }
  }

  private conditions(node: YamlNode, around: Around, depth: number): void {
    if (node.kind === 'sequence') for (const item of node.items) this.conditions(item, around, depth);
    else if (node.kind === 'mapping') this.visit(node, around, depth + 1);
    else if (typeof node.value === 'string') around.uses.push(...namesInExpression(node.value));
  }

  /** What one key of a task, block or play makes known. */
  private note(key: string, value: YamlNode, task: YamlMapping, { file, local, hasCondition }: Around): void {
    switch (key) {
      case 'register':
        this.registered.add(textValue(value) ?? '');
        break;
      case 'loop_var':
      case 'index_var':
        local.add(textValue(value) ?? '');
        break;
      case 'set_fact':
        for (const name of factNames(value)) this.set.push({ name, file: file.path, hasCondition });
        break;
      case 'include_vars':
        this.includeVars(value, task, file, hasCondition);
        break;
      case 'vars': {
        // a role that is called, an imported playbook and a play's roles see them too
        const isWide = member(task, 'hosts') !== undefined || task.entries.some((entry) => /(^|\.)(include_role|import_role|import_playbook|role)$/.test(keyText(entry.key)));
        if (value.kind === 'mapping') for (const entry of value.entries) (isWide ? this.bound : local).add(keyText(entry.key));
        break;
      }
      case 'roles':
      case 'dependencies':
        if (value.kind === 'sequence') for (const item of value.items) for (const { key: parameter } of parametersOf(item)) this.bound.add(keyText(parameter));
        break;
      case 'vars_prompt':
        if (value.kind === 'sequence') for (const item of value.items) this.bound.add(textValue(member(item, 'name')) ?? '');
        break;
    }
  }

  private includeVars(value: YamlNode, task: YamlMapping, file: SourceFile, hasCondition: boolean): void {
    const written = textValue(value) ?? textValue(member(value, 'file')) ?? textValue(member(value, 'dir'));
    if (written === undefined) return;
    const isItem = /^\{\{\s*item\s*\}\}$/.test(written);
    const loop = loopOf(task);
    const patterns = (isItem && loop !== undefined ? filesOfLoop(loop) : [written]).map(patternOf);
    this.includes.push({ file: file.path, patterns, hasCondition: hasCondition || isItem });
    for (const pattern of patterns) {
      if (pattern.includes('*')) continue;
      for (const folder of [joinPath(folderOf(folderOf(file.path)), 'vars'), folderOf(file.path)]) {
        const path = resolvePath(folder, pattern);
        if (this.lookup.peek(path) !== 'file') continue;
        const found = this.lookup.file(path);
        if (found !== undefined) this.varsFiles.push(found);
        break;
      }
    }
  }
}

/** What a task loops over; undefined for a task without a loop. */
export function loopOf(task: YamlMapping): YamlNode | undefined {
  return task.entries.find(({ key }) => /(^|\.)(loop|with_\w+)$/.test(keyText(key)))?.node;
}

/** The names that `with_first_found` or a loop goes through: texts, `files:`, all at any depth. */
export function filesOfLoop(node: YamlNode): string[] {
  if (node.kind === 'scalar') return textValue(node) === undefined ? [] : [textValue(node)!];
  if (node.kind === 'sequence') return node.items.flatMap(filesOfLoop);
  return filesOfLoop(member(node, 'files') ?? member(node, 'terms') ?? { ...node, kind: 'sequence', items: [] });
}

/** A file name with what is computed in it as `*`. */
function patternOf(written: string): string {
  return written.replace(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, '*').trim();
}

function factNames(node: YamlNode): string[] {
  if (node.kind === 'mapping') return node.entries.map(({ key }) => keyText(key)).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'cacheable');
  return [...(textValue(node) ?? '').matchAll(/(?:^|\s)([A-Za-z_]\w*)=/g)].map((match) => match[1]!);
}

// The runs that files of a workspace start: one for each call of ansible-playbook in scripts, CI files, tasks and documentation, one for each ansible.cfg with an inventory.
import type { Folder } from '../folders';
import type { Lookup } from '../lookup';
import { nameOf } from '../path';
import type { Path } from '../tree';
import { readAnsibleConfig } from './ansibleConfig';
import { emptyDeclaration, everyWritten, runName, type RunDeclaration, withoutHandedOn } from './declaration';
import { commandOfWords } from './runSettings';
import { PART_LIMIT } from './scripts/foundScript';
import { scriptsIn, type ScriptFile } from './scripts/scripts';
import { findShellCommands, newBudget } from './shellCommands';

/** What one file starts. */
export interface ScriptRuns {
  readonly runs: readonly RunDeclaration[];
  /** Why it may start more, in plain words, behind its name; undefined when all of it is read. */
  readonly notRead: string | undefined;
}

const NOTHING: ScriptRuns = { runs: [], notRead: undefined };

/** The calls of one file. What is only written down, in comments or documentation, is documented. `home` is that of who starts what is started here. */
export function runsOfScript(lookup: Lookup, script: ScriptFile, home: Path | undefined): ScriptRuns {
  const file = lookup.file(script.path);
  if (file === undefined) return NOTHING;
  const scripts = scriptsIn(script, file);
  if (typeof scripts === 'string') return { runs: [], notRead: scripts };
  if (scripts.length === 0) return NOTHING;
  // it depends on the file and on which paths are there: an edit elsewhere asks nothing anew
  return lookup.remember(`runs of ${script.path} ${script.root} ${script.isDocumentation} ${home ?? ''}`, () => {
    void lookup.file(script.path);
    const budget = newBudget();
    if (scripts.length > PART_LIMIT) budget.leaveOut(`has more than ${PART_LIMIT} scripts`);
    const runs = scripts.slice(0, PART_LIMIT).flatMap((part) => findShellCommands(lookup, home === undefined || script.isOfCi ? part : { ...part, home }, budget).flatMap(({ words, span, cwd, parsed, environment, unknown, assumptions, isComment }): RunDeclaration[] => {
      if (parsed.program !== 'ansible-playbook') return [];
      const known = withoutHandedOn(parsed);
      return [{
        name: runName(parsed.sources.map((source) => source.path), nameOf(script.path).replace(/^\.|\.\w+$/g, '')),
        standing: script.isDocumentation || isComment ? 'documented' : 'found',
        places: [span],
        cwd,
        command: commandOfWords(words),
        sources: parsed.sources,
        playbooks: parsed.playbooks,
        extraVars: parsed.extraVars,
        limit: parsed.limit,
        playbookDir: undefined,
        unknown: [...known.unknown, ...unknown, ...(part.isFolderUnknown === true ? ['the folder it is started in is not known'] : [])],
        assumptions: [...(part.assumptions ?? []), ...assumptions, ...known.assumptions],
        ...(known.takesMore ? { takesMore: true } : {}),
        ...(parsed.problem === undefined ? {} : { problem: parsed.problem }),
        environment,
        program: 'playbook',
      }];
    }));
    return { runs, notRead: budget.notRead };
  });
}

/** The inventories that an ansible.cfg names, for who starts Ansible in its folder. */
export function runsOfConfigs(lookup: Lookup, folders: readonly Folder[]): RunDeclaration[] {
  const found: RunDeclaration[] = [];
  for (const { path: folder, directory } of folders) {
    if (!directory.names.has('ansible.cfg')) continue;
    const config = readAnsibleConfig(lookup, folder);
    if (config.inventory === undefined || config.file === undefined) continue;
    const sources = config.inventory.map((path) => ({ text: path, path, span: config.inventorySpan }));
    found.push({ ...emptyDeclaration, name: runName(sources.map((source) => source.path), nameOf(folder)), standing: 'found', places: config.inventorySpan === undefined ? [] : [config.inventorySpan], cwd: folder, command: 'ansible-playbook', sources });
  }
  return found;
}

/** Runs that read the same things are one, with several places; the stronger standing and name stay. */
export function mergedRuns(declarations: readonly RunDeclaration[]): RunDeclaration[] {
  const byKey = new Map<string, RunDeclaration[]>();
  for (const declaration of declarations) {
    const key = JSON.stringify([declaration.cwd, declaration.sources.map((source) => source.path ?? source.text), declaration.playbooks.map((playbook) => playbook.path), declaration.extraVars.map((extra) => extra.text), declaration.limit, declaration.unknown, declaration.takesMore, declaration.problem, declaration.environment]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [declaration]);
    else known.push(declaration);
  }
  return [...byKey.values()].map((equal) => {
    const [first, ...others] = equal as [RunDeclaration, ...RunDeclaration[]];
    if (others.length === 0) return first;
    return { ...first, places: equal.flatMap(({ places }) => places), sources: withOthers(first.sources, others.map(({ sources }) => sources)), playbooks: withOthers(first.playbooks, others.map(({ playbooks }) => playbooks)) };
  });
}

/** Each argument with the same one of equal calls. */
function withOthers<Argument extends { readonly others?: readonly Argument[] }>(own: readonly Argument[], others: readonly (readonly Argument[])[]): Argument[] {
  return own.map((argument, index) => ({ ...argument, others: [...(argument.others ?? []), ...others.flatMap((list) => everyWritten(list[index]!))] }));
}

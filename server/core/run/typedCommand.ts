// A command line that somebody typed: in a terminal, in a setting, in the editor's box. It stands in no file.
import type { Lookup } from '../lookup';
import type { Path, SourceFile } from '../tree';
import { emptyDeclaration, runName, type RunDeclaration } from './declaration';
import { commandOfWords } from './runSettings';
import { findShellCommands, type ShellCommand } from './shellCommands';

/** Its first call of ansible-playbook, started in `cwd` or where a `cd` before it leads; undefined when it has none. */
export function declareTyped(lookup: Lookup, command: string, cwd: Path, home: Path | undefined, name?: string): RunDeclaration | undefined {
  return declareEachTyped(lookup, command, cwd, home, new Map(), name)[0];
}

/** All of its calls of ansible-playbook; `variables` are set and exported around it. */
export function declareEachTyped(lookup: Lookup, command: string, cwd: Path, home: Path | undefined, variables: ReadonlyMap<string, string | undefined>, name?: string): RunDeclaration[] {
  const file: SourceFile = { kind: 'file', path: `${cwd}/`, text: command, executable: false, hasByteOrderMark: false };
  return findShellCommands(lookup, { file, text: command, root: cwd, cwd, variables, dialect: 'sh', ...(home === undefined ? {} : { home }) })
    .filter(({ parsed, isComment }) => parsed.program === 'ansible-playbook' && !isComment)
    .map((call) => declarationOf(call, name));
}

function declarationOf(call: ShellCommand, name: string | undefined): RunDeclaration {
  const { parsed } = call;
  const nowhere = <Item extends { readonly span: unknown }>(items: readonly Item[]): Item[] => items.map((item) => ({ ...item, span: undefined }));
  return {
    ...emptyDeclaration,
    name: name || runName(parsed.sources.map((source) => source.path), 'command'),
    isNamed: Boolean(name),
    standing: 'declared',
    places: [],
    cwd: call.cwd,
    command: commandOfWords(call.words),
    sources: nowhere(parsed.sources),
    playbooks: nowhere(parsed.playbooks),
    extraVars: nowhere(parsed.extraVars),
    limit: parsed.limit,
    unknown: [...parsed.unknown, ...call.unknown],
    assumptions: call.assumptions,
    ...(parsed.problem === undefined ? {} : { problem: parsed.problem }),
    runsNothing: parsed.runsNothing,
    environment: call.environment,
  };
}

// One conformance case: files, a call of ansible-inventory, and what Ansible answered. Makes our run of it, in memory.
import type { Path } from '../../server/core/tree';
import { Project } from '../../server/core/project';
import { resolvePath } from '../../server/core/path';
import { DEFAULT_SETTINGS } from '../../server/core/settings';
import { parseCommand } from '../../server/core/run/commandLine';
import type { Run } from '../../server/core/run/run';
import { isTruthy } from '../../server/core/value';
import { parseYaml } from '../../server/core/yaml';
import { sourceFileOf } from '../../server/disk';
import { ROOT, treeOf, type FixtureEntry } from '../fixture';
import { assertOrigins, differences, listOf, parseList, countCompared, type Tally } from './answer';

/** What lies at a path: a text, or what is special about it. A path that ends in `/` is a folder. */
export type CaseFile = string | { readonly text: string; readonly executable?: boolean; readonly hasByteOrderMark?: boolean } | { readonly base64: string } | { readonly link: string } | { readonly folder: true; readonly worldWritable?: boolean };

export interface ConformanceCase {
  /** The rule it shows, or the features of a generated one. */
  readonly name: string;
  /** Its tokens do not tell where they stand. */
  readonly isEdited?: boolean;
  readonly cwd: string;
  /** The words behind `ansible-inventory --list`. */
  readonly args: readonly string[];
  /** Without ANSIBLE_CONFIG there is no configuration, unless `cwd` or `home/` holds one. HOME is `home/` if there is one. */
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, CaseFile>>;
}

export interface CaseAnswer {
  readonly rc: number;
  /** The text of `--list`, when the exit code is 0. */
  readonly list?: string;
  readonly error?: string;
}

export function runOfCase({ cwd, args, environment, files }: ConformanceCase): Run {
  const entries = Object.entries(files).map(([path, file]) => entryOf(path, file));
  const tree = treeOf([...entries, { path: cwd, folder: true }]);
  const isHome = Object.keys(files).some((path) => path.startsWith('home/'));
  const folder: Path = resolvePath(ROOT, cwd);
  const home = environment['HOME'] ?? (isHome ? `${ROOT}/home` : '/nonexistent');
  const words = ['ansible-inventory', '--list', ...args].map((text) => ({ text, span: undefined }));
  const { sources, extraVars, playbookDir } = parseCommand(words, folder, home);
  return new Project(tree, DEFAULT_SETTINGS).runOf({
    name: 'case', standing: 'declared', places: [], cwd: folder, command: '', sources, playbooks: [], extraVars, limit: undefined, playbookDir, unknown: [], environment: { HOME: home, ...environment }, program: 'inventory',
  });
}

function entryOf(path: string, file: CaseFile): FixtureEntry {
  if (typeof file === 'string') return { path, text: file };
  if ('link' in file) return { path, target: file.link };
  if ('folder' in file) return { path, ...file };
  if ('text' in file) return { path, ...file };
  return { ...sourceFileOf(path, Buffer.from(file.base64, 'base64'), false), path };
}

/** Everything in which our answer differs, as lines; what is compared is counted. */
export function checkAnswer(asked: ConformanceCase, answer: CaseAnswer, tally: Tally): string[] {
  const run = runOfCase(asked);
  if (answer.rc !== 0) return isTroubled(run) ? [] : [`Ansible refuses (${answer.rc}: ${answer.error ?? ''}), and nothing here tells why`];
  const recorded = parseList(answer.list!);
  const found = differences(listOf(run), recorded);
  if (found.length > 0) return found;
  countCompared(run, recorded, tally);
  if (asked.isEdited === true) return [];
  try {
    assertOrigins(run, ROOT, tally);
  } catch (error) {
    return [(error as Error).message];
  }
  return [];
}

/** True when the run knows of something that Ansible may stop at. */
export function isTroubled(run: Run): boolean {
  return (
    run.config.problems.length > 0 ||
    run.readExtraVars.problems.length > 0 ||
    run.staticInventory.sources.some((source) => source.outcome !== 'parsed') ||
    run.loadedFiles.some((file) => {
      const { problems, encrypted, root } = parseYaml(file);
      return file.problem !== undefined || problems.length > 0 || encrypted || (root !== undefined && root.kind !== 'mapping' && isTruthy(root.value));
    })
  );
}

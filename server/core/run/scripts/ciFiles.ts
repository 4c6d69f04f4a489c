// The shell texts of CI files: the steps of GitHub Actions, the jobs of GitLab CI.
import { nameOf, resolvePath } from '../../path';
import type { Path, SourceFile } from '../../tree';
import { keyText } from '../../value';
import { parseYaml } from '../../yaml';
import type { YamlMapping, YamlNode, YamlScalar } from '../../yamlNode';
import { member, textValue } from '../playbook';
import { PART_LIMIT, type FoundScript } from './foundScript';
import { linesOfScalars, textsIn } from './scalarText';

/** Shells whose text this is not. */
const OTHER_SHELLS = /^(pwsh|powershell|cmd|python)/;
/** What GitHub puts in before a shell sees the text. */
const EXPRESSIONS = { pattern: /\$\{\{(?:(?!\}\})[^]){0,1000}\}\}/g, valueOf: () => undefined };

/** `.github/workflows/*.yml`, `action.yml`: each `run` is a script of its own, started in the checked out repository. */
export function scriptsOfGitHub(file: SourceFile, root: Path): FoundScript[] {
  const scripts: FoundScript[] = [];
  const { root: document } = parseYaml(file);
  const steps = (holder: YamlNode | undefined, around: readonly (YamlNode | undefined)[], isComposite = false): void => {
    const list = member(holder, 'steps');
    if (list?.kind !== 'sequence') return;
    // a checkout into another folder, or none of ours: what lies where is not known
    const isElsewhere = isComposite || list.items.some((step) => textValue(member(step, 'uses'))?.startsWith('actions/checkout') === true && ['path', 'repository'].some((name) => member(member(step, 'with'), name) !== undefined));
    const written = new Set<string>();
    for (const step of list.items) {
      const run = member(step, 'run');
      const earlier = [...written];
      for (const name of namesForLater(textValue(run))) written.add(name);
      if (run?.kind !== 'scalar' || !callsAnsible(run) || scripts.length > PART_LIMIT) continue;
      const defaults = around.map((level) => member(member(level, 'defaults'), 'run'));
      const shell = textValue(member(step, 'shell')) ?? lastOf(defaults.map((level) => textValue(member(level, 'shell'))));
      if (shell !== undefined && OTHER_SHELLS.test(shell)) continue;
      const folder = textValue(member(step, 'working-directory')) ?? lastOf(defaults.map((level) => textValue(member(level, 'working-directory'))));
      const variables = variablesOf([...around, step].map((level) => member(level, 'env')));
      for (const name of earlier) variables.set(name, undefined);
      variables.set('GITHUB_WORKSPACE', root);
      scripts.push({ file, text: linesOfScalars(file, [run], EXPRESSIONS), root, cwd: folderOfCi(root, folder), variables, dialect: 'sh', ...(isElsewhere || folder?.includes('$') === true ? { isFolderUnknown: true } : {}) });
    }
  };
  const jobs = member(document, 'jobs');
  if (jobs?.kind === 'mapping') for (const { node } of jobs.entries) steps(node, [document, node]);
  // an action starts in the repository of whoever uses it
  steps(member(document, 'runs'), [document], true);
  return scripts;
}

/** Variables that a step may set for the steps behind it, through the file that GITHUB_ENV names. */
function namesForLater(text: string | undefined): string[] {
  return text?.includes('GITHUB_ENV') === true ? [...text.matchAll(/(?<![\w$])([A-Za-z_]\w{0,100})(?:=|<<)/g)].map((match) => match[1]!) : [];
}

/** `.gitlab-ci.yml`: the `before_script` and `script` of a job are one shell, `after_script` is another. */
export function scriptsOfGitLab(file: SourceFile, root: Path): FoundScript[] {
  const { root: document } = parseYaml(file);
  if (document?.kind !== 'mapping') return [];
  const scripts: FoundScript[] = [];
  const common = member(document, 'before_script') ?? member(member(document, 'default'), 'before_script');
  const around = otherFilesAround(file, document);
  const takers = document.entries.flatMap(({ node }) => (node.kind === 'mapping' && isMixedJob(file, node) ? [node] : []));
  for (const { key, node: job } of document.entries) {
    if (job.kind !== 'mapping' || scripts.length > PART_LIMIT || keyText(key) === 'default') continue;
    const variables = variablesOf([member(document, 'variables'), member(job, 'variables')]);
    variables.set('CI_PROJECT_DIR', root);
    // what a job takes over from others, and texts of theirs in it, may set anything and lead anywhere
    // one with a hidden name runs only as a part of those that take it over: what they set and lead to is theirs
    const [isMixed, isHidden] = [isMixedJob(file, job), keyText(key).startsWith('.')];
    const changed = isMixed ? variables.keys() : [job, document, ...(isHidden ? takers : [])].flatMap((level) => [...namesSetByCase(level), ...(level === job || level === document ? [] : namesIn(member(level, 'variables')))]);
    for (const name of [...changed]) variables.set(name, undefined);
    const isElsewhere = isMixed || (isHidden && takers.some((taker) => member(taker, 'before_script') !== undefined));
    const own = member(job, 'before_script');
    // a file that includes this one beats what it says for all jobs, one that it includes does not
    const mayHavePrelude = own === undefined && (common === undefined || !isMainFile(file));
    const parts = [{ nodes: [own ?? common, member(job, 'script')], mayHavePrelude }, { nodes: [member(job, 'after_script')], mayHavePrelude: false }];
    for (const part of parts) {
      const texts = part.nodes.flatMap((node) => [...textsIn(node)]);
      const assumptions = around === undefined ? [] : [`${around} taken to set no variable of Ansible${part.mayHavePrelude ? ', and to bring no before_script' : ''}`];
      if (texts.some(callsAnsible)) scripts.push({ file, text: linesOfScalars(file, texts), root, cwd: root, variables, dialect: 'sh', assumptions, ...(isElsewhere ? { isFolderUnknown: true } : {}) });
    }
  }
  return scripts;
}

/** True for a job that takes over parts of others. */
function isMixedJob(file: SourceFile, job: YamlMapping): boolean {
  return member(job, 'extends') !== undefined || member(job, 'inherit') !== undefined || file.text.slice(job.span.start, job.span.end).includes('!reference');
}

/** Variables that rules and a matrix set for some of the runs of a job. */
function namesSetByCase(level: YamlNode): string[] {
  const rules = [member(level, 'rules'), member(member(level, 'workflow'), 'rules')].flatMap((list) => (list?.kind === 'sequence' ? list.items : []));
  const matrix = member(member(level, 'parallel'), 'matrix');
  return [...rules.map((rule) => member(rule, 'variables')), ...(matrix?.kind === 'sequence' ? matrix.items : [])].flatMap(namesIn);
}

function namesIn(node: YamlNode | undefined): string[] {
  return node?.kind === 'mapping' ? node.entries.map(({ key }) => keyText(key)) : [];
}

/** The file that GitLab starts with; any other is included by one. */
function isMainFile({ path }: SourceFile): boolean {
  return nameOf(path) === '.gitlab-ci.yml';
}

/** Other files that may give the jobs of this one variables and a before_script, as the beginning of a sentence; undefined where there are none. */
function otherFilesAround(file: SourceFile, document: YamlNode): string | undefined {
  if (!isMainFile(file)) return 'the CI file that includes this one is';
  return member(document, 'include') === undefined ? undefined : 'what the CI file includes is';
}

/** True for a file of GitLab CI whose jobs may get variables from other files. */
export function mayGetVariables(file: SourceFile): boolean {
  if (!isGitLabFile(file.path)) return false;
  const { root } = parseYaml(file);
  return root !== undefined && otherFilesAround(file, root) !== undefined;
}

/** Told by name and folder. */
export function isGitLabFile(path: Path): boolean {
  return /\.?gitlab-ci\.ya?ml$/.test(path) || /\/\.gitlab\/(.*\/)?[^/]*\.ya?ml$/.test(path);
}

function callsAnsible({ value }: YamlScalar): boolean {
  return typeof value === 'string' && value.includes('ansible');
}

/** Later levels over earlier ones; what the CI system would have to fill in is not known. */
function variablesOf(levels: readonly (YamlNode | undefined)[]): Map<string, string | undefined> {
  const variables = new Map<string, string | undefined>();
  for (const level of levels) {
    if (level?.kind !== 'mapping') continue;
    for (const { key, node } of level.entries) {
      // `variables: NAME: {value: …, description: …}` of GitLab
      const text = textValue(node.kind === 'mapping' ? member(node as YamlMapping, 'value') : node);
      variables.set(keyText(key), text?.includes('$') === true ? undefined : text);
    }
  }
  return variables;
}

function folderOfCi(root: Path, folder: string | undefined): Path {
  return folder === undefined || folder.includes('$') ? root : resolvePath(root, folder.replace(/^\.\//, ''));
}

function lastOf<Item>(items: readonly (Item | undefined)[]): Item | undefined {
  return items.filter((item) => item !== undefined).at(-1);
}

/** The folder that holds `.github`, which is where its workflows start. */
export function repositoryOfWorkflow(path: Path): Path {
  return path.slice(0, path.lastIndexOf('/.github/')) || '/';
}

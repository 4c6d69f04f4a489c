// What the editor shows as problems: computed a moment after the last change, rule by rule with room for requests in between, sent where it differs.
import type { CodeAction, CodeActionParams, Diagnostic as LspDiagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { SEVERITIES, type Diagnostic } from '../core/diagnostic';
import type { Project } from '../core/project';
import { isAbsolutePath } from '../core/path';
import type { Path } from '../core/tree';
import { checkInSteps, compareDiagnostics } from '../rules/index';
import { toCodeAction, toDiagnostic, toRemainder, touches, type FixAbilities } from './convert';
import type { Workspace } from './workspace';

/** Milliseconds without a change before the rules run. */
const PAUSE = 100;
/** Characters of one line of the log. */
const LOG_LIMIT = 2_000;
/** The rules work this long at a stretch, in milliseconds. */
const SLICE = 10;
/** While changes go on and on, the rules run this often all the same, in milliseconds. */
const LONGEST_PAUSE = 1000;
/** Findings of one file that are sent, the most severe first: an editor draws each of them, and a file that is none of an inventory may have a hundred thousand. */
const FILE_LIMIT = 1_000;

/** The findings of one file, in the order of its text. */
interface FileFindings {
  readonly shown: readonly Diagnostic[];
  /** How many more there are. */
  readonly left: number;
}

export class Diagnostics {
  private timer: NodeJS.Timeout | undefined;
  /** When the first change came that was not checked yet. */
  private changedAt: number | undefined;
  private checked: Project | undefined;
  /** By path, of the project that was checked last. */
  private findings: ReadonlyMap<Path, FileFindings> = new Map();
  /** What the editor shows, by URI, as it was sent. */
  private readonly published = new Map<string, string>();
  private check: Promise<void> = Promise.resolve();
  private loggedPartlyRead = '';

  constructor(
    private readonly workspace: Workspace,
    private readonly send: (params: PublishDiagnosticsParams) => void,
    private readonly attempt: (name: string, work: () => Promise<void>) => Promise<void>,
    /** Called when a new project has been looked through and other answers are possible. */
    private readonly onProject: () => void,
    private readonly log: (text: string) => void,
  ) {}

  /** Something changed: check when it has been quiet for a while. */
  schedule(): void {
    const now = performance.now();
    this.changedAt ??= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changedAt = undefined;
      this.check = this.check.then(() => this.attempt('check', () => this.run()));
    }, Math.max(0, Math.min(PAUSE, this.changedAt + LONGEST_PAUSE - now)));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    if (!(await this.workspace.isReady(0))) return; // the first scan ends with a change
    const project = await this.workspace.settled();
    if (project === undefined) return; // the newer one has its own check coming
    if (project !== this.checked) {
      const started = performance.now();
      const findings: Diagnostic[] = [];
      this.onProject();
      let worked = started;
      for (const step of checkInSteps(project)) {
        findings.push(...step);
        if (performance.now() - worked < SLICE) continue;
        await new Promise<void>((done) => setImmediate(done));
        worked = performance.now();
        // a newer project has its own check coming
        if (!this.workspace.isCurrent(project)) return;
      }
      if (project.wanted.size > 0) {
        // a rule looked where nobody had: read that, and check again
        await this.workspace.ask(() => undefined);
        if (!this.workspace.isCurrent(project)) return;
      }
      // what is about a command that stands in no file has no place in an editor
      this.findings = byPath(findings.filter((finding) => isAbsolutePath(finding.span.file.path)));
      this.checked = project;
      this.publish();
      this.log(`checked ${project.runs.length} runs in ${(performance.now() - started).toFixed(0)} ms: ${findings.length} findings`);
      this.logPartlyRead(project);
    } else this.publish();
  }

  /** Says which scripts are not read whole, once as long as it is the same. */
  private logPartlyRead(project: Project): void {
    const text = project.partlyRead.map(({ path, why }) => `${project.show(path)} ${why}`).join('; ').slice(0, LOG_LIMIT);
    if (text !== '' && text !== this.loggedPartlyRead) this.log(`runs may be missing: ${text}`);
    this.loggedPartlyRead = text;
  }

  private publish(): void {
    const shown = new Set<string>();
    for (const [path, { shown: findings, left }] of this.findings) {
      const diagnostics = findings.map((finding) => toDiagnostic(finding, this.workspace));
      if (left > 0) diagnostics.push(toRemainder(left));
      const text = JSON.stringify(diagnostics);
      const version = this.workspace.versionOf(findings[0]!.span.file);
      for (const uri of this.workspace.urisOf(path)) {
        shown.add(uri);
        if (this.published.get(uri) === text) continue;
        this.published.set(uri, text);
        this.send({ uri, diagnostics, ...(version === null ? {} : { version }) });
      }
    }
    for (const uri of [...this.published.keys()]) {
      if (shown.has(uri)) continue;
      this.published.delete(uri);
      this.send({ uri, diagnostics: [] });
    }
  }

  /** The fixes of the findings that the editor shows at a place. */
  async codeActions({ textDocument, range, context }: CodeActionParams, abilities: FixAbilities): Promise<CodeAction[]> {
    const shown = context.diagnostics.filter((diagnostic) => diagnostic.source === 'groupvars');
    const path = this.workspace.pathOf(textDocument.uri);
    if (shown.length === 0 || path === undefined || (context.only !== undefined && !context.only.some((kind) => kind === '' || 'quickfix'.startsWith(kind)))) return [];
    await this.settled();
    const actions: CodeAction[] = [];
    for (const finding of this.findings.get(path)?.shown ?? []) {
      if (finding.fixes.length === 0) continue;
      const diagnostic = toDiagnostic(finding, this.workspace);
      if (!touches(diagnostic.range, range)) continue;
      const asShown = shown.find((candidate) => isSame(candidate, diagnostic));
      if (asShown === undefined) continue;
      for (const fix of finding.fixes) {
        const action = toCodeAction(fix, asShown, this.workspace, abilities);
        if (action !== undefined) actions.push(action);
      }
    }
    return actions;
  }

  /** Resolves when the newest project is checked: fixes of an older one have their places in older texts. */
  private async settled(): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      if (this.workspace.newest() === this.checked) return;
      clearTimeout(this.timer);
      this.check = this.check.then(() => this.attempt('check', () => this.run()));
      await this.check;
    }
  }
}

function byPath(findings: readonly Diagnostic[]): ReadonlyMap<Path, FileFindings> {
  const map = new Map<Path, Diagnostic[]>();
  for (const finding of [...findings].sort(compareDiagnostics)) {
    if (finding.severity === 'off') continue;
    const { path } = finding.span.file;
    const list = map.get(path);
    if (list === undefined) map.set(path, [finding]);
    else list.push(finding);
  }
  return new Map([...map].map(([path, list]) => [path, { shown: strongest(list), left: Math.max(0, list.length - FILE_LIMIT) }]));
}

/** As many findings as are sent: the most severe, of these the first of the text. */
function strongest(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  if (findings.length <= FILE_LIMIT) return findings;
  const bySeverity = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  return bySeverity.slice(0, FILE_LIMIT).sort(compareDiagnostics);
}

function isSame(left: LspDiagnostic, right: LspDiagnostic): boolean {
  return left.code === right.code && left.message === right.message && left.range.start.line === right.range.start.line && left.range.start.character === right.range.start.character;
}

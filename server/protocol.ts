// Our own requests between the client and the server: their names and the types of what they carry. Nothing else is shared.
import type { RunSummary } from './features/runList';
import type { RunMembers } from './features/runMembers';

export type { RunMembers, RunSummary };

/** A request's or notification's name; the types of what goes and what comes back are carried along for the compiler. */
export interface Message<Params, Result = void> {
  readonly method: string;
  readonly types?: { readonly params: Params; readonly result: Result };
}

/** All runs, strongest standing first. */
export const runs: Message<RunsParams, readonly RunSummary[]> = { method: 'groupvars/runs' };

/** The effective variables as an annotated YAML document; null when the run, host or group is gone. */
export const effectiveVars: Message<EffectiveVarsParams, DocumentText | null> = { method: 'groupvars/effectiveVars' };

/** What the inventory of a run changes of kubespray's defaults, as an annotated YAML document; null when the run is gone. */
export const delta: Message<DeltaParams, DocumentText | null> = { method: 'groupvars/delta' };

/** Why a variable has its value, as Markdown; null when the run is gone. */
export const explain: Message<ExplainParams, DocumentText | null> = { method: 'groupvars/explain' };

/** What a run reads, as Markdown: of a known run, or of a command line; null when the run is gone. */
export const reads: Message<ReadsParams, DocumentText | null> = { method: 'groupvars/reads' };

/** The parts of a run, for a tree; null when it is gone. */
export const runMembers: Message<RunParams, RunMembers | null> = { method: 'groupvars/runMembers' };

/** The command line of a run, for a terminal, secrets included; null when it is gone. */
export const runCommand: Message<RunParams, DocumentText | null> = { method: 'groupvars/runCommand' };

/** Where a run is to be written into the workspace's `.groupvars.yml`; null when the run is gone. */
export const addRun: Message<RunParams, AddedRun | null> = { method: 'groupvars/addRun' };

/** A command has been started in a terminal: from now on it is a run. Answers with what it loses, when that is an error and something is run; else with null. */
export const commandStarted: Message<CommandLine, DocumentText | null> = { method: 'groupvars/commandStarted' };

/** The run that answers about a file, and a variable at a place of it: what commands start from. */
export const context: Message<ContextParams, ContextResult> = { method: 'groupvars/context' };

/** Client to server: the run and host that hovers answer for. */
export const select: Message<Selected> = { method: 'groupvars/select' };

/** Client to server: the user has trusted the workspace. */
export const trust: Message<null> = { method: 'groupvars/trust' };

/** Server to client: other answers are possible now. */
export const projectChanged: Message<null> = { method: 'groupvars/projectChanged' };

export interface RunsParams {
  /** With the names of hosts and groups, which can be many. */
  readonly members: boolean;
}

export interface EffectiveVarsParams {
  readonly run: string;
  /** One of `host` and `group`. */
  readonly host?: string;
  readonly group?: string;
  readonly showSecrets?: boolean;
}

export interface DeltaParams {
  readonly run: string;
  readonly showSecrets?: boolean;
}

export interface ExplainParams {
  readonly name: string;
  readonly run: string;
  readonly host?: string;
}

export interface RunParams {
  readonly run: string;
}

/** An insertion into a file, or why there is none. */
export type AddedRun =
  | { readonly uri: string; readonly isNew: boolean; readonly position: { readonly line: number; readonly character: number }; readonly newText: string }
  | { readonly problem: string };

export interface CommandLine {
  readonly command: string;
  /** URI of the folder it is started in. */
  readonly cwd: string;
}

export type ReadsParams = RunParams | CommandLine;

export interface DocumentText {
  readonly text: string;
}

export interface ContextParams {
  readonly uri: string;
  readonly position?: { readonly line: number; readonly character: number };
}

export interface ContextResult {
  /** Name of the run that an answer about this file is for; undefined when there are no runs. */
  readonly run?: string;
  /** True when that run reads the file or is written in it. */
  readonly isRead: boolean;
  /** The variable at the position. */
  readonly variable?: string;
}

export interface Selected {
  readonly run?: string;
  readonly host?: string;
}

/** What the client passes in `initializationOptions`. */
export interface InitializationOptions {
  /** False in Restricted Mode. A client that knows no such thing leaves it out, and the workspace counts as trusted. */
  readonly isTrusted?: boolean;
  readonly selection?: Selected;
  /** The settings, for a client that cannot be asked for them (`workspace/configuration`). */
  readonly groupvars?: unknown;
}

/** The code of the error that one of our requests ends with while the workspace is still being read: LSP's RequestFailed. */
export const STILL_READING = -32803;

/** The commands that Markdown of the server may link to. */
export const LINKED_COMMANDS = ['groupvars.openPlace', 'groupvars.showEffectiveVars', 'groupvars.explainVariable', 'groupvars.showWhatItReads'] as const;

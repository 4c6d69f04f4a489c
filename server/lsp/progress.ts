// Shows in the editor that a long look through the folders is under way; a short one shows nothing.
import type { WorkDoneProgressServerReporter } from 'vscode-languageserver';

/** Milliseconds until it shows, and between two numbers of folders. */
const DELAY = 500;

export interface Progress {
  /** So many folders have been asked for. */
  readonly report: (folders: number) => void;
  readonly end: () => void;
}

/** `create` asks the editor for a place to show it; undefined for an editor that has none. */
export function beginProgress(create: (() => Promise<Pick<WorkDoneProgressServerReporter, 'begin' | 'report' | 'done'>>) | undefined, delay = DELAY): Progress {
  if (create === undefined) return { report: () => {}, end: () => {} };
  let shown: ReturnType<typeof create> | Promise<undefined> | undefined;
  let reported = 0;
  const timer = setTimeout(() => {
    shown = create().then((progress) => {
      progress.begin('Groupvars: reading the workspace');
      return progress;
    }).catch(() => undefined) as ReturnType<typeof create>;
  }, delay);
  return {
    report: (folders) => {
      if (shown === undefined || performance.now() - reported < delay) return;
      reported = performance.now();
      void shown.then((progress) => progress?.report(`${folders.toLocaleString('en')} folders`));
    },
    end: () => {
      clearTimeout(timer);
      void shown?.then((progress) => progress?.done());
    },
  };
}

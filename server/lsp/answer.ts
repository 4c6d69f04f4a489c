// How every request is answered: after what came before it, unless it was cancelled, timed, with one line in the log, and never with a crash.
// The only try/catch of the server. Logs hold names and places, never values: the message of an error may quote a file, so it is left out.
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { describeError } from '../core/visible';

export interface AnswerContext {
  readonly log: (text: string) => void;
  readonly logError: (text: string) => void;
  /** True when there is a project to ask; waits for the first one, but not for ever. */
  readonly isReady: () => Promise<boolean>;
}

export type Handler<Params, Result> = (params: Params, token: CancellationToken) => Promise<Result | ResponseError<void>>;

/** A handler that gives `otherwise` when `work` fails, and `early` while the workspace is still being read. */
export function answer<Params, Result>(context: AnswerContext, name: string, otherwise: Result, work: (params: Params) => Result | Promise<Result>, early: Result | ResponseError<void> = otherwise): Handler<Params, Result> {
  return async (params, token) => {
    const asked = performance.now();
    // lets in what else has arrived: an edit before this request, or its cancellation
    await new Promise<void>((done) => setImmediate(done));
    if (!token.isCancellationRequested && !(await context.isReady()) && !token.isCancellationRequested) {
      context.log(`${name} ${placeOf(params)} early, waited ${(performance.now() - asked).toFixed(1)} ms`);
      return early;
    }
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    const started = performance.now();
    let end = 'ok';
    try {
      return await work(params);
    } catch (error) {
      end = 'failed';
      context.logError(`${name} ${placeOf(params)} failed: ${describeError(error)}`);
      return otherwise;
    } finally {
      const [waited, took] = [started - asked, performance.now() - started].map((milliseconds) => milliseconds.toFixed(1));
      context.log(`${name} ${placeOf(params)} ${end} in ${took} ms, waited ${waited} ms`);
    }
  };
}

/** Runs what nobody waits for: notifications, timers, scans. */
export async function attempt(context: Pick<AnswerContext, 'logError'>, name: string, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.logError(`${name} failed: ${describeError(error)}`);
  }
}

function placeOf(params: unknown): string {
  if (typeof params !== 'object' || params === null) return '';
  const { textDocument, uri, position, name, run, host, group } = params as Readonly<Record<string, unknown>>;
  const document = (textDocument as { readonly uri?: unknown } | undefined)?.uri ?? uri;
  const { line, character } = (position ?? {}) as { readonly line?: unknown; readonly character?: unknown };
  const place = typeof document === 'string' ? document + (line === undefined ? '' : `#${String(line)}:${String(character)}`) : '';
  return [place, name, run, host, group].filter((part) => typeof part === 'string' && part !== '').join(' ');
}

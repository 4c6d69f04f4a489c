// A language server as a process of its own, spoken to over its standard streams, and what can be measured of it from outside.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { end, start } from '../../tools/children.mjs';

const PATIENCE = 120_000;
/** A ping is sent this often, in milliseconds, but never before the last was answered. */
const PING_PAUSE = 2;

export class LanguageServer {
  published = new Map();
  #waiting = new Set();
  #texts = new Map();
  #longest = 0;
  #isPinging = false;

  /** Starts the server on a workspace; `settingsOf(section)` answers what it asks for. */
  static async start(command, args, { folders, settingsOf = () => ({}), env = process.env }) {
    const server = new LanguageServer();
    server.started = performance.now();
    server.child = start(command, args, { stdio: ['pipe', 'pipe', 'ignore'], cwd: folders[0], env });
    const connection = createProtocolConnection(new StreamMessageReader(server.child.stdout), new StreamMessageWriter(server.child.stdin));
    server.connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      server.published.set(uri, diagnostics);
      for (const check of [...server.#waiting]) check();
    });
    connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settingsOf(section)));
    for (const method of ['client/registerCapability', 'client/unregisterCapability', 'window/workDoneProgress/create']) connection.onRequest(method, () => null);
    connection.onUnhandledNotification(() => {});
    connection.listen();
    server.initialized = await connection.sendRequest('initialize', {
      processId: process.pid, rootUri: uriOf(folders[0]), workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
      capabilities: { workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } }, textDocument: { hover: { contentFormat: ['markdown'] } } },
      initializationOptions: { isTrusted: true },
    });
    await connection.sendNotification('initialized', {});
    return server;
  }

  /** Resolves with the time at which `check` first gave true after something was published. */
  until(what, check) {
    return new Promise((done, failed) => {
      const look = () => {
        if (!check()) return;
        clearTimeout(limit);
        this.#waiting.delete(look);
        done(performance.now());
      };
      const limit = setTimeout(() => { this.#waiting.delete(look); failed(new Error(`not within ${PATIENCE} ms: ${what}`)); }, PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }

  /** Milliseconds until the findings of a file are so many. */
  async untilFindings(path, count, since = performance.now()) {
    return (await this.until(`${count} findings in ${path}`, () => this.published.get(uriOf(path))?.length === count)) - since;
  }

  // --- documents ---

  open(path, languageId, text = readFileSync(path, 'utf8')) {
    this.#texts.set(path, { text, version: 1 });
    return this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId, version: 1, text } });
  }

  /** One key: a character behind the last line, which is a comment. */
  type(path, character) {
    const document = this.#texts.get(path);
    const at = placeOf(document.text, document.text.length);
    document.text += character;
    document.version++;
    return this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: uriOf(path), version: document.version }, contentChanges: [{ range: { start: at, end: at }, text: character }] });
  }

  replace(path, text) {
    const document = this.#texts.get(path);
    document.text = text;
    document.version++;
    return this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: uriOf(path), version: document.version }, contentChanges: [{ text }] });
  }

  /** Asks for the hover in a word; gives the answer and the milliseconds. */
  async hover(path, word) {
    const asked = performance.now();
    const hover = await this.connection.sendRequest('textDocument/hover', { textDocument: { uri: uriOf(path) }, position: placeOf(this.#texts.get(path).text, this.#texts.get(path).text.indexOf(word) + 1) });
    return { hover, milliseconds: performance.now() - asked };
  }

  // --- from outside ---

  /** Asks something the server answers at once, again and again while `work` goes on. The longest wait for an answer bounds how long its event loop stood still. */
  async longestWait(work) {
    this.#longest = 0;
    this.#isPinging = true;
    const pings = this.#ping();
    try {
      return await work();
    } finally {
      this.#isPinging = false;
      await pings;
    }
  }

  get longest() {
    return this.#longest;
  }

  async #ping() {
    while (this.#isPinging) {
      const asked = performance.now();
      // no server has this method, and each has to say so
      await this.connection.sendRequest('bench/ping', {}).catch(() => {});
      this.#longest = Math.max(this.#longest, performance.now() - asked);
      await new Promise((done) => setTimeout(done, PING_PAUSE));
    }
  }

  memory() {
    return memoryOf(this.child.pid);
  }

  async stop() {
    this.connection.dispose();
    await end(this.child);
  }
}

/** Resident memory of a process in MB: now, and the most there ever was. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

export const uriOf = (path) => pathToFileURL(path).toString();

function placeOf(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before[before.length - 1].length };
}

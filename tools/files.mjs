// The few things all tools do with files. Only node: modules: some tools run before anything is installed.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout. */
export const root = resolve(import.meta.dirname, '..');

/** The manifest, read afresh. */
export const manifest = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Absolute paths of all files below a folder, sorted; none if the folder is absent. Links are not followed. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Writes a file in one step, and not at all if it already says so. */
export function writeIfChanged(path, contents, mode = 0o644) {
  const bytes = Buffer.from(contents);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, bytes);
  chmodSync(draft, mode);
  renameSync(draft, path);
}

/** Removes a file or a whole folder. */
export const removeIfPresent = (path) => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

const temporary = new Set();

/** Makes a folder of this process's own, gone at the latest when the process is. */
export function temporaryFolder(purpose) {
  if (temporary.size === 0) process.once('exit', () => temporary.forEach(removeIfPresent));
  const folder = mkdtempSync(join(tmpdir(), `groupvars-${purpose}-`));
  temporary.add(folder);
  return folder;
}

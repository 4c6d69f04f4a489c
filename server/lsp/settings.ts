// From what an editor sends as `groupvars.*` to Settings. Whatever has the wrong type counts as not set.
import { isAbsolutePath, resolvePath } from '../core/path';
import { SEVERITIES, type Severity } from '../core/diagnostic';
import { DEFAULT_SETTINGS, type RunSetting, type Settings } from '../core/settings';
import type { Path } from '../core/tree';
import { globsOf } from '../glob';
import type { Excluded } from '../walk';

/** The settings as they hold for one folder; `folder` is undefined for those of the whole window. */
export interface FolderSettings {
  readonly folder: Path | undefined;
  readonly values: unknown;
}

/** `files.exclude` of each open folder: globs with true or false. What depends on a file beside it (`when`) leaves nothing out. */
export function toExcluded(all: readonly { readonly folder: Path; readonly values: unknown }[]): readonly Excluded[] {
  return all.flatMap(({ folder, values }) => {
    const globs = isObject(values) ? Object.keys(values).filter((glob) => values[glob] === true).flatMap(globsOf) : [];
    return globs.length === 0 ? [] : [{ folder, globs }];
  });
}

/** Settings of the window first, then of each folder: what a folder says differently counts as well. Roots are left empty; `home` is what `~` stands for. */
export function toSettings(all: readonly FolderSettings[], home: Path | undefined): Settings {
  let settings: Settings = { ...DEFAULT_SETTINGS, home };
  const seenRuns = new Set<string>();
  for (const { folder, values } of all) {
    if (!isObject(values)) continue;
    const kubespray = isObject(values['kubespray']) ? values['kubespray'] : {};
    const path = text(kubespray['path']);
    settings = {
      ...settings,
      runs: [...settings.runs, ...toRuns(values['runs'], folder, home, seenRuns)],
      kubesprayPath: settings.kubesprayPath ?? (path === undefined ? undefined : toPath(path, folder, home)),
      kubesprayVersion: settings.kubesprayVersion ?? text(kubespray['version']),
      ansibleCore: settings.ansibleCore ?? text(isObject(values['ansibleCore']) ? values['ansibleCore']['version'] : undefined),
      severity: { ...settings.severity, ...toSeverities(values['severity']) },
    };
  }
  return settings;
}

/** Undefined for what begins nowhere: a relative path of the whole window, a home folder that is not known. */
function toPath(written: string, folder: Path | undefined, home: Path | undefined): Path | undefined {
  const path = written.replace(/\\/g, '/');
  if (path === '~' || path.startsWith('~/')) return home === undefined ? undefined : resolvePath(home, `.${path.slice(1)}`);
  return folder === undefined && !isAbsolutePath(path) ? undefined : resolvePath(folder ?? '/', path);
}

function toRuns(value: unknown, folder: Path | undefined, home: Path | undefined, seen: Set<string>): RunSetting[] {
  if (!Array.isArray(value)) return [];
  const runs: RunSetting[] = [];
  for (const item of value as unknown[]) {
    // the settings of a folder repeat those of the window
    const key = JSON.stringify(item);
    if (seen.has(key)) continue;
    seen.add(key);
    if (typeof item === 'string') runs.push({ name: '', command: item, ...inFolder(folder, undefined, home) });
    else if (isObject(item)) {
      const { inventory, playbook, extraVars } = item;
      const [name, limit, command] = [text(item['name']), text(item['limit']), text(item['command'])];
      runs.push({
        name: name ?? '',
        ...(inventory === undefined ? {} : { inventory: texts(inventory) }),
        ...(playbook === undefined ? {} : { playbook: texts(playbook) }),
        ...(extraVars === undefined ? {} : { extraVars: texts(extraVars) }),
        ...(limit === undefined ? {} : { limit }),
        ...(command === undefined ? {} : { command }),
        ...inFolder(folder, text(item['cwd']), home),
      });
    }
  }
  return runs;
}

function inFolder(folder: Path | undefined, cwd: string | undefined, home: Path | undefined): { readonly cwd?: string } {
  const path = cwd === undefined ? folder : toPath(cwd, folder, home) ?? cwd;
  return path === undefined ? {} : { cwd: path };
}

function toSeverities(value: unknown): Record<string, Severity> {
  const severities: Record<string, Severity> = {};
  if (isObject(value)) for (const [rule, severity] of Object.entries(value)) if ((SEVERITIES as readonly unknown[]).includes(severity)) severities[rule] = severity as Severity;
  return severities;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

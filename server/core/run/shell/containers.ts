// `docker run`, `podman run`: which folders of this machine a program in the container sees, where it starts, what its environment is.
import { isAbsolutePath, isWithin, resolvePath } from '../../path';
import { skipOptions } from './options';
import type { Argument } from './expand';
import { known, pathFrom, unknownValue, type Container, type State, type Value } from './state';

const WITH_VALUE = new Set([
  '-a', '-c', '-e', '-h', '-l', '-m', '-p', '-u', '-v', '-w', '--add-host', '--annotation', '--arch', '--attach', '--authfile', '--blkio-weight', '--cap-add', '--cap-drop', '--cgroup-parent', '--cgroupns', '--cidfile', '--cpu-period', '--cpu-quota', '--cpu-shares', '--cpus',
  '--cpuset-cpus', '--cpuset-mems', '--device', '--dns', '--dns-option', '--dns-search', '--domainname', '--entrypoint', '--env', '--env-file', '--expose', '--gpus', '--group-add', '--health-cmd', '--health-interval', '--hostname', '--ip', '--ip6', '--ipc', '--isolation', '--label',
  '--label-file', '--link', '--log-driver', '--log-opt', '--mac-address', '--memory', '--memory-swap', '--mount', '--name', '--net', '--network', '--network-alias', '--oom-score-adj', '--pid', '--pids-limit', '--platform', '--publish', '--pull', '--restart', '--runtime', '--secret',
  '--security-opt', '--shm-size', '--stop-signal', '--stop-timeout', '--storage-opt', '--sysctl', '--tmpfs', '--ulimit', '--user', '--userns', '--uts', '--volume', '--volume-driver', '--volumes-from', '--workdir',
]);

/** A program in a container. */
export interface ContainerCall {
  readonly words: readonly Argument[];
  readonly state: State;
  readonly unknown: readonly string[];
}

/** `words[0]` stands behind `run`. Undefined where no program is named. */
export function readContainerRun(words: readonly Argument[], outside: State, environment: ReadonlyMap<string, Value>): ContainerCall | undefined {
  const mounts: { host: string | undefined; inside: string }[] = [];
  const unknown: string[] = [];
  const state = outside.child();
  const inner = new Map<string, Value>();
  let folder: string | undefined;
  let entry: Argument | undefined;
  let areMountsKnown = true;
  const end = skipOptions(words, 0, WITH_VALUE, (option, value) => {
    if (option === '') {
      areMountsKnown = false;
      unknown.push(`the options ${value.text} of the container`);
    } else if (option === '-v' || option === '--volume') {
      const mount = volume(value, outside.cwd);
      if (mount !== undefined) mounts.push(mount);
    } else if (option === '--mount') {
      const mount = mountOption(value, outside.cwd);
      if (mount !== undefined) mounts.push(mount);
    } else if (option === '-w' || option === '--workdir') folder = value.isUnknown || !isAbsolutePath(value.text) ? undefined : resolvePath('/', value.text);
    else if (option === '--entrypoint') entry = value;
    else if (option === '--env-file') unknown.push(`the variables of ${value.text}`);
    else if (option === '-e' || option === '--env') {
      const equals = value.text.indexOf('=');
      const name = equals < 0 ? value.text : value.text.slice(0, equals);
      const passed = equals < 0 ? environment.get(name) : value.isUnknown ? unknownValue(`$${name}`) : known(value.text.slice(equals + 1), value.assumptions);
      if (passed !== undefined) inner.set(name, passed);
    }
  });
  const image = words[end];
  if (image === undefined) return undefined;
  const rest = words.slice(end + 1);
  const call = entry === undefined || entry.text === '' ? rest : [entry, ...rest];
  if (call.length === 0) return undefined;
  const container: Container = { mounts: areMountsKnown ? mounts : [] };
  for (const [name, value] of state.exported()) state.set(name, { ...value, isExported: false });
  state.forgetHome();
  for (const [name, value] of inner) state.set(name, { ...value, isExported: true });
  state.container = container;
  state.changeFolder(folder, []);
  return { words: call, state, unknown };
}

/** A container of which nothing here tells what it sees. */
export function unknownContainer(outside: State): State {
  const state = outside.child();
  for (const [name, value] of state.exported()) state.set(name, { ...value, isExported: false });
  state.forgetHome();
  state.container = { mounts: [] };
  state.changeFolder(undefined);
  return state;
}

/** `path` of the container on this machine; undefined where it is not known. */
export function hostPath(container: Container, path: string): string | undefined {
  let best: Container['mounts'][number] | undefined;
  for (const mount of container.mounts) if (isWithin(path, mount.inside) && (best === undefined || mount.inside.length >= best.inside.length)) best = mount;
  if (best?.host === undefined) return undefined;
  return best.host + path.slice(best.inside === '/' ? 0 : best.inside.length);
}

function volume(word: Argument, cwd: string | undefined): { host: string | undefined; inside: string } | undefined {
  const match = /^(.+?):(\/[^:]*)(?::[\w,=]+)?$/.exec(word.text.slice(0, 4_096));
  if (match === null) return undefined;
  const [, host, inside] = match as unknown as [string, string, string];
  return { host: word.isUnknown ? undefined : hostFolder(host, cwd), inside: resolvePath('/', inside) };
}

function mountOption(word: Argument, cwd: string | undefined): { host: string | undefined; inside: string } | undefined {
  const values = new Map(word.text.split(',', 20).map((part) => [part.slice(0, Math.max(0, part.indexOf('='))), part.slice(part.indexOf('=') + 1)] as const));
  const inside = values.get('target') ?? values.get('destination') ?? values.get('dst');
  const host = values.get('source') ?? values.get('src');
  if (inside === undefined || !isAbsolutePath(inside)) return undefined;
  return { host: word.isUnknown || values.get('type') !== 'bind' || host === undefined ? undefined : hostFolder(host, cwd), inside: resolvePath('/', inside) };
}

/** A name without a slash is a volume of the container program. */
function hostFolder(text: string, cwd: string | undefined): string | undefined {
  return text.includes('/') || text.startsWith('.') || text.startsWith('\u0003') ? pathFrom(cwd, text) : undefined;
}

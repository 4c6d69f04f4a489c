// On which hosts of a run the conditions of kubespray's tasks may hold, as far as that is known before it.
//
// A cluster of thousands is a few kinds of hosts: of those that share groups and plays the first stands for all, but for hosts that have a
// value of their own for something that was read to know the answer.
import type { Host } from '../inventory/inventory';
import type { Play } from '../run/playbook';
import type { Run } from '../run/run';
import type { LookedUp, Lookup } from '../template/evaluate';
import { whyNotKnown } from '../template/runTimeNames';
import { Computed, type Value } from '../value';
import { catalogue } from './catalogue';
import { holds } from './conditions';
import { ONLY_WHEN_IT_RUNS, type Parameter, type Tasks } from './roleTasks';

/** What a play or one of its roles does, and under which conditions. */
export interface Conditioned {
  readonly play: Play;
  readonly tasks: Tasks;
  readonly conditions: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** Hosts on which no condition is known to be false, and the conditions that are not known to be true on all of them. */
export interface Under {
  readonly hosts: ReadonlySet<Host>;
  readonly open: readonly string[];
}

/** Up to so many hosts each is looked at by itself. */
const FEW = 24;
/** Of more, so many that have values of their own; of the rest nothing is known. */
const ALONE_LIMIT = 64;
/** Names that may be asked for within one another. */
const DEPTH_LIMIT = 30;
/** Values that are asked for in one run; of what is asked for later nothing is known. */
const STEP_LIMIT = 50_000;

/** Answers for one run. `all` is everything its plays do: what tasks set is not known where they may have run. */
export class KnownHosts {
  private readonly lookups = new Map<Host, Lookup>();
  private readonly values = new Map<Host, Map<string, LookedUp>>();
  /** The conditions of the tasks that set a name, task by task. */
  private readonly setting = new Map<string, (readonly string[])[]>();
  /** Names that are being asked for, and how deep: the condition of a task may ask for what it sets. */
  private readonly open = new Map<string, number>();
  /** The outermost of them that was asked for again: what lies within it may lack what that one comes to. */
  private outermost = Infinity;
  private steps = 0;
  private readonly ofPlays = new Map<Play, { readonly hosts: readonly Host[]; readonly under: Map<string, Under> }>();
  /** One set for each list of hosts: most conditions hold on all of them. */
  private readonly whole = new Map<readonly Host[], ReadonlySet<Host>>();
  private readonly areFew: boolean;
  /** Of many hosts: those that share groups and plays; `first` is the place of who stands for the others. */
  private readonly classes = new Map<Host, { readonly hosts: readonly Host[]; first: number }>();
  /** Hosts for whom nobody can stand in: they have something of their own that was read. */
  private readonly alone = new Set<Host>();
  private readonly read = new Set<string>();
  private owners: ReadonlyMap<string, readonly Host[]> | undefined;

  constructor(private readonly run: Run, all: readonly Conditioned[]) {
    this.areFew = run.inventory.hosts.size <= FEW;
    if (!this.areFew) {
      for (const { hosts } of run.hostClasses) {
        const hostClass = { hosts, first: 0 };
        for (const host of hosts) this.classes.set(host, hostClass);
      }
    }
    for (const { tasks, conditions } of all) {
      for (const fact of tasks.facts) {
        const others = this.setting.get(fact.name);
        if (others === undefined) this.setting.set(fact.name, [[...conditions, ...fact.conditions]]);
        else others.push([...conditions, ...fact.conditions]);
      }
    }
  }

  /** The hosts that a play reaches; the same set each time. */
  allOf(play: Play): ReadonlySet<Host> {
    return this.setOf(this.ofPlay(play).hosts);
  }

  private ofPlay(play: Play): { readonly hosts: readonly Host[]; readonly under: Map<string, Under> } {
    let known = this.ofPlays.get(play);
    if (known === undefined) this.ofPlays.set(play, (known = { hosts: this.run.hostClasses.flatMap(({ hosts, plays }) => (plays.includes(play) ? hosts : [])), under: new Map() }));
    return known;
  }

  /** On the hosts of a play. */
  under(reach: Pick<Conditioned, 'play' | 'conditions' | 'parameters'>, conditions: readonly string[]): Under {
    const { hosts, under } = this.ofPlay(reach.play);
    const all = [...reach.conditions, ...conditions];
    if (reach.parameters.length > 0 || this.open.size > 0) return this.among(hosts, all, reach.parameters);
    const key = all.join('\0');
    let known = under.get(key);
    if (known === undefined) under.set(key, (known = this.among(hosts, all, [])));
    return known;
  }

  /** On some hosts, each condition with the parameters of the role it is in. */
  among(all: readonly Host[], conditions: readonly string[], parameters: readonly Parameter[]): Under {
    const open = new Set<string>();
    const answers = new Map<Host | undefined, readonly (boolean | undefined)[]>();
    const answersOf = (asked: Host | undefined): readonly (boolean | undefined)[] => {
      let found = answers.get(asked);
      if (found === undefined) answers.set(asked, (found = conditions.map((condition) => (asked === undefined || condition === ONLY_WHEN_IT_RUNS ? undefined : holds(condition, this.lookupOn(asked, parameters), { ansibleCore: this.run.ansibleCore })))));
      return found;
    };
    // what is read for those who stand in decides who has to be asked alone, they themselves perhaps
    for (const { hosts: members } of this.areFew ? [] : new Set(all.flatMap((member) => this.classes.get(member) ?? []))) {
      let asked: Host | undefined;
      for (let next = this.standIn(members[0]!); next !== asked; next = this.standIn(members[0]!)) {
        asked = next;
        if (asked !== undefined) void answersOf(asked);
      }
    }
    const out = new Set<readonly (boolean | undefined)[]>();
    let isWhole = true;
    const seen = new Set<readonly (boolean | undefined)[]>();
    for (const host of all) {
      const truths = answersOf(this.askedFor(host));
      if (seen.has(truths)) continue;
      seen.add(truths);
      if (truths.includes(false)) {
        out.add(truths);
        isWhole = false;
      } else truths.forEach((truth, index) => truth === undefined && open.add(conditions[index]!));
    }
    const hosts = isWhole ? this.setOf(all) : new Set(seen.size === 1 ? [] : all.filter((host) => !out.has(answersOf(this.askedFor(host)))));
    return { hosts, open: [...open] };
  }

  private setOf(hosts: readonly Host[]): ReadonlySet<Host> {
    let set = this.whole.get(hosts);
    if (set === undefined) this.whole.set(hosts, (set = new Set(hosts)));
    return set;
  }

  /** Who stands for the class of a host: the first that has to be asked for no reason of its own; undefined where each has. */
  private standIn(host: Host): Host | undefined {
    const hostClass = this.classes.get(host);
    if (hostClass === undefined) return host;
    while (hostClass.first < hostClass.hosts.length && this.alone.has(hostClass.hosts[hostClass.first]!)) hostClass.first++;
    return hostClass.hosts[hostClass.first];
  }

  /** Who is asked for a host; undefined where nobody is. */
  private askedFor(host: Host): Host | undefined {
    if (this.areFew) return host;
    if (!this.alone.has(host)) return this.standIn(host);
    // a set keeps its order: the first so many are asked
    let place = 0;
    for (const other of this.alone) {
      if (other === host) return host;
      if (++place >= ALONE_LIMIT) return undefined;
    }
    return undefined;
  }

  /** A host's own value for what was read is not that of who stands in for it. */
  private wasRead(name: string): void {
    if (this.areFew || this.read.has(name)) return;
    this.read.add(name);
    for (const host of this.hostsOwning(name)) this.alone.add(host);
  }

  private hostsOwning(name: string): readonly Host[] {
    if (this.owners === undefined) {
      const owners = new Map<string, Host[]>();
      for (const [hostName, names] of this.run.ownNames) {
        const host = this.run.inventory.hosts.get(hostName);
        if (host === undefined) continue;
        for (const own of names) {
          const list = owners.get(own);
          if (list === undefined) owners.set(own, [host]);
          else list.push(host);
        }
      }
      this.owners = owners;
    }
    return this.owners.get(name) ?? [];
  }

  /** The same function while it answers the same: what it led to is kept with it. */
  private lookupOn(host: Host, parameters: readonly Parameter[]): Lookup {
    const isKept = parameters.length === 0 && this.open.size === 0;
    const known = isKept ? this.lookups.get(host) : undefined;
    if (known !== undefined) return known;
    const lookup: Lookup = (name) => {
      const given = parameters.filter((parameter) => parameter.name === name).at(-1);
      if (given !== undefined) return { kind: 'set', value: given.value };
      if (name === 'group_names') return { kind: 'set', value: host.groups.map((group) => group.name) };
      // nobody stands in for a host's name
      if (name === 'inventory_hostname') return this.areFew ? { kind: 'set', value: host.name } : ONLY_THE_RUN_KNOWS;
      if (whyNotKnown(name) !== undefined) return ONLY_THE_RUN_KNOWS;
      this.wasRead(name);
      return this.valueOf(host, name);
    };
    if (isKept) this.lookups.set(host, lookup);
    return lookup;
  }

  private valueOf(host: Host, name: string): LookedUp {
    let values = this.values.get(host);
    if (values === undefined) this.values.set(host, (values = new Map()));
    const known = values.get(name);
    if (known !== undefined) return known;
    if (catalogue().isLearntFromHosts(name)) return ONLY_THE_RUN_KNOWS;
    const asked = this.open.get(name);
    if (asked !== undefined || this.open.size >= DEPTH_LIMIT) {
      this.outermost = Math.min(this.outermost, asked ?? 0);
      return ONLY_THE_RUN_KNOWS;
    }
    if (++this.steps > STEP_LIMIT) return ONLY_THE_RUN_KNOWS;
    const depth = this.open.size;
    this.open.set(name, depth);
    const setting = this.setting.get(name) ?? [];
    const { variable } = this.run.variableOf(host, name);
    const before: LookedUp = variable !== undefined ? lookedUp(variable.value) : this.run.isOpaque ? ONLY_THE_RUN_KNOWS : this.defaultOf(name);
    // `set_fact: x` where `x is undefined` leaves a value of the inventory alone
    const tasks = variable === undefined ? setting : setting.filter((conditions) => !conditions.some((condition) => guards(condition, name)));
    const value = tasks.some((conditions) => this.mayHold(host, conditions)) ? ONLY_THE_RUN_KNOWS : before;
    this.open.delete(name);
    if (this.outermost >= depth) {
      this.outermost = Infinity;
      values.set(name, value);
    }
    return value;
  }

  /** False when one of the conditions is known to be false on the host itself. */
  private mayHold(host: Host, conditions: readonly string[]): boolean {
    return !conditions.some((condition) => condition !== ONLY_WHEN_IT_RUNS && holds(condition, this.lookupOn(host, []), { ansibleCore: this.run.ansibleCore }) === false);
  }

  /** What roles of other plays have for it; a name that kubespray has nowhere is not set. */
  private defaultOf(name: string): LookedUp {
    const { kubespray } = this.run;
    const defaults = kubespray?.defaultsOf(name) ?? [];
    if (defaults.length === 0) return (kubespray?.roleVarsOf(name).length ?? 0) > 0 ? ONLY_THE_RUN_KNOWS : { kind: 'not set' };
    return defaults.length === 1 ? lookedUp(defaults[0]!.value) : ONLY_THE_RUN_KNOWS;
  }
}

const ONLY_THE_RUN_KNOWS: LookedUp = { kind: 'unknown', why: 'is known only when the play runs' };

function lookedUp(value: Value): LookedUp {
  return value instanceof Computed ? ONLY_THE_RUN_KNOWS : { kind: 'set', value };
}

function guards(condition: string, name: string): boolean {
  return new RegExp(`^\\(?\\s*${name}\\s+is\\s+(not\\s+defined|undefined)\\s*\\)?$`).test(condition.trim()) || new RegExp(`^not\\s+\\(?\\s*${name}\\s+is\\s+defined\\s*\\)?$`).test(condition.trim());
}

// Two runs of one inventory choose different network plugins: kubespray installs the second and leaves the files of the first where they are.
import { isNetworkPlugin, leftoverText } from '../core/kubespray/cniFiles';
import { clusterHostsOf } from '../core/kubespray/clusterHosts';
import { campsOf, placeOfCamp, type Camp } from '../core/kubespray/hostValues';
import { toldMinor } from '../core/kubespray/kubespray';
import { isInstallation } from '../core/kubespray/releaseRoles';
import type { Project } from '../core/project';
import type { Run } from '../core/run/run';
import { isSpan, type Span } from '../core/tree';
import { firstLine } from './places';
import type { Rule } from './rule';

interface Choice {
  readonly run: Run;
  readonly plugin: string;
  readonly camp: Camp;
}

export const cniLeftover: Rule = {
  id: 'cni-leftover',
  summary: 'Two runs of one inventory with different network plugins',
  severity: 'warning',
  *check({ project, runs }) {
    const byInventory = new Map<string, Choice[]>();
    for (const run of runs) {
      yield undefined;
      // a guess is run by nobody
      if (run.standing === 'inferred' || !setsUpNetwork(run)) continue;
      const choice = choiceOf(run);
      if (choice === undefined) continue;
      const key = run.sources.map((source) => source.path ?? source.text).sort().join('\0');
      const list = byInventory.get(key);
      if (list === undefined) byInventory.set(key, [choice]);
      else list.push(choice);
    }
    for (const choices of byInventory.values()) {
      // what vars files say is meant, and `-e` is the exception
      choices.sort((left, right) => Number(isExtra(left)) - Number(isExtra(right)));
      const [first] = choices;
      // told once for each other choice, where that is made
      for (const choice of choices.filter(({ plugin }, index) => plugin !== first!.plugin && choices.findIndex((other) => other.plugin === plugin) === index)) {
        const span = placeOf(choice);
        if (span === undefined) continue;
        const other = placeOf(first!);
        yield {
          span,
          message: `This run sets up ${choice.plugin}, and ${runText(project, first!.run)} sets up ${first!.plugin}, on the same hosts. Kubespray removes nothing of either: on a cluster built with ${first!.plugin}, ${leftoverText(first!.plugin, choice.plugin, toldMinor(choice.run.kubespray))}.`,
          cause: `leftover ${choice.plugin}`,
          run: choice.run,
          related: other === undefined || (other.file === span.file && other.start === span.start) ? [] : [{ span: other, message: `${first!.plugin} is chosen here` }],
        };
      }
    }
  },
};

function isExtra({ camp }: Choice): boolean {
  return camp.definitions[0]?.precedence === 'extra_vars';
}

/** What may leave the network out: tasks are chosen, or nothing is changed. */
const LEAVES_OUT = /(^|\s)(--tags|--skip-tags|--start-at-task|--check|-[A-Za-z]*[tC])(?=[=\s]|$)/;

function setsUpNetwork(run: Run): boolean {
  if (LEAVES_OUT.test(run.command)) return false;
  return run.program === 'playbook' && (run.plays.some((play) => play.roles.some(({ name }) => name === 'network_plugin')) || run.playbooks.some(({ path }) => isInstallation(path)));
}

/** The plugin that all nodes get; undefined where they do not agree, or where it is the user's own. */
function choiceOf(run: Run): Choice | undefined {
  const hosts = clusterHostsOf(run);
  if (hosts === undefined || hosts.cluster.size === 0) return undefined;
  const camps = campsOf(run, 'kube_network_plugin', hosts.cluster);
  const [camp] = camps;
  if (camps.length !== 1 || camp!.hosts.length !== hosts.cluster.size || typeof camp!.value !== 'string' || !isNetworkPlugin(camp!.value)) return undefined;
  // cilium may stand beside another plugin on purpose
  if (run.definitions('cilium_deploy_additionally').some(({ precedence }) => precedence !== 'role_defaults')) return undefined;
  return { run, plugin: camp!.value, camp: camp! };
}

/** Names of runs of one inventory differ by a number alone: the file says more. */
function runText(project: Project, { name, places: [place] }: Run): string {
  return place === undefined ? `run ${name}` : `the one in ${project.show(place.file.path)}`;
}

/** Where the choice is made, else the run. */
function placeOf({ run, camp }: Choice): Span | undefined {
  const own = camp.isSet ? placeOfCamp(camp) : undefined;
  if (own !== undefined) return own;
  const source = run.sources.find(({ span }) => span !== undefined)?.span;
  if (source !== undefined && isSpan(source)) return source;
  const file = run.staticInventory.sources.find((parsed) => parsed.file !== undefined)?.file;
  return file === undefined ? undefined : firstLine(file);
}

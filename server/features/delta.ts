// What an inventory changes of kubespray's defaults, and which defaults that matter it leaves alone: a read-only YAML document.
import { BareRelease } from '../core/kubespray/kubespray';
import { OVERRIDE_CLASSES, overrideBy, shownDefinition, shownValue, type Override, type OverrideClass } from '../core/kubespray/overrides';
import type { Project } from '../core/project';
import type { Host } from '../core/inventory/inventory';
import { compareText } from '../core/inventory/inventory';
import type { Run } from '../core/run/run';
import { CONSEQUENTIAL } from '../core/run/unreadVars';
import type { Origin } from '../core/tree';
import { HIDDEN, isSecretName, maskedCommand } from '../core/variables/secrets';
import type { EffectiveVariable } from '../core/variables/resolve';
import { hostNames, sentence, valueText } from './describe';
import { makeVisible } from './markup';
import { defaultText, nothingCompared } from './overrideText';
import { whatIsUnknown } from './unknown';
import { annotated, CAMP_LIMIT, CUT, DOCUMENT_BUDGET, hostsByWinner, placeIn } from './varsDocument';
import { isTooLong, yamlEntry } from './yamlText';

const HEADINGS: Readonly<Record<OverrideClass, string>> = {
  changed: 'Changed',
  removed: 'Removed: kubespray no longer reads them',
  unknown: 'Unknown: nothing reads them',
  'without-effect': 'Without effect: role vars beat them',
  equal: 'Equal to the default',
};

/** Defaults that decide what a cluster is, beside the consequential ones: each has changed between releases, or is hard to change later. */
const MATTERS: readonly string[] = [
  ...CONSEQUENTIAL, 'kube_network_node_prefix', 'kube_proxy_mode', 'dns_mode', 'dns_domain', 'resolvconf_mode', 'apiserver_loadbalancer_domain_name', 'kube_apiserver_bind_address', 'kube_encrypt_secret_data', 'auto_renew_certificates', 'etcd_data_dir', 'ipv4_stack', 'ipv6_stack',
  'calico_datastore', 'calico_network_backend', 'calico_ipip_mode', 'calico_vxlan_mode', 'calico_pool_blocksize', 'cilium_kube_proxy_replacement', 'cilium_identity_allocation_mode', 'cilium_ipam_mode', 'cilium_tunnel_mode',
];

/** More overrides than a reader looks through, of each class. */
const ENTRY_LIMIT = 2_000;

/** One variable with the hosts that share its value, those of its class first. */
interface Entry {
  readonly name: string;
  readonly override: Override;
  readonly camps: readonly { readonly variable: EffectiveVariable; readonly hosts: readonly Host[]; readonly override: Override | undefined }[];
}

/** The document of one run; a comment alone where there is nothing to compare with. */
export function delta(project: Project, run: Run, showSecrets: boolean): { readonly text: string } {
  const { kubespray } = run;
  const header = [` Delta against the defaults of ${kubespray?.label ?? 'kubespray'}, run ${run.name}`, ` ${maskedCommand(run.command)}`, ...nothingCompared(run).map((note) => ` ${sentence(note)}`)];
  if (run.isOpaque) header.push(` ${whatIsUnknown(run)}`);
  const top = header.map((line) => '#' + makeVisible(line)).join('\n');
  if (kubespray === undefined || kubespray instanceof BareRelease) return { text: `${top}\n` };

  const byClass = new Map<OverrideClass, Entry[]>(OVERRIDE_CLASSES.map((kind) => [kind, []]));
  for (const name of [...run.names({ defaults: false })].sort(compareText)) {
    const entry = entryOf(project, run, name);
    if (entry !== undefined) byClass.get(entry.override.class)!.push(entry);
  }
  const writer = new Writer(project, run, showSecrets);
  const parts = [top];
  for (const [kind, entries] of byClass) {
    if (entries.length === 0) continue;
    // what changes nothing is only counted
    const heading = `# ${HEADINGS[kind]} (${entries.length})`;
    if (kind === 'equal') parts.push([heading, ...wrapped(entries.map(({ name }) => name))].join('\n'));
    else parts.push(heading, entries.slice(0, ENTRY_LIMIT).map((entry) => writer.entry(entry)).join('\n'));
    if (kind !== 'equal' && entries.length > ENTRY_LIMIT) parts.push(`# ${entries.length - ENTRY_LIMIT} more are not shown`);
  }
  if ([...byClass.values()].every((entries) => entries.length === 0)) parts.push('# Nothing overrides kubespray.');
  const left = untouched(run, new Set([...byClass.values()].flat().map(({ name }) => name)));
  if (left.length > 0) parts.push('# Left to their defaults, of those that matter most', left.map((name) => writer.untouched(name)).join('\n'));
  return { text: parts.join('\n\n') + '\n' };
}

/** Undefined for what is no override on any host. */
function entryOf(project: Project, run: Run, name: string): Entry | undefined {
  const { camps: found } = hostsByWinner(run, name, new Set(run.inventory.hosts.values()), shownDefinition);
  const camps = found.map(({ variable, hosts }) => ({ variable, hosts, override: overrideBy(project, run, variable, hosts[0])?.override }));
  const kind = OVERRIDE_CLASSES.find((candidate) => camps.some(({ override }) => override?.class === candidate));
  const first = camps.find(({ override }) => override !== undefined && override.class === kind);
  return first === undefined ? undefined : { name, override: first.override!, camps: [first, ...camps.filter((camp) => camp !== first)] };
}

/** What matters, is in the release and nobody sets; of network plugins only what is the chosen one's. */
function untouched(run: Run, touched: ReadonlySet<string>): readonly string[] {
  const plugins = new Set(run.variable('kube_network_plugin').map(({ variable }) => variable?.value ?? run.kubespray?.defaultsOf('kube_network_plugin')[0]?.value));
  return MATTERS.filter((name) => {
    const plugin = /^(calico|cilium)_/.exec(name)?.[1];
    if (touched.has(name) || (plugin !== undefined && !plugins.has(plugin))) return false;
    return run.kubespray!.defaultsOf(name).length > 0;
  });
}

class Writer {
  private charactersLeft = DOCUMENT_BUDGET;

  constructor(private readonly project: Project, private readonly run: Run, private readonly showSecrets: boolean) {}

  entry({ name, override, camps }: Entry): string {
    const [first, ...others] = camps;
    const value = shownValue(first!.variable);
    const notes = [defaultText(name, override, this.showSecrets) + (override.defaults.length > 0 && (override.class === 'changed' || override.class === 'without-effect') ? `  ${this.place(override.defaults[0]!.origin)}` : '')];
    for (const { hosts, variable } of others.slice(0, CAMP_LIMIT)) notes.push(`on ${hostNames(hosts, 8)}: ${valueText(name, shownValue(variable), this.showSecrets)}  ${this.place(shownDefinition(variable).origin)}`);
    if (others.length > CAMP_LIMIT) notes.push(`and ${others.length - CAMP_LIMIT} more values on other hosts`);
    const isHidden = !this.showSecrets && isSecretName(name);
    const shown = !isHidden && (this.charactersLeft < 0 || isTooLong(value)) ? CUT : value;
    const lines = yamlEntry(name, shown, this.hide);
    this.charactersLeft -= lines.reduce((sum, line) => sum + line.length, 0);
    return annotated(lines, shown, this.place(shownDefinition(first!.variable).origin), notes);
  }

  untouched(name: string): string {
    const [first, ...others] = this.run.kubespray!.defaultsOf(name);
    const notes = others.map(({ value, origin }) => `in another role ${valueText(name, value, this.showSecrets)}  ${this.place(origin)}`).filter((note) => !note.startsWith(`in another role ${valueText(name, first!.value, this.showSecrets)}  `));
    return annotated(yamlEntry(name, first!.value, this.hide), first!.value, this.place(first!.origin), notes);
  }

  private readonly hide = (key: string): string | undefined => (!this.showSecrets && isSecretName(key) ? HIDDEN : undefined);

  private place(origin: Origin): string {
    return placeIn(this.project, this.run, origin);
  }
}

/** Names as lines of comment. */
function wrapped(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names.map(makeVisible)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 118) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(`#   ${name}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? line + ',' : line));
}

// The files that each network plugin leaves in /etc/cni/net.d of a node, and that nothing but reset.yml removes: facts by release,
// named only where kubespray's own tasks and templates of that release name them.

/** Folder that the container engine takes the first file of, by name. */
const CNI_FOLDER = '/etc/cni/net.d';

interface FilesOf {
  /** First and last minor release, both included. */
  readonly releases: readonly [since: number, until: number];
  readonly files: readonly string[];
}

const FILES: Readonly<Record<string, FilesOf>> = {
  calico: { releases: [16, 31], files: ['10-calico.conflist', 'calico-kubeconfig'] },
  cilium: { releases: [24, 27], files: ['05-cilium.conflist'] },
  flannel: { releases: [16, 31], files: ['10-flannel.conflist'] },
  'kube-ovn': { releases: [26, 31], files: ['01-kube-ovn.conflist'] },
  'kube-router': { releases: [16, 31], files: ['10-kuberouter.conflist'] },
  macvlan: { releases: [16, 31], files: ['10-macvlan.conf', '99-loopback.conf'] },
  weave: { releases: [16, 28], files: ['10-weave.conflist'] },
};

/** Plugins that bring files of their own; `cni`, `custom_cni`, `none` and `cloud` are left to the user. */
const PLUGINS: ReadonlySet<string> = new Set([...Object.keys(FILES), 'canal']);

/** True for a plugin that kubespray installs itself. */
export function isNetworkPlugin(name: string): boolean {
  return PLUGINS.has(name);
}

/** The files of a plugin in a release; undefined when nothing shows which they are, or the release is not known. */
function cniFilesOf(plugin: string, minor: number | undefined): readonly string[] | undefined {
  const known = FILES[plugin];
  return known === undefined || minor === undefined || minor < known.releases[0] || minor > known.releases[1] ? undefined : known.files;
}

/** What to do on the nodes of a cluster that was built with `own` when a run has set up `other` as well: part of a sentence. */
export function leftoverText(own: string, other: string, minor: number | undefined): string {
  const files = (plugin: string): string => cniFilesOf(plugin, minor)?.join(' and ') ?? `the files of ${plugin}`;
  return `delete ${files(other)} from ${CNI_FOLDER} of the nodes and keep ${files(own)}`;
}

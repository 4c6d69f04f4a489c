// The systems that kubespray's vars files are named after: `ubuntu-24.yml` is for Ubuntu 24.

/** By the word that a file's name begins with. Families (`ansible_os_family`) are told as such. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'AlmaLinux'], ['amazon', 'Amazon Linux'], ['centos', 'CentOS'], ['clearlinux', 'Clear Linux'], ['coreos', 'CoreOS'], ['debian', 'Debian'],
  ['fedora', 'Fedora'], ['fedora-coreos', 'Fedora CoreOS'], ['flatcar', 'Flatcar'], ['kylin', 'Kylin'], ['openeuler', 'openEuler'], ['opensuse', 'openSUSE'],
  ['oraclelinux', 'Oracle Linux'], ['redhat', 'Red Hat and its family'], ['rocky', 'Rocky Linux'], ['suse', 'SUSE and its family'], ['ubuntu', 'Ubuntu'], ['uniontech', 'UnionTech'],
]);

/** Those that kubespray is tested with least and few clusters have. */
const RARE = new Set(['amazon', 'clearlinux', 'coreos', 'fedora-coreos', 'flatcar', 'kylin', 'openeuler', 'opensuse', 'suse', 'uniontech']);

/** `Ubuntu 24` of `ubuntu-24`; the name itself where it is none of these. */
export function systemText(system: string): string {
  const { name, version } = partsOf(system);
  const text = SYSTEMS.get(name) ?? name;
  return version === '' ? text : / and its family$/.test(text) ? text.replace(' and', ` ${version} and`) : `${text} ${version}`;
}

/** True for a system that few clusters have; false for one that is not known. */
export function isRareSystem(system: string): boolean {
  return RARE.has(partsOf(system).name);
}

function partsOf(system: string): { readonly name: string; readonly version: string } {
  const found = /^(.*?)-(\d[\w.]*)$/.exec(system);
  return { name: found?.[1] ?? system, version: found?.[2] ?? '' };
}

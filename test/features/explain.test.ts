// “Why”: winner, losers, reason and every place that was searched, as Markdown.
import { strict as assert } from 'node:assert';
import { explain, explainText } from '../../server/features/explain';
import { fixture, ROOT } from '../fixture';
import { kubespray, runNamed } from '../fixtureRules';

const readable = (markdown: string): string => '\n' + markdown.replace(/\[([^\]]*)\]\(command:[^ ]* "[^"]*"\)/g, '[$1]').replaceAll(ROOT + '/', '');

const WORLD = kubespray() + `#- deploy.sh
cd kubespray
ansible-playbook -i ../clusters/prod/hosts.ini -e extra=1 cluster.yml
#- clusters/prod/hosts.ini
[kube_control_plane]
cp1
[etcd]
e1
#- clusters/prod/group_vars/all.yml
kube_network_plugin: flannel
secret_token: hush
extra: 0
#- clusters/prod/group_vars/k8s_cluster.yml
kube_network_plugin: cilium
#- clusters/prod/group_vars/k8s_cluster.yaml
kube_network_plugin: hidden
`;

describe('explain', () => {
  const project = fixture(WORLD).project();
  const run = runNamed(project);

  it('over all hosts', () => {
    assert.equal(readable(explainText(project, run, 'kube_network_plugin')), `ADOPT 1`);
  });
  it('on one host', () => {
    assert.equal(readable(explainText(project, run, 'kube_pods_subnet', 'e1')), `ADOPT 2`);
  });
  it('extra vars, a secret, and a name that nothing sets', () => {
    assert.equal(readable(explainText(project, run, 'extra', 'cp1')).split('## Searched')[0], `ADOPT 3`);
    assert.doesNotMatch(explainText(project, run, 'secret_token'), /hush/);
    assert.equal(readable(explainText(project, run, 'nothing')).split('## Searched')[0], `ADOPT 4`);
  });
  it('as data', () => {
    const host = run.inventory.hosts.get('cp1')!;
    const { variable, play, searched } = explain(run, 'kube_network_plugin', host);
    assert.equal(variable?.value, 'cilium');
    assert.equal(play?.name, 'k8s_cluster:etcd');
    assert.deepEqual([...new Set(searched.map((place) => place.status))].sort(), ['hidden', 'loaded', 'not-found']);
    assert.equal(explain(run, 'nothing', host).variable, undefined);
  });
});

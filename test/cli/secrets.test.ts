// Secrets in every place where one can be written, each with a mark of its own: no mark may be in anything that is shown, unless it is asked for.
import { strict as assert } from 'node:assert';
import { checkProject } from '../../server/rules/index';
import { documentSymbols } from '../../server/features/documentSymbols';
import { delta } from '../../server/features/delta';
import { effectiveVars } from '../../server/features/effectiveVars';
import { explainText } from '../../server/features/explain';
import { hover } from '../../server/features/hover';
import { runList } from '../../server/features/runList';
import { Fixture, treeOf, type FixtureEntry } from '../fixture';
import { Terminal } from './terminal';

const FILES: Readonly<Record<string, string>> = {
  hosts: `[web]\nh1 db_password=MARK01 harmless='{"inner_token": "MARK02"}'\nh2 ansible_become_pass=MARK03\n[web:vars]\napi_key=MARK04\nnested={'a': {'x_secret': 'MARK05'}}\n`,
  'inv.yml': 'all:\n  vars:\n    yaml_password: MARK06\n  hosts:\n    h3:\n      ssh_private: MARK07\n      v: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        MARK08\n',
  'group_vars/all.yml': 'db_password: MARK09\ndb_password: MARK10\nplain:\n  list:\n  - user: x\n    password: MARK11\n  deep: {more: {api_key: MARK12}}\nv2: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  MARK13\n"x_token": "MARK14"\ntemplate: "{{ db_password }}"\n',
  'group_vars/web.yml': 'db_password: MARK16\nplain: {password: MARK17}\nv2: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  MARK18\n',
  'group_vars/encrypted.yml': '$ANSIBLE_VAULT;1.1;AES256\nMARK19\n',
  'host_vars/h1.yml': '$ANSIBLE_VAULT;1.1;AES256\nMARK20\n',
  'orphan/group_vars/none.yml': 'a_password: MARK21\n',
  'group_vars/broken.yml': 'my_password: "MARK22\nother: [\n',
  broken_hosts: '[web]\nh9 db_password=MARK23 oops\nh8 token="MARK25\nh7 db_password= MARK26\n[web:vars]\nsecret_key={[]: "MARK27"}\ntoken: MARK28\n',
  unhashable: '[web]\nh7 secret_key="{[]: \'MARK29\'}"\n',
  'broken.yml': 'all:\n  hosts:\n    h5: {db_password: MARK30, a b: [}\n',
  'run.sh': [
    `ansible-playbook -i hosts -i inv.yml -e db_password=MARK31 -e '{"q": {"a_token": "MARK32"}}' -e "x_secret='MARK33 MARK34'" p.yml`,
    'ansible-playbook -i broken_hosts -e @extra.yml p.yml', 'ansible-playbook -i unhashable p.yml', `ansible-playbook -i broken.yml -e 'z_password: MARK35' p.yml`, `ansible-playbook -i "h1," -e '{"p_password": "MARK36"' p.yml`,
    `ansible-playbook -i "h2," -e 'p_password="MARK37' p.yml`, 'ansible-playbook -i "h3," -e /p_password=MARK38 p.yml', '',
  ].join('\n'),
  'extra.yml': 'e_password: MARK39\ne: {private_key: MARK40}\n',
  'p.yml': '- hosts: all\n  vars:\n    play_password: MARK41\n    pv: {deep_secret: MARK42}\n  vars_files: [vf.yml]\n  roles: [r]\n',
  'vf.yml': 'vf_token: MARK43\n',
  'roles/r/defaults/main.yml': 'r_password: MARK44\ndb_password: MARK45\n',
  'roles/r/vars/main.yml': 'rv_secret: MARK46\n',
};

function assertClean(text: string, where: string): void {
  const found = /MARK\d\d/.exec(text);
  if (found !== null) assert.fail(`${found[0]} is shown in ${where}: …${text.slice(Math.max(0, found.index - 80), found.index + 10)}`);
}

/** Words of calls that answer about the fixture; each sub-command in each format. */
const SOURCES: readonly (readonly string[])[] = [
  ['-i', 'hosts', '-i', 'inv.yml', '-e', 'db_password=MARK51', '-e', '{"k":{"t_token":"MARK52"}}', '-e', '@extra.yml', '--playbook', 'p.yml'],
  ['-i', 'broken_hosts', '--playbook', 'p.yml'], ['-i', 'broken.yml', '--playbook', 'p.yml'], ['-i', 'hosts', '-e', '{"t_token":"MARK53"'], ['-i', 'hosts', '-e', 'a_password="MARK54'], ['-i', 'hosts', '-e', '/x_password=MARK55'],
];

describe('secrets', () => {
  it('every place holds a mark, each once', () => {
    const marks = [...Object.values(FILES).join('\n').matchAll(/MARK\d\d/g)].map(String);
    assert.equal(new Set(marks).size, marks.length);
    assert.ok(marks.length > 40);
  });

  it('are in nothing that an editor shows', () => {
    const project = new Fixture(treeOf(Object.entries(FILES).map(([path, text]): FixtureEntry => ({ path, text }))), undefined).project();
    assert.ok(project.runs.length >= 6, 'the runs of the script');
    for (const { rule, message, related, fixes, runs } of checkProject(project)) assertClean([message, ...related.map((place) => place.message), ...fixes.flatMap((fix) => [fix.title, ...fix.edits.map((edit) => edit.newText)]), ...runs].join('\n'), `a finding of ${rule}`);
    assertClean(JSON.stringify(runList(project)), 'the list of runs');
    let hovers = 0;
    for (const entry of project.tree.entries()) {
      if (entry.kind !== 'file') continue;
      assertClean(JSON.stringify(documentSymbols(entry), (key, value: unknown) => (key === 'span' || key === 'selectionSpan' ? undefined : value)), `the outline of ${entry.path}`);
      for (let offset = 0; offset < entry.text.length; offset++) {
        const markdown = hover(project, entry, offset, {})?.markdown ?? '';
        hovers += Number(markdown !== '');
        assertClean(markdown, `a hover in ${entry.path}`);
      }
    }
    assert.ok(hovers > 100, `${hovers} hovers`);
    for (const run of project.runs) {
      assertClean(run.allUnknown.join('\n'), 'what is not known of a run');
      assertClean(delta(project, run, false).text, 'the delta');
      for (const group of run.inventory.groups.keys()) assertClean(effectiveVars(project, run, { group }, false).text, 'the document of a group');
      for (const name of run.names({ defaults: true })) for (const host of [undefined, ...run.inventory.hosts.keys()]) assertClean(explainText(project, run, name, host), `the explanation of ${name}`);
    }
  });

  it('are in nothing that a terminal prints, errors included', () => {
    const terminal = new Terminal('');
    terminal.write(FILES);
    const calls: (readonly string[])[] = [['check'], ['check', '--severity', 'hint'], ['check', '--severity', 'hint', '--format', 'json'], ['runs'], ['runs', '--format', 'json']];
    for (const source of SOURCES) {
      for (const format of ['table', 'yaml', 'json']) calls.push(['vars', ...source, '--format', format, '--defaults', '--origins']);
      for (const name of ['db_password', 'plain', 'v2', 'nested', 'template', 'k', 'pv', 'harmless', 'r_password']) for (const format of ['text', 'json']) calls.push(['explain', name, ...source, '--format', format]);
      const command = source.filter((word) => word !== '--playbook');
      calls.push(['vars', ...source, '--differs'], ['check', '--', 'ansible-playbook', ...command], ['check', '--severity', 'hint', '--format', 'json', '--', 'ansible-playbook', ...command]);
    }
    let answered = 0;
    for (const words of calls) {
      const { code, out, err } = terminal.call(words);
      answered += Number(code !== 2);
      assertClean(out + err, words.join(' '));
    }
    assert.ok(answered > 40, `${answered} of ${calls.length} calls were answered`);
    // these equal ansible-inventory and show values; what they refuse they do not quote
    for (const source of SOURCES.slice(3)) for (const words of [['list', ...source], ['host', 'h1', ...source], ['graph', ...source]]) {
      const { code, err } = terminal.call(words);
      assert.equal(code, 2);
      assertClean(err, words.join(' '));
    }
  });

  it('are shown when they are asked for', () => {
    const terminal = new Terminal('');
    terminal.write(FILES);
    const { out } = terminal.call(['vars', '-i', 'hosts', '--playbook', 'p.yml', '--show-secrets', '--format', 'json', '--defaults']);
    for (const mark of ['MARK03', 'MARK04', 'MARK05', 'MARK14', 'MARK16', 'MARK41', 'MARK42', 'MARK43', 'MARK44', 'MARK46']) assert.ok(out.includes(mark), mark);
    assert.match(terminal.call(['explain', 'api_key', '-i', 'hosts', '--show-secrets']).out, /MARK04/);
    assert.match(terminal.call(['list', '-i', 'hosts']).out, /MARK04/);
  });
});

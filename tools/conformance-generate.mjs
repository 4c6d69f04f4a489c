// Makes random inventory trees for the conformance cases: the same seed gives the same tree, everywhere.
// A value is a token `@file:line` where its type allows, so that an answer tells which line won.

/** What a case asks of Ansible: `files` by path (see test/conformance/recordedCase.ts), the words of the call, where it starts, its environment. */
export function generateCase(seed) {
  return new Generator(seed).make();
}

const PIECES = ['[', ']', '{', '}', ':', ': ', '\n', '  ', '- ', '&a ', '*a', '<<: *a\n', '!unsafe ', '"', "'", '#', ' # ', '{{ x }}', '\t', '\r\n', '---\n', '...\n', '|\n', '>-\n', '[web]\n', '[web:vars]\n', '[all:vars]\nx=1\n', 'h1 ', 'h[1:3]', 'ansible_group_priority=2\n', '=', ',', '1:30', '0', '1', '.', '_', '-', '+', 'e3', '\\', 'é', '~', '?', '? ', '@', '%', 'all:\n', 'null', 'yes', 'vars:\n', 'hosts:\n', '{a: 1}', '(1,)', "u'x'", '\u00a0', '\u2028', '\f'];

/** The same case after `count` random edits of its texts. The tokens no longer tell the truth about their places. */
export function editCase(data, count) {
  const random = new Generator(data.seed * 7 + 1);
  const files = { ...data.files };
  const paths = Object.keys(files).filter((path) => typeof files[path] === 'string' && !path.endsWith('.cfg'));
  for (let edit = 0; edit < count && paths.length > 0; edit++) {
    const path = random.pick(paths), text = files[path], start = random.upTo(text.length + 1);
    const length = random.chance(30) ? random.upTo(12) : 0;
    const piece = random.chance(20) ? text.slice(random.upTo(text.length + 1)).slice(0, 30) : random.pick(PIECES);
    files[path] = text.slice(0, start) + piece + text.slice(start + length);
  }
  return { ...data, name: `${data.name}; edited`, files, isEdited: true };
}

const GROUPS = ['web', 'db', 'k8s_cluster', 'kube-node', 'kube_node', 'a', 'B', '_x', 'a1', 'a10', 'a2', 'g.h', 'é', '1st', 'x-y', 'ünit', 'web.yml', 'Web'];
const HOSTS = ['h1', 'h2', 'node[1:3]', 'r[01:03]', 'n_1', '10.0.0.5', 'h1.example.com', 'x-y', 'Node', 'h3:2222', 'p[8:10]:33', 's[a:c]-x', 'q[1:5:2].z', 'é1', 'web', 'gamma', 'h2.example.com.yml', 'localhost', '[fe80::1]:22', 'UP[b:d]', 'a.b-[00:02]', 'foo:bar'];
const INI_VALUES = ['01', '007', 'True', 'true', '"a b"', "'\"7\"'", '[1,2]', '"{\'a\': 1}"', 'a=b', '0x10', '0o17', '1e3', 'None', 'null', '1_000', "''", '.5', '1.', '"\'x\'"', '1.0', '-5', '+5', '10:30', '{{foo}}', 'é', '1,2', '"(1,)"', '"[\'a\', true]"', '5;6', '127.0.0.1', 'yes', 'a\\ b', '12345678901234567890', '1e400', '"u\'x\'"', '"\'a\' \'b\'"', '"[1, [2.0, {}]]"', '""'];
const VARS_VALUES = ['01', 'True', ' true', '"a b"', "'7'", '[1, 2]', "{'a': 1, 'b': [True]}", 'a # b', '5 # n', '"o" # b', '0x1F', '1e3', 'None', '1_000', '', '.5', '1.0', '- 5', '10:30', '{{ foo }}', 'é ', '1, 2', '(1, 2)', "['a', true]", 'x ; y', 'yes', 'a b', '"multi', "r'\\n'", '\\n', "'''t'''", '98765432109876543210', '1 + 2', '[]', '{}', '()', "{'k': (1, 2.50)}", '=', 'a = b'];
const YAML_VALUES = ['yes', 'No', 'ON', 'off', 'y', 'n', 'true', 'TRUE', '~', 'null', '', '010', '0644', '08', '0o17', '0x1F', '0X1F', '0b101', '-0x1F', '1_000', '1_', '1_000.5', '-.5', '.5', '.', '1e3', '1.0e3', '1.0e+3', '1.e+3', '10:30', '1:30:00', '0:30', '10:60', '10:30.5', '52:54:00:12:34:56', '2001-12-14', '2001-12-14T21:59:43Z', '2001-12-14 21:59:43.10 -5', '2001-1-1', '.inf', '-.INF', '.nan', '123456789012345678901234567890', '1.0', '1.10', '0.00001', '1.5e+300', '!!str 1', '!!float 1', '!!int "0644"', '!unsafe 010', '!unsafe "{{ x }}"', '[a, 1, 2.0]', '[]', '{}', '{a: {b: 010}}', '"\\u00e9\\n"', "'it''s'", '"{{ foo }}"', 'a b # c', 'a#b', '"\\x41"', '+012', '<', "'='", '1e400', '1.0E+400', '[[1], {a: null}]', '0777', 'é', '"😀"', '0_7', '1__0', '685_230.15', '._5'];
const FALSY = ['', '---\n', '# nothing\n', '{}\n', '[]\n', 'false\n', "''\n", '0\n', '---\n...\n', 'null\n', '\n\n'];
const IGNORED_NAMES = ['notes.txt', 'old.bak', 'x.md', 'hosts.ini', '.hidden', 'a.orig', 'b~', 'c.retry', 'd.cfg', 'e.swp'];

class Generator {
  constructor(seed) {
    this.seed = seed;
    this.state = (seed * 2654435761 + 12345) >>> 0;
    this.files = {};
    this.words = [];
    this.environment = {};
    this.used = new Set();
  }

  next() {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return ((this.state >>> 16) ^ (this.state << 16 >>> 0)) >>> 0;
  }

  upTo(limit) { return this.next() % limit; }
  chance(percent) { return this.upTo(100) < percent; }
  pick(list) { return list[this.upTo(list.length)]; }
  some(list, most) {
    const left = [...list], taken = [];
    for (let count = 1 + this.upTo(most); count > 0 && left.length > 0; count--) taken.push(...left.splice(this.upTo(left.length), 1));
    return taken;
  }

  feature(name) { this.used.add(name); return true; }
  may(percent, name) { return this.chance(percent) && this.feature(name); }

  /** Stores a text of lines; `@@` becomes the token of its line. Some files get odd line ends. */
  put(path, lines, { crlf = false, executable = false } = {}) {
    if (!this.isFree(path)) return;
    const marked = lines.map((line, index) => line.replaceAll('@@', `@${path}:${index + 1}`));
    const text = marked.map((line) => line + (crlf ? '\r\n' : '\n')).join('');
    this.files[path] = executable ? { text, executable } : text;
  }

  /** False where a file stands above the path, or a folder at it. */
  isFree(path) {
    return !Object.keys(this.files).some((known) => known.startsWith(path + '/') || (path.startsWith(known + '/') && !known.endsWith('/')));
  }

  make() {
    this.groups = this.some(GROUPS, 6);
    this.hosts = this.some(HOSTS, 6);
    if (this.may(6, 'section all')) this.groups.push('all');
    if (this.may(6, 'section ungrouped')) this.groups.push('ungrouped');
    this.cwd = this.pick(['.', '.', 'work', 'play']);
    this.files['work/'] = { folder: true };
    const count = this.pick([1, 1, 1, 2, 2, 3]);
    if (count > 1) this.feature('several sources');
    const sources = [];
    const bases = new Set();
    for (let index = 0; index < count; index++) sources.push(this.makeSource(index, bases));
    this.giveSources(sources);
    const playBase = this.givePlaybookDir();
    for (const base of bases) this.makeVars(base, 55);
    if (playBase !== undefined && !bases.has(playBase)) this.makeVars(playBase, 50);
    if (this.may(15, 'vars of a folder above')) this.makeVars('inventory', 30);
    this.makeConfig();
    this.makeExtraVars();
    return { name: `generated ${this.seed}: ${[...this.used].sort().join(', ')}`, seed: this.seed, cwd: this.cwd, args: this.words, environment: this.environment, files: this.files };
  }

  /** A source below its own folder; tells the path or the host list, and remembers the folder vars lie beside. */
  makeSource(index, bases) {
    const folder = this.pick([`inventory/c${index}`, `inventory/c${index}`, 'inventory', `env${index}`]);
    const kind = this.pick(['ini', 'ini', 'yaml', 'yaml', 'json', 'folder', 'folder', 'list']);
    if (kind === 'list' && index > 0) {
      this.feature('host list');
      return { list: this.pick(['listed1,', 'h1, listed2,h1:99', 'listed[1:3],h2', 'h1,10.0.0.5,[::1]:22,']) };
    }
    if (kind === 'folder') {
      this.feature('folder as source');
      const path = `${folder}/d${index}`;
      bases.add(path);
      for (const name of this.some(['10-b', '9-a', 'Zeta', 'a', 'b.yml', 'c.json', '2nd.yaml', 'site.prod'], 3)) this.makeInventory(`${path}/${name}`);
      if (this.may(40, 'ignored files')) for (const name of this.some(IGNORED_NAMES, 3)) this.put(`${path}/${name}`, ['[web]', 'never1 c0=@@']);
      if (this.may(30, 'nested folder')) {
        this.makeInventory(`${path}/${this.pick(['sub', 'Sub', 'group_vars_old'])}/${this.pick(['hosts', 'x.yml'])}`);
        if (this.may(40, 'unread vars of a nested folder')) this.put(`${path}/sub/group_vars/all.yml`, ['c0: "@@"']);
      }
      if (this.may(15, 'link to an inventory')) {
        this.makeInventory(`${folder}/real${index}`);
        this.files[`${path}/link`] = { link: `../real${index}` };
      }
      if (this.may(8, 'dangling link')) this.files[`${path}/dangling`] = { link: '../nowhere' };
      return { path };
    }
    const names = kind === 'ini' ? ['hosts', 'hosts.ini', 'prod', 'site.prod', 'inventory.cfg'] : kind === 'yaml' ? ['hosts.yml', 'hosts.yaml', 'prod.yml', 'hosts'] : ['hosts.json'];
    const path = `${folder}/${this.pick(names)}`;
    bases.add(folder);
    this.makeInventory(path, kind);
    if (this.may(8, 'link as source')) {
      const link = `linked${index}/hosts${/\.\w+$/.exec(path)?.[0] ?? ''}`;
      this.files[link] = { link: `../${path}` };
      bases.add(`linked${index}`);
      return { path: link };
    }
    if (this.may(6, 'folder link as source')) {
      this.files[`alias${index}`] = { link: folder };
      return { path: `alias${index}/${path.slice(folder.length + 1)}` };
    }
    return { path };
  }

  /** The sources as `-i`, in ansible.cfg or in ANSIBLE_INVENTORY. */
  giveSources(sources) {
    const up = this.cwd === '.' ? '' : '../';
    const onlyPaths = sources.every((source) => source.path !== undefined);
    const how = onlyPaths ? this.pick(['i', 'i', 'i', 'i', 'config', 'environment']) : 'i';
    if (how === 'config') {
      this.feature('inventory in ansible.cfg');
      this.configInventory = sources.map((source) => source.path);
    } else if (how === 'environment') {
      this.feature('ANSIBLE_INVENTORY');
      this.environment.ANSIBLE_INVENTORY = sources.map((source) => up + source.path).join(',');
    } else {
      for (const { path, list } of sources) this.words.push('-i', list ?? this.pick(['', '', './', this.cwd === '.' ? 'work/../' : '']) + up + path);
    }
    if (this.may(4, 'missing source')) this.words.push('-i', up + 'inventory/missing');
  }

  givePlaybookDir() {
    if (this.may(45, '--playbook-dir')) {
      const folder = this.pick(['play', 'play/deep', '.']);
      this.files['play/'] = { folder: true };
      this.files['play/deep/'] = { folder: true };
      this.words.push('--playbook-dir', this.cwd === '.' ? folder : `../${folder}`);
      return folder;
    }
    this.files['play/'] = { folder: true };
    return this.may(40, 'vars in the working directory') ? this.cwd : undefined;
  }

  makeInventory(path, kind) {
    const extension = /\.(\w+)$/.exec(path)?.[1];
    const form = kind ?? (extension === 'json' ? 'json' : extension === 'yml' || extension === 'yaml' ? 'yaml' : this.pick(['ini', 'ini', 'yaml'])) ;
    const isYamlName = extension === undefined || ['yml', 'yaml', 'json'].includes(extension);
    this.feature(`${form} inventory`);
    if (form === 'ini' || !isYamlName) this.put(path, this.iniLines(), { crlf: this.may(6, 'CRLF'), executable: this.may(6, 'executable text') });
    else if (form === 'json') this.put(path, this.jsonLines());
    else this.put(path, this.yamlLines());
  }

  /** Group edges that never make a loop: children come later in the list. */
  childrenOf(group) {
    const index = this.groups.indexOf(group);
    return this.groups.slice(index + 1).filter((child) => child !== 'all' && child !== 'ungrouped' && this.chance(45));
  }

  iniLines() {
    const lines = [];
    const odd = (values) => (this.may(30, 'odd INI values') ? this.pick(values) : '@@');
    const hostLine = (host) => {
      let line = host;
      for (let count = this.pick([0, 0, 1, 2]); count > 0; count--) line += ` ${this.pick(['c0', 'c1', 'c2', 'c3', 'w0', 'w1'])}=${odd(INI_VALUES)}`;
      if (this.may(6, 'hash in a host line')) line += this.pick([' # c7=no', ' c6=a#b c7=no', '#c']);
      return line;
    };
    const hostsOf = () => this.some(this.hosts, 3);
    if (this.chance(50)) for (const host of hostsOf()) lines.push(hostLine(host));
    if (this.may(20, 'all:vars')) lines.push('[all:vars]', ...this.varLines(VARS_VALUES, odd));
    const order = this.chance(30) ? [...this.groups].reverse() : this.groups;
    for (const group of order) {
      lines.push(this.chance(12) ? `[${group}]  # ${group}` : `[${group}]`);
      if (this.chance(70)) for (const host of hostsOf()) lines.push(hostLine(host));
      if (this.chance(15)) lines.push('', '# a comment', ' ; another');
    }
    // in the end, so that every child is declared
    for (const group of this.groups) {
      const children = group === 'ungrouped' ? [] : this.childrenOf(group);
      if (children.length > 0) lines.push(`[${group}:children]`, ...children);
      if (this.chance(55)) {
        lines.push(`[${group}:vars]`, ...this.varLines(VARS_VALUES, odd));
        if (this.may(30, 'priority')) lines.push(`ansible_group_priority=${this.pick(['10', '5', '-1', '"7"', '2'])}`);
      }
    }
    if (this.may(6, 'broken INI')) lines.splice(this.upTo(lines.length + 1), 0, this.pick(['h9 x', '[g', '[web:foo]', 'h9 x="y', '[nope:vars]', 'x[3:1', 'h9:']));
    return lines;
  }

  varLines(_values, odd) {
    return this.some(['c0', 'c1', 'c2', 'c3', 'c4', 'w0', 'w1'], 3).map((name) => `${name}${this.pick(['=', '=', ' = '])}${odd(VARS_VALUES)}`);
  }

  yamlLines() {
    const lines = this.chance(50) ? ['---'] : [];
    const order = this.chance(30) ? [...this.groups].reverse() : this.groups;
    if (this.chance(20)) lines.push('all:', '  hosts:', `    ${quoted(this.pick(this.hosts))}:`, '      c0: "@@"');
    for (const group of order) {
      if (group === 'all' && lines.includes('all:')) continue;
      lines.push(`${quoted(group)}:`);
      const sections = this.some(['hosts', 'vars', 'children'], 3);
      for (const section of sections) {
        if (section === 'hosts') {
          if (this.may(5, 'hosts as text')) { lines.push(`  hosts: ${quoted(this.pick(this.hosts))}`); continue; }
          lines.push('  hosts:');
          for (const host of this.some(this.hosts, 3)) {
            lines.push(`    ${quoted(host)}:${this.chance(20) ? ' {}' : ''}`);
            if (!lines.at(-1).endsWith('{}') && this.chance(60)) lines.push(...this.yamlVars(2).map((line) => '      ' + line));
          }
        } else if (section === 'vars') {
          lines.push('  vars:', ...this.yamlVars(3).map((line) => '    ' + line));
          if (this.may(30, 'priority')) lines.push(`    ansible_group_priority: ${this.pick(['10', '5', '-1', '"7"', '1.9', 'true', '010'])}`);
        } else {
          const children = group === 'ungrouped' ? [] : this.childrenOf(group);
          if (children.length > 0) lines.push('  children:', ...children.map((child) => `    ${quoted(child)}:`));
        }
      }
      if (this.may(5, 'odd keys of a group')) lines.push('  foo: {a: 1}', '  bar: 2');
    }
    if (this.may(4, 'not a group')) lines.push('text_group: 5');
    if (this.may(5, 'broken YAML')) lines.splice(this.upTo(lines.length) + 1, 0, this.pick(['bad: {hosts: [h1, h2]}', 'bad: [', 'bad: {hosts: {h9: 5}}', '1: {}', '\tx: 1']));
    return lines;
  }

  jsonLines() {
    const lines = ['{'];
    this.groups.forEach((group, index) => {
      const children = group === 'ungrouped' ? [] : this.childrenOf(group);
      lines.push(` ${JSON.stringify(group)}: {`, '  "hosts": {');
      const hosts = this.some(this.hosts, 2);
      hosts.forEach((host, at) => lines.push(`   ${JSON.stringify(host)}: {"c1": "@@", "w0": ${this.pick(['1e3', '1.0', 'null', '"2001-01-01"', '[1, 2.50]', '-0', '1E400', '12345678901234567890', 'NaN', '{"a": true}'])}}${at < hosts.length - 1 ? ',' : ''}`));
      lines.push('  },', `  "children": {${children.map((child) => `${JSON.stringify(child)}: null`).join(', ')}},`, '  "vars": {"c2": "@@"}', ` }${index < this.groups.length - 1 ? ',' : ''}`);
    });
    return [...lines, '}'];
  }

  /** Lines of a mapping, some of them odd; never a reason for Ansible to stop. */
  yamlVars(most) {
    const lines = [];
    for (const name of this.some(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'w0', 'w1', 'w2', 'd0', 'd1'], most)) {
      if (name.startsWith('d')) lines.push(...this.yamlDict(name));
      else if (name.startsWith('w')) lines.push(`${name}: ${this.pick(YAML_VALUES)}`);
      else if (this.may(4, 'folded text')) lines.push(`${name}: ${this.pick(['>-', '|', '>+', '|2-'])}`, '  some text', '   more', '');
      else lines.push(`${this.chance(5) ? `"${name}"` : name}: "@@"${this.chance(6) ? ' # why' : ''}`);
    }
    return lines;
  }

  yamlDict(name) {
    const keys = this.some(['k0', 'k1', 'k2', 'n', '1', 'yes'], 3);
    if (this.chance(30)) return [`${name}: {${keys.map((key) => `${key}: ${key === 'n' ? '{k0: "@@"}' : '"@@"'}`).join(', ')}}`];
    return [`${name}:`, ...keys.flatMap((key) => (key === 'n' ? ['  n:', '    k0: "@@"', ...(this.chance(50) ? ['    k1: [1, "@@"]'] : [])] : [`  ${key}: ${this.pick(['"@@"', '"@@"', '5', '[]', '{}', 'null'])}`]))];
  }

  /** A vars file; a JSON name gets JSON or, as Ansible allows, YAML. */
  varsFile(path) {
    if (!this.isFree(path)) return;
    if (this.may(6, 'falsy file')) { this.files[path] = this.pick(FALSY); return; }
    if (path.endsWith('.json') || this.may(4, 'JSON in YAML')) {
      const names = this.some(['c0', 'c1', 'c2', 'c3', 'w0', 'd0'], 4);
      this.put(path, ['{', ...names.map((name, index) => `  "${name}": ${name === 'd0' ? '{"k0": "@@"}' : name === 'w0' ? this.pick(['1e3', '1.50', 'NaN', '[1]', 'false', '{"__ansible_unsafe": "x"}']) : '"@@"'}${index < names.length - 1 ? ',' : ''}`), '}']);
      return;
    }
    const lines = this.chance(40) ? ['---'] : [];
    if (this.chance(20)) lines.push('# what this is for');
    lines.push(...this.yamlVars(5));
    if (this.may(8, 'repeated key')) lines.push('c0: "@@"', 'c0: "@@"');
    if (this.may(8, 'merge key')) lines.push('base: &base', '  k0: "@@"', '  k9: "@@"', 'd1:', '  <<: *base', '  k0: "@@"');
    if (this.may(4, 'merge keys at the top')) lines.push('.b: &b {c4: "@@", c5: "@@"}', '<<: *b');
    if (this.may(8, 'priority in a vars file')) lines.push(`ansible_group_priority: ${this.pick(['10', '99'])}`);
    if (this.may(3, 'names of Ansible')) lines.push(this.pick(['inventory_dir: x', 'group_names: x', 'omit: 1', 'ansible_host: 10.0.0.1']));
    if (this.may(3, 'odd names')) lines.push('a-b: "@@"', '1x: "@@"', '"e f": "@@"', 'true: "@@"', '3: "@@"', '~: "@@"');
    if (lines.every((line) => line === '---' || line.startsWith('#'))) lines.push('c0: "@@"');
    this.put(path, lines, { crlf: this.may(4, 'CRLF') });
    if (this.may(4, 'byte order mark') && typeof this.files[path] === 'string') this.files[path] = { text: this.files[path], hasByteOrderMark: true };
  }

  varsFolder(path, depth = 0) {
    if (!this.isFree(path + '/x') || this.files[path] !== undefined) return;
    this.feature('vars folder');
    if (this.may(5, 'empty vars folder')) { this.files[`${path}/`] = { folder: true }; return; }
    for (const name of this.some(['10.yml', '9.yml', 'a.yml', 'B.yaml', 'main.yml', 'noext', 'c.json', 'Vault.yml', 'é.yml', 'x.y.yml'], 4)) this.varsFile(`${path}/${name}`);
    if (this.may(20, 'unread names in a vars folder')) for (const name of this.some(['.hidden.yml', 'x.yml~', 'n.txt', 'x.vault', 'C.YML', 'd.yml.bak', '.yml'], 2)) this.put(`${path}/${name}`, ['c0: "@@"']);
    if (this.may(15, 'nested vars folder') && depth < 2) this.varsFolder(`${path}/${this.pick(['sub', '0', 'z'])}`, depth + 1);
    if (this.may(8, 'dotted vars folder')) this.put(`${path}/sub.d/x.yml`, ['c0: "@@"']);
    if (this.may(8, 'linked vars file')) {
      this.varsFile('shared/linked.yml');
      this.files[`${path}/${this.pick(['0link.yml', 'zlink.yml'])}`] = { link: '../'.repeat(path.split('/').length) + 'shared/linked.yml' };
    }
    if (this.may(5, 'dangling link')) this.files[`${path}/gone.yml`] = { link: 'nowhere.yml' };
    if (this.may(5, 'linked vars folder') && depth < 2) {
      this.varsFile('shared/folder/in.yml');
      this.files[`${path}/linked`] = { link: '../'.repeat(path.split('/').length) + 'shared/folder' };
    }
  }

  makeVars(base, percent) {
    const at = (path) => (base === '.' ? path : `${base}/${path}`);
    if (this.isFree(at('group_vars')) && this.may(3, 'group_vars is a file')) { this.files[at('group_vars')] = 'c0: 1\n'; return; }
    for (const group of new Set(['all', ...this.groups, 'ungrouped'])) if (this.chance(percent)) this.entity(at(`group_vars/${group}`));
    for (const host of new Set([...this.hosts.flatMap(namesOf), 'listed1', 'localhost'])) if (this.chance(percent / 3)) this.entity(at(`host_vars/${host}`));
    if (this.may(15, 'vars nobody has') && this.isFree(at('group_vars/nobody.yml'))) this.files[at('group_vars/nobody.yml')] = 'broken: [\n';
    if (this.may(6, 'vars of the other kind')) this.put(at('host_vars/all.yml'), ['c0: "@@"']);
  }

  entity(path) {
    const forms = this.may(25, 'several forms') ? this.some(['', '.yml', '.yaml', '.json', '/'], 3) : [this.pick(['.yml', '.yml', '.yaml', '.json', '', '/', '/'])];
    if (forms.includes('') && forms.includes('/')) forms.splice(forms.indexOf(''), 1);
    for (const form of forms) {
      if (form === '/') this.varsFolder(path);
      else if (form === '.yml' && this.may(3, 'folder named like a file')) this.varsFolder(path + form);
      else this.varsFile(path + form);
    }
  }

  makeConfig() {
    const defaults = [], inventory = [];
    if (this.configInventory !== undefined) defaults.push(`inventory = ${this.configInventory.map((path) => (this.cwd === '.' || this.configAtTop ? path : `../${path}`)).join(',')}`);
    if (this.may(12, 'hash merge')) defaults.push('hash_behaviour = merge');
    if (this.may(6, 'precedence')) defaults.push(`precedence = ${this.pick(['all_inventory, groups_inventory, groups_plugins_inventory, all_plugins_inventory', 'groups_plugins_play, groups_plugins_inventory, groups_inventory, all_plugins_play, all_plugins_inventory, all_inventory', 'all_plugins_inventory,groups_plugins_inventory', 'all_inventory, bogus, groups_inventory'])}`);
    if (this.may(5, 'yaml_valid_extensions')) defaults.push(`yaml_valid_extensions = ${this.pick(['.yaml, .yml', '.yml', '.json,.yml', '.vault, .yml'])}`);
    if (this.may(4, 'playbook_dir in ansible.cfg')) defaults.push(`playbook_dir = ${this.cwd === '.' ? 'play' : '../play'}`);
    if (this.may(6, 'group name rule')) defaults.push(`force_valid_group_names = ${this.pick(['always', 'silently', 'ignore', 'never'])}`);
    if (this.may(5, 'ignore_extensions')) inventory.push(`ignore_extensions = ${this.pick(['.json', '.txt, .yaml', '~'])}`);
    if (this.may(4, 'ignore_patterns')) inventory.push(`ignore_patterns = ${this.pick(['^a$', 'b, Z', '\\.json$'])}`);
    if (this.may(4, 'enable_plugins')) inventory.push(`enable_plugins = ${this.pick(['yaml, ini', 'ini, yaml', 'ini', 'host_list, yaml', 'auto, host_list, ini, yaml'])}`);
    if (defaults.length + inventory.length === 0) return;
    const lines = this.chance(20) ? ['# settings'] : [];
    if (defaults.length > 0) lines.push('[defaults]', ...defaults);
    if (inventory.length > 0) lines.push('[inventory]', ...inventory);
    const text = lines.map((line) => line + '\n').join('');
    if (this.may(50, 'ANSIBLE_CONFIG')) {
      // paths in it start at its own folder, which is the working directory's sister or itself
      const name = this.cwd === '.' ? 'my.cfg' : `${this.cwd}/my.cfg`;
      this.files[name] = text;
      this.environment.ANSIBLE_CONFIG = 'my.cfg';
    } else {
      this.feature('ansible.cfg');
      this.files[this.cwd === '.' ? 'ansible.cfg' : `${this.cwd}/ansible.cfg`] = text;
    }
  }

  makeExtraVars() {
    if (!this.may(15, 'extra vars')) return;
    const up = this.cwd === '.' ? '' : '../';
    for (const form of this.some(['pairs', 'file', 'json', 'yaml', 'quoted', 'escapes'], 2)) {
      if (form === 'pairs') this.words.push('-e', 'c0=@cli:1 c3=1 w0=True');
      else if (form === 'json') this.words.push('-e', '{"c1": "@cli:2", "w1": 010, "d0": {"k0": 1e3}}');
      else if (form === 'yaml') this.words.push('-e', '{c2: "@cli:3", w0: 1e3, d0: {n: {k0: yes}}}');
      else if (form === 'quoted') this.words.push('-e', `c4="a b" c5='x = y' w2={{ a b }}`);
      else if (form === 'escapes') this.words.push('-e', 'w0=a\\tb\\x41 w1="q\\n\\u00e9" loose');
      else {
        this.varsFile('extra.yml');
        if (typeof this.files['extra.yml'] === 'string' && FALSY.includes(this.files['extra.yml'])) this.put('extra.yml', ['c0: "@@"']);
        this.words.push('-e', `@${up}extra.yml`);
      }
    }
  }
}

function quoted(text) {
  return /^[A-Za-z_]\w*$/.test(text) && !/^(y|n|yes|no|on|off|null|true|false)$/i.test(text) ? text : JSON.stringify(text);
}

/** Names a host pattern of HOSTS stands for. */
function namesOf(pattern) {
  const bare = pattern.replace(/^\[(fe80::1)\]:22$/, '$1').replace(/^([^:]*(?:\[[^\]]*\][^:]*)?):\d+$/, '$1');
  const range = /^(.*)\[(\w+):(\w+)(?::(\d+))?\](.*)$/.exec(bare);
  if (range === null) return [bare];
  const [, head, from, to, step = '1', tail] = range;
  const names = [];
  if (/^\d+$/.test(from)) for (let number = Number(from); number <= Number(to); number += Number(step)) names.push(head + (from.startsWith('0') && from.length > 1 ? String(number).padStart(from.length, '0') : number) + tail);
  else for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) names.push(head + String.fromCharCode(code) + tail);
  return names;
}

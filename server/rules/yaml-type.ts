// A plain YAML scalar that Ansible reads as another type than it looks like: a time is a number, a version loses its last 0, `yes` is no text.
import { certainDefaults } from '../core/kubespray/catalogue';
import type { Run } from '../core/run/run';
import { spanOf, type SourceFile } from '../core/tree';
import { Float, floatText, keyText, type Value } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { YamlNode, YamlScalar } from '../core/yamlNode';
import { isSecretName } from '../core/variables/secrets';
import { quotesAround } from './places';
import type { Finding, Rule } from './rule';

export const yamlType: Rule = {
  id: 'yaml-type',
  summary: 'A YAML value that is read as another type than it looks like',
  severity: 'information',
  *check({ runs }) {
    const checked = new Set<SourceFile>();
    for (const run of runs) {
      const inventories = run.staticInventory.sources.flatMap(({ file, outcome, detail }) => (file !== undefined && outcome === 'parsed' && detail === 'yaml' ? [file] : []));
      for (const file of [...run.loadedFiles, ...inventories]) {
        yield undefined;
        // defaults differ from run to run, files rarely do: the first that reads a file speaks for all
        if (checked.has(file)) continue;
        checked.add(file);
        const { root, isJson } = parseYaml(file);
        if (root === undefined || isJson) continue;
        const isVars = !inventories.includes(file);
        for (const scalar of scalarsOf(root)) {
          const finding = findingFor(scalar, () => (isVars && scalar.isTop ? defaultOf(run, scalar.name) : undefined));
          if (finding !== undefined) yield finding;
        }
      }
    }
  },
};

interface Scalar {
  readonly node: YamlScalar;
  /** The innermost key it stands below. */
  readonly name: string;
  /** That key is the name of a variable. */
  readonly isTop: boolean;
  /** One of the keys above says that nothing of the value is shown. */
  readonly isSecret: boolean;
}

/** Unquoted scalars without a tag that are no texts. */
function* scalarsOf(root: YamlNode): IterableIterator<Scalar> {
  const open: { readonly node: YamlNode; readonly name: string; readonly depth: number; readonly isSecret: boolean }[] = [{ node: root, name: '', depth: 0, isSecret: false }];
  // an alias is the same node again
  const seen = new Set<YamlNode>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, name, depth, isSecret } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'scalar') {
      if (node.style === 'plain' && node.tag === undefined && typeof node.value !== 'string' && node.value !== null) yield { node, name, isTop: depth === 1, isSecret };
    } else if (node.kind === 'sequence') for (const item of node.items) open.push({ node: item, name, depth: depth + 1, isSecret });
    else for (const entry of node.written) open.push({ node: entry.node, name: keyText(entry.key), depth: depth + 1, isSecret: isSecret || isSecretName(keyText(entry.key)) });
  }
}

function findingFor({ node, name, isSecret }: Scalar, defaultValue: () => string | undefined): Finding | undefined {
  const { value, span: { file, start, end } } = node;
  // an anchor belongs to the node, not to the value
  const anchor = /^&\S+[ \t]+/.exec(file.text.slice(start, end))?.[0].length ?? 0;
  const span = spanOf(file, start + anchor, end);
  const text = file.text.slice(span.start, span.end);
  // a node of an alias or a merge stands elsewhere
  if (text === '' || /["'\n]/.test(text)) return undefined;
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
  if (!isNumber && typeof value !== 'boolean') return undefined;
  const read = printed(value);
  if (read === text) return undefined;
  const type = isNumber ? 'number' : 'boolean';
  const found = (why: string, preferred: boolean): Finding => ({
    span,
    message: isSecret ? `This value of “${name}” is a ${type} to Ansible${why}: put quotes around it if the text is meant` : `“${text}” is the ${type} “${read}” to Ansible${why}: put quotes around it if the text is meant`,
    fixes: [{ title: 'Put quotes around the value', edits: quotesAround(span, '"'), operations: [], ...(preferred ? { preferred } : {}) }],
  });
  // nobody means that
  if (isNumber && text.includes(':')) return found(', in base 60', true);
  if (value instanceof Float && /^\d+\.\d*0$/.test(text) && /version|release/i.test(name.replace(NO_VERSION, ''))) return found('', true);
  const expected = defaultValue();
  // an empty default waits for a value of any type; what a template gives is not known
  if (expected === undefined || expected === '' || expected.includes('{{')) return undefined;
  if (!isNumber && /^(yes|no|true|false|on|off)$/i.test(expected)) return undefined;
  return found(', where the role default is a text', false);
}

/** Words that only end like it: a `conversion_rate` of 1.50 is a number. */
const NO_VERSION = /(?<![a-z])(con|in|di|re|a|sub)version/gi;

/** As a template prints it. */
function printed(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return floatText(value.number);
  return String(value as number | bigint);
}

/** The role default of a variable, when it is a text in each role that has one. */
function defaultOf(run: Run, name: string): string | undefined {
  const values = certainDefaults(run.kubespray, name).map(({ value }) => value);
  return values.every((value) => typeof value === 'string') ? values[0] : undefined;
}

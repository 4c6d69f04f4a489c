// A plain YAML scalar that Ansible reads as another type than it looks like: a time is a number, a version loses its last 0, `yes` is no text.
import type { Fix } from '../core/diagnostic';
import type { Run } from '../core/run/run';
import type { SourceFile } from '../core/tree';
import { Float, floatText, keyText, type Value } from '../core/value';
import { parseYaml } from '../core/yaml';
import type { YamlNode, YamlScalar } from '../core/yamlNode';
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
        for (const { node, name, isTop } of scalarsOf(root)) {
          const finding = findingFor(node, name, () => (isVars && isTop ? defaultOf(run, name) : undefined));
          if (finding !== undefined) yield finding;
        }
      }
    }
  },
};

/** Unquoted scalars without a tag, each under the innermost key it stands below; `isTop` when that is the name of a variable. */
function* scalarsOf(root: YamlNode): IterableIterator<{ readonly node: YamlScalar; readonly name: string; readonly isTop: boolean }> {
  const open: { readonly node: YamlNode; readonly name: string; readonly depth: number }[] = [{ node: root, name: '', depth: 0 }];
  // an alias is the same node again
  const seen = new Set<YamlNode>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, name, depth } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'scalar') {
      if (node.style === 'plain' && node.tag === undefined && typeof node.value !== 'string' && node.value !== null) yield { node, name, isTop: depth === 1 };
    } else if (node.kind === 'sequence') for (const item of node.items) open.push({ node: item, name, depth: depth + 1 });
    else for (const entry of node.written) open.push({ node: entry.node, name: keyText(entry.key), depth: depth + 1 });
  }
}

function findingFor({ value, span }: YamlScalar, name: string, defaultValue: () => string | undefined): Finding | undefined {
  const text = span.file.text.slice(span.start, span.end);
  // a node of an alias or a merge stands elsewhere
  if (text === '' || /["'\n]/.test(text)) return undefined;
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
  const read = printed(value);
  const quote = (what: string, preferred: boolean): Finding => ({ span, message: `${text} is ${what}: put quotes around it if the text is meant`, fixes: [fixFor(text, span, preferred)] });
  // base 60: nobody means that
  if (isNumber && text.includes(':')) return quote(`the number ${read} to Ansible (${text.split(':').length === 6 ? 'base 60, as all MAC addresses of small digits' : 'base 60'})`, true);
  if (read === text) return undefined;
  if (value instanceof Float && /^\d+\.\d*0$/.test(text) && /version|release/i.test(name)) return quote(`the number ${read} to Ansible`, true);
  if (!isNumber && typeof value !== 'boolean') return undefined;
  const expected = defaultValue();
  if (expected === undefined || expected.includes('{{')) return undefined;
  if (typeof value === 'boolean') {
    if (/^(yes|no|true|false|on|off)$/i.test(expected)) return undefined;
    return quote(`the boolean ${read} to Ansible, where the default is a text`, false);
  }
  return quote(`the number ${read} to Ansible, where the default is a text`, false);
}

/** As a template prints it. */
function printed(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return floatText(value.number);
  return String(value as number | bigint);
}

/** The role default of a variable, when it is a text. */
function defaultOf(run: Run, name: string): string | undefined {
  const value = run.checkout?.defaultsOf(name)[0]?.value;
  return typeof value === 'string' ? value : undefined;
}

function fixFor(text: string, span: YamlScalar['span'], preferred: boolean): Fix {
  return { title: `Put quotes around ${text}`, edits: [{ span, newText: `"${text}"` }], operations: [], ...(preferred ? { preferred } : {}) };
}

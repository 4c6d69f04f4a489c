// A YAML or JSON file as Ansible loads it: values with places, and what is wrong. Chooses between the two forms and keeps the budgets; the reading itself is in json.ts and yamlParser.ts.
import { spanOf } from './tree';
import type { SourceFile } from './tree';
import type { ParseProblem } from './diagnostic';
import type { YamlDocument, YamlNode } from './yamlNode';
import { parseJson } from './json';
import { constructValues } from './yamlConstruct';
import { parseSyntax } from './yamlParser';
import type { YamlSyntaxError } from './yamlScanner';

/** A longer text is not read: no file that people write comes near it. */
export const MOST_CHARACTERS = 4 * 1024 * 1024;

/** What is said of such a file. */
export const TOO_LARGE = 'Larger than 4 MiB: not read';

const documents = new WeakMap<SourceFile, YamlDocument>();

/** Parses once per SourceFile object. Never throws. */
export function parseYaml(file: SourceFile): YamlDocument {
  let document = documents.get(file);
  if (document === undefined) {
    document = readDocument(file);
    documents.set(file, document);
  }
  return document;
}

function readDocument(file: SourceFile): YamlDocument {
  if (file.problem === 'too-large' || file.text.length > MOST_CHARACTERS) return unread(file, 'too-large', TOO_LARGE);
  if (file.problem === 'not-utf8') return unread(file, 'yaml-syntax', 'Not UTF-8 text: Ansible cannot read this file');
  if (file.text.startsWith('$ANSIBLE_VAULT') && !file.hasByteOrderMark) return { ...documentOf(file, undefined, []), encrypted: true };
  const json = file.hasByteOrderMark ? undefined : parseJson(file);
  if (json !== undefined) return { ...documentOf(file, json, []), isJson: true };

  const tree = parseSyntax(file.text);
  const syntax = tree.errors.map((error) => problemOf(file, error));
  if (tree.root === undefined) return documentOf(file, undefined, syntax);
  const { root, fatal, duplicates } = constructValues(file, tree.root);
  const inOrder = [...fatal].sort(byPlace);
  // After a syntax error the levels may be mixed up: two keys may only seem to stand in one mapping.
  return documentOf(file, root, [...syntax, ...inOrder], syntax.length === 0 ? duplicates : []);
}

function documentOf(file: SourceFile, root: YamlNode | undefined, fatal: readonly ParseProblem[], warnings: readonly ParseProblem[] = []): YamlDocument {
  return { file, root, failure: fatal.find((problem) => problem.kind !== 'too-large'), problems: [...fatal, ...warnings].sort(byPlace), encrypted: false, isJson: false };
}

function unread(file: SourceFile, kind: ParseProblem['kind'], message: string): YamlDocument {
  return documentOf(file, undefined, [{ kind, message, span: spanOf(file, 0, 0) }]);
}

function problemOf(file: SourceFile, { message, start, end, options }: YamlSyntaxError): ParseProblem {
  const problem = { kind: options.tooLarge === true ? 'too-large' : 'yaml-syntax', message, span: spanOf(file, start, end) } as const;
  if (options.related === undefined) return problem;
  return { ...problem, related: [{ span: spanOf(file, options.related.start, options.related.end), message: options.related.message }] };
}

function byPlace(left: ParseProblem, right: ParseProblem): number {
  return left.span.start - right.span.start;
}

// The only place that knows lines, characters and URIs: from spans and paths to what the protocol carries, and back.
import {
  CompletionItemKind, type CompletionItem,
  type CodeAction, CodeActionKind, type Diagnostic as LspDiagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
  type DocumentSymbol as LspDocumentSymbol, type Hover as LspHover, type Location, type Position, type Range, SymbolKind, type TextDocumentEdit, type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Diagnostic, Fix, Severity } from '../core/diagnostic';
import type { Path, SourceFile, Span } from '../core/tree';
import type { Addition } from '../features/addRun';
import type { DocumentSymbol } from '../features/documentSymbols';
import type { Hover } from '../features/hover';
import type { Completion } from '../features/workspaceFileKeys';
import type { AddedRun } from '../protocol';

/** How the editor calls a path: a document it has open, or a place below one of its folders, keeps the editor's own spelling. */
export interface Uris {
  uriOf(path: Path): string;
  /** The version of the open document with this text; null when it is not open. */
  versionOf(file: SourceFile): number | null;
}

// Counting lines is the text document's business; it does so once, when a place in the file is first asked for.
const documents = new WeakMap<SourceFile, TextDocument>();

function documentOf(file: SourceFile): TextDocument {
  let document = documents.get(file);
  if (document === undefined) documents.set(file, (document = TextDocument.create('', '', 0, file.text)));
  return document;
}

/** The offset of a position; one that lies outside the text is drawn into it. */
export function toOffset(file: SourceFile, position: Position): number {
  return documentOf(file).offsetAt(position);
}

export function toRange({ file, start, end }: Span): Range {
  const document = documentOf(file);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function toLocation(span: Span, uris: Uris): Location {
  return { uri: uris.uriOf(span.file.path), range: toRange(span) };
}

/** No system has longer paths than Windows, in characters. */
const PATH_LIMIT = 32_767;

/** The path of a `file:` URI of this machine, links not followed; undefined for any other, and for what is no URI. */
export function pathOf(uri: unknown): Path | undefined {
  if (typeof uri !== 'string' || !/^file:/i.test(uri)) return undefined;
  let parsed: URI;
  try {
    parsed = URI.parse(uri);
  } catch {
    return undefined; // two slashes where a path begins
  }
  const { authority, path } = parsed;
  if (authority !== '' || path.startsWith('//') || path.includes('\0') || path.length > PATH_LIMIT) return undefined;
  const native = path.replace(/^\/([A-Za-z]):/, (_, drive: string) => `${drive.toUpperCase()}:`);
  return native.length > 1 && native.endsWith('/') ? native.slice(0, -1) : native;
}

/** The URI of a path, spelled as VS Code does. */
export function uriOfPath(path: Path): string {
  return URI.file(path).toString();
}

export function toHover({ span, markdown }: Hover): LspHover {
  return { contents: { kind: 'markdown', value: markdown }, range: toRange(span) };
}

const SYMBOL_KINDS = { group: SymbolKind.Class, host: SymbolKind.Object, variable: SymbolKind.Variable, section: SymbolKind.Namespace } as const;

/** `file` is the one that is there; undefined for a new one. */
export function toAddedRun({ path, isNew, offset, newText }: Addition, file: SourceFile | undefined, uris: Uris): AddedRun {
  return { uri: uris.uriOf(path), isNew, position: file === undefined ? { line: 0, character: 0 } : toRange({ file, start: offset, end: offset }).start, newText };
}

export function toCompletionItem({ label, detail, span, newText }: Completion): CompletionItem {
  return { label, documentation: detail, kind: newText.endsWith(': ') ? CompletionItemKind.Property : CompletionItemKind.EnumMember, textEdit: { range: toRange(span), newText } };
}

export function toDocumentSymbol({ name, detail, kind, span, selectionSpan, children }: DocumentSymbol): LspDocumentSymbol {
  // an editor refuses a whole list for one name that is empty
  return { name: name.trim() === '' ? '(empty)' : name, detail, kind: SYMBOL_KINDS[kind], range: toRange(span), selectionRange: toRange(selectionSpan), children: children.map(toDocumentSymbol) };
}

const SEVERITIES: Readonly<Record<Exclude<Severity, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic(diagnostic: Diagnostic, uris: Uris): LspDiagnostic {
  const related: DiagnosticRelatedInformation[] = diagnostic.related.map(({ span, message }) => ({ location: toLocation(span, uris), message }));
  return {
    range: toRange(diagnostic.span),
    severity: SEVERITIES[diagnostic.severity === 'off' ? 'hint' : diagnostic.severity],
    code: diagnostic.rule,
    source: 'groupvars',
    message: diagnostic.message,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(diagnostic.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

/** Stands in the first line of a file for the findings that are not sent. */
export function toRemainder(count: number): LspDiagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Information, source: 'groupvars', message: `and ${count.toLocaleString('en')} more ${count === 1 ? 'finding' : 'findings'} in this file: groupvars check tells all` };
}

/** What the editor can do with a fix. */
export interface FixAbilities {
  /** It renames and deletes files as part of an edit. */
  readonly operations: boolean;
}

/** A fix as a code action; undefined when the editor cannot do what it asks. */
export function toCodeAction(fix: Fix, diagnostic: LspDiagnostic, uris: Uris, abilities: FixAbilities): CodeAction | undefined {
  if (fix.operations.length > 0 && !abilities.operations) return undefined;
  return { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: toWorkspaceEdit(fix, uris), ...(fix.preferred === true ? { isPreferred: true } : {}) };
}

function toWorkspaceEdit(fix: Fix, uris: Uris): WorkspaceEdit {
  const edits = new Map<SourceFile, TextDocumentEdit>();
  for (const { span, newText } of fix.edits) {
    let edit = edits.get(span.file);
    if (edit === undefined) edits.set(span.file, (edit = { textDocument: { uri: uris.uriOf(span.file.path), version: uris.versionOf(span.file) }, edits: [] }));
    edit.edits.push({ range: toRange(span), newText });
  }
  // texts first: their files may be the ones that move
  const operations = fix.operations.map((operation) =>
    operation.kind === 'rename'
      ? { kind: 'rename' as const, oldUri: uris.uriOf(operation.from), newUri: uris.uriOf(operation.to), options: { overwrite: false } }
      : { kind: 'delete' as const, uri: uris.uriOf(operation.path), options: { recursive: true } });
  return { documentChanges: [...edits.values(), ...operations] };
}

/** True when two ranges touch. */
export function touches(left: Range, right: Range): boolean {
  return !isBefore(left.end, right.start) && !isBefore(right.end, left.start);
}

function isBefore(left: Position, right: Position): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}

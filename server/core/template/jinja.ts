// Parses Jinja templates and expressions into a tree, by the grammar of Jinja 3.1.
//
// A parser of our own, because none of npm's is fit to answer with a value. Tried on 3,856 templates that Jinja itself takes (the
// defaults and vars of 16 kubespray releases, and the tasks and templates of one): nunjucks 3.2 refuses 16 (slices, `x.1`) and, worse,
// builds other trees than Jinja (`1 + 2 ~ 3`, `a == b is none`) at 91 kB; @huggingface/jinja 0.5 refuses 171 (filters and tests with
// dots) and keeps no offsets; @codemirror/lang-jinja refuses 71 at 444 kB. The language of expressions is small.
import { jinjaTokens, type JinjaError, type JinjaStart } from './jinjaTokens';
import { ExpressionParser, Refusal } from './jinjaExpression';
import type { Expression, Parameter, Statement, Template } from './jinjaTree';

export type { JinjaError } from './jinjaTokens';

/** Longer texts are not read. UTF-16 units. */
export const TEMPLATE_LIMIT = 1_048_576;

/** What a text is written for. `rawStrings` as for `jinjaTokens`. */
export interface JinjaOptions {
  readonly rawStrings: boolean;
}

/** The tree of a template, or where and why Jinja refuses it. Never throws. */
export function parseTemplate(text: string, { rawStrings }: JinjaOptions): Template | JinjaError {
  return parse(text, rawStrings, 'template', (parser) => parser.statements([]));
}

/** The same for a text without braces, such as the condition of a task: one expression. */
export function parseExpression(text: string): Expression | JinjaError {
  return parse(text, false, 'expression', (parser) => parser.tuple());
}

/** Tells a refusal from a tree. */
export function isJinjaError(parsed: Template | Expression | JinjaError): parsed is JinjaError {
  return 'message' in parsed;
}

function parse<Parsed>(text: string, rawStrings: boolean, start: JinjaStart, read: (parser: TemplateParser) => Parsed): Parsed | JinjaError {
  if (text.length > TEMPLATE_LIMIT) return { message: 'too long', offset: 0 };
  const tokens = jinjaTokens(text, rawStrings, start);
  if (!Array.isArray(tokens)) return tokens;
  const parser = new TemplateParser(tokens);
  try {
    const parsed = read(parser);
    parser.expectEnd();
    return parsed;
  } catch (error) {
    if (error instanceof Refusal) return { message: error.message, offset: error.offset };
    throw error;
  }
}

class TemplateParser extends ExpressionParser {
  /** Up to a tag of `ends`, whose word is the next token then, or to the end of the text. */
  statements(ends: readonly string[]): readonly Statement[] {
    return this.nested(() => {
      const body: Statement[] = [];
      for (;;) {
        const { token } = this;
        if (token.kind === 'end') return ends.length === 0 ? body : this.refuse(`${ends.join(' or ')} is missing`);
        this.position++;
        if (token.kind === 'data') body.push(this.node(token.start, [], { kind: 'data', text: token.text }));
        else if (token.kind === 'variable begin') {
          const expression = this.tuple();
          this.expectClosing('variable end');
          body.push(this.node(token.start, [expression], { kind: 'output', expression }));
        } else if (token.kind === 'block begin') {
          const word = this.token.kind === 'name' ? this.token.text : this.refuse('a tag is missing');
          if (ends.includes(word)) return body;
          this.position++;
          body.push(...this.statement(word, token.start));
          this.expectClosing('block end');
        } else this.refuse('a tag is missing');
      }
    });
  }

  private block(...ends: string[]): readonly Statement[] {
    this.accept('operator', ':');
    this.expectClosing('block end');
    return this.statements(ends);
  }

  private closedBlock(end: string): readonly Statement[] {
    const body = this.block(end);
    this.expectWord(end);
    return body;
  }

  private statement(word: string, start: number): Statement[] {
    switch (word) {
      case 'if':
        return [this.ifStatement(start)];
      case 'for':
        return [this.forStatement(start)];
      case 'set':
        return [this.setStatement(start)];
      case 'print': {
        const outputs: Statement[] = [];
        while (this.token.kind !== 'block end') {
          if (outputs.length > 0) this.expect(',');
          const expression = this.expression();
          outputs.push(this.node(start, [expression], { kind: 'output', expression }));
        }
        return outputs;
      }
      case 'with':
        return [this.withStatement(start)];
      case 'macro': {
        const name = this.name();
        const parameters = this.parameters();
        const body = this.closedBlock('endmacro');
        return [this.node(start, [...parameters.map(({ value }) => value), ...body], { kind: 'macro', name, parameters, body })];
      }
      case 'call': {
        const parameters = this.isNext('operator', '(') ? this.parameters() : [];
        const call = this.expression();
        if (call.kind !== 'call') this.refuse('a call is missing');
        const body = this.closedBlock('endcall');
        return [this.node(start, [...parameters.map(({ value }) => value), call, ...body], { kind: 'call block', parameters, call, body })];
      }
      case 'filter': {
        const read = [this.filters(undefined, true)!];
        return [this.bodyOf(word, start, read)];
      }
      case 'autoescape':
        return [this.bodyOf(word, start, [this.expression()])];
      case 'block': {
        const name = this.name();
        this.accept('name', 'scoped');
        this.accept('name', 'required');
        const statement = this.bodyOf(word, start, []);
        this.accept('name', name);
        return [statement];
      }
      case 'include':
      case 'import':
      case 'from':
      case 'extends':
        return [this.otherTemplate(word, start)];
      default:
        this.position--;
        return this.refuse(`no tag is called ${word}`);
    }
  }

  private bodyOf(word: string, start: number, read: readonly Expression[]): Statement {
    const body = this.closedBlock('end' + word);
    return this.node(start, [...read, ...body], { kind: 'body', word, read, body });
  }

  private ifStatement(start: number): Statement {
    const branches: { test: Expression; body: readonly Statement[] }[] = [];
    let otherwise: readonly Statement[] = [];
    for (;;) {
      const test = this.tuple(() => this.or());
      branches.push({ test, body: this.block('elif', 'else', 'endif') });
      if (this.accept('name', 'elif')) continue;
      if (this.accept('name', 'else')) otherwise = this.block('endif');
      this.expectWord('endif');
      return this.node(start, [...branches.flatMap(({ test: read, body }) => [read, ...body]), ...otherwise], { kind: 'if', branches, otherwise });
    }
  }

  private forStatement(start: number): Statement {
    const target = this.target();
    this.expectWord('in');
    const iterable = this.tuple(() => this.or());
    const test = this.accept('name', 'if') ? this.expression() : undefined;
    const recursive = this.accept('name', 'recursive');
    const body = this.block('endfor', 'else');
    const otherwise = this.accept('name', 'else') ? this.block('endfor') : [];
    this.expectWord('endfor');
    return this.node(start, [target, iterable, test, ...body, ...otherwise], { kind: 'for', target, iterable, test, recursive, body, otherwise });
  }

  private setStatement(start: number): Statement {
    const target = this.isNext('operator', '.', 1) ? this.postfix(this.primary()) : this.target();
    if (this.accept('operator', '=')) {
      const value = this.tuple();
      return this.node(start, [target, value], { kind: 'set', target, value });
    }
    const filter = this.filters(undefined, false);
    const body = this.closedBlock('endset');
    return this.node(start, [target, filter, ...body], { kind: 'set block', target, filter, body });
  }

  private withStatement(start: number): Statement {
    const assignments: { target: Expression; value: Expression }[] = [];
    while (this.token.kind !== 'block end') {
      if (assignments.length > 0) this.expect(',');
      const target = this.target();
      this.expect('=');
      assignments.push({ target, value: this.expression() });
    }
    const body = this.closedBlock('endwith');
    return this.node(start, [...assignments.flatMap(({ target, value }) => [target, value]), ...body], { kind: 'with', assignments, body });
  }

  private parameters(): Parameter[] {
    const parameters: Parameter[] = [];
    this.expect('(');
    while (!this.accept('operator', ')')) {
      if (parameters.length > 0) this.expect(',');
      const name = this.name();
      parameters.push({ name, value: this.accept('operator', '=') ? this.expression() : undefined });
    }
    return parameters;
  }

  private otherTemplate(word: string, start: number): Statement {
    const template = this.expression();
    const names: string[] = [];
    if (word === 'import') {
      this.expectWord('as');
      names.push(this.name());
    } else if (word === 'from') {
      this.expectWord('import');
      do {
        const name = this.name();
        names.push(this.accept('name', 'as') ? this.name() : name);
      } while (this.accept('operator', ',') && this.token.kind === 'name' && !this.isContext());
    } else if (this.accept('name', 'ignore')) this.expectWord('missing');
    if (this.isContext()) this.position += 2;
    return this.node(start, [template], { kind: 'other template', word, template, names });
  }

  private isContext(): boolean {
    return (this.isNext('name', 'with') || this.isNext('name', 'without')) && this.isNext('name', 'context', 1);
  }

  /** Names that get a value: one, or several with commas. */
  private target(): Expression {
    const target = this.tuple(() => this.primary());
    const names = target.kind === 'tuple' ? target.items : [target];
    if (names.some(({ kind }) => kind !== 'name' && kind !== 'tuple')) this.refuse('only names get a value');
    return target;
  }

  private expectWord(text: string): void {
    if (!this.accept('name', text)) this.refuse(`${text} is missing`);
  }

  private expectClosing(kind: 'variable end' | 'block end'): void {
    if (this.token.kind !== kind) this.refuse(kind === 'block end' ? 'the end of the tag is missing' : 'the end of the braces is missing');
    this.position++;
  }
}

// Evaluates the template texts of variables as Ansible would on one host, as far as the answer is surely the same; all else is unknown, with the reason.
//
// The rules are those of ansible-core 2.14 to 2.18 (Templar, jinja2_native off). From 2.19 on a lone expression keeps its type and no
// text is read as data; where that would show, nothing is answered for those releases (read in the announcements, not compared with a run).
import { isList, Mapping, Unsafe, Vaulted, type Float, type Scalar, type Value } from '../value';
import { takesPartOfConstant } from './constantParts';
import { isJinjaError, parseTemplate } from './jinja';
import { ExpressionEvaluation, type Variables } from './evaluateExpression';
import { itemsOf, KeptText, Loop, Missing, MissingUse, NoElse, shownText, Tuple, valueOf, View, type Operand } from './operand';
import { bounded, dataOf, expectPlain, KEPT_INSIDE, looksSame, sizeOf, Stop } from './pythonText';
import { referencesOf } from './references';
import { isTrue } from './tests';
import type { Statement, Template } from './jinjaTree';
import { whyNotKnown } from './runTimeNames';

/** What a host has under a name: the value as it is set, its templates not evaluated. */
export type LookedUp = { readonly kind: 'set'; readonly value: Value } | { readonly kind: 'not set' } | { readonly kind: 'unknown'; readonly why: string };

/**
 * The variables of one host. Must answer the same each time: what it led to is kept for as long as the function is.
 * `not set` is for names that nothing can set before the template is read; where a task may set one, it is `unknown`.
 */
export type Lookup = (name: string) => LookedUp;

/** Not for runs with `jinja2_native`, `jinja2_extensions` or `error_on_undefined_vars` other than by default: the rules are others then. */
export interface EvaluationOptions {
  /** The release of ansible-core: 18 for 2.18. */
  readonly ansibleCore: number;
}

/**
 * If Ansible gets a value at all, it is this one. A variable that is named but does not count, such as one in a branch that is not
 * taken, may still make Ansible fail where it is not known here.
 */
export interface KnownValue {
  readonly kind: 'known';
  readonly value: Value;
  /** The variables that the text names itself, once each, in order. */
  readonly inputs: readonly string[];
}

/** What Ansible gets is known only when it runs, or is not followed here. */
export interface UnknownValue {
  readonly kind: 'unknown';
  /** In plain words, to be read behind the name of the variable: `reads facts of the host`. */
  readonly why: string;
  readonly inputs: readonly string[];
  /** The leaf of the value that is not known; `[]` for the value itself. List items are numbers. */
  readonly at: readonly Scalar[];
}

/** What a value comes to on one host. */
export type Evaluated = KnownValue | UnknownValue;

/** Ansible takes a text for a template when it holds one of these (`is_possibly_template`). */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/** True when a value holds a template in any of its leaves; keys are not templated. */
export function holdsTemplate(value: Value): boolean {
  if (typeof value === 'string') return isTemplate(value);
  if (isList(value)) return value.some(holdsTemplate);
  return value instanceof Mapping && [...value.entries()].some(([, member]) => holdsTemplate(member));
}

/** The whole of a value as Ansible templates it: texts, and texts in lists and mappings. Never throws; takes bounded time. */
export function evaluateValue(value: Value, lookup: Lookup, options: EvaluationOptions): Evaluated {
  const evaluation = evaluationOf(lookup, false);
  const inputs = [...new Set(evaluation.namesIn(value))];
  const classic = evaluation.evaluate(value);
  if (options.ansibleCore < 19 || classic.kind === 'unknown') return { ...classic, inputs };
  const native = evaluationOf(lookup, true).evaluate(value);
  if (native.kind === 'unknown') return { ...native, inputs };
  return looksSame(classic.value, native.value) ? { ...native, inputs } : { kind: 'unknown', why: 'differs between releases of Ansible', at: [], inputs };
}

const evaluations = new WeakMap<Lookup, Map<boolean, Evaluation>>();

function evaluationOf(lookup: Lookup, native: boolean): Evaluation {
  let known = evaluations.get(lookup);
  if (known === undefined) evaluations.set(lookup, (known = new Map()));
  let evaluation = known.get(native);
  if (evaluation === undefined) known.set(native, (evaluation = new Evaluation(lookup, native)));
  return evaluation;
}

/** What is known of a text by itself. */
interface ReadTemplate {
  readonly tree: Template;
  /** The variables it names, once each. */
  readonly names: readonly string[];
  readonly takesPartOfConstant: boolean;
}

/** Variables that read each other deeper than this are not followed; Ansible's own limit is Python's stack. */
const CHAIN_LIMIT = 40;

/** Statements and expressions evaluated for one answer. */
const STEP_LIMIT = 50_000;

/** Python's `\s` and `\w` in ASCII, as Ansible's `SINGLE_VAR` has them; `$` also stands before a last line end. */
const SINGLE_VARIABLE = /^\{\{[\t-\r\x1c-\x20]*(?:(\w+)[\t-\r\x1c-\x20]*)?\}\}\n?$/;

/** `unsafe`: it is or holds a text that is marked unsafe. */
type Outcome = { readonly value: Operand; readonly unsafe: boolean } | Stop | MissingUse;

/** All answers for one host. What a variable gives is kept. */
class Evaluation implements Variables {
  private readonly known = new Map<string, Outcome>();
  private readonly templates = new Map<string, ReadTemplate | undefined>();
  private readonly reading = new Set<string>();
  private steps = 0;
  /** Whether the template at hand has read a text that is marked unsafe. */
  private unsafe = false;
  /** Whether the value at hand has a kept text in a list or mapping, where it is not told from others here. */
  private keepsInside = false;

  constructor(private readonly lookup: Lookup, readonly native: boolean) {}

  evaluate(value: Value): { kind: 'known'; value: Value } | { kind: 'unknown'; why: string; at: readonly Scalar[] } {
    this.steps = 0;
    const at: Scalar[] = [];
    try {
      return { kind: 'known', value: valueOf(this.templated(value, at)) };
    } catch (error) {
      if (error instanceof Stop) return { kind: 'unknown', why: error.why, at };
      if (error instanceof MissingUse) return { kind: 'unknown', why: `fails: ${error.why}`, at };
      throw error;
    }
  }

  /** The variables that the texts of a value name, with repetitions. */
  namesIn(value: Value): readonly string[] {
    if (typeof value === 'string') return isTemplate(value) ? (this.readTemplate(value)?.names ?? []) : [];
    if (isList(value)) return value.flatMap((item) => this.namesIn(item));
    return value instanceof Mapping ? [...value.entries()].flatMap(([, member]) => this.namesIn(member)) : [];
  }

  /** Undefined for a text that Jinja refuses. */
  private readTemplate(text: string): ReadTemplate | undefined {
    if (this.templates.has(text)) return this.templates.get(text);
    const tree = parseTemplate(text, { rawStrings: true });
    const read = isJinjaError(tree) ? undefined : { tree, names: [...new Set(referencesOf(tree).map(({ name }) => name))], takesPartOfConstant: takesPartOfConstant(tree) };
    this.templates.set(text, read);
    return read;
  }

  step(cost = 1): void {
    if ((this.steps += cost) > STEP_LIMIT) throw new Stop('takes too long to evaluate');
  }

  read(name: string): Operand {
    this.step();
    const outcome = this.outcomeOf(name);
    if (outcome instanceof Stop) throw outcome;
    if (outcome instanceof MissingUse) return new Missing(outcome.why);
    return outcome.value instanceof Unsafe ? outcome.value.text : outcome.value;
  }

  /** Jinja reads every variable that a template names before anything else: what fails, fails in a branch that is not taken too, and what is unsafe makes the result unsafe. */
  private readAhead(names: readonly string[]): void {
    for (const name of names) {
      const outcome = this.outcomeOf(name);
      if (outcome instanceof Stop) {
        if (outcome.isFailure) throw outcome;
      } else if (!(outcome instanceof MissingUse)) this.unsafe ||= outcome.unsafe;
    }
  }

  private outcomeOf(name: string): Outcome {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const outcome = this.evaluated(name);
    // what ended because this answer took too long is tried again for the next
    if (this.steps <= STEP_LIMIT) this.known.set(name, outcome);
    return outcome;
  }

  private evaluated(name: string): Outcome {
    const looked = this.lookup(name);
    if (looked.kind !== 'set') {
      const why = looked.kind === 'unknown' ? looked.why : whyNotKnown(name);
      return why === undefined ? new MissingUse(`${name} is not set`) : new Stop(why);
    }
    if (this.reading.has(name)) return new Stop('fails: reads itself');
    if (this.reading.size >= CHAIN_LIMIT) return new Stop('reads a long chain of variables');
    this.reading.add(name);
    const outer = this.keepsInside;
    this.keepsInside = false;
    try {
      const value = this.templated(looked.value, []);
      return this.keepsInside ? new Stop(KEPT_INSIDE) : { value, unsafe: holdsUnsafe(value) };
    } catch (error) {
      if (error instanceof Stop || error instanceof MissingUse) return error;
      throw error;
    } finally {
      this.reading.delete(name);
      this.keepsInside = outer;
    }
  }

  /** `at` is where the evaluation stands when it stops. */
  private templated(value: Value, at: Scalar[]): Operand {
    if (typeof value === 'string') return this.template(value);
    if (value instanceof Vaulted) throw new Stop('is encrypted with Ansible Vault');
    if (isList(value)) {
      return this.sized(value.map((item, index) => this.member(item, index, at)));
    }
    if (value instanceof Mapping) return this.sized(new Mapping([...value.entries()].map(([key, member]) => [key, this.member(member, key, at)] as const)));
    return value;
  }

  private sized(value: Value): Value {
    this.step(sizeOf(value) / 64);
    return value;
  }

  private member(value: Value, key: Scalar, at: Scalar[]): Value {
    at.push(key);
    const operand = this.templated(value, at);
    at.pop();
    this.keepsInside ||= operand instanceof KeptText && operand.matters;
    return valueOf(operand);
  }

  private template(text: string): Operand {
    if (!isTemplate(text)) return text;
    if (text.startsWith('#jinja2:')) throw new Stop('changes the settings of Jinja');
    this.step();
    const [, single] = SINGLE_VARIABLE.exec(text) ?? [];
    if (single !== undefined && !this.native) {
      const looked = this.lookup(single);
      if (looked.kind === 'set' && (looked.value === null || isNumber(looked.value))) return looked.value;
    }
    const template = this.readTemplate(text);
    if (template === undefined) throw new Stop('fails: is no template that Jinja reads');
    if (template.takesPartOfConstant) throw new Stop('takes a part of a constant');
    const outer = this.unsafe;
    this.unsafe = false;
    try {
      const result = this.native ? nativeResult(this.outputsOf(template), text) : classicResult(this.outputsOf(template));
      const ended = typeof result === 'string' || result instanceof KeptText ? withLineEnds(result, text) : result;
      if (!this.unsafe) return ended;
      const value = valueOf(ended);
      if (typeof value === 'string') return new Unsafe(value);
      if (isList(value) || value instanceof Mapping) throw new Stop('holds a text that is marked unsafe');
      return value;
    } finally {
      this.unsafe = outer;
    }
  }

  private outputsOf({ names, tree }: ReadTemplate): Operand[] {
    this.readAhead(names);
    const run = new TemplateRun(new ExpressionEvaluation(this), this);
    run.statements(tree);
    return run.outputs;
  }
}

function holdsUnsafe(operand: Operand): boolean {
  if (operand instanceof Unsafe) return true;
  if (isList(operand as Value)) return (operand as readonly Value[]).some(holdsUnsafe);
  return operand instanceof Mapping && [...operand.entries()].some(([, member]) => holdsUnsafe(member));
}

function isNumber(value: Value): boolean {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'object' && value !== null && 'number' in value && Number.isFinite((value as Float).number));
}

/** What a template prints of an operand: nothing for null (`_ansible_finalize`). */
function printed(operand: Operand): Operand {
  if (operand === null) return '';
  if (operand instanceof Tuple) throw new Stop('gives a tuple');
  if (operand instanceof View) return operand.items;
  if (operand instanceof Missing) throw new MissingUse(operand.why);
  return operand;
}

function joined(outputs: readonly Operand[]): string {
  return bounded(outputs.map((output) => shownText(printed(output))).join(''));
}

/** `ansible_eval_concat`. */
function classicResult(outputs: readonly Operand[]): Operand {
  const [first] = outputs;
  if (outputs.length === 1 && first !== undefined) {
    const only = printed(first);
    if (only instanceof KeptText || typeof only === 'boolean') return only;
    if (!(only instanceof NoElse)) {
      const value = valueOf(only);
      if (isList(value) || value instanceof Mapping) {
        expectPlain(value);
        return value;
      }
    }
  }
  return dataOf(joined(outputs));
}

/** From 2.19 on: a lone expression is what it is, several are a text. */
function nativeResult(outputs: readonly Operand[], text: string): Operand {
  const [first] = outputs;
  if (first === undefined) throw new Stop('gives nothing');
  if (outputs.length > 1) return joined(outputs);
  if (first instanceof NoElse || (typeof first !== 'string' && text.endsWith('\n'))) throw new Stop('differs between releases of Ansible');
  const value = valueOf(first);
  if (isList(value) || value instanceof Mapping) expectPlain(value);
  return value;
}

/** As many line ends at the end as the template has, at least (`preserve_trailing_newlines`). */
function withLineEnds(result: string | KeptText, template: string): Operand {
  const text = result instanceof KeptText ? result.text : result;
  const missing = lineEndsOf(template) - lineEndsOf(text);
  return missing > 0 ? text + '\n'.repeat(missing) : result;
}

function lineEndsOf(text: string): number {
  let start = text.length;
  while (start > 0 && text[start - 1] === '\n') start--;
  return text.length - start;
}

/** Runs the statements of one template. */
class TemplateRun {
  outputs: Operand[] = [];

  constructor(private readonly expressions: ExpressionEvaluation, private readonly variables: Variables) {}

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Statement): void {
    this.variables.step();
    switch (statement.kind) {
      case 'data':
        this.outputs.push(statement.text);
        return;
      case 'output': {
        const operand = this.expressions.evaluate(statement.expression);
        // a missing part fails here, before what follows is read
        this.outputs.push(operand === null ? null : printed(operand));
        return;
      }
      case 'if': {
        for (const { test, body } of statement.branches) if (isTrue(this.expressions.evaluate(test))) return this.statements(body);
        return this.statements(statement.otherwise);
      }
      case 'set':
        if (statement.target.kind !== 'name') throw new Stop('sets several names at once');
        this.expressions.set(statement.target.name, this.expressions.evaluate(statement.value));
        return;
      case 'for':
        return this.loop(statement);
      default:
        throw new Stop(`has a tag that is not followed: ${statement.kind === 'body' || statement.kind === 'other template' ? statement.word : statement.kind}`);
    }
  }

  private loop({ target, iterable, test, recursive, body, otherwise }: Statement & { kind: 'for' }): void {
    if (recursive || target.kind !== 'name') throw new Stop('has a loop that is not followed');
    const name = target.name;
    let items = [...itemsOf(this.expressions.evaluate(iterable))];
    if (test !== undefined) items = items.filter((item) => this.expressions.within(new Map([[name, item]]), () => isTrue(this.expressions.evaluate(test))));
    if (items.length === 0) return this.expressions.within(new Map(), () => this.statements(otherwise));
    items.forEach((item, index) => {
      this.variables.step();
      const names = new Map<string, Operand>([[name, item], ['loop', new Loop(index, items.length)]]);
      this.expressions.within(names, () => this.statements(body));
    });
  }
}

// Follows a script command by command and hands over every call of another program, with the folder and the variables it gets. Runs nothing.
import type { SourceFile } from '../../tree';
import { runBuiltin } from './builtins';
import { assignedIn, effectsOf } from './effects';
import { Expander, textOfArguments, type Argument, type Surroundings } from './expand';
import { readScript } from './scripts';
import { placeOf, plainText, type ShellText } from './source';
import { known, unknownValue, type State, type Value } from './state';
import { literalOf, type Node, type Word } from './syntax';

/** One call of a program, as the shell would make it. */
export interface ProgramCall {
  readonly source: ShellText;
  readonly words: readonly Argument[];
  readonly state: State;
  /** Variables set for this call alone. */
  readonly prefix: ReadonlyMap<string, Value>;
  /** The command in the file's text. */
  readonly place: readonly [start: number, end: number];
  /** Assumed on the way, in plain words. */
  readonly assumptions: readonly string[];
}

/** More rounds of a loop are not followed one by one. */
const ROUND_LIMIT = 20;
/** Functions and scripts in one another. */
const NESTED_LIMIT = 30;

/** Programs that are taken to succeed, so that what is behind their `&&` runs. */
const SUCCEEDING = new Set([
  'cd', 'pushd', 'popd', 'mkdir', 'git', 'export', 'source', '.', 'set', 'shopt', 'echo', 'printf', 'cp', 'mv', 'rm', 'ln', 'touch', 'chmod', 'chown', 'pip', 'pip3', 'apt', 'apt-get', 'yum', 'dnf', 'apk', 'tar', 'unzip', 'curl', 'wget', 'true', ':', 'python', 'python3',
  'umask', 'ansible-galaxy', 'ansible-playbook', 'virtualenv', 'readonly', 'declare', 'local', 'unset', 'shift', 'eval', 'sleep', 'cat', 'tee', 'terraform', 'make', 'sudo', 'ssh-add',
]);

/** What a script is followed with. */
export interface Following extends Omit<Surroundings, 'runInside'> {
  readonly file: SourceFile;
  /** The files of the disk that a path may be: one that begins with START may be several. */
  readonly filesAt: (path: string) => readonly string[];
  readonly onCall: (call: ProgramCall, interpreter: Interpreter) => void;
}

interface Loop {
  readonly breaks: State[];
  readonly continues: State[];
}

interface Frame {
  /** What a variable was before it became local. */
  readonly outer: Map<string, Value | undefined>;
  readonly returns: State[];
}

export class Interpreter {
  readonly expander: Expander;
  private readonly loops: Loop[] = [];
  readonly frames: Frame[] = [];
  private rounds = 1;
  private nested = 0;
  private isSilent = 0;
  private readonly called = new Set<Node>();
  private assumptions: readonly string[] = [];
  /** The command of this file that is being run: what a function of another file calls is called here. */
  private site: readonly [start: number, end: number] = [0, 0];

  constructor(readonly following: Following) {
    this.expander = new Expander({ ...following, runInside: (body, state) => this.runApart(body, state) });
  }

  /** The whole script; functions that nothing in it calls are looked into at its end. */
  runScript(body: Node, state: State): void {
    this.run(body, state);
    state.isDead = false;
    for (const [name, inside] of state.functions) {
      if (this.called.has(inside)) continue;
      const own = state.clone();
      own.positional = undefined;
      this.withAssumption(`${name} is taken to be called by what uses the script`, () => this.callFunction(inside, own));
    }
  }

  private runApart(node: Node, state: State): void {
    this.run(node, state);
    state.isDead = false;
  }

  run(node: Node, state: State): void {
    const { budget } = this.following;
    budget.spend(1);
    if (state.isDead || budget.isSpent) return;
    switch (node.kind) {
      case 'list':
        for (const { node: item, inBackground } of node.items) {
          if (state.isDead) return;
          if (inBackground) this.runApart(item, state.clone());
          else this.run(item, state);
        }
        return;
      case 'chain': return this.runChain(node, state);
      case 'not': return this.run(node.body, state);
      case 'pipeline':
        for (const part of node.parts) this.runApart(part, state.clone());
        return;
      case 'subshell': return this.runApart(node.body, state.clone());
      case 'if': return this.runIf(node, state);
      case 'case': return this.runCase(node, state);
      case 'while': return this.runWhile(node, state);
      case 'for': return this.runFor(node, state);
      case 'function':
        if (this.isSilent > 0) this.called.add(node.body);
        return state.functionNamed(node.name, node.body);
      case 'arithmetic':
        for (const name of assignedIn(node.text)) state.forget(name);
        return;
      case 'simple': return this.runSimple(node, state);
    }
  }

  private runChain(node: Extract<Node, { kind: 'chain' }>, state: State): void {
    const before = state.clone();
    this.run(node.first, state);
    let previous = node.first;
    for (const { operator, node: next } of node.rest) {
      if (operator === '&&' && succeeds(previous)) this.run(next, state);
      else {
        // it may run or not; behind `||` what is in front may have failed
        const taken = state.clone();
        if (operator === '||') {
          if (taken.isDead) return;
          taken.join(before.clone());
        }
        this.run(next, taken);
        state.join(taken);
      }
      previous = operator === '&&' ? next : previous;
    }
  }

  private runIf(node: Extract<Node, { kind: 'if' }>, state: State): void {
    const ends: State[] = [];
    for (const { condition, body } of node.clauses) {
      this.run(condition, state);
      const taken = state.clone();
      this.run(body, taken);
      ends.push(taken);
    }
    if (node.otherwise !== undefined) this.run(node.otherwise, state);
    for (const end of ends) state.join(end);
  }

  private runCase(node: Extract<Node, { kind: 'case' }>, state: State): void {
    const ends: State[] = [];
    let fallen: State | undefined;
    for (const { body, fallsThrough } of node.branches) {
      const taken = state.clone();
      if (fallen !== undefined) taken.join(fallen);
      this.run(body, taken);
      fallen = fallsThrough ? taken.clone() : undefined;
      ends.push(taken);
    }
    if (node.branches.some(({ isDefault }) => isDefault)) state.isDead = true;
    for (const end of ends) state.join(end);
  }

  private runWhile(node: Extract<Node, { kind: 'while' }>, state: State): void {
    this.havoc(node, state);
    this.run(node.condition, state);
    const taken = state.clone();
    const loop: Loop = { breaks: [], continues: [] };
    this.loops.push(loop);
    this.run(node.body, taken);
    this.loops.pop();
    for (const end of [taken, ...loop.breaks, ...loop.continues]) state.join(end);
  }

  private runFor(node: Extract<Node, { kind: 'for' }>, state: State): void {
    const words = node.words === undefined ? state.positional : this.expander.words(node.words, state);
    const isKnown = !node.isSelect && words !== undefined && words.every(({ isUnknown }) => !isUnknown);
    const loop: Loop = { breaks: [], continues: [] };
    this.loops.push(loop);
    if (isKnown && this.rounds * words.length <= ROUND_LIMIT * 4) {
      const outer = this.rounds;
      this.rounds *= Math.max(1, words.length);
      for (const { text, assumptions } of words.slice(0, ROUND_LIMIT)) {
        state.assign(node.name, known(text, assumptions));
        this.run(node.body, state);
        for (const end of loop.continues.splice(0)) state.join(end);
      }
      this.rounds = outer;
      if (words.length > ROUND_LIMIT) this.havoc(node, state);
    } else {
      this.havoc(node, state);
      const taken = state.clone();
      this.run(node.body, taken);
      for (const end of [taken, ...loop.continues]) state.join(end);
    }
    this.loops.pop();
    for (const end of loop.breaks) state.join(end);
  }

  /** What `node` may change is not known any more. */
  private havoc(node: Node, state: State): void {
    const effects = effectsOf(node, state.functions, (steps) => this.following.budget.spend(steps / 4));
    for (const name of effects.names) {
      state.forget(name);
      // it may have been exported there
      if (name.startsWith('ANSIBLE_')) state.set(name, { ...unknownValue(`$${name}`), isExported: true });
    }
    for (const [name, body] of effects.functions) if (!state.functions.has(name)) state.functionNamed(name, body);
    if (effects.isAnything) state.taint();
    if (effects.changesFolder) [state.cwd, state.previous, state.stack] = [undefined, undefined, []];
    if (effects.changesPositional) state.positional = undefined;
  }

  /** `break`, `continue`, `return`, `exit`: nothing behind it runs. `depth`: which loop is left, the innermost being the first. */
  leave(how: string, depth: number, state: State): void {
    if (how === 'return' && this.frames.length > 0) this.frames[this.frames.length - 1]!.returns.push(state.clone());
    // more loops than there are: all of them
    const loop = this.loops[Math.max(0, this.loops.length - depth)];
    if (how === 'break') loop?.breaks.push(state.clone());
    if (how === 'continue') loop?.continues.push(state.clone());
    if ((how === 'break' || how === 'continue') && loop === undefined) return;
    state.isDead = true;
  }

  private runSimple(node: Extract<Node, { kind: 'simple' }>, state: State): void {
    if (node.words.length === 0) {
      for (const word of node.assignments) this.assign(word, state);
      return;
    }
    let words = this.expander.words(node.words, state);
    const prefix = new Map<string, Value>();
    for (const word of node.assignments) prefix.set(word.assignment!.name, word.assignment!.elements === undefined && !word.assignment!.append ? this.expander.value(word, state) : unknownValue(`$${word.assignment!.name}`));
    if (words.length === 0) return;
    let declared: readonly Word[] = node.words;
    while ((words[0]?.text === 'command' || words[0]?.text === 'builtin') && words.length > 1 && !words[1]!.text.startsWith('-')) [words, declared] = [words.slice(1), declared.slice(1)];
    const [first] = words as [Argument, ...Argument[]];
    if (first.isUnknown) return;
    // behind `command` a function of that name is passed over: a function may call the program it is named after
    const body = declared === node.words ? state.functions.get(first.text) : undefined;
    const isOwn = node.source.file === this.following.file;
    if (isOwn) this.site = placeOf(node.source, node.start, node.end);
    if (body !== undefined) {
      this.withPrefix(prefix, state, () => {
        this.called.add(body);
        const outer = state.positional;
        state.positional = words.slice(1).map(({ text, isUnknown, isMany, assumptions, place }) => ({ text, isUnknown, isMany: isMany === true, assumptions, place }));
        this.callFunction(body, state);
        state.positional = outer;
      });
      return;
    }
    // what they run sees what is set for them alone
    const isRunning = first.text === 'eval' || first.text === 'source' || first.text === '.';
    if (isRunning && prefix.size > 0) return this.withPrefix(prefix, state, () => void runBuiltin(this, words, declared, state));
    if (runBuiltin(this, words, declared, state)) return;
    const { site } = this;
    this.call({ words: isOwn ? words : words.map((word) => ({ ...word, place: site })), source: node.source, prefix, state, place: site, assumptions: this.assumptions });
    if (first.text === 'exec') state.isDead = true;
  }

  /** Runs `act` with what is set in front of a command, for that command alone. */
  private withPrefix(prefix: ReadonlyMap<string, Value>, state: State, act: () => void): void {
    const outer = new Map([...prefix.keys()].map((name) => [name, state.get(name)] as const));
    for (const [name, value] of prefix) state.assign(name, { ...value, isExported: true });
    act();
    for (const [name, value] of outer) state.set(name, value);
  }

  call(call: ProgramCall): void {
    if (this.isSilent === 0) this.following.onCall(call, this);
  }

  private callFunction(body: Node, state: State): void {
    if (this.nested >= NESTED_LIMIT || this.frames.length >= NESTED_LIMIT) {
      this.havoc(body, state);
      return;
    }
    this.called.add(body);
    const frame: Frame = { outer: new Map(), returns: [] };
    const loops = this.loops.splice(0);
    this.frames.push(frame);
    this.run(body, state);
    this.frames.pop();
    this.loops.splice(0, this.loops.length, ...loops);
    for (const end of frame.returns) state.join(end);
    for (const [name, value] of frame.outer) state.set(name, value);
  }

  /** A script in a script: in a shell of its own, or in this one for `eval`. */
  runText(source: ShellText, state: State): void {
    if (this.nested >= NESTED_LIMIT) return;
    this.following.budget.spend(source.text.length / 8);
    this.nested++;
    this.run(readScript(source).body, state);
    this.nested--;
  }

  /** The text of `eval`. */
  runArguments(source: ShellText, words: readonly Argument[], state: State): void {
    this.runText(textOfArguments(source, words), state);
  }

  /** The text of `bash -c`. */
  runShell(source: ShellText, words: readonly Argument[], state: State): void {
    const outer = this.expander.isOfNoFile;
    this.expander.isOfNoFile = true;
    const [loops, frames] = [this.loops.splice(0), this.frames.splice(0)];
    this.runArguments(source, words, state);
    this.loops.splice(0, this.loops.length, ...loops);
    this.frames.splice(0, this.frames.length, ...frames);
    this.expander.isOfNoFile = outer;
  }

  /** What a file sets that is read into the script; its calls are found where they are written. */
  runFile(file: SourceFile, state: State): void {
    const outer = this.expander.sourced;
    this.expander.sourced = file.path;
    this.isSilent++;
    this.frames.push({ outer: new Map(), returns: [] });
    this.runText(plainText(file, file.text), state);
    for (const end of this.frames.pop()!.returns) state.join(end);
    this.isSilent--;
    this.expander.sourced = outer;
  }

  private withAssumption(text: string, act: () => void): void {
    const outer = this.assumptions;
    this.assumptions = [...outer, text];
    act();
    this.assumptions = outer;
  }

  /** `NAME=value` as a command of its own; its value is what it is in `from`. */
  assign(word: Word, state: State, isExported = false, from = state): void {
    const { name, append, index, elements } = word.assignment!;
    const before = state.get(name);
    const keep = (value: Value): void => state.assign(name, isExported || before?.isExported === true ? { ...value, isExported: true } : value);
    if (elements !== undefined) {
      const members = this.expander.words(elements, from);
      const isKnown = elements.every((element) => !/^\[/.test(literalOf(element) ?? ''));
      const earlier = append ? before?.elements : [];
      if (!isKnown || earlier === undefined || earlier.length + members.length > 1_000) return keep(unknownValue(`$${name}`));
      const all = [...earlier, ...members.map(({ text, isUnknown, isMany, assumptions }) => ({ text, isUnknown, isMany: isMany === true, assumptions }))];
      this.following.budget.spend(all.length);
      return keep({ ...known(all[0]?.text ?? ''), elements: all });
    }
    const value = this.expander.value(word, from);
    if (index !== undefined || before?.elements !== undefined) return keep(unknownValue(`$${name}`));
    if (!append) return keep(value);
    if (before === undefined || before.isUnknown || value.isUnknown || before.text.length + value.text.length > 16_000) return keep(unknownValue(`$${name}`));
    keep(known(before.text + value.text, [...before.assumptions, ...value.assumptions]));
  }
}

/** True for a command that is taken to succeed. */
function succeeds(node: Node): boolean {
  if (node.kind === 'list') return node.items.length > 0 && succeeds(node.items[node.items.length - 1]!.node);
  if (node.kind !== 'simple') return false;
  return node.words.length === 0 || SUCCEEDING.has(literalOf(node.words[0]) ?? '');
}


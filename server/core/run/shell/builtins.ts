// The commands of the shell itself that change what comes behind them: folders, variables, arguments, other scripts.
import type { Argument } from './expand';
import type { Interpreter } from './interpreter';
import { known, pathFrom, unknownValue, type State } from './state';
import type { Word } from './syntax';

/** What `bin/activate` of a Python environment sets. */
const ACTIVATE = ['VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT', 'PATH', 'PS1'];

/** Runs `words` when they are a command of the shell; false when they are none. */
export function runBuiltin(interpreter: Interpreter, words: readonly Argument[], written: readonly Word[], state: State): boolean {
  const [name, ...rest] = words.map(({ text }) => text);
  const plain = words.slice(1).filter(({ text }, index) => !(text.startsWith('-') && text.length > 1) || rest.slice(0, index).includes('--'));
  switch (name) {
    case 'cd':
    case 'pushd':
    case 'popd':
      changeFolder(name, plain, state);
      return true;
    case 'export':
    case 'readonly':
    case 'declare':
    case 'typeset':
    case 'local':
      declare(interpreter, name, words, written, state);
      return true;
    case 'unset':
      if (!rest.includes('-f')) for (const { text, isUnknown } of plain) if (!isUnknown && /^\w+$/.test(text)) state.set(text, { ...known(''), isUnset: true });
      if (plain.some(({ isUnknown, text }) => isUnknown || text.includes('['))) state.taint();
      return true;
    case 'read':
    case 'mapfile':
    case 'readarray':
      for (const { text } of words.slice(1)) for (const found of text.match(/^[A-Za-z_]\w*$/) ?? []) state.forget(found);
      if (plain.length === 0) for (const found of ['REPLY', 'MAPFILE']) state.forget(found);
      if (words.some(({ isUnknown }) => isUnknown)) state.taint();
      return true;
    case 'getopts':
      for (const found of [rest[1] ?? 'OPTARG', 'OPTARG', 'OPTIND']) state.forget(found);
      return true;
    case 'let':
      for (const text of rest) for (const found of text.match(/[A-Za-z_]\w*/g) ?? []) state.forget(found);
      return true;
    case 'printf':
      if (rest[0]?.startsWith('-v')) state.forget((rest[0] === '-v' ? rest[1] : rest[0].slice(2))?.match(/^\w+/)?.[0] ?? 'REPLY');
      return true;
    case 'set':
      setOptions(words.slice(1), state);
      return true;
    case 'shift': {
      const count = rest[0] === undefined ? 1 : /^\d{1,3}$/.test(rest[0]) ? Number(rest[0]) : undefined;
      // more than there are: nothing is taken away
      if (count === undefined || state.positional?.slice(0, count).some(({ isMany }) => isMany) === true) state.positional = undefined;
      else if (state.positional !== undefined && count <= state.positional.length) state.positional = state.positional.slice(count);
      return true;
    }
    case 'exit':
    case 'return':
    case 'break':
    case 'continue':
      interpreter.leave(name, /^\d{1,3}$/.test(rest[0] ?? '') ? Number(rest[0]) : 1, state);
      return true;
    case 'eval':
      evaluate(interpreter, words.slice(1), written, state);
      return true;
    case 'source':
    case '.':
      readIn(interpreter, plain, state);
      return true;
    case 'exec':
      // redirections only
      return words.length === 1;
    case ':':
    case 'true':
    case 'false':
    case 'trap':
    case 'alias':
    case 'hash':
    case 'type':
    case 'test':
    case '[':
    case 'echo':
    case 'shopt':
    case 'ulimit':
    case 'umask':
    case 'wait':
    case 'kill':
      return true;
    default:
      return false;
  }
}

function changeFolder(name: string, plain: readonly Argument[], state: State): void {
  const target = plain.filter(({ text }) => text !== '--')[0];
  const before = state.cwd;
  if (name === 'popd' || (name === 'pushd' && target === undefined)) {
    const top = state.stack[state.stack.length - 1];
    const isPlain = target === undefined && state.stack.length > 0;
    state.changeFolder(isPlain ? top : undefined);
    state.stack = isPlain ? [...state.stack.slice(0, -1), ...(name === 'pushd' ? [before] : [])] : [];
    return;
  }
  if (name === 'pushd') state.stack = state.stack.length < 50 ? [...state.stack, before] : [];
  const home = state.get('HOME');
  if (name === 'cd' && target === undefined && home?.isUnknown === false) state.changeFolder(pathFrom(before, home.text), home.assumptions);
  else if (target === undefined || target.isUnknown || (name === 'pushd' && /^[+-]\d/.test(target.text))) state.changeFolder(undefined);
  else if (target.text === '-') state.changeFolder(name === 'cd' ? state.previous : undefined);
  else if (target.text === '') state.changeFolder(before, state.cwdAssumptions);
  else if (state.get('CDPATH') !== undefined && !/^\.{0,2}\//.test(target.text)) state.changeFolder(undefined);
  else state.changeFolder(pathFrom(before, target.text), [...(target.text.startsWith('/') ? [] : state.cwdAssumptions), ...target.assumptions]);
}

function declare(interpreter: Interpreter, name: string, words: readonly Argument[], written: readonly Word[], state: State): void {
  const options = words.slice(1).filter(({ text }) => /^[-+]/.test(text)).map(({ text }) => text).join('');
  const isExport = name === 'export' ? !options.includes('n') : /-\w*x/.test(options);
  const frame = name === 'local' || ((name === 'declare' || name === 'typeset') && !options.includes('g')) ? interpreter.frames[interpreter.frames.length - 1] : undefined;
  const makeLocal = (variable: string): void => {
    if (frame !== undefined && !frame.outer.has(variable)) frame.outer.set(variable, state.get(variable));
  };
  // all values are looked up before the first is set
  const before = written.slice(2).some((word) => word.assignment !== undefined) ? state.clone() : state;
  const isDeclaring = name !== 'export' && name !== 'readonly';
  const isShaped = isDeclaring && /-\w*[iluc]/.test(options);
  for (const word of written.slice(1)) {
    if (word.assignment === undefined) continue;
    const { name: variable } = word.assignment;
    makeLocal(variable);
    // a second name for a variable: what is set by it is not followed
    if (isDeclaring && /-\w*n/.test(options)) {
      const target = interpreter.expander.value(word, before);
      if (target.isUnknown || !/^[A-Za-z_]\w*$/.test(target.text)) state.taint();
      else state.forget(target.text);
    }
    interpreter.assign(word, state, isExport, before);
    // computed, changed in its letters, or a table of names
    if (isShaped) state.set(variable, { ...unknownValue(`$${variable}`), isShaped, isExported: state.get(variable)?.isExported === true });
    else if (isDeclaring && /[-+]\w*[Aiunlc]/.test(options)) state.forget(variable);
  }
  if (written.some((word) => word.assignment !== undefined)) return;
  for (const { text, isUnknown } of words.slice(1)) {
    if (isUnknown) {
      state.taint();
      continue;
    }
    const equals = text.indexOf('=');
    const variable = equals < 0 ? text : text.slice(0, equals);
    if (!/^[A-Za-z_]\w*$/.test(variable)) continue;
    makeLocal(variable);
    if (isShaped) {
      state.set(variable, { ...(state.get(variable) ?? unknownValue(`$${variable}`)), isShaped, isExported: isExport || state.get(variable)?.isExported === true });
      continue;
    }
    const value = equals >= 0 ? known(text.slice(equals + 1)) : frame !== undefined ? { ...known(''), isUnset: true } : state.get(variable) ?? (variable.startsWith('ANSIBLE_') ? unknownValue(`$${variable}`) : undefined);
    if (value === undefined) continue;
    if (name === 'export') state.set(variable, { ...value, isExported: isExport });
    else if (isExport) state.set(variable, { ...value, isExported: true });
    else if (equals >= 0 || frame !== undefined) state.assign(variable, value);
  }
}

function setOptions(words: readonly Argument[], state: State): void {
  for (let index = 0; index < words.length; index++) {
    const { text, isUnknown } = words[index]!;
    if (isUnknown) {
      state.positional = undefined;
      return;
    }
    if (text === '--' || (!/^[-+]./.test(text))) {
      const values = words.slice(text === '--' ? index + 1 : index);
      state.positional = values.some((value) => value.isUnknown) ? undefined : values.map((value) => ({ text: value.text, isUnknown: false, assumptions: value.assumptions }));
      return;
    }
    if (/^-\w*o$/.test(text)) {
      if (words[index + 1]?.text === 'allexport') state.exportsAll = true;
      index++;
    } else if (/^\+\w*o$/.test(text)) {
      if (words[index + 1]?.text === 'allexport') state.exportsAll = false;
      index++;
    } else if (/^[-+]\w*a/.test(text)) state.exportsAll = text.startsWith('-');
  }
}

function evaluate(interpreter: Interpreter, words: readonly Argument[], written: readonly Word[], state: State): void {
  const text = words.map((word) => word.text).join(' ');
  if (/^\$\(ssh-agent\b[^;|&]{0,40}\)$|^`ssh-agent\b[^;|&]{0,40}`$/.test(text)) return;
  // what is not known in it may be commands
  if (words.some((word) => word.isUnknown)) {
    interpreter.runArguments(written[0]!.source, words, state.clone());
    state.taint();
  } else interpreter.runArguments(written[0]!.source, words, state);
}

/** `source FILE`: what the file sets counts where it can be read, and else nothing is known of the variables behind it. */
function readIn(interpreter: Interpreter, plain: readonly Argument[], state: State): void {
  const [target] = plain;
  const path = target === undefined || target.isUnknown || !target.text.includes('/') ? undefined : pathFrom(state.cwd, target.text);
  const { lookup } = interpreter.following;
  // an environment of Python, wherever it is
  if (target !== undefined && /(^|\/)bin\/activate$/.test(target.text)) {
    for (const name of ACTIVATE) state.forget(name);
    return;
  }
  const candidates = path === undefined ? [] : interpreter.following.filesAt(path);
  const file = candidates.length === 1 ? lookup.file(candidates[0]!) : undefined;
  if (file === undefined || file.problem !== undefined || file.text.length > 64 * 1024 || plain.length > 1) {
    state.taint();
    return;
  }
  const outer = state.positional;
  interpreter.runFile(file, state);
  state.positional = outer;
}

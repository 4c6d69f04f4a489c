// The recipes of a Makefile, the variables it sets, and those that it exports to its shells.
import type { Path, SourceFile } from '../../tree';
import { folderOf } from '../../path';
import { UNKNOWN } from '../shell/source';
import type { FoundScript } from './foundScript';
import { Mask } from './mask';

const ASSIGNMENT = /^ *(?:export +|override +)*([\w.-]+) *(\?|:{0,3}|\+)?= *([^\n#]*)/;
const OF_TARGET = /^[^\t#=]{1,500}:{1,2} *(?:export +|override +)*([\w.-]+) *(?:\?|:{0,3}|\+)?=/;
/** A target with its recipe behind a `;` on the same line. */
const ON_ONE_LINE = /^(?!\$[({][a-z-]+\s)[^\s#=:][^#=:]{0,500}:{1,2}[^=;#:]{0,2000};[ \t@+-]*/;

/** All recipe lines, each a shell of its own; make starts them in the folder of the Makefile. */
export function scriptsOfMakefile(file: SourceFile, root: Path): FoundScript[] {
  const mask = new Mask(file.text);
  // a part of another Makefile is started in that one's folder; with one shell for a recipe its `cd` holds for the lines behind it
  const isFolderUnknown = file.path.endsWith('.mk') || /^\.ONESHELL\b/m.test(file.text);
  const set = new Assignments(isFolderUnknown ? undefined : folderOf(file.path));
  let [depth, isRecipe, isText] = [0, false, false];
  /** The lines so far of one that goes on behind a backslash. */
  let begun: string | undefined;
  for (let start = 0; start < file.text.length;) {
    const found = file.text.indexOf('\n', start);
    const end = found < 0 ? file.text.length : found;
    const line = file.text.slice(start, end);
    const isContinued = begun !== undefined;
    const goesOn = /(^|[^\\])(\\\\)*\\\r?$/.test(line);
    const inOneLine = isContinued || isText ? null : ON_ONE_LINE.exec(line);
    isText &&= !/^ *endef\b/.test(line);
    if (isContinued ? isRecipe : line.startsWith('\t') || inOneLine !== null) {
      // what make takes for itself: be silent, go on after an error, run it always
      const from = isContinued ? start : start + (inOneLine ?? /^[\t @+-]*/.exec(line)!)[0].length;
      mask.show(from, end);
      isRecipe = true;
      begun = goesOn ? '' : undefined;
      set.evaluated(line);
    } else if (isText) {
      // of a `define`: what it is for, nobody knows
      [isRecipe, begun] = [false, undefined];
    } else {
      isRecipe = false;
      const whole = isContinued ? `${begun} ${line.trimStart()}` : line;
      begun = goesOn ? whole.replace(/[ \t]*\\\r?$/, '') : undefined;
      if (goesOn && whole.length < LINE_LIMIT) {
        start = end + 1;
        continue;
      }
      if (/^ *(ifdef|ifndef|ifeq|ifneq)\b/.test(whole)) depth++;
      else if (/^ *endif\b/.test(whole)) depth--;
      isText = /^ *(?:export +|override +)*define\b/.test(whole);
      set.read(whole, depth > 0);
    }
    start = end + 1;
  }
  const { variables, environment } = set.values();
  return [{ file, text: mask.toString(), root, cwd: folderOf(file.path), variables, environment, dialect: 'make', ...(isFolderUnknown ? { isFolderUnknown } : {}) }];
}

/** A longer line is not put together. */
const LINE_LIMIT = 16_000;
/** Variables in one another; a value that is longer is not known. */
const DEPTH_LIMIT = 20;
const VALUE_LIMIT = 4_000;

class Assignments {
  /** As they are written; undefined: not known. */
  private readonly texts = new Map<string, string | undefined>();
  /** Names that a target, a condition or an evaluated text sets as well. */
  private readonly unsure = new Set<string>();
  private readonly exported = new Map<string, boolean>();
  private exportsAll = false;
  private hasIncludes = false;
  private readonly known = new Map<string, string | undefined>();

  /** `folder`: where make is started, when that is known. */
  constructor(private readonly folder: Path | undefined) {}

  /** A line that is no recipe. */
  read(line: string, isConditional: boolean): void {
    this.hasIncludes ||= /^ *(-?include|sinclude)\b/.test(line);
    this.evaluated(line);
    const ofTarget = OF_TARGET.exec(line)?.[1];
    if (ofTarget !== undefined) {
      this.unsure.add(ofTarget);
      if (/: *(override +)*export\b/.test(line)) this.exported.set(ofTarget, true);
    }
    const defined = /^ *(?:export +|override +)*(?:define|undefine) +([\w.-]+)/.exec(line)?.[1];
    if (defined !== undefined) this.texts.set(defined, undefined);
    const name = defined ?? this.assign(line);
    if (name !== undefined && isConditional) this.unsure.add(name);
    if (name !== undefined && /^ *(override +)*export\b/.test(line)) this.exported.set(name, true);
    this.exportsAll ||= /^ *export *(#|\r?$)|^\.EXPORT_ALL_VARIABLES *:/.test(line);
    const list = name === undefined ? /^ *(un)?export +([^#=]*)/.exec(line) : null;
    for (const other of list?.[2]?.trim().split(/\s+/) ?? []) {
      if (isConditional) this.unsure.add(other);
      this.exported.set(other, list?.[1] === undefined || isConditional);
    }
  }

  /** `$(eval NAME = …)`, wherever it stands. */
  evaluated(line: string): void {
    if (!line.includes('eval')) return;
    for (const match of line.matchAll(/\$[({]eval\s+(?:export\s+|override\s+|define\s+)*([\w.-]+)\s*[:?+!]*=?/g)) this.unsure.add(match[1]!);
  }

  /** Gives the name that the line sets. One that is set twice, or added to, is not known: which of them holds is for make to say. */
  private assign(line: string): string | undefined {
    const match = ASSIGNMENT.exec(line);
    if (match === null) return undefined;
    const [, name, operator, value] = match;
    // blanks in front of a comment belong to the value
    const text = value!.replace(/\r$/, '');
    const isAtOnce = operator !== undefined && operator.startsWith(':');
    // what is put in at once, and set only below, is not what stands there
    const isEarly = isAtOnce && namesIn(text).some((used) => used !== 'CURDIR' && !this.texts.has(used));
    if (this.texts.has(name!)) this.texts.set(name!, operator === '?' || this.texts.get(name!) === text ? this.texts.get(name!) : undefined);
    else this.texts.set(name!, operator === '+' || isEarly ? undefined : text);
    return name;
  }

  /** What is known of each when the whole file is read. A part of a value that is not known is the character UNKNOWN. */
  values(): { readonly variables: ReadonlyMap<string, string | undefined>; readonly environment: ReadonlyMap<string, string | undefined> } {
    const variables = new Map([...this.texts.keys(), 'CURDIR'].map((name) => [name, this.value(name, 0)] as const));
    for (const name of this.unsure) variables.set(name, undefined);
    const environment = new Map<string, string | undefined>();
    for (const name of new Set([...this.exported.keys(), ...(this.exportsAll ? this.texts.keys() : [])])) {
      // what the file does not set make passes on anyway
      if (this.exported.get(name) === false || !variables.has(name) || !/^\w+$/.test(name)) continue;
      const value = variables.get(name);
      environment.set(name, value?.includes(UNKNOWN) === true ? undefined : value);
    }
    return { variables, environment };
  }

  private value(name: string, depth: number): string | undefined {
    const text = this.texts.get(name);
    if (name === 'CURDIR' && !this.texts.has(name)) return this.folder;
    if (text === undefined || this.unsure.has(name) || this.hasIncludes || depth > DEPTH_LIMIT) return undefined;
    if (this.known.has(name)) return this.known.get(name);
    // a function of make: which variables it takes is not looked into
    const isComputed = /\$[({]/.test(text.replace(REFERENCE, ''));
    const value = isComputed ? '' : text.replace(REFERENCE, (reference, round?: string, curly?: string, letter?: string) => (reference === '$$' ? '$' : this.value(round ?? curly ?? letter ?? '', depth + 1) ?? UNKNOWN));
    // a call is worth having with a part that is not known; another value is told by its name
    const isPart = value.includes(UNKNOWN) && !value.includes('ansible');
    const told = isComputed || isPart || value.length > VALUE_LIMIT ? undefined : value;
    this.known.set(name, told);
    return told;
  }
}

/** `$$`, `$(NAME)`, `${NAME}`, `$N`. */
const REFERENCE = /\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}|\$([^({$])/g;

function namesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

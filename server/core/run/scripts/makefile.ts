// The recipes of a Makefile, and the variables it sets.
import type { Path, SourceFile } from '../../tree';
import { folderOf } from '../../path';
import type { FoundScript } from './foundScript';
import { Mask } from './mask';

const ASSIGNMENT = /^ *(?:export +|override +)*([\w.-]+) *(\?|:{0,3}|\+)?= *([^\n#]*)/;

/** All recipe lines, each a shell of its own; make starts them in the folder of the Makefile. */
export function scriptsOfMakefile(file: SourceFile, root: Path): FoundScript[] {
  const mask = new Mask(file.text);
  const variables = new Map<string, string | undefined>();
  /** Names that a target or a condition sets as well. */
  const unsure = new Set<string>();
  let [depth, hasIncludes, isRecipe, isContinued] = [0, false, false, false];
  for (let start = 0; start < file.text.length;) {
    const found = file.text.indexOf('\n', start);
    const end = found < 0 ? file.text.length : found;
    const line = file.text.slice(start, end);
    if (isContinued ? isRecipe : line.startsWith('\t')) {
      // what make takes for itself: be silent, go on after an error, run it always
      const from = isContinued ? start : start + /^[\t @+-]*/.exec(line)![0].length;
      mask.show(from, end);
      isRecipe = true;
    } else {
      isRecipe = false;
      if (!isContinued) {
        if (/^ *(ifdef|ifndef|ifeq|ifneq)\b/.test(line)) depth++;
        else if (/^ *endif\b/.test(line)) depth--;
        hasIncludes ||= /^ *(-?include|sinclude)\b/.test(line);
        const ofTarget = /^[^\t#=]{1,500}:{1,2} *(?:export +|override +)*([\w.-]+) *(?:\?|:{0,3}|\+)?=/.exec(line)?.[1];
        const name = assign(variables, line);
        for (const other of [ofTarget, depth > 0 ? name : undefined]) if (other !== undefined) unsure.add(other);
      }
    }
    isContinued = /(^|[^\\])(\\\\)*\\\r?$/.test(line);
    start = end + 1;
  }
  for (const name of hasIncludes ? variables.keys() : unsure) variables.set(name, undefined);
  // a part of another Makefile is started in that one's folder; with one shell for a recipe its `cd` holds for the lines behind it
  const isFolderUnknown = file.path.endsWith('.mk') || /^\.ONESHELL\b/m.test(file.text);
  return [{ file, text: mask.toString(), root, cwd: folderOf(file.path), variables, dialect: 'make', ...(isFolderUnknown ? { isFolderUnknown } : {}) }];
}

/** Gives the name that the line sets. One that is set twice, or added to, is not known: which of them holds is for make to say. */
function assign(variables: Map<string, string | undefined>, line: string): string | undefined {
  const match = ASSIGNMENT.exec(line);
  if (match === null) return undefined;
  const [, name, operator, value] = match;
  const text = value!.trim();
  if (variables.has(name!)) variables.set(name!, operator === '?' || variables.get(name!) === text ? variables.get(name!) : undefined);
  else variables.set(name!, operator === '+' || text.endsWith('\\') ? undefined : text);
  return name;
}

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
  let isRecipe = false;
  let isContinued = false;
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
      if (!isContinued) assign(variables, line);
    }
    isContinued = /(^|[^\\])(\\\\)*\\\r?$/.test(line);
    start = end + 1;
  }
  return [{ file, text: mask.toString(), root, cwd: folderOf(file.path), variables, dialect: 'make' }];
}

/** A name that is set twice, or added to, is not known: which of them holds is for make to say. */
function assign(variables: Map<string, string | undefined>, line: string): void {
  const match = ASSIGNMENT.exec(line);
  if (match === null) return;
  const [, name, operator, value] = match;
  const text = value!.trim();
  if (variables.has(name!)) variables.set(name!, operator === '?' || variables.get(name!) === text ? variables.get(name!) : undefined);
  else variables.set(name!, operator === '+' || text.endsWith('\\') ? undefined : text);
}

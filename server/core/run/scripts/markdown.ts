// Commands in the code blocks of Markdown: what somebody wrote down, not what anybody runs.
import type { Path, SourceFile } from '../../tree';
import type { FoundScript } from './foundScript';
import { Mask } from './mask';

const SHELLS = /^(|sh|shell|bash|zsh|console|shell-?session|terminal|text|none)$/i;

/** All fenced code blocks of a shell, or of no language, as one script. With prompts (`$ `) only the lines that have one are commands. */
export function scriptsOfMarkdown(file: SourceFile, root: Path): FoundScript[] {
  const mask = new Mask(file.text);
  let fence: string | undefined;
  let block: (readonly [start: number, end: number, line: string])[] = [];
  const finish = (): void => {
    const hasPrompts = block.some(([, , line]) => /^\s*\$ /.test(line));
    let isContinued = false;
    for (const [start, end, line] of block) {
      const prompt = /^\s*\$ /.exec(line)?.[0].length ?? 0;
      if (!hasPrompts || prompt > 0 || isContinued) mask.show(start + prompt, end);
      isContinued = (!hasPrompts || prompt > 0 || isContinued) && line.trimEnd().endsWith('\\');
    }
    block = [];
  };
  for (let start = 0; start < file.text.length;) {
    const found = file.text.indexOf('\n', start);
    const end = found < 0 ? file.text.length : found;
    const line = file.text.slice(start, end);
    const mark = /^ {0,12}(?:[-*+>] {0,3})?(`{3,}|~{3,}) *([\w-]*)/.exec(line);
    if (fence === undefined && mark !== null) fence = SHELLS.test(mark[2]!) ? mark[1] : `other ${mark[1]}`;
    else if (fence !== undefined && mark !== null && mark[2] === '' && fence.endsWith(mark[1]!)) {
      finish();
      fence = undefined;
    } else if (fence !== undefined && !fence.startsWith('other')) block.push([start, end, line]);
    start = end + 1;
  }
  return [{ file, text: mask.toString(), root, cwd: undefined, variables: new Map(), dialect: 'sh' }];
}

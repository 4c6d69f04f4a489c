// Compares a hover with what a reader should see: links are shown as [what they say].
import { strict as assert } from 'node:assert';
import { hover } from '../../server/features/hover';
import type { Selection } from '../../server/features/selection';
import { fixture, ROOT } from '../fixture';
import type { World } from '../fixtureRules';

/** The hover at the cursor of a fixture; `nothing` when there is none. */
export function check(text: string, expected: string, { selection = {}, world = {} }: { selection?: Selection; world?: World } = {}): void {
  const { cursor, ...rest } = fixture(text);
  assert.ok(cursor !== undefined, 'the fixture has a cursor');
  const project = fixture(text).project(world);
  const found = hover(project, project.lookup.file(cursor.file.path)!, cursor.offset, selection);
  void rest;
  if (found !== undefined) assert.ok(found.span.start <= cursor.offset && cursor.offset <= found.span.end, 'the hover is about what the cursor is on');
  assert.equal(found === undefined ? 'nothing\n' : `\n${readable(found.markdown)}\n`, expected);
}

function readable(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\(command:[^ ]* "[^"]*"\)/g, '[$1]').replaceAll(ROOT + '/', '');
}

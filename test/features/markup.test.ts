// Text from files is never markup: whatever stands in values, names, paths and hosts, the Markdown has our own links and nothing else.
import { strict as assert } from 'node:assert';
import { marked, type Token, type Tokens } from 'marked';
import { explainText } from '../../server/features/explain';
import { hover } from '../../server/features/hover';
import { code, makeVisible, plain } from '../../server/features/markup';
import { Fixture, treeOf, type FixtureEntry } from '../fixture';

/** Every token of a Markdown text, as VS Code's own renderer reads it. */
function tokensOf(markdown: string): Token[] {
  const all: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => void all.push(token));
  return all;
}

/** The links; anything that is no text of ours fails. */
function linksOf(markdown: string, why: string): string[] {
  const links: string[] = [];
  for (const token of tokensOf(markdown)) {
    assert.ok(token.type !== 'html' && token.type !== 'image' && token.type !== 'def', `${token.type} ${JSON.stringify(token.raw)} from ${why}\n${markdown}`);
    if (token.type === 'link') links.push((token as Tokens.Link).href);
  }
  return links;
}

/** What a code span shows, in a table cell and in running text. */
function shownIn(markdown: string, place: 'cell' | 'text'): string {
  const source = place === 'cell' ? `| a |\n|---|\n| ${markdown} |` : markdown;
  const inline = tokensOf(source).filter((token) => token.type === 'codespan' || (token.type === 'text' && !('tokens' in token)) || token.type === 'escape') as { type: string; text: string }[];
  return inline.filter((token, index) => !(place === 'cell' && index === 0 && token.type === 'text')).map((token) => token.text).join('');
}

const NASTY = [
  '`', '``', '```', '|', '\\', '\\|', '\\\\|', '[x](command:workbench.action.quit)', '![x](https://example.com/x.png)', '<img src=x onerror=alert(1)>', '<a href="command:x">', '</td>', '<!--', '-->',
  '](command:x)', '[', ']', '(', ')', '"', "'", '\n', '\r\n', '\n\n', '\n| a | b |\n|---|---|\n', '\t', '~~', '**', '_', '*', '#', '- ', '1. ', '> ', '    ', '---', '===', '&lt;b&gt;', '&#91;', '<https://example.com>', 'https://example.com', 'www.example.com',
  'a@example.com', '[a]: https://example.com', '[^1]', '$(alert)', '\u202e', '\u2066', '\u061c', '\u200b', '\u0000', '\u001b[31m', '\u0085', '\u2028', '\ufeff', 'ä', '𝒳', '{{ x }}', ' ', 'x',
];

function* nastyTexts(count: number): IterableIterator<string> {
  let state = 0x2545f491;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  yield* NASTY;
  for (let made = 0; made < count; made++) yield Array.from({ length: 1 + random(7) }, () => NASTY[random(NASTY.length)]!).join('');
}

describe('markup', () => {
  it('code shows its text, in a table and outside, as one piece', () => {
    for (const text of nastyTexts(400)) {
      for (const place of ['cell', 'text'] as const) {
        const markdown = code(text, 1000);
        assert.deepEqual(linksOf(place === 'cell' ? `| a | b |\n|---|---|\n| ${markdown} | ${markdown} |` : markdown, JSON.stringify(text)), []);
      }
    }
  });

  it('code in a cell never opens another cell', () => {
    for (const text of nastyTexts(400)) {
      const [table] = marked.lexer(`| a | b | c |\n|---|---|---|\n| ${code(text)} | *here* | |`) as unknown as [Tokens.Table];
      assert.equal(table.type, 'table', JSON.stringify(text));
      assert.equal(table.rows.length, 1, JSON.stringify(text));
      assert.equal(table.rows[0]![1]!.text, '*here*', JSON.stringify(text));
    }
  });

  it('code in a cell shows the very characters', () => {
    for (const text of ['a|b', 'a\\|b', 'a\\\\|b', '|', '\\|', '||', 'a`|`b', 'x\\', '`', '``x`', ' a ', 'a\\|b\\|c']) assert.equal(shownIn(code(text), 'cell').trim(), text.trim(), JSON.stringify(text));
  });

  it('plain words are only words', () => {
    for (const text of nastyTexts(400)) {
      for (const markdown of [plain(text), `**${plain(text)}** and`, `| a | b |\n|---|---|\n| ${plain(text)} | *here* |`, `- ${plain(text)}`]) assert.deepEqual(linksOf(markdown, JSON.stringify(text)), []);
      const [table] = marked.lexer(`| a | b |\n|---|---|\n| ${plain(text)} | *here* |`) as unknown as [Tokens.Table];
      assert.equal(table.rows[0]![1]!.text, '*here*', JSON.stringify(text));
    }
  });

  it('nothing invisible stays', () => {
    for (const text of nastyTexts(400)) {
      assert.doesNotMatch(makeVisible(text), /[\p{Cc}\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u);
      assert.doesNotMatch(code(text), /[\p{Cc}\u061c\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('long texts are cut, whole characters kept', () => {
    assert.equal(code('𝒳'.repeat(10), 5), '`𝒳𝒳𝒳𝒳…`');
    assert.equal(code('12345', 5), '`12345`');
  });

  /** The same world with one text in every place that a user writes; `name` goes where not everything is allowed. */
  function world(text: string): { fixture: Fixture; entries: readonly FixtureEntry[] } {
    const name = text.replace(/[\u0000/\n\r]/g, '') || 'x';
    const host = `h${text.replace(/[^\p{L}<>$()_*~-]/gu, '')}`;
    const quoted = JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
    const entries: FixtureEntry[] = [
      { path: `clusters/${name}/hosts.yml`, text: `all:\n  children:\n    web:\n      hosts: {${JSON.stringify(host)}: {}, other: {}}\n    ${quoted}:\n      hosts: {other: {}}\n` },
      { path: `clusters/${name}/group_vars/web/${name}.yml`, text: `name: ${quoted}\n${quoted}: [${quoted}]\n` },
      { path: `clusters/${name}/group_vars/all.yml`, text: `name: {${quoted}: ${quoted}}\n${quoted}: 2\n` },
    ];
    return { fixture: new Fixture(treeOf(entries), undefined), entries };
  }

  it('hovers and explanations hold our own links, as many as with a plain text', () => {
    const answers = (text: string): string[] => {
      const { fixture, entries } = world(text);
      const project = fixture.project();
      const run = project.runs[0];
      if (run === undefined) return [];
      const found: string[] = [];
      for (const { path } of entries) {
        const file = fixture.file(path);
        const places = [...file.text.matchAll(/name|^"|(?<=\{)"|other|web|(?<= {4})"/gm)].map((match) => match.index + 1);
        for (const offset of places) found.push(hover(project, file, offset, {})?.markdown ?? '');
      }
      return [...found, explainText(project, run, 'name'), explainText(project, run, text), explainText(project, run, 'name', 'other')];
    };
    const plainly = answers('x').map((markdown) => linksOf(markdown, 'x').map((link) => link.replace(/\?.*/, '')));
    assert.ok(plainly.flat().length > 20, 'there are links to count');
    let tried = 0;
    for (const text of nastyTexts(30)) {
      const markdowns = answers(text);
      if (markdowns.length !== plainly.length) continue;
      tried++;
      markdowns.forEach((markdown, index) => {
        const links = linksOf(markdown, JSON.stringify(text));
        for (const link of links) {
          assert.match(link, /^command:groupvars\.(openPlace|showEffectiveVars|explainVariable)\?/, `${JSON.stringify(text)}\n${markdown}`);
          assert.equal(JSON.parse(decodeURIComponent(link.slice(link.indexOf('?') + 1))).length, 1);
        }
        if (markdown !== '') assert.deepEqual(links.map((link) => link.replace(/\?.*/, '')), plainly[index], `${JSON.stringify(text)}\n${markdown}`);
      });
    }
    assert.ok(tried > 80, `${tried} texts made the same world`);
  });
});

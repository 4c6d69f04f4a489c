// The licence texts of the packages that ended up in a bundle, as one text file.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './files.mjs';

/** `inputs`: paths of bundled files relative to the checkout, as esbuild's metafile names them. */
export function thirdPartyLicenses(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const entries = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = readdirSync(resolve(root, folder)).filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file)).sort();
    if (texts.length === 0) throw new Error(`${name} ${version} has no licence file: it cannot be bundled`);
    const body = texts.map((file) => readFileSync(join(root, folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${body}\n`;
  });
  const title = 'Groupvars contains code of the packages below.\n';
  return [title, ...entries].join(`\n${'-'.repeat(79)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` -> `node_modules/a/node_modules/@b/c`. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

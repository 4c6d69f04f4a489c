// Makes the two archives that ship, the .vsix and the npm package, from the allow-list `files` of package.json.
// As a program (npm run package) it leaves them in the checkout; npm test makes them in a temporary folder and tries them.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './children.mjs';
import { manifest, root, temporaryFolder } from './files.mjs';
import { install, npm } from './npm.mjs';
import { failure } from './tally.mjs';

const largest = 1_000_000;

/** Writes both archives of the built dist/ into `folder` and gives their paths. */
export async function makeArchives(folder) {
  const { name, version } = manifest();
  const vsix = join(folder, `${name}-${version}.vsix`);
  const archive = join(folder, `${name}-${version}.tgz`);
  const made = await Promise.all([
    // Nothing but the bundles is needed at run time, so vsce need not look at node_modules.
    run(process.execPath, [resolve(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository',
      '--no-rewrite-relative-links', '--out', vsix], { cwd: root }),
    npm(['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root }),
  ]);
  for (const { code, output } of made) if (code !== 0) throw failure(output);
  return { vsix, archive };
}

/** The steps of npm test: the archives can be made, are small, and the npm one works with nothing else. */
export async function checkPackages(tally) {
  const missing = ['extension', 'server', 'cli'].filter((name) => !existsSync(resolve(root, `dist/${name}.js`)));
  if (missing.length > 0) return tally.skip('packages', `not built yet: ${missing.map((name) => `dist/${name}.js`).join(', ')}`);
  const folder = temporaryFolder('packages');
  let archives;
  const made = await tally.step('packages', async () => {
    archives = await makeArchives(folder);
    const sizes = Object.values(archives).map((path) => ({ path, size: statSync(path).size }));
    for (const { path, size } of sizes) if (size > largest) throw failure(`${path} has ${size} bytes, more than ${largest}`);
    return sizes.map(({ path, size }) => `${path.endsWith('.vsix') ? '.vsix' : 'npm'} ${Math.round(size / 1000)} kB`).join(', ');
  });
  if (!made) return undefined;
  await tally.step('the npm package works alone', () => tryNpmPackage(archives.archive, folder));
  return archives;
}

/** Installs the archive where nothing can be downloaded, and starts the terminal program. */
async function tryNpmPackage(archive, folder) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const installed = await npm(['install', '--offline', archive], { cwd: folder });
  if (installed.code !== 0) throw failure(installed.output);
  const help = await run(join(folder, 'node_modules/.bin/groupvars'), ['--help'], { cwd: folder, limitSeconds: 20, shell: process.platform === 'win32' });
  if (help.code !== 0 || !help.output.includes('groupvars')) throw failure(`groupvars --help ended with ${help.code}:\n${help.output}`);
  const told = await run(join(folder, 'node_modules/.bin/groupvars'), ['--version'], { cwd: folder, limitSeconds: 20, shell: process.platform === 'win32' });
  if (!/^\d+\.\d+\.\d+$/.test(told.output.trim())) throw failure(`groupvars --version says ${told.output}`);
  const server = join(folder, 'node_modules/.bin/groupvars-language-server');
  if (!existsSync(server) || !readFileSync(join(folder, 'node_modules/groupvars/dist/server.js'), 'utf8').startsWith('#!')) throw failure('groupvars-language-server is not a program');
  return 'installed offline, groupvars --help answers';
}

if (process.argv[1] === import.meta.filename) {
  const { code, output } = await install();
  if (code !== 0) { console.error(output); process.exit(1); }
  const { buildProduct } = await import('./build.mjs');
  await buildProduct();
  try {
    for (const path of Object.values(await makeArchives(root))) console.log(`${path} (${Math.round(statSync(path).size / 1000)} kB)`);
  } catch (error) { console.error(error.message); process.exitCode = 1; }
}

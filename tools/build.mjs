// Writes all JavaScript with esbuild: the bundled product into dist/, and the sources file by file into out/ for mocha.
// Type checking is tsc's business (npm run check). Flags: --product or --tests for one half, --dev for source maps.
//
// Every package the product uses is bundled, so all of them are devDependencies: the .vsix and the npm archive then
// hold three JavaScript files that need nothing else, and `npm install groupvars-0.1.0.tgz` downloads nothing.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { filesBelow, root, writeIfChanged, removeIfPresent } from './files.mjs';
import { thirdPartyLicenses } from './licenses.mjs';

const common = { absWorkingDir: root, platform: 'node', format: 'cjs', target: 'node20', charset: 'utf8', logLevel: 'warning', write: false };

const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

/** What ships: output in dist/, its entry, and whether a shell starts it. */
const products = [
  { output: 'extension', entry: 'client/extension.ts', program: false },
  { output: 'server', entry: 'server/main.ts', program: true },
  { output: 'cli', entry: 'server/cli/main.ts', program: true },
];

/** Builds dist/; an entry that is not written yet is named and left out. */
export async function buildProduct({ development = false } = {}) {
  const results = await Promise.allSettled(products.map(async ({ output, entry, program }) => {
    if (!existsSync(resolve(root, entry))) {
      console.log(`  note: ${entry} is not there yet, dist/${output}.js is not built`);
      return undefined;
    }
    return build({
      ...common,
      entryPoints: { [output]: entry },
      outdir: 'dist',
      bundle: true,
      minify: !development,
      sourcemap: development ? 'linked' : false,
      metafile: true,
      legalComments: 'none', // the full texts stand in THIRD-PARTY-LICENSES.txt
      external: ['vscode'],
      // The ES module variants of the protocol packages: their UMD variants hide `require` from the bundler.
      mainFields: ['module', 'main'],
      define: { GROUPVARS_VERSION: JSON.stringify(version) },
      banner: program ? { js: '#!/usr/bin/env node' } : {},
    });
  }));
  const built = results.map((result) => result.value).filter((result) => result !== undefined);
  const kept = writeOutputs(built);
  if (built.length > 0) {
    const inputs = built.flatMap((result) => Object.keys(result.metafile.inputs));
    const licenses = resolve(root, 'dist/THIRD-PARTY-LICENSES.txt');
    writeIfChanged(licenses, thirdPartyLicenses(inputs));
    kept.add(licenses);
  }
  // One broken program does not keep the others from being written, but it is an error all the same.
  const broken = results.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
  removeStale('dist', kept);
  return [...kept];
}

/** Transpiles every source into out/, mirroring the tree, so that mocha starts without bundling. */
export async function buildTests() {
  const sources = ['server', 'client', 'test'].flatMap((folder) => filesBelow(resolve(root, folder)));
  const entryPoints = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  const result = entryPoints.length === 0 ? { outputFiles: [] } : await build({
    ...common, entryPoints, outbase: root, outdir: 'out', bundle: false, sourcemap: 'inline', sourcesContent: false,
  });
  const kept = writeOutputs([result]);
  // `import facts from './facts.json'` stays a require() in a file-by-file build, so the JSON goes along.
  for (const file of sources.filter((name) => name.endsWith('.json') && name.startsWith(resolve(root, 'server') + sep))) {
    const copy = resolve(root, 'out', relative(root, file));
    writeIfChanged(copy, readFileSync(file));
    kept.add(copy);
  }
  removeStale('out', kept);
  return entryPoints.length;
}

/** Writes only what differs, so that a build during somebody's test run disturbs nothing. */
function writeOutputs(results) {
  const written = new Set();
  for (const { path, contents } of results.flatMap((result) => result.outputFiles)) {
    writeIfChanged(path, contents, path.endsWith('server.js') || path.endsWith('cli.js') ? 0o755 : 0o644);
    written.add(path);
  }
  return written;
}

function removeStale(folder, kept) {
  for (const file of filesBelow(resolve(root, folder))) if (!kept.has(file) && /\.(js|json|map|txt)$/.test(file)) removeIfPresent(file);
}

if (process.argv[1] === import.meta.filename) {
  const started = performance.now();
  const only = process.argv.includes('--product') ? 'product' : process.argv.includes('--tests') ? 'tests' : 'both';
  try {
    const [product, tests] = await Promise.all([
      only === 'tests' ? [] : buildProduct({ development: process.argv.includes('--dev') }),
      only === 'product' ? 0 : buildTests(),
    ]);
    console.log(`built ${product.length} files in dist/, ${tests} in out/ (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (!error.errors) console.error(error); // esbuild has printed its own
    process.exitCode = 1;
  }
}

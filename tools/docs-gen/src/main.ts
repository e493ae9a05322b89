import { join, relative } from 'node:path';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { findApps } from './find-apps.ts';
import { driftOf, writePages } from './write-pages.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const pages = {
  [join(repository, 'docs', 'errors.md')]: errorsPage(),
  [join(repository, 'docs', 'configuration.md')]: configurationPage(await findApps(repository)),
};
const isCheck = process.argv.includes('--check');
const paths = (isCheck ? driftOf(pages) : writePages(pages)).map((path) => relative(repository, path));

if (isCheck && paths.length > 0) {
  process.stderr.write(`Out of date: ${paths.join(', ')}. Run: node tools/docs-gen/generate.mjs\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(paths.length === 0 ? 'The generated pages are up to date.\n' : `Written: ${paths.join(', ')}\n`);
}

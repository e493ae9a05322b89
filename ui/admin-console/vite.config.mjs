import { createRequire } from 'node:module';
import path from 'node:path';
import { pagesConfig } from '@countersign/ui-kit/build';

const preact = path.dirname(createRequire(import.meta.url).resolve('preact/package.json'));

export default pagesConfig({ root: import.meta.dirname, preact, port: 5174 });

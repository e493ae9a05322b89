// Node strips types but knows no decorators, which Nest's classes have. What it cannot read is compiled first.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const parser = { syntax: 'typescript', decorators: true };
const jsc = { parser, target: 'es2023', transform: { legacyDecorator: true, decoratorMetadata: true } };

/** From now on an import may name a TypeScript file with decorators. */
export function readDecorators() {
  registerHooks({
    load(url, context, next) {
      if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
      const source = readFileSync(fileURLToPath(url), 'utf8');
      const { code } = transformSync(source, { swcrc: false, jsc, module: { type: 'es6' } });
      return { format: 'module', shortCircuit: true, source: code };
    },
  });
}

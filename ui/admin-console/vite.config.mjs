import { pagesConfig } from '@countersign/ui-kit/build';

export default pagesConfig({ root: import.meta.dirname, port: 5174 });

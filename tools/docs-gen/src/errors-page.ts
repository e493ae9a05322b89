import { ERROR_CODES, errorCatalogue } from '@countersign/errors';
import { grpcErrorTable } from '@countersign/rpc';
import { status } from '@grpc/grpc-js';
import { page, table } from './markdown.ts';

const INTRODUCTION = `Every refusal carries one of these codes. A code is stable for ever; the message beside it may change. *Repeat* says
whether the same request may succeed later without any change. Over gRPC the code travels in the trailer \`error-code\`,
with \`retry-after-seconds\` and \`error-field\` where they apply; \`internal\` carries \`error-reference\`, which the log of
the server repeats with the details.`;

/** docs/errors.md. */
export function errorsPage(): string {
  const rows = ERROR_CODES.map((code) => {
    const { meaning, remedy, isRetryable } = errorCatalogue[code];
    const { grpcStatus, logLevel } = grpcErrorTable[code];
    return [`\`${code}\``, meaning, remedy, isRetryable ? 'yes' : 'no', status[grpcStatus], logLevel];
  });
  const headings = ['Code', 'Meaning', 'What to do', 'Repeat', 'gRPC', 'Log'];
  return page('libs/errors and libs/rpc', ['# Error codes', INTRODUCTION, table(headings, rows)]);
}

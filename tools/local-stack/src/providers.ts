import path from 'node:path';
import { LOOPBACK, type StackPaths, type StackPorts } from './layout.ts';
import { writePrivately } from './secrets.ts';

/** Writes the delivery worker's list of providers: one HTTP gateway, which is the inbox. Returns the file. */
export function writeProviders(paths: StackPaths, ports: StackPorts): string {
  const file = path.join(paths.secrets, 'delivery-providers.json');
  const providers = [
    {
      name: 'inbox',
      kind: 'http',
      channel: 'text_message',
      url: `http://${LOOPBACK}:${ports.inbox}/messages`,
      method: 'POST',
      body: { format: 'json', template: '{"to":"{to}","text":"{text}"}' },
    },
  ];
  writePrivately(file, `${JSON.stringify({ providers }, null, 2)}\n`);
  return file;
}

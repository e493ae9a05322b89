import { inboxServer } from './inbox-server.ts';
import { MessageStore } from './message-store.ts';

const [port, file] = process.argv.slice(2);
if (port === undefined || file === undefined) throw new Error('usage: inbox PORT FILE');
const server = inboxServer(new MessageStore(file));
server.listen(Number(port), '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}

import { DomainError } from '@countersign/errors';
import type { Command } from 'commander';
import { z } from 'zod';
import { withExamples, wholeNumber } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';

const messagesSchema = z.array(
  z.object({ receivedAt: z.union([z.number(), z.string()]), to: z.string(), text: z.string() }).loose(),
);

/** `countersign inbox` */
export function registerInbox(program: Command, run: Run): void {
  const command = program
    .command('inbox')
    .description('Show the text messages that the local stack sent to its own inbox')
    .option('--last <count>', 'how many', wholeNumber(1, 1000), 10)
    .action(
      run(async ({ stack, output }, { last }: { last: number }) => {
        if (stack?.inbox === undefined) {
          throw new DomainError(
            'invalid_request',
            'There is no inbox here: only the local stack has one. Start it with npm start.',
          );
        }
        const messages = (await fetchMessages(stack.inbox)).slice(-last);
        output.result(messages, () =>
          output.table(
            ['at', 'to', 'text'],
            messages.map(({ receivedAt, to, text }) => [instant(new Date(receivedAt).getTime()), to, text]),
            'No messages yet.',
          ),
        );
      }),
    );
  withExamples(command, 'inbox', 'inbox --last 1 --json');
}

async function fetchMessages(inbox: string) {
  let body: unknown;
  try {
    const response = await fetch(new URL('/messages', inbox), { signal: AbortSignal.timeout(5000) });
    body = await response.json();
  } catch (cause) {
    throw new DomainError('unavailable', `The inbox at ${inbox} does not answer.`, { cause });
  }
  const parsed = messagesSchema.safeParse(
    Array.isArray(body) ? body : (body as { messages?: unknown } | null)?.messages,
  );
  if (!parsed.success) throw new DomainError('unavailable', `The inbox at ${inbox} answered with something else.`);
  return parsed.data;
}

import { mailRelayV1, mailV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import { type CommandContexts, parseMessage, recordId, requiredText, secret } from '../../../administration/index.ts';
import type { MailServer } from '../../application/mail-server.use-case.ts';
import type { CompanySettingsSource } from '../../application/ports/company-settings-source.ts';
import type { MailPassword, MailTests } from '../../application/ports/mail-server.ts';

const passwordSchema = z.object({ password: secret({ max: 256 }) });
const testSchema = z.object({
  recipient: requiredText(254).refine((value) => /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/.test(value), {
    error: 'must be a mail address',
  }),
  language: z.enum(['en', 'fr']),
});
const findSchema = z.object({ id: recordId() });
const reportSchema = z.object({
  id: recordId(),
  isSent: z.boolean(),
  lines: z
    .array(z.object({ side: z.string().max(10), text: z.string().max(500), milliseconds: z.number().min(0) }))
    .max(200),
});

/** What {@link MailGrpc} needs. */
export interface MailGrpcParts {
  readonly server: MailServer;
  readonly password: MailPassword;
  readonly tests: MailTests;
  readonly settings: CompanySettingsSource;
  readonly contexts: CommandContexts;
}

/** `MailAdministrationService` and `MailRelayService` on the wire. */
export class MailGrpc {
  readonly #parts: MailGrpcParts;

  constructor(parts: MailGrpcParts) {
    this.#parts = parts;
  }

  /** For administrators. */
  administration(): ServiceImplementation<typeof mailV1.MailAdministrationServiceDefinition> {
    const { server, contexts } = this.#parts;
    return {
      getMailPassword: async () => {
        const mark = await server.passwordMark();
        return { setAtMilliseconds: mark?.setAt ?? 0, setBy: mark?.setBy ?? '' };
      },
      setMailPassword: async (request, call) => {
        const { password } = parseMessage(passwordSchema, request);
        await server.setPassword(password, contexts.of(call, mailV1.SetMailPasswordRequest, request));
        return {};
      },
      testMail: async (request, call) => {
        const { recipient, language } = parseMessage(testSchema, request);
        const context = contexts.of(call, mailV1.TestMailRequest, request);
        return { id: await server.test(recipient, language, context) };
      },
      getMailTest: async (request) => {
        const { state, lines } = await server.outcome(parseMessage(findSchema, request).id);
        return { state, lines: [...lines] };
      },
    };
  }

  /** For the delivery-worker. */
  relay(): ServiceImplementation<typeof mailRelayV1.MailRelayServiceDefinition> {
    const { password, tests, settings } = this.#parts;
    return {
      getMailRelay: async () => {
        const { isEnabled, host, port, security, user, from } = settings.current().mailRelay;
        const secretBytes = user === '' ? undefined : await password.open();
        return {
          ...{ isEnabled, host, port, security, user, from },
          password: secretBytes?.expose().toString('utf8') ?? '',
        };
      },
      takeMailTest: async () => (await tests.take()) ?? { id: '', recipient: '', subject: '', text: '' },
      reportMailTest: async (request) => {
        const { id, isSent, lines } = parseMessage(reportSchema, request);
        await tests.report(id, { state: isSent ? 'sent' : 'failed', lines });
        return {};
      },
    };
  }
}

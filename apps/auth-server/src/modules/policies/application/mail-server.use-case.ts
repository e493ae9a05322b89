import type { Language } from '@countersign/domain';
import { DomainError, type SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { CompanySettingsSource } from './ports/company-settings-source.ts';
import type { MailPassword, MailTestOutcome, MailTests, PasswordMark } from './ports/mail-server.ts';

/** What {@link MailServer} works with. */
export interface MailServerDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly password: MailPassword;
  readonly tests: MailTests;
  readonly settings: CompanySettingsSource;
  readonly newId: (now: number) => string;
}

const TEST_MAIL: Readonly<Record<Language, { readonly subject: string; readonly text: string }>> = {
  en: { subject: 'Test of the mail server', text: 'Countersign can send mails to this address.' },
  fr: { subject: 'Essai du serveur de messagerie', text: 'Countersign peut envoyer des courriels à cette adresse.' },
};

/** The password of the mail server, and a test of the way there. */
export class MailServer {
  readonly #with: MailServerDependencies;

  constructor(dependencies: MailServerDependencies) {
    this.#with = dependencies;
  }

  async passwordMark(): Promise<PasswordMark | undefined> {
    return await this.#with.password.mark();
  }

  /** @param password undefined: there is none any more */
  async setPassword(password: SecretBytes | undefined, context: CommandContext): Promise<void> {
    const { unitOfWork, password: kept } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      await kept.set(tx, password, { setAt: context.now, setBy: context.actor });
      tx.journal({ action: password === undefined ? 'mail_password_removed' : 'mail_password_set' });
      return {};
    });
  }

  /** @throws DomainError `not_allowed` while no mail server is set */
  async test(recipient: string, language: Language, context: CommandContext): Promise<string> {
    const { unitOfWork, tests, settings, newId } = this.#with;
    const { host, from } = settings.current().mailRelay;
    if (host === '' || from === '') {
      throw new DomainError('not_allowed', 'Set the name of the mail server and the sender first, then test them.');
    }
    const id = newId(context.now);
    await unitOfWork.run(context, (tx) => {
      tx.journal({ action: 'mail_test_sent', details: { recipient } });
      return Promise.resolve({});
    });
    await tests.ask({ id, recipient, ...TEST_MAIL[language] });
    return id;
  }

  /** @throws DomainError `not_found` for a test that is unknown, or long ago */
  async outcome(id: string): Promise<MailTestOutcome> {
    const found = await this.#with.tests.find(id);
    if (found === undefined) throw new DomainError('not_found', 'There is no such test of the mail server.');
    return found;
  }
}

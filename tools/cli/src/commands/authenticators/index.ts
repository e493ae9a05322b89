import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerAddPhone } from './add-phone.ts';
import { registerAddTotp } from './add-totp.ts';
import { registerAuthenticatorsImport } from './import.ts';
import { registerAuthenticatorsManage } from './manage.ts';
import { registerRecoveryCodes } from './recovery-codes.ts';

/** `countersign authenticators …` */
export function registerAuthenticators(program: Command, run: Run): void {
  const authenticators = program
    .command('authenticators')
    .description('Authenticators: what users prove themselves with');
  registerAddTotp(authenticators, run);
  registerAddPhone(authenticators, run);
  registerAuthenticatorsImport(authenticators, run);
  registerAuthenticatorsManage(authenticators, run);
  registerRecoveryCodes(authenticators, run);
}

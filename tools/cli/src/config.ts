import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { type Environment, filePath, hostPortList, loadConfig, text } from '@countersign/config';
import { z } from 'zod';

const schema = z.object({
  CORE_ADDRESSES: hostPortList({ defaultPort: 4443 })
    .optional()
    .describe('The auth-servers, in the order in which they are tried.'),
  TLS_CERT_FILE: filePath({ mustExist: false, example: '/etc/countersign/cli.pem' })
    .optional()
    .describe('Certificate of this command line, in PEM.'),
  TLS_KEY_FILE: filePath({ mustExist: false, example: '/etc/countersign/cli-key.pem' })
    .optional()
    .describe('Key of that certificate, in PEM.'),
  TLS_CA_FILE: filePath({ mustExist: false, example: '/etc/countersign/ca.pem' })
    .optional()
    .describe('Authority that the servers descend from, in PEM.'),
  STACK_FILE: filePath({ mustExist: false, example: '/var/tmp/countersign/stack.json' })
    .optional()
    .describe('What runs on this machine, as `npm start` wrote it; fills in whatever is not set otherwise.'),
  OPERATOR: text({ max: 128, example: 'alice' }).optional().describe('Name for the journal; the account otherwise.'),
});

/** The environment of the command line. */
export type CliConfig = z.output<typeof schema>;

/** Reads the environment, by default that of the process; @throws ConfigurationError with every problem. */
export function readConfig(environment?: Environment): CliConfig {
  return loadConfig(schema, environment);
}

/** The account that runs the command: who the journal names unless `--operator` says otherwise. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the user database, as containers have it.
    return path.basename(homedir()) || 'operator';
  }
}

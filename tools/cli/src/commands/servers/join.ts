import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type HostPort, parseHostPort } from '@countersign/config';
import { activationV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { createRpcChannel, trustOnly } from '@countersign/rpc';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Run, Session } from '../../session.ts';
import { newSigningRequest } from './signing-request.ts';

interface JoinOptions {
  readonly server: string;
  readonly authority: string;
  readonly directory: string;
  readonly codeStdin?: boolean;
}

const PATIENCE_MILLISECONDS = 10_000;
const ACTIVATION_PORT = 4444;
const FILES = { certificate: 'certificate.pem', key: 'key.pem', authority: 'authority.pem' } as const;

/** `servers join` */
export function registerServersJoin(servers: Command, run: Run): void {
  const command = servers
    .command('join')
    .description('On a new machine: hand in activation credentials and get the certificate of the new process')
    .requiredOption('--server <host:port>', 'activation port of an auth-server that has the authority')
    .requiredOption('--authority <file>', "certificate of the installation's authority, copied from a server (PEM)")
    .requiredOption('--directory <folder>', 'where key, certificate and authority are written')
    .option('--code-stdin', 'the activation code from standard input; otherwise it is asked for')
    .action(
      run(async (session, options: JoinOptions) => {
        refuseToOverwrite(options.directory);
        const code = options.codeStdin === true ? await session.prompt.readAll() : await askCode(session);
        // The key is made here and stays here: only the request to certify it travels.
        const { key, request } = await newSigningRequest();
        const issued = await redeem(addressOf(options.server), readAuthority(options.authority), code.trim(), request);
        write(options.directory, { key, certificate: issued.certificate, authority: issued.certificateAuthority });
        session.output.result({ directory: options.directory, files: FILES }, () => {
          session.output.line(`Key, certificate and authority are in ${options.directory}.`);
          session.output.line('Name them to the process: TLS_KEY_FILE, TLS_CERT_FILE, TLS_CA_FILE; then start it.');
        });
      }),
    );
  withExamples(
    command,
    'servers join --server mfa-1.example:4444 --authority ca.pem --directory /etc/countersign/radius-3',
  );
}

async function askCode({ prompt }: Session): Promise<string> {
  return await prompt.ask('Activation code (countersign servers activate, on a running installation): ');
}

async function redeem(server: HostPort, authority: Buffer, activationCode: string, certificateSigningRequest: string) {
  const channel = createRpcChannel({ addresses: [server], tls: trustOnly(authority), serverIdentity: 'auth-server' });
  try {
    await channel.waitForReady(PATIENCE_MILLISECONDS);
    const client = channel.client(activationV1.ActivationServiceDefinition);
    const request = { activationCode, certificateSigningRequest };
    return await client.activate(request, { deadlineMilliseconds: PATIENCE_MILLISECONDS });
  } finally {
    channel.close();
  }
}

function addressOf(text: string): HostPort {
  const address = parseHostPort(text, ACTIVATION_PORT);
  if (address !== undefined) return address;
  throw new DomainError('invalid_request', `${text} is not host:port.`, { field: '--server' });
}

function readAuthority(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new DomainError('invalid_request', `The authority ${file} cannot be read.`, { cause, field: '--authority' });
  }
}

/** A key that is written over is gone, and with it whatever its certificate was for. */
function refuseToOverwrite(directory: string): void {
  const present = Object.values(FILES).filter((file) => existsSync(path.join(directory, file)));
  if (present.length === 0) return;
  const message = `${directory} has ${present.join(' and ')} already: choose another folder, or move them away.`;
  throw new DomainError('already_exists', message, { field: '--directory' });
}

function write(directory: string, content: Readonly<Record<keyof typeof FILES, string>>): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(directory, FILES.key), content.key, { mode: 0o600, flag: 'wx' });
  writeFileSync(path.join(directory, FILES.certificate), content.certificate, { flag: 'wx' });
  writeFileSync(path.join(directory, FILES.authority), content.authority, { flag: 'wx' });
}

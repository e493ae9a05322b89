import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { formatAddress, type RpcAddress } from '@countersign/rpc';
import { failed, type Finding, ok } from './finding.ts';

const CONNECT_MS = 2000;

/** Whether every auth-server's port takes connections. */
export async function checkAddresses(addresses: readonly RpcAddress[]): Promise<readonly Finding[]> {
  return await Promise.all(addresses.map(checkAddress));
}

async function checkAddress(address: RpcAddress): Promise<Finding> {
  const subject = `auth-server ${formatAddress(address)}`;
  try {
    await lookup(address.host);
  } catch {
    return failed(
      subject,
      `the name ${address.host} cannot be resolved`,
      'Check the name and the DNS of this machine.',
    );
  }
  const problem = await tryConnect(address);
  if (problem === undefined) return ok(subject, 'the port takes connections');
  return failed(
    subject,
    `the port takes no connections (${problem})`,
    'Check that the server runs and that no firewall is between.',
  );
}

function tryConnect({ host, port }: RpcAddress): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(CONNECT_MS, () => settle('no answer'));
    socket.once('connect', () => settle());
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}

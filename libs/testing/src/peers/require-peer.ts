import { accessSync, appendFileSync, constants } from 'node:fs';
import path from 'node:path';
import { isContinuousIntegration, missingPeersFile, searchPath } from '../config.ts';

/** What each real peer needs on this machine: programs, and the Debian packages that bring them. */
const PEERS = {
  slapd: { what: 'OpenLDAP', programs: ['slapd', 'ldapadd'], packages: ['slapd', 'ldap-utils'] },
  samba: {
    what: 'Samba AD (as root: the ports of LDAP are privileged)',
    programs: ['samba', 'samba-tool', 'ldapmodify'],
    packages: ['samba', 'samba-ad-dc', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules', 'ldap-utils'],
    needsRoot: true,
  },
  chromium: { what: 'Chromium', programs: ['chromium'], packages: ['chromium'] },
  radclient: { what: 'radclient of FreeRADIUS', programs: ['radclient'], packages: ['freeradius-utils'] },
} as const;

/** A program of others that some tests talk to. */
export type Peer = keyof typeof PEERS;

// Debian keeps servers where the PATH of an ordinary user does not look.
const SERVER_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** The path of a program, also in the folders for servers; undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  return [...searchPath(), ...SERVER_FOLDERS]
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** True when the peer can be started here. */
export function hasPeer(peer: Peer): boolean {
  const { programs, ...facts } = PEERS[peer];
  if ('needsRoot' in facts && process.getuid?.() !== 0) return false;
  return programs.every((program) => findProgram(program) !== undefined);
}

/** Debian's packages of the peers that lack a program here, for whoever may install them. */
export function missingPeerPackages(): readonly string[] {
  const lacking = Object.values(PEERS).filter(({ programs }) =>
    programs.some((name) => findProgram(name) === undefined),
  );
  return lacking.flatMap(({ packages }) => packages);
}

/**
 * For the head of a suite that needs a real peer: `const suite = requirePeer('radclient', describe)`. Where it is missing the
 * suite is skipped, under its name, and the run's last lines say which were left out and why; in CI it throws instead.
 */
export function requirePeer<Describe extends { skip: unknown }>(
  peer: Peer,
  describe: Describe,
): Describe | Describe['skip'] {
  if (hasPeer(peer)) return describe;
  const { what, packages } = PEERS[peer];
  const line = `${what} is not installed (Debian: apt-get install ${packages.join(' ')})`;
  if (isContinuousIntegration()) throw new Error(`A suite needs ${line}. CI leaves no suite out.`);
  const report = missingPeersFile();
  if (report !== undefined) appendFileSync(report, `${line}\n`);
  return describe.skip;
}

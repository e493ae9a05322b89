import { z } from 'zod';

const PLACEHOLDER = '{userName}';
const milliseconds = (fallback: number) => z.number().int().min(100).max(60_000).default(fallback);

const serverSchema = z
  .strictObject({
    /** `ldaps://host[:636]`, or `ldap://host[:389]` with `startTls`. */
    url: z.string().refine(isServerUrl, { error: 'must be ldaps://host or ldap://host, with a port or without' }),
    startTls: z.boolean().default(false),
    /** PEM file with the authorities that may have issued the server's certificate; without it those of the system. */
    caFile: z.string().min(1).optional(),
  })
  .refine(({ url, startTls }) => !(startTls && isLdaps(url)), {
    error: 'ldaps:// is encrypted from the start: leave startTls out',
    path: ['startTls'],
  });

const shape = z.strictObject({
  servers: z.array(serverSchema).min(1).max(16),
  bindTemplate: z
    .string()
    .max(512)
    .refine(isBindTemplate, {
      error: `must contain ${PLACEHOLDER} and something around it, as in ${PLACEHOLDER}@corp.example`,
    })
    .optional(),
  serviceAccount: z.strictObject({ dn: z.string().min(1).max(512), passwordFile: z.string().min(1) }).optional(),
  baseDn: z.string().min(1).max(512).optional(),
  filter: z
    .string()
    .max(1024)
    .refine((text) => text.includes(PLACEHOLDER), { error: `must contain ${PLACEHOLDER}` })
    .optional(),
  connectTimeoutMilliseconds: milliseconds(2_000),
  operationTimeoutMilliseconds: milliseconds(5_000),
  maxConnectionsPerServer: z.number().int().min(1).max(256).default(16),
  idleSeconds: z.number().int().min(1).max(3_600).default(30),
  healthIntervalSeconds: z.number().int().min(1).max(300).default(10),
  /** Passwords cross the network readable by everybody on the way. For a laboratory, or a tunnel that encrypts. */
  dangerouslyAllowPlaintext: z.boolean().default(false),
});

/** A checked configuration; passwords and certificates are still in their files. */
export type DirectoryConfig = z.output<typeof shape>;

/**
 * The file that DIRECTORY_SERVERS_FILE names: where the directory is and how a user's name becomes the name of a bind.
 *
 * Either `bindTemplate` (`{userName}@corp.example`, `CORP\{userName}`, `uid={userName},ou=people,dc=example`) or
 * `serviceAccount` with `baseDn` and `filter` (`(sAMAccountName={userName})`), by which the entry is found first.
 */
export const directoryConfigSchema = shape.superRefine((config, context) => {
  for (const problem of contradictions(config)) context.addIssue({ code: 'custom', input: config, ...problem });
});

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

function contradictions(config: DirectoryConfig): readonly Problem[] {
  const { bindTemplate, serviceAccount, baseDn, filter } = config;
  const search = { serviceAccount, baseDn, filter };
  const missing = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [name] : []));
  const problems: Problem[] = config.servers.flatMap(({ url, startTls }, index) =>
    isLdaps(url) || startTls || config.dangerouslyAllowPlaintext
      ? []
      : [
          {
            path: ['servers', index, 'url'],
            message: 'would send passwords in clear: use ldaps:// or "startTls": true',
          },
        ],
  );
  if (bindTemplate === undefined && missing.length > 0) {
    const message = `is missing: give ${missing.join(', ')}, or bindTemplate instead of the search`;
    problems.push({ path: [missing.length === 3 ? 'bindTemplate' : (missing[0] ?? 'filter')], message });
  }
  if (bindTemplate !== undefined && missing.length < 3) {
    problems.push({
      path: ['bindTemplate'],
      message: 'excludes serviceAccount, baseDn and filter: keep one of the two',
    });
  }
  return problems;
}

/** A bare name is no template: a directory would take it for a display name, or the library for a SASL mechanism. */
function isBindTemplate(text: string): boolean {
  return text.includes(PLACEHOLDER) && text.trim() !== PLACEHOLDER;
}

function isLdaps(url: string): boolean {
  return url.toLowerCase().startsWith('ldaps:');
}

function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const hasMore = [pathname.replace('/', ''), search, hash, username, password].some((part) => part !== '');
  return (protocol === 'ldaps:' || protocol === 'ldap:') && hostname !== '' && !hasMore;
}

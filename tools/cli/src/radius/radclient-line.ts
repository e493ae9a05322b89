/** What is needed to repeat a request with FreeRADIUS's radclient. */
export interface RadclientRequest {
  readonly userName: string;
  readonly host: string;
  readonly port: number;
  /** File with the shared secret; undefined when it was typed. */
  readonly secretFile: string | undefined;
  /** State of the challenge that is answered, if any. */
  readonly state: Buffer | undefined;
  /** `Name=value` lines beside user name and password. */
  readonly attributes: readonly string[];
}

/** The same request for radclient, without the password and the secret: those are the person's to fill in. */
export function radclientLine(request: RadclientRequest): string {
  const state = request.state === undefined ? [] : [`State=0x${request.state.toString('hex')}`];
  const pairs = [
    `User-Name=${quoted(request.userName)}`,
    `User-Password=${request.state === undefined ? '"$PASSWORD"' : '"$CODE"'}`,
    ...state,
    ...request.attributes,
    'Message-Authenticator=0x00',
  ];
  const list = pairs.join(', ').replaceAll(/[\\"`]/g, '\\$&');
  const server = `${request.host.includes(':') ? `[${request.host}]` : request.host}:${request.port}`;
  const secret = request.secretFile === undefined ? '"$SECRET"' : '';
  const file = request.secretFile === undefined ? '' : `-S ${shellQuoted(request.secretFile)} `;
  return `echo "${list}" | radclient -x ${file}${server} auth ${secret}`.trimEnd();
}

/** For radclient's own parser. A dollar sign would be the shell's. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, '\\$&').replaceAll('$', '\\$')}"`;
}

function shellQuoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Every key in Redis, in one place. Times are milliseconds since 1970 by the clock of Redis.
 *
 * `userFacts` is a hash: `ver` least usable version of the user's record, `rev` revision of the facts, `rvc` count of
 * revocations, `lck` locked until, `pwl` password throttled until, `blk` blocked until, `blr` its reason, `byp` bypass
 * until, `byi` its id, `dlf` authentication whose text message failed, `r:<scope>` remembered until.
 */
export const redisKeys = {
  /** `<uuid>|<recoveredAt>`: absent when Redis lost its memory. */
  generation: 'cs:gen',
  /** Highest Postgres timeline ever seen. */
  epoch: 'cs:epoch',
  journal: 'cs:journal',
  /** Channel: a name of a snapshot that changed. */
  changed: 'cs:changed',
  /** Channel: the id of an authentication that was decided. */
  decided: 'cs:decided',
  userFacts: (userId: string) => `cs:u:${userId}`,
  /** Last accepted time step or counter. */
  lastAccepted: (authenticatorId: string) => `cs:c:${authenticatorId}`,
  /** A recovery code that was spent. */
  spent: (codeId: string) => `cs:k:${codeId}`,
  /** A right code whose password is being checked: nobody else may try it meanwhile. */
  tentative: (authenticatorId: string, value: number) => `cs:t:${authenticatorId}:${value}`,
  /** Failures in the running window. */
  failures: (userId: string, factor: 'second' | 'password') => `cs:f:${userId}:${factor}`,
  /** An open authentication, by the handle of its challenge. */
  authentication: (handle: string) => `cs:a:${handle}`,
  /** Which authentication sent the newest text message to the user. */
  newestSentCode: (userId: string) => `cs:o:${userId}`,
  /** What became of a door's request. */
  request: (requestKey: string) => `cs:i:${requestKey}`,
  /** The running authentication of a repeated sign-in. */
  running: (joinKey: string) => `cs:j:${joinKey}`,
  /** What became of an authentication that others wait for. */
  decision: (authenticationId: string) => `cs:w:${authenticationId}`,
  /** Messages of the last hour to a number, by its keyed hash. */
  textMessagesToNumber: (hash: string) => `cs:sms:n:${hash}`,
  textMessagesToUser: (userId: string) => `cs:sms:u:${userId}`,
  /** Mark of an accounting record that is kept. */
  accounting: (clientId: string, recordKey: string) => `cs:x:${clientId}:${recordKey}`,
  /** Every radius-gateway by its name: when it started, when it reported last. */
  radiusGateways: 'cs:rg',
  /** What a gateway said of each client, and of addresses that are none. */
  radiusTraffic: (gateway: string) => `cs:rt:${gateway}`,
  /** The last packets of a client that somebody looks at. */
  radiusPackets: (gateway: string, client: string) => `cs:rp:${gateway}:${client}`,
  /** Clients whose packets somebody looks at, by when that ends. */
  radiusWatched: 'cs:rw',
  /** Tests that wait for a gateway; what is secret in them is sealed. */
  radiusTests: 'cs:ro',
  radiusTestResult: (testId: string) => `cs:rr:${testId}`,
  /** A browser session, by the SHA-256 of its id. */
  session: (key: string) => `cs:s:${key}`,
  /** The keys of a user's browser sessions. */
  sessionsOfUser: (userId: string) => `cs:su:${userId}`,
  /** Grows when all sessions of a user end: those of an earlier count are dead. */
  sessionGeneration: (userId: string) => `cs:sg:${userId}`,
  /** What a passkey is asked to sign, by its SHA-256. */
  passkeyChallenge: (hash: string) => `cs:p:${hash}`,
  /** A method that waits for its proof, sealed. */
  pendingEnrollment: (userId: string, kind: string) => `cs:enr:${userId}:${kind}`,
  /** Tries at something within a time. */
  enrollmentTries: (userId: string, purpose: string) => `cs:ent:${userId}:${purpose}`,
  /** Every process by its name, as last heard of. */
  servers: 'cs:servers',
} as const;

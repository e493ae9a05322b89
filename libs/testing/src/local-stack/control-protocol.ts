// What the local stack and its clients say to each other over the control socket: one JSON object per line, an answer per
// request under the same id. tools/local-stack/README.md describes it for clients in other languages.

/** A request without its id. */
export type ControlRequest =
  | { readonly command: 'status' }
  | { readonly command: 'start'; readonly name: string; readonly force?: boolean }
  | { readonly command: 'stop'; readonly name: string }
  | { readonly command: 'kill'; readonly name: string; readonly signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' }
  | { readonly command: 'rejoin'; readonly name: string }
  | { readonly command: 'repoint' }
  | { readonly command: 'shutdown' };

/** An answer: what was asked for, or what is wrong and what to do. */
export type ControlAnswer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** A process in the answer to `status`. */
export interface StackProcessStatus {
  readonly name: string;
  readonly what: string;
  readonly address: string;
  readonly state: 'starting' | 'running' | 'hanging' | 'waiting to restart' | 'stopped' | 'held';
  /** Absent while it does not run. */
  readonly pid?: number;
  readonly restarts: number;
  readonly logFile: string;
  /** Of Postgres servers only. */
  readonly role?: 'primary' | 'standby' | 'not answering';
  readonly timeline?: number;
}

/** The answer to `status`. */
export interface StackStatus {
  readonly isUp: boolean;
  readonly launcherPid: number;
  readonly processes: readonly StackProcessStatus[];
}

/** Host and port. */
export interface StackAddress {
  readonly host: string;
  readonly port: number;
}

/** The contents of `stack.json`: where everything is, for the command line and for tests. Readable by its owner alone. */
export interface StackFile {
  readonly version: 1;
  readonly root: string;
  readonly runtimeDir: string;
  readonly launcherPid: number;
  readonly startedAt: string;
  readonly controlSocket: string;
  /** gRPC of the auth-servers, in the order mfa-1, mfa-2. */
  readonly core: readonly (StackAddress & { readonly name: string })[];
  readonly activation: readonly (StackAddress & { readonly name: string })[];
  /** The certificate of the command line, and the authority that all certificates descend from. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly authority: string };
  readonly radius: {
    /** Over UDP; both gateways share it. */
    readonly authentication: readonly StackAddress[];
    readonly accounting: readonly StackAddress[];
    /** Shared secret of the client that this machine is in the demonstration. */
    readonly secretFile: string;
  };
  readonly postgres: readonly (StackAddress & { readonly name: string })[];
  readonly database: {
    readonly name: string;
    readonly user: string;
    readonly passwordFile: string;
    readonly superuserPasswordFile: string;
    readonly ownerUrlFile: string;
  };
  readonly redis: StackAddress;
  readonly redisUrlFile: string;
  /** Origin of the user portal, as browsers must call it. */
  readonly portal: string;
  /** Origin of the admin console. */
  readonly console: string;
  /** URL of the inbox for text messages. */
  readonly inbox: string;
  readonly health: readonly (StackAddress & { readonly name: string })[];
  readonly sealingKeysFile: string;
  readonly certificatesDir: string;
  readonly logsDir: string;
  /** Users, passwords and seeds of the demonstration; absent until it was made. */
  readonly demoFile: string;
}

/** `normal`: there is a master. `read_only`: sign-ins work, changes do not. `down`: no node can be read. */
export type DatabaseModeKind = 'normal' | 'read_only' | 'down';

/** Why changes are refused. */
export type ModeReason =
  | 'starting'
  | 'no_primary'
  | 'split_primaries'
  | 'fenced_primary'
  | 'disk_full'
  | 'no_node'
  | '';

/** See {@link DatabaseModeKind}. */
export interface DatabaseMode {
  readonly kind: DatabaseModeKind;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly reason: ModeReason;
  /** Highest timeline ever seen. */
  readonly epoch: number;
  /** Name of the node that takes writes. */
  readonly primary: string | undefined;
}

/** DI token of the {@link AcceptedFloors}. */
export const ACCEPTED_FLOORS = Symbol('ACCEPTED_FLOORS');

/** What the sign-ins of all servers know of the codes that an authenticator gave. */
export interface AcceptedFloor {
  /** Last accepted time step or counter; -1: none is known here, Postgres may know one. */
  readonly lastAccepted: number;
  /** Milliseconds since 1970: what was accepted before this moment was forgotten. 0: nothing was. */
  readonly notBefore: number;
}

/** The last accepted time step or counter of every authenticator, as sign-ins use it. */
export interface AcceptedFloors {
  /** @throws DomainError `unavailable` */
  read(authenticatorId: string): Promise<AcceptedFloor>;
  /** Raises the floor; one that is higher already stays. @throws DomainError `unavailable` */
  raise(authenticatorId: string, value: number): Promise<void>;
}

/** One message that wants to be sent, and how many may be within an hour. */
export interface SendRequest {
  readonly deliveryId: string;
  /** E.164. */
  readonly number: string;
  readonly userId: string;
  readonly perNumberPerHour: number;
  readonly perUserPerHour: number;
}

/** Counts messages for all servers together. */
export interface SendLimits {
  /**
   * Takes one message from both budgets, or from none: 0 when it may be sent, otherwise the seconds until it may.
   * @throws DomainError `unavailable` when nobody can count: then nothing is sent
   */
  take(request: SendRequest): Promise<number>;
}

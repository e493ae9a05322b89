/** An E.164 number (ITU-T E.164: plus, country code, at most 15 digits) with the extension dialled after connect. */
export interface E164Phone {
  /** "+41791234567" */
  readonly number: string;
  /** Digits; empty: none. */
  readonly extension: string;
}

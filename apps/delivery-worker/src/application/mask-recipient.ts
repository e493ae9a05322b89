/** "+41…67" or "a…@corp.example": enough to tell two apart in a log, not enough to write to anybody. */
export function maskRecipient(recipient: string): string {
  const at = recipient.lastIndexOf('@');
  if (at >= 0) return `${recipient.slice(0, 1)}…${recipient.slice(at)}`;
  return recipient.length < 8 ? '…' : `${recipient.slice(0, 3)}…${recipient.slice(-2)}`;
}

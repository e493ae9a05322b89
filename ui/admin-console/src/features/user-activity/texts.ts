/** Scopes of texts that the tabs of a user's sign-ins need. */
export const USER_ACTIVITY_TEXTS = ['activity', 'signIns', 'reasons', 'journalLog'] as const;

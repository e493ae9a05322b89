/** Rows of both doors' tables for `SessionService`. Those for anyone look at the session themselves: half ones answer there. */
export const SESSION_ACCESS_FOR_ANYONE = {
  'countersign.sessions.v1.SessionService/SignIn': 'anyone',
  'countersign.sessions.v1.SessionService/BeginPasskeySignIn': 'anyone',
  'countersign.sessions.v1.SessionService/FinishPasskeySignIn': 'anyone',
  'countersign.sessions.v1.SessionService/GetPrompt': 'anyone',
  'countersign.sessions.v1.SessionService/AnswerPrompt': 'anyone',
  'countersign.sessions.v1.SessionService/ChooseMethod': 'anyone',
  // Whether a session is there must be seen without keeping it alive.
  'countersign.sessions.v1.SessionService/GetSession': 'anyone',
  'countersign.sessions.v1.SessionService/SignOut': 'anyone',
} as const;

/** What needs a session that is complete, in the portal. */
export const PORTAL_SESSION_ACCESS = {
  ...SESSION_ACCESS_FOR_ANYONE,
  'countersign.sessions.v1.SessionService/BeginProof': { level: 'full' },
  'countersign.sessions.v1.SessionService/AnswerProof': { level: 'full' },
  'countersign.sessions.v1.SessionService/SignOutEverywhere': { level: 'full' },
  'countersign.sessions.v1.SessionService/ListSessions': { level: 'full' },
  'countersign.sessions.v1.SessionService/EndSession': { level: 'full' },
} as const;

/** The same in the console: any administrator, about their own sessions. */
export const CONSOLE_SESSION_ACCESS = {
  ...SESSION_ACCESS_FOR_ANYONE,
  'countersign.sessions.v1.SessionService/BeginProof': {},
  'countersign.sessions.v1.SessionService/AnswerProof': {},
  'countersign.sessions.v1.SessionService/SignOutEverywhere': {},
  'countersign.sessions.v1.SessionService/ListSessions': {},
  'countersign.sessions.v1.SessionService/EndSession': {},
} as const;

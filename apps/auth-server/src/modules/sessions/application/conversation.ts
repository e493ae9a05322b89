import type { BrowserPurpose, BuiltInRelyingPartyId, CompanySettings, Method } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { Surface } from '../../../platform/principal.ts';
import type { Authenticate, PasskeyAnswer, SignInAttempt } from '../../authentication/index.ts';
import type { Visitor } from './browser-sessions.ts';
import type { PendingQuestion } from './ports/session-store.ts';
import { type SignInStep, toStep } from './sign-in-step.ts';

const REQUEST_KEY_OCTETS = 16;
const CHALLENGE_OCTETS = 32;
/** How long a browser may wait for an answer. */
const PATIENCE_MILLISECONDS = 8000;
const NOTHING_TYPED = new SecretBytes(Buffer.alloc(0));

const RELYING_PARTIES = {
  portal: { sign_in: 'user-portal', proof: 'user-portal-proof' },
  console: { sign_in: 'admin-console', proof: 'admin-console-proof' },
} as const satisfies Record<Surface, Record<BrowserPurpose, BuiltInRelyingPartyId>>;

/** One step of the claimant in the browser. */
export interface Turn {
  readonly surface: Surface;
  readonly purpose: BrowserPurpose;
  readonly visitor: Visitor;
  readonly userName: string;
  readonly credential?: SecretBytes;
  readonly chosenMethod?: Method;
  readonly passkey?: PasskeyAnswer;
  /** What is answered; undefined: it begins. */
  readonly question?: PendingQuestion | undefined;
}

/** What {@link Conversation} needs. */
export interface ConversationDependencies {
  readonly authenticate: Pick<Authenticate, 'execute'>;
  readonly settings: { current(): Pick<CompanySettings, 'portal'> };
  readonly random: { bytes(length: number): Buffer };
  readonly clock: Clock;
}

/** Talks to the one way in that doors of every kind share: same budgets, lockouts and journal. */
export class Conversation {
  readonly #needs: ConversationDependencies;

  constructor(dependencies: ConversationDependencies) {
    this.#needs = dependencies;
  }

  async take(turn: Turn): Promise<SignInStep> {
    const answer = await this.#needs.authenticate.execute(this.#attemptOf(turn));
    const { surface, purpose, question } = turn;
    return toStep(answer, {
      now: this.#needs.clock.now(),
      question,
      newChallenge: () => this.newChallenge(),
      canEnroll:
        surface === 'portal' && purpose === 'sign_in' && this.#needs.settings.current().portal.isEnrollmentAllowed,
    });
  }

  /** What a passkey is to sign: 256 bits in base64url. */
  newChallenge(): string {
    return this.#needs.random.bytes(CHALLENGE_OCTETS).toString('base64url');
  }

  #attemptOf({
    surface,
    purpose,
    visitor,
    userName,
    credential,
    chosenMethod,
    passkey,
    question,
  }: Turn): SignInAttempt {
    const relyingPartyId = RELYING_PARTIES[surface][purpose];
    return {
      requestKey: this.#needs.random.bytes(REQUEST_KEY_OCTETS).toString('hex'),
      relyingPartyId,
      userName,
      credential: credential ?? NOTHING_TYPED,
      handle: question?.handle ?? '',
      clientAddress: visitor.clientAddress,
      callingStation: '',
      deadlineMilliseconds: PATIENCE_MILLISECONDS,
      isAlone: true,
      door: { gateway: RELYING_PARTIES[surface].sign_in, nasAddress: '', nasIdentifier: '' },
      ...(chosenMethod === undefined ? {} : { chosenMethod }),
      ...(passkey === undefined ? {} : { passkey }),
    };
  }
}

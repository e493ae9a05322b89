import { randomInt } from 'node:crypto';
import {
  type AttributeText,
  createAccessRequest,
  createBuiltInDictionary,
  type Dictionary,
  formatAttributes,
  parseAttributeText,
  RadiusCode,
  type RadiusPacket,
} from '@countersign/radius';
import { radclientLine } from '../../radius/radclient-line.ts';
import { exchange, type RadiusTarget } from '../../radius/radius-client.ts';
import type { Session } from '../../session.ts';

/** One sign-in over RADIUS. */
export interface SignIn {
  readonly target: RadiusTarget;
  readonly secretFile: string | undefined;
  readonly userName: string;
  readonly password: string;
  readonly firstCode: string | undefined;
  /** What to say when a code is asked for, in the demonstration. */
  readonly hintAtCode: ((now: number) => string) | undefined;
  /** Lines `Name=value` that every request carries. */
  readonly attributes: readonly string[];
}

interface Round {
  readonly reply: string;
  readonly attributes: readonly AttributeText[];
  readonly milliseconds: number;
}

const NAMES: Readonly<Record<number, string>> = {
  [RadiusCode.accessAccept]: 'Access-Accept',
  [RadiusCode.accessReject]: 'Access-Reject',
  [RadiusCode.accessChallenge]: 'Access-Challenge',
};
const MAX_ROUNDS = 20;

/** Asks, answers challenges as long as there are any, and shows every reply. True when the end is an accept. */
export async function signIn(session: Session, attempt: SignIn): Promise<boolean> {
  const dictionary = createBuiltInDictionary();
  const { output } = session;
  const rounds: Round[] = [];
  let credential = attempt.password;
  let state: Buffer | undefined;
  for (;;) {
    showRequest(session, attempt, state);
    const startedAt = session.now();
    const packet = await ask(session, attempt, dictionary, credential, state);
    const round = roundOf(dictionary, packet, session.now() - startedAt);
    rounds.push(round);
    showReply(session, round);
    if (packet.code !== RadiusCode.accessChallenge || !canAnswer(session, attempt, rounds.length)) {
      const isAccepted = packet.code === RadiusCode.accessAccept;
      output.result({ isAccepted, rounds }, () => output.line(isAccepted ? '\nSigned in.' : '\nNot signed in.'));
      return isAccepted;
    }
    state = packet.state;
    credential = await answerOf(session, attempt, rounds.length, round);
  }
}

async function ask(
  session: Session,
  attempt: SignIn,
  dictionary: Dictionary,
  password: string,
  state: Buffer | undefined,
): Promise<RadiusPacket> {
  const request = createAccessRequest({
    identifier: randomInt(256),
    secret: attempt.target.secret,
    userName: attempt.userName,
    password,
    attributes: attempt.attributes.map((line) => parseAttributeText(dictionary, line)),
    ...(state === undefined ? {} : { state }),
  });
  return await exchange(request, attempt.target, session.signal);
}

/** In a script nobody is there to be asked: a challenge that the options do not answer is the end. */
function canAnswer({ prompt }: Session, { firstCode }: SignIn, round: number): boolean {
  if (round >= MAX_ROUNDS) return false;
  return prompt.isInteractive || (round === 1 && firstCode !== undefined);
}

async function answerOf(session: Session, attempt: SignIn, round: number, { attributes }: Round): Promise<string> {
  if (round === 1 && attempt.firstCode !== undefined) return attempt.firstCode;
  if (attempt.hintAtCode !== undefined) session.output.note(`Demonstration: ${attempt.hintAtCode(Date.now())}`);
  const isEchoed = attributes.some(({ name, value }) => name === 'Prompt' && value === 'Echo');
  return isEchoed ? await session.prompt.ask('Answer: ') : await session.prompt.askHidden('Answer: ');
}

function roundOf(dictionary: Dictionary, packet: RadiusPacket, milliseconds: number): Round {
  const attributes = formatAttributes(dictionary, packet);
  return { reply: NAMES[packet.code] ?? `code ${packet.code}`, attributes, milliseconds };
}

function showRequest({ output }: Session, attempt: SignIn, state: Buffer | undefined): void {
  const { userName, secretFile, attributes } = attempt;
  const { host, port } = attempt.target;
  output.line(`-> Access-Request to ${host}:${port}`);
  output.line(`   the same with radclient: ${radclientLine({ userName, host, port, secretFile, state, attributes })}`);
}

function showReply({ output }: Session, { reply, attributes, milliseconds }: Round): void {
  output.line(`<- ${reply} after ${milliseconds} ms`);
  for (const { name, tag, value } of attributes) {
    output.line(`   ${name}${tag === undefined ? '' : `:${tag}`} = ${value}`);
  }
}

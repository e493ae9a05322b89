import { hash } from 'node:crypto';
import {
  type AttributeToSend,
  AttributeType,
  decodeUtf8,
  RadiusCode,
  type RadiusPacket,
  replyMessageAttributes,
} from '@countersign/radius';
import type { Verdict } from '../../application/ports/authentication-core.ts';
import type { SignIn, SignInCommand } from '../../application/sign-in.use-case.ts';
import { readCredentials } from './credentials.ts';
import type { DiscardReason, LocalRejectReason } from './discard-reasons.ts';
import type { DuplicateTable, PendingRequest } from './duplicate-table.ts';
import { passwordInUtf8 } from './password-text.ts';
import type { RadiusClient } from './radius-client.ts';
import { acceptAttributes, challengeAttributes, type ReplyAttributeReader } from './reply-attributes.ts';
import type { Replier } from './replier.ts';
import type { TrafficBook } from './traffic-book.ts';
import type { TrafficObserver } from './traffic-observer.ts';

/** What {@link AccessRequestHandler} works with. */
export interface AccessRequestParts {
  readonly signIn: SignIn;
  readonly duplicates: DuplicateTable;
  readonly replier: Replier;
  readonly reader: ReplyAttributeReader;
  readonly observer: TrafficObserver;
  readonly book: TrafficBook;
  /** For clients that have no pace of their own. */
  readonly requestsPerSecond: number;
}

/** A request as a command, or what becomes of it instead. */
type Reading =
  | { readonly kind: 'command'; readonly command: SignInCommand }
  | { readonly kind: 'reject'; readonly reason: LocalRejectReason }
  | { readonly kind: 'discard'; readonly reason: DiscardReason };

const DEFAULT_NAS_DEADLINE_SECONDS = 15;
const MAX_PATIENCE_MILLISECONDS = 120_000;
/** The reply needs its way back before the NAS gives up. */
const WAY_BACK_MILLISECONDS = 1000;
const REQUEST_KEY_LENGTH = 16;
const EAP_FAILURE = 4;
const EMPTY = Buffer.alloc(0);

/** Makes a sign-in of an Access-Request (RFC 2865 §4.1) and a reply of its verdict. */
export class AccessRequestHandler {
  readonly #parts: AccessRequestParts;

  constructor(parts: AccessRequestParts) {
    this.#parts = parts;
  }

  /** Called for a verified request that is not a duplicate. */
  handle(request: PendingRequest): void {
    const { signIn, duplicates } = this.#parts;
    const reading = this.#read(request);
    if (reading.kind === 'discard') {
      return this.#discard(request, reading.reason);
    }
    duplicates.begin(request);
    if (reading.kind === 'reject') {
      return this.#rejectLocally(request, reading.reason);
    }
    const refusal = signIn.execute(reading.command, (verdict) => this.#settle(request, verdict));
    if (refusal !== undefined) {
      duplicates.abandon(request);
      this.#discard(request, refusal);
    }
  }

  #read(request: PendingRequest): Reading {
    const { packet, secret, client } = request;
    if (packet.repeatedAttribute !== 0) {
      return { kind: 'discard', reason: 'attribute_repeated' };
    }
    if (packet.state?.length === 0) {
      return { kind: 'discard', reason: 'state_malformed' };
    }
    const credentials = readCredentials(packet, secret);
    if (credentials.kind !== 'password') {
      return credentials.kind === 'discard' ? credentials : { kind: 'reject', reason: credentials.reason };
    }
    const userName = readUserName(packet);
    if (userName.kind === 'reject') {
      return userName;
    }
    const credential = passwordInUtf8(credentials.octets, client.configuration.passwordEncoding);
    if (credential === undefined) {
      return { kind: 'reject', reason: 'password_encoding_unknown' };
    }
    return { kind: 'command', command: this.#command(request, userName.text, credential) };
  }

  #command({ packet, client, destination }: PendingRequest, userName: string, credential: Buffer): SignInCommand {
    const { id, relyingPartyId, nasDeadlineSeconds, requestsPerSecond } = client.configuration;
    const perSecond = requestsPerSecond === 0 ? this.#parts.requestsPerSecond : requestsPerSecond;
    const patience = (nasDeadlineSeconds === 0 ? DEFAULT_NAS_DEADLINE_SECONDS : nasDeadlineSeconds) * 1000;
    return {
      clientId: id,
      clientPace: { perSecond, burst: perSecond * 2 },
      patienceMilliseconds: Math.min(
        Math.max(patience - WAY_BACK_MILLISECONDS, WAY_BACK_MILLISECONDS),
        MAX_PATIENCE_MILLISECONDS,
      ),
      requestKey: requestKey(client, packet),
      relyingPartyId,
      userName,
      credential,
      challengeHandle: packet.state ?? EMPTY,
      clientAddress: client.readClientAddress(packet),
      callingStation: packet.findText(AttributeType.callingStationId) ?? '',
      nasAddress: destination.address,
      nasIdentifier: packet.findText(AttributeType.nasIdentifier) ?? '',
    };
  }

  #settle(request: PendingRequest, verdict: Verdict): void {
    const { duplicates, replier, observer } = this.#parts;
    if ('authenticationId' in verdict) {
      request.trace.authenticationId = verdict.authenticationId;
    }
    try {
      switch (verdict.outcome) {
        case 'accepted':
          return this.#accept(request, verdict);
        case 'rejected':
          return replier.reply(request, RadiusCode.accessReject, replyMessageAttributes(verdict.message));
        case 'challenged':
          return replier.reply(request, RadiusCode.accessChallenge, challengeAttributes(verdict));
        case 'in_progress':
        case 'undecided':
          // Silence: the NAS asks again, here or elsewhere, and nobody is told "wrong password".
          duplicates.abandon(request);
          return this.#discard(request, verdict.outcome === 'undecided' ? 'undecided' : 'in_progress_elsewhere');
      }
    } catch (error) {
      duplicates.abandon(request);
      observer.failed(error);
    }
  }

  #accept(request: PendingRequest, verdict: Extract<Verdict, { outcome: 'accepted' }>): void {
    let attributes: readonly AttributeToSend[];
    try {
      attributes = acceptAttributes(verdict, this.#parts.reader, request.client.configuration.isClassSent);
    } catch (error) {
      // An accept without an attribute of its policy could grant more than the policy does.
      this.#parts.observer.failed(error);
      return this.#rejectLocally(request, 'reply_attribute_invalid');
    }
    this.#parts.replier.reply(request, RadiusCode.accessAccept, attributes);
  }

  #rejectLocally(request: PendingRequest, reason: LocalRejectReason): void {
    const { observer, book } = this.#parts;
    const { name, id } = request.client.configuration;
    observer.rejected(reason, name);
    book.refused(id, request.trace, reason);
    this.#parts.replier.reply(request, RadiusCode.accessReject, eapFailure(request.packet));
  }

  #discard(request: PendingRequest, reason: DiscardReason): void {
    const { client, destination, trace } = request;
    this.#parts.observer.discarded(reason, client.configuration.name, destination.address);
    this.#parts.book.discarded(client.configuration.id, trace, reason);
  }
}

/** Names the request to the core, so that a repeat through another gateway or stream is not judged twice. */
function requestKey(client: RadiusClient, packet: RadiusPacket): Buffer {
  const material = Buffer.concat([
    Buffer.from(client.configuration.id, 'utf8'),
    packet.requestAuthenticator,
    packet.octets.subarray(1, 2),
  ]);
  return hash('sha256', material, 'buffer').subarray(0, REQUEST_KEY_LENGTH);
}

function readUserName(
  packet: RadiusPacket,
): { kind: 'text'; text: string } | { kind: 'reject'; reason: LocalRejectReason } {
  const octets = packet.find(AttributeType.userName);
  if (octets === undefined || octets.length === 0) {
    return { kind: 'reject', reason: 'user_name_missing' };
  }
  const text = decodeUtf8(octets);
  // No account has a NUL in its name, and what cuts text at a NUL would see another name than we do.
  return text === undefined || text.includes('\0')
    ? { kind: 'reject', reason: 'user_name_invalid' }
    : { kind: 'text', text };
}

/** An EAP conversation ends with EAP-Failure for its identifier (RFC 3579 §2.6.3), anything else with nothing. */
function eapFailure(packet: RadiusPacket): AttributeToSend[] {
  const identifier = packet.find(AttributeType.eapMessage)?.[1];
  return identifier === undefined
    ? []
    : [{ type: AttributeType.eapMessage, value: Buffer.of(EAP_FAILURE, identifier, 0, 4) }];
}

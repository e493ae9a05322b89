import { hash } from 'node:crypto';
import { AttributeType, formatIpAddress, type RadiusPacket } from '@countersign/radius';
import type { AccountingRecord } from '../../application/ports/accounting-store.ts';

const ACCT_SESSION_TIME = 46;
const ACCT_TERMINATE_CAUSE = 49;
const ACCT_INPUT_GIGAWORDS = 52;
const ACCT_OUTPUT_GIGAWORDS = 53;
const RECORD_KEY_LENGTH = 16;
const GIGAWORD_BITS = 32n;
const MINUTE = 60_000;

/** The record in an Accounting-Request; `undefined` when it lacks what RFC 2866 §5.13 demands of every one. */
export function readAccountingRecord(
  packet: RadiusPacket,
  clientId: string,
  receivedAtMilliseconds: number,
): AccountingRecord | undefined {
  const statusType = packet.findInteger(AttributeType.acctStatusType);
  const sessionId = packet.findText(AttributeType.acctSessionId);
  if (statusType === undefined || sessionId === undefined) {
    return undefined;
  }
  const eventAt = packet.findInteger(AttributeType.eventTimestamp);
  const record = {
    clientId,
    userName: textOf(packet, AttributeType.userName),
    sessionId,
    statusType,
    occurredAtMilliseconds: eventAt === undefined ? startOf(packet, receivedAtMilliseconds) : eventAt * 1000,
    sessionSeconds: numberOf(packet, ACCT_SESSION_TIME),
    inputOctets: octetCount(packet, AttributeType.acctInputOctets, ACCT_INPUT_GIGAWORDS),
    outputOctets: octetCount(packet, AttributeType.acctOutputOctets, ACCT_OUTPUT_GIGAWORDS),
    callingStation: textOf(packet, AttributeType.callingStationId),
    framedAddress: addressOf(packet, AttributeType.framedIpAddress),
    terminateCause: numberOf(packet, ACCT_TERMINATE_CAUSE),
    classOctets: packet.find(AttributeType.classAttribute) ?? Buffer.alloc(0),
  };
  return { ...record, recordKey: recordKey(record, eventAt !== undefined) };
}

/** Event-Timestamp is when it happened; without it, when the NAS began to tell us (RFC 2869 §5.3, RFC 2866 §5.2). */
function startOf(packet: RadiusPacket, receivedAtMilliseconds: number): number {
  return receivedAtMilliseconds - numberOf(packet, AttributeType.acctDelayTime) * 1000;
}

function textOf(packet: RadiusPacket, type: number): string {
  return packet.findText(type) ?? '';
}

function numberOf(packet: RadiusPacket, type: number): number {
  return packet.findInteger(type) ?? 0;
}

function addressOf(packet: RadiusPacket, type: number): string {
  const octets = packet.find(type);
  return (octets === undefined ? undefined : formatIpAddress(octets)) ?? '';
}

function octetCount(packet: RadiusPacket, octets: number, gigawords: number): bigint {
  return (BigInt(numberOf(packet, gigawords)) << GIGAWORD_BITS) | BigInt(numberOf(packet, octets));
}

/**
 * The same for every repeat of a record. A NAS that repeats a record may count up Acct-Delay-Time, so the packet itself
 * does not name it. Without Event-Timestamp the time is known to the minute only, which still tells two restarts apart.
 */
function recordKey(record: Omit<AccountingRecord, 'recordKey'>, isTimeExact: boolean): Buffer {
  const { clientId, sessionId, statusType, inputOctets, outputOctets, sessionSeconds, occurredAtMilliseconds } = record;
  const isSession = sessionSeconds > 0 || inputOctets > 0n || outputOctets > 0n;
  const time = isTimeExact ? occurredAtMilliseconds : Math.floor(occurredAtMilliseconds / MINUTE);
  const parts = [clientId, sessionId, statusType, inputOctets, outputOctets, sessionSeconds];
  const material = JSON.stringify([...parts, ...(isTimeExact || !isSession ? [time] : [])].map(String));
  return hash('sha256', material, 'buffer').subarray(0, RECORD_KEY_LENGTH);
}

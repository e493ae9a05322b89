import { Metadata } from '@grpc/grpc-js';

/** The names of what travels beside a message. Values are percent-encoded UTF-8, because gRPC allows only ASCII there. */
export const METADATA = {
  errorCode: 'error-code',
  errorField: 'error-field',
  errorReference: 'error-reference',
  retryAfterSeconds: 'retry-after-seconds',
  idempotencyKey: 'idempotency-key',
  operator: 'operator',
  session: 'session',
  sessionQuiet: 'session-quiet',
} as const;

/** Metadata of the entries that have a value. */
export function metadataOf(entries: Readonly<Record<string, string | undefined>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) metadata.set(name, encodeURIComponent(value));
  }
  return metadata;
}

/** One value, undefined when it is missing or not encoded as we do it. */
export function readMetadata(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  if (typeof value !== 'string') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

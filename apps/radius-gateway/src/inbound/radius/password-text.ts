import { decodeUtf8 } from '@countersign/radius';

const DECODERS: Readonly<Record<string, (octets: Buffer) => string>> = {
  'windows-1252': (octets) => new TextDecoder('windows-1252').decode(octets),
  'windows-1251': (octets) => new TextDecoder('windows-1251').decode(octets),
  // The label of the same name means windows-1252 to TextDecoder; Latin-1 proper maps every octet to itself.
  'iso-8859-1': (octets) => octets.toString('latin1'),
};

/**
 * The octets of a password in UTF-8, as the core wants them: as they are when they are UTF-8, else read in the
 * client's own encoding. `undefined` when they are neither. Nothing is normalised: a password is not ours to change.
 */
export function passwordInUtf8(octets: Buffer, encoding: string): Buffer | undefined {
  if (decodeUtf8(octets) !== undefined) {
    return octets;
  }
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  return decode === undefined ? undefined : Buffer.from(decode(octets), 'utf8');
}

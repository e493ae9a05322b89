export { type AttributeText, formatAttribute, formatAttributes, parseAttributeText } from './attribute-text.ts';
export {
  type AttributeToSend,
  type HidingContext,
  integerAttribute,
  replyMessageAttributes,
  textAttribute,
} from './attribute-to-send.ts';
export { formatValue, parseValue } from './attribute-value.ts';
export {
  type AccessRequest,
  type AccountingRequest,
  type ClientRequest,
  chapPassword,
  createAccessRequest,
  createAccountingRequest,
  createStatusServer,
  type ReplyDiscardReason,
  type ReplyResult,
  verifyReply,
} from './client.ts';
export {
  AttributeType,
  HEADER_LENGTH,
  MAX_ATTRIBUTES,
  MAX_PACKET_LENGTH,
  MAX_VALUE_LENGTH,
  RadiusCode,
} from './codes.ts';
export { createBuiltInDictionary } from './dictionary/built-in-dictionary.ts';
export {
  ATTRIBUTE_KINDS,
  type AttributeHiding,
  type AttributeKind,
  Dictionary,
  type DictionaryAttribute,
  type DictionaryVendor,
} from './dictionary/dictionary.ts';
export { type LoadedDictionary, loadFreeRadiusDictionary } from './dictionary/load-freeradius-dictionary.ts';
export {
  type EncodedReply,
  encodeReply,
  encodeRequest,
  type ReplyToEncode,
  type RequestToEncode,
  type SentRequest,
} from './encode.ts';
export { HmacMd5Key } from './hmac-md5.ts';
export { formatIpAddress, parseIpAddress, parseIpv4, parseIpv6 } from './ip-address.ts';
export { MD5_DIGEST_LENGTH, Md5, md5 } from './md5.ts';
export { type AttributeView, decodeUtf8, RadiusPacket } from './packet.ts';
export { PARSE_DISCARD_REASONS, type ParseDiscardReason, type ParseResult, parse } from './parse.ts';
export { hideSalted, revealSalted, type SaltedContext } from './salted.ts';
export { SharedSecret } from './shared-secret.ts';
export {
  checkReplySignature,
  checkRequestSignature,
  isDigestRequest,
  isRequestDigestValid,
  isResponseDigestValid,
  type SignatureCheck,
} from './signature.ts';
export { hidePassword, MAX_PASSWORD_LENGTH, revealPassword } from './user-password.ts';
export {
  findVendorAttribute,
  readVendorSpecific,
  type VendorAttributeView,
  type VendorShape,
  vendorSpecificValue,
} from './vendor-specific.ts';

/** Packet codes (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2, RFC 5997 §4). */
export const RadiusCode = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  statusServer: 12,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
} as const;

/** One of the packet codes that this library knows by name. */
export type RadiusCode = (typeof RadiusCode)[keyof typeof RadiusCode];

/** Attribute types that the protocol itself, or almost every server, deals with. The dictionary holds all others. */
export const AttributeType = {
  userName: 1,
  userPassword: 2,
  chapPassword: 3,
  nasIpAddress: 4,
  nasPort: 5,
  serviceType: 6,
  framedIpAddress: 8,
  filterId: 11,
  replyMessage: 18,
  state: 24,
  classAttribute: 25,
  vendorSpecific: 26,
  sessionTimeout: 27,
  calledStationId: 30,
  callingStationId: 31,
  nasIdentifier: 32,
  proxyState: 33,
  acctStatusType: 40,
  acctDelayTime: 41,
  acctInputOctets: 42,
  acctOutputOctets: 43,
  acctSessionId: 44,
  eventTimestamp: 55,
  chapChallenge: 60,
  nasPortType: 61,
  tunnelType: 64,
  tunnelClientEndpoint: 66,
  tunnelPassword: 69,
  arapPassword: 70,
  prompt: 76,
  eapMessage: 79,
  messageAuthenticator: 80,
  nasIpv6Address: 95,
  errorCause: 101,
} as const;

/** Octets before the first attribute: code, identifier, length and the 16 octets of the header field. */
export const HEADER_LENGTH = 20;
/** The longest packet that RFC 2865 §3 allows. */
export const MAX_PACKET_LENGTH = 4096;
/** The longest value that one attribute holds (RFC 2865 §5). */
export const MAX_VALUE_LENGTH = 253;
/** Octets of a whole Message-Authenticator attribute (RFC 3579 §3.2). */
export const MESSAGE_AUTHENTICATOR_LENGTH = 18;
/** More attributes than this are taken for an attack, not for a request. */
export const MAX_ATTRIBUTES = 200;

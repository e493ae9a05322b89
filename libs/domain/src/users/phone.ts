/** An E.164 number (ITU-T E.164: plus, country code, at most 15 digits) with the extension dialled after connect. */
export interface E164Phone {
  /** "+41791234567" */
  readonly number: string;
  /** Digits; empty: none. */
  readonly extension: string;
}

const LONGEST_TEXT = 64;
const EXTENSION = /^(.*?)[ ,;]*(?:extension|ext\.?|poste|x|#)[ .:=]*([0-9]{1,10})$/i;
const SEPARATORS = /[ ().\-/]/g;
const NUMBER = /^\+[1-9][0-9]{6,14}$/;
/** Country codes of one and of two digits (ITU-T E.164 list of assigned codes); all others have three. */
const SHORT_CALLING_CODE = /^\+(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * Reads "+41 79 123 45 67 x12". The country code must be there: guessing one ("00", "079") would send codes to
 * strangers. Undefined: not such a number.
 */
export function parsePhone(text: string): E164Phone | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const plain = text.normalize('NFKC').trim();
  const withExtension = EXTENSION.exec(plain);
  // "(0)" is the trunk prefix that is dialled inside the country only.
  const number = (withExtension?.[1] ?? plain).replace('(0)', '').replace(SEPARATORS, '');
  return NUMBER.test(number) ? { number, extension: withExtension?.[2] ?? '' } : undefined;
}

/** "+41791234567 x12"; `parsePhone` reads it back. */
export function formatPhone(phone: E164Phone): string {
  return phone.extension === '' ? phone.number : `${phone.number} x${phone.extension}`;
}

/** "+41 *******67": enough to recognise one's own phone, not enough to call it. */
export function maskPhone(phone: E164Phone): string {
  const callingCode = callingCodeOf(phone);
  const rest = phone.number.slice(callingCode.length);
  return `${callingCode} ${'*'.repeat(Math.max(0, rest.length - 2))}${rest.slice(-2)}`;
}

/** The country code with its plus: "+41". */
export function callingCodeOf(phone: E164Phone): string {
  return SHORT_CALLING_CODE.exec(phone.number)?.[0] ?? phone.number.slice(0, 4);
}

/** Whether messages may be sent there: the number begins with one of the codes, or there are none. */
export function isCallingCodeAllowed(phone: E164Phone, allowedCallingCodes: readonly string[]): boolean {
  return allowedCallingCodes.length === 0 || allowedCallingCodes.some((code) => phone.number.startsWith(code));
}

/**
 * How numbers of mobile phones begin where national plans keep them apart from fixed lines. Countries that are not here,
 * such as those of +1, do not.
 */
const MOBILE_PREFIXES: Readonly<Record<string, RegExp>> = {
  '+31': /^6/,
  '+32': /^4/,
  '+33': /^[67]/,
  '+34': /^[67]/,
  '+39': /^3/,
  '+41': /^7[4-9]/,
  '+43': /^6/,
  '+44': /^7/,
  '+48': /^[45678]/,
  '+49': /^1[567]/,
  '+351': /^9/,
  '+352': /^6/,
  '+353': /^8/,
};

/** Whether text messages probably do not arrive there; false where the number does not tell. */
export function isLikelyLandline(phone: E164Phone): boolean {
  const callingCode = callingCodeOf(phone);
  const mobile = MOBILE_PREFIXES[callingCode];
  return mobile !== undefined && !mobile.test(phone.number.slice(callingCode.length));
}

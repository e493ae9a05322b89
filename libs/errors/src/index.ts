export { DomainError, type DomainErrorOptions, isDomainError } from './domain-error.ts';
export { ERROR_CODES, type ErrorCode, errorCatalogue, type ErrorDescription, isErrorCode } from './error-codes.ts';
export { SecretBytes } from './secret-bytes.ts';

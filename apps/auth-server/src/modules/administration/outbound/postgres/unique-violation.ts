import { QueryFailedError } from 'typeorm';

/** SQLSTATE unique_violation. */
const UNIQUE_VIOLATION = '23505';

/** True when a value that may exist once exists already. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const driverError: unknown = error.driverError;
  return (
    typeof driverError === 'object' &&
    driverError !== null &&
    'code' in driverError &&
    driverError.code === UNIQUE_VIOLATION
  );
}

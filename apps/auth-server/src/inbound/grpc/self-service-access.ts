import type { PortalAccess } from './portal-access.ts';

const SERVICES = 'countersign.self_service.v1';
/** Open to whoever has no method yet; with a full session it is a change of a factor. */
const ENROLLING: PortalAccess = { level: 'enrolling', proof: true };
const PROVED: PortalAccess = { level: 'full', proof: true };
const FULL: PortalAccess = { level: 'full' };

/** What people do for themselves: rows of the portal's table. The use cases ask once more, for another factor than the changed one. */
export const SELF_SERVICE_ACCESS: Readonly<Record<string, PortalAccess>> = {
  [`${SERVICES}.OwnMethodsService/GetOverview`]: FULL,
  [`${SERVICES}.OwnMethodsService/SetDefault`]: PROVED,
  [`${SERVICES}.OwnMethodsService/Rename`]: FULL,
  [`${SERVICES}.OwnMethodsService/TurnOff`]: PROVED,
  [`${SERVICES}.OwnMethodsService/TurnOn`]: PROVED,
  [`${SERVICES}.OwnMethodsService/Remove`]: PROVED,
  [`${SERVICES}.EnrollmentService/GetEnrollment`]: { level: 'enrolling' },
  [`${SERVICES}.EnrollmentService/PostponeEnrollment`]: { level: 'enrolling' },
  [`${SERVICES}.EnrollmentService/BeginPhone`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/ConfirmPhone`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/BeginTotp`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/ConfirmTotp`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/AddToken`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/BeginPasskey`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/FinishPasskey`]: ENROLLING,
  [`${SERVICES}.EnrollmentService/CreateRecoveryCodes`]: PROVED,
  [`${SERVICES}.EnrollmentService/GetQuestions`]: FULL,
  [`${SERVICES}.EnrollmentService/SetAnswers`]: PROVED,
  [`${SERVICES}.EnrollmentService/GetPinRules`]: FULL,
  [`${SERVICES}.EnrollmentService/SetPin`]: PROVED,
  [`${SERVICES}.OwnAccountService/GetPreferences`]: FULL,
  [`${SERVICES}.OwnAccountService/SetPreferences`]: FULL,
  [`${SERVICES}.OwnAccountService/GetBypass`]: FULL,
  [`${SERVICES}.OwnAccountService/StartBypass`]: PROVED,
  [`${SERVICES}.OwnAccountService/CancelBypass`]: FULL,
  [`${SERVICES}.OwnAccountService/ListActivity`]: FULL,
  [`${SERVICES}.OwnAccountService/ReportFraud`]: FULL,
};

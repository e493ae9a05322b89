import { CreateOwnRecoveryCodes } from './create-own-recovery-codes.use-case.ts';
import { EnrollPasskey } from './enroll-passkey.use-case.ts';
import { EnrollPhone } from './enroll-phone.use-case.ts';
import { EnrollToken } from './enroll-token.use-case.ts';
import { EnrollTotp } from './enroll-totp.use-case.ts';
import { GetEnrollment } from './get-enrollment.use-case.ts';
import { GetOverview } from './get-overview.use-case.ts';
import { ListOwnActivity } from './own-activity.use-case.ts';
import { ManageMethods } from './manage-methods.use-case.ts';
import { OwnBypass } from './own-bypass.use-case.ts';
import { OwnPin } from './own-pin.use-case.ts';
import { OwnPreferences } from './preferences.use-case.ts';
import { ReportFraud, type ReportFraudDependencies } from './report-fraud.use-case.ts';
import { SecurityQuestions } from './security-questions.use-case.ts';

/** Everything that people can do for themselves. */
export type SelfServiceUseCases = ReturnType<typeof selfServiceUseCases>;

/** The use cases of this module over their dependencies. */
export function selfServiceUseCases(dependencies: ReportFraudDependencies) {
  return {
    overview: new GetOverview(dependencies),
    methods: new ManageMethods(dependencies),
    enrollment: new GetEnrollment(dependencies),
    phone: new EnrollPhone(dependencies),
    totp: new EnrollTotp(dependencies),
    token: new EnrollToken(dependencies),
    passkey: new EnrollPasskey(dependencies),
    recoveryCodes: new CreateOwnRecoveryCodes(dependencies),
    questions: new SecurityQuestions(dependencies),
    pin: new OwnPin(dependencies),
    preferences: new OwnPreferences(dependencies),
    bypass: new OwnBypass(dependencies),
    activity: new ListOwnActivity(dependencies),
    fraud: new ReportFraud(dependencies),
  };
}

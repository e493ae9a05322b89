export { WELCOME_MAIL, type WelcomeMail } from './application/send-welcome-mail.use-case.ts';
export { SECURITY_ANSWERS, type VerifyAnswers } from './application/verify-answers.use-case.ts';
export { EnrollmentGrpc } from './inbound/grpc/enrollment.grpc.ts';
export { OwnAccountGrpc } from './inbound/grpc/own-account.grpc.ts';
export { OwnMethodsGrpc } from './inbound/grpc/own-methods.grpc.ts';
export { WelcomeMailGrpc } from './inbound/grpc/welcome-mail.grpc.ts';
export { SelfServiceModule } from './self-service.module.ts';

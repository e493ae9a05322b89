export { COMPANY_SETTINGS, type CompanySettingsSource } from './application/ports/company-settings-source.ts';
export { SettingsAdministrationGrpc } from './inbound/grpc/settings-administration.grpc.ts';
export { PoliciesModule } from './policies.module.ts';
export { MailGrpc } from './inbound/grpc/mail.grpc.ts';

import { selfServiceV1 } from '@countersign/contracts';
import type { RpcServer } from '@countersign/rpc';
import type { INestApplicationContext } from '@nestjs/common';
import { EnrollmentGrpc, OwnAccountGrpc, OwnMethodsGrpc, WelcomeMailGrpc } from '../../modules/self-service/index.ts';
import { callersOf, type Guard, guarded } from './guarded.ts';

/** What people do for themselves: nobody calls it but their own door. The welcome is the administrators'. */
export function addSelfService(
  app: INestApplicationContext,
  server: RpcServer,
  guard: Guard,
  operators: readonly string[],
): void {
  const { OwnMethodsServiceDefinition: methods, EnrollmentServiceDefinition: enrollment } = selfServiceV1;
  const { OwnAccountServiceDefinition: account, WelcomeMailServiceDefinition: welcome } = selfServiceV1;
  server.addService(methods, guarded(methods, app.get(OwnMethodsGrpc).handlers(), guard), callersOf(methods, []));
  server.addService(
    enrollment,
    guarded(enrollment, app.get(EnrollmentGrpc).handlers(), guard),
    callersOf(enrollment, []),
  );
  server.addService(account, guarded(account, app.get(OwnAccountGrpc).handlers(), guard), callersOf(account, []));
  server.addService(
    welcome,
    guarded(welcome, app.get(WelcomeMailGrpc).handlers(), guard),
    callersOf(welcome, operators),
  );
}

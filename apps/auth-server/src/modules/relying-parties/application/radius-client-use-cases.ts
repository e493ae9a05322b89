import { AddRadiusClient } from './add-radius-client.use-case.ts';
import {
  ListRadiusPackets,
  ReadRadiusTraffic,
  TestRadiusClient,
  type TrafficDependencies,
} from './radius-traffic-use-cases.ts';
import type { RelyingPartyDependencies } from './relying-party-dependencies.ts';
import { RemoveRadiusClient } from './remove-radius-client.use-case.ts';
import { RotateRadiusClientSecret } from './rotate-radius-client-secret.use-case.ts';
import { UpdateRadiusClient } from './update-radius-client.use-case.ts';

/** Everything that administrators can do with RADIUS clients. */
export type RadiusClientUseCases = ReturnType<typeof radiusClientUseCases>;

/** The use cases of this module over their dependencies. */
export function radiusClientUseCases(dependencies: RelyingPartyDependencies, traffic: TrafficDependencies) {
  return {
    readRadiusTraffic: new ReadRadiusTraffic(traffic),
    listRadiusPackets: new ListRadiusPackets(traffic),
    testRadiusClient: new TestRadiusClient(traffic),
    addRadiusClient: new AddRadiusClient(dependencies),
    updateRadiusClient: new UpdateRadiusClient(dependencies),
    rotateRadiusClientSecret: new RotateRadiusClientSecret(dependencies),
    removeRadiusClient: new RemoveRadiusClient(dependencies),
    listRadiusClients: { execute: () => dependencies.clients.list() },
  };
}

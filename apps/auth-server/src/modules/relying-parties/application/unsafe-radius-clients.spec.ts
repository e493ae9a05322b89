import { describe, expect, it } from '@jest/globals';
import type { RadiusClient } from './ports/radius-client.ts';
import { unsafeRadiusClients } from './unsafe-radius-clients.ts';

const aClient = (requireMessageAuthenticator: boolean, allowUnsignedProxyState: boolean) =>
  ({ name: 'VPN', network: '192.0.2.0/24', requireMessageAuthenticator, allowUnsignedProxyState }) as RadiusClient;

describe('RADIUS clients that may send unsigned requests', () => {
  it('are named, the worse the plainer; those that must sign are not', () => {
    expect(unsafeRadiusClients([aClient(true, false), aClient(true, true)])).toEqual([]);
    expect(unsafeRadiusClients([aClient(false, false)])).toEqual([
      { name: 'VPN', problem: '192.0.2.0/24 may send unsigned requests' },
    ]);
    expect(unsafeRadiusClients([aClient(false, true)])).toEqual([
      { name: 'VPN', problem: expect.stringContaining('can be forged') },
    ]);
  });
});

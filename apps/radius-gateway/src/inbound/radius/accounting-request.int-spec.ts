import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAccountingRequest, RadiusCode } from '@countersign/radius';
import type { Nas } from '../../__fixtures__/nas.ts';
import { type GatewayUnderTest, startGateway, until } from '../../__fixtures__/start-gateway.ts';

let gateway: GatewayUnderTest;
let accounting: Nas;

beforeAll(async () => {
  gateway = await startGateway({ clients: [{ id: 'nas', network: '127.0.0.1' }] });
  accounting = await gateway.nas({ port: gateway.accountingPort });
});

afterAll(async () => {
  accounting?.close();
  await gateway?.stop();
});

describe('accounting (K)', () => {
  const record = (sessionId: string) =>
    createAccountingRequest({
      identifier: accounting.identifier(),
      secret: accounting.secret,
      statusType: 1,
      sessionId,
    });

  it('K01, K03: is acknowledged once it is kept, a retransmission with the same octets', async () => {
    const request = record('k01');
    accounting.send(request.octets);
    const first = await accounting.take(request.identifier);
    accounting.send(request.octets);
    expect((await accounting.take(request.identifier)).equals(first)).toBe(true);
    expect([...gateway.core.records.values()].filter(({ sessionId }) => sessionId === 'k01')).toHaveLength(1);
  });

  it('K02: with a wrong header field gets nothing', async () => {
    accounting.send(Buffer.from(record('k02').octets).fill(0, 4, 20));
    await accounting.ask(record('after k02'));
    expect(accounting.untaken).toBe(0);
  });

  it('B43: is not acknowledged while it cannot be kept', async () => {
    gateway.core.isAccountingBroken = true;
    const request = record('b43');
    const count = () => gateway.count('countersign_radius_discards_total', 'reason="accounting_not_kept"');
    const before = await count();
    accounting.send(request.octets);
    await until(async () => (await count()) > before);
    expect(accounting.untaken).toBe(0);
    gateway.core.isAccountingBroken = false;
    expect((await accounting.ask(request)).code).toBe(RadiusCode.accountingResponse);
  });
});

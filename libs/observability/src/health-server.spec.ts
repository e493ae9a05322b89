import { afterEach, describe, expect, it } from '@jest/globals';
import { HealthServer } from './health-server.ts';
import { silentLogger } from './logger.ts';
import { Metrics } from './metrics.ts';

const servers: HealthServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function aServer(prepare: (server: HealthServer, metrics: Metrics) => void = () => undefined) {
  const metrics = new Metrics();
  const server = new HealthServer({ host: '127.0.0.1', port: 0, metrics, logger: silentLogger() });
  servers.push(server);
  prepare(server, metrics);
  const port = await server.start();
  return { server, get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init) };
}

describe('HealthServer', () => {
  it('is live whatever the probes say', async () => {
    const { get } = await aServer((server) =>
      server.addReadinessCheck('store', () => Promise.reject(new Error('down'))),
    );
    expect((await get('/live')).status).toBe(200);
  });

  it('is ready when every probe passes', async () => {
    const { get } = await aServer((server) => server.addReadinessCheck('store', async () => undefined));
    const response = await get('/ready');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ready',
      checks: [{ name: 'store', isReady: true, milliseconds: expect.any(Number) }],
    });
  });

  it('names the probe that failed and why, also one that throws or hangs', async () => {
    let isAborted = false;
    const { get } = await aServer((server) => {
      server.addReadinessCheck('good', async () => undefined);
      server.addReadinessCheck('bad', () => {
        throw new Error('connection refused');
      });
      server.addReadinessCheck(
        'hanging',
        (signal) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              isAborted = true;
            });
          }),
        20,
      );
    });
    const response = await get('/ready');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'not ready',
      checks: [
        { name: 'good', isReady: true },
        { name: 'bad', isReady: false, reason: 'connection refused' },
        { name: 'hanging', isReady: false, reason: 'no answer within 20 ms' },
      ],
    });
    expect(isAborted).toBe(true);
  });

  it('is not ready any more once it drains', async () => {
    const { server, get } = await aServer();
    expect((await get('/ready')).status).toBe(200);
    server.drain();
    const response = await get('/ready');
    expect([response.status, await response.json()]).toEqual([503, { status: 'draining', checks: [] }]);
    expect((await get('/live')).status).toBe(200);
  });

  it('shows the metrics', async () => {
    const { get } = await aServer((_server, metrics) => {
      const attempts = metrics.counter({ name: 'countersign_attempts_total', help: 'Attempts.', labels: ['outcome'] });
      attempts.inc({ outcome: 'accepted' }, 3);
    });
    const text = await (await get('/metrics')).text();
    expect(text).toContain('countersign_attempts_total{outcome="accepted"} 3');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('knows nothing else and only reads', async () => {
    const { get } = await aServer();
    expect((await get('/')).status).toBe(404);
    expect((await get('/live', { method: 'POST' })).status).toBe(405);
    expect((await get('/live?x=1', { method: 'HEAD' })).status).toBe(200);
  });

  it('says when the port is taken', async () => {
    const { server } = await aServer();
    await expect(server.start()).rejects.toThrow();
  });
});

describe('Metrics', () => {
  it.each(['attempts_total', 'countersign_Attempts_total', 'countersign__total', 'countersign_attempts'])(
    'refuses the counter name %s',
    (name) => {
      expect(() => new Metrics().counter({ name, help: 'x' })).toThrow(name);
    },
  );

  it('keeps _total for counters', () => {
    const metrics = new Metrics();
    expect(() => metrics.gauge({ name: 'countersign_open_total', help: 'x' })).toThrow('only a counter');
    expect(() => metrics.histogram({ name: 'countersign_open_total', help: 'x' })).toThrow('only a counter');
  });

  it('measures gauges and histograms', async () => {
    const metrics = new Metrics();
    metrics.gauge({ name: 'countersign_open_streams', help: 'Open.' }).set(2);
    metrics.histogram({ name: 'countersign_wait_seconds', help: 'Wait.', buckets: [1, 2] }).observe(1.5);
    const { body } = await metrics.render();
    expect(body).toContain('countersign_open_streams 2');
    expect(body).toContain('countersign_wait_seconds_bucket{le="2"} 1');
  });
});

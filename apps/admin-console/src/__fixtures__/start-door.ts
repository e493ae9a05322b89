import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serversV1 } from '@countersign/contracts';
import { silentLogger } from '@countersign/observability';
import { type FakeService, startFakeServices, temporaryFolder, TestAuthority } from '@countersign/testing';
import { readConfig } from '../config.ts';
import { Door } from '../door.ts';

/** A door over a fake core, as browsers and the core see it. */
export interface RunningDoor {
  readonly url: string;
  readonly healthUrl: string;
  /** What the core says of the installation; change it and the door notices. */
  readonly state: serversV1.GetServiceStateResponse;
  /** Sends a request as a page of the door would. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stopCore(): Promise<void>;
  stop(): Promise<void>;
}

export const ORIGIN = 'https://door.example';
/** What a core could have handed out. */
export const SESSION = 'A'.repeat(43);
export const COOKIE = `__Host-con=${SESSION}`;

export async function startDoor(services: readonly FakeService[] = []): Promise<RunningDoor> {
  const { path: folder, remove } = temporaryFolder('door');
  const authority = await TestAuthority.create();
  const files = await authority.issueFiles(folder, 'admin-console');
  const state = { mode: 'normal', master: 'mfa-1', server: 'mfa-2' };
  const stateService = {
    definition: serversV1.ServiceStateServiceDefinition,
    handlers: { getServiceState: () => Promise.resolve({ ...state }) },
  };
  const core = await startFakeServices({ authority, callers: ['admin-console'], services: [stateService, ...services] });
  const config = readConfig({
    LOG_LEVEL: 'silent',
    TLS_CERT_FILE: files.certificate,
    TLS_KEY_FILE: files.key,
    TLS_CA_FILE: files.authority,
    CORE_ADDRESSES: `127.0.0.1:${core.address.port}`,
    HTTP_LISTEN: '127.0.0.1:1',
    PUBLIC_ORIGIN: ORIGIN,
    PAGES_DIR: pagesIn(folder),
    HEALTH_LISTEN: '127.0.0.1:1',
  });
  const anyPort = { host: '127.0.0.1', port: 0 };
  const door = await Door.create({ ...config, HTTP_LISTEN: anyPort, HEALTH_LISTEN: anyPort }, silentLogger());
  const { port, healthPort } = await door.start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    healthUrl: `http://127.0.0.1:${healthPort}`,
    state,
    fetch: (path, init = {}) => fetch(url + path, { redirect: 'manual', ...init, headers: { ...fromOurPage, ...init.headers } }),
    stopCore: () => core.stop(),
    stop: async () => {
      await door.stop();
      await core.stop();
      remove();
    },
  };
}

/** What a browser and the pages' client add to each request. */
export const fromOurPage = {
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-requested-by': 'countersign',
};

function pagesIn(folder: string): string {
  const pages = join(folder, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>the pages</title>');
  writeFileSync(join(pages, 'assets', 'main-0123abcd.js'), `/* ${'x'.repeat(2000)} */`);
  return pages;
}

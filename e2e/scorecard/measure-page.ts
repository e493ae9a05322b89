import type { Page } from 'playwright-core';
import { Browser } from '../src/browser.ts';

/** What a first visit of a page costs (ux.md 7.2), gzip, with a processor four times as slow, 10 Mbit/s and 40 ms away. */
export interface PageCost {
  readonly jsKilobytes: number;
  readonly cssKilobytes: number;
  readonly requests: number;
  readonly lcpMilliseconds: number;
  readonly tbtMilliseconds: number;
  readonly cls: number;
}

const SETTLED_MILLISECONDS = 1500;

// Runs in the page before its own code.
const OBSERVE = `
  window.measured = { lcp: 0, tbt: 0, cls: 0 };
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.measured.lcp = e.startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.measured.tbt += Math.max(0, e.duration - 50); })
    .observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.measured.cls += e.value; })
    .observe({ type: 'layout-shift', buffered: true });`;

/** The median of `visits` first visits, each in a browser of its own. */
export async function measurePage(address: string, visits = 5): Promise<PageCost> {
  const costs: PageCost[] = [];
  for (let visit = 0; visit < visits; visit += 1) costs.push(await visitOnce(address));
  const median = (of: (cost: PageCost) => number): number =>
    costs.map(of).toSorted((one, other) => one - other)[Math.floor(costs.length / 2)] ?? Number.NaN;
  return {
    jsKilobytes: median(({ jsKilobytes }) => jsKilobytes),
    cssKilobytes: median(({ cssKilobytes }) => cssKilobytes),
    requests: median(({ requests }) => requests),
    lcpMilliseconds: median(({ lcpMilliseconds }) => lcpMilliseconds),
    tbtMilliseconds: median(({ tbtMilliseconds }) => tbtMilliseconds),
    cls: median(({ cls }) => cls),
  };
}

async function visitOnce(address: string): Promise<PageCost> {
  const browser = await Browser.open();
  try {
    const page = await browser.page();
    const transfers = await throttled(page);
    await page.addInitScript(OBSERVE);
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(SETTLED_MILLISECONDS);
    const { lcp, tbt, cls } = await page.evaluate<{ lcp: number; tbt: number; cls: number }>('window.measured');
    return { ...transfers(), lcpMilliseconds: lcp, tbtMilliseconds: tbt, cls };
  } finally {
    await browser.close();
  }
}

/** Slows the page down and counts what it fetches, as it goes over the wire. */
async function throttled(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const perSecond = 10_000_000 / 8;
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: perSecond,
    uploadThroughput: perSecond,
  });
  const kinds = new Map<string, string>();
  const octets = { js: 0, css: 0 };
  let requests = 0;
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.endsWith('/api/events')) requests += 1;
  });
  session.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, response.mimeType));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? '';
    // The texts of a language are part of the first load: they count as script.
    if (/javascript|json/.test(kind)) octets.js += encodedDataLength;
    if (kind.includes('css')) octets.css += encodedDataLength;
  });
  return () => ({ jsKilobytes: octets.js / 1000, cssKilobytes: octets.css / 1000, requests });
}

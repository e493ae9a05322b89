import { findProgram, temporaryFolder } from '@countersign/testing';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { watchPage, type PageTroubles } from './page-troubles.ts';

const EXECUTABLE = findProgram('chromium') ?? '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
const PATIENCE_MILLISECONDS = 30_000;

/** How a person sees the pages. */
export interface BrowserOptions {
  readonly language?: 'en-GB' | 'fr-FR';
  readonly theme?: 'light' | 'dark';
  /** Width of the window in CSS pixels. */
  readonly width?: number;
  readonly javaScript?: boolean;
}

/** A browser of its own: cookies and storage are nobody else's. */
export class Browser {
  readonly context: BrowserContext;
  /** What went wrong on any page: nothing of this may ever happen. */
  readonly troubles: PageTroubles = { cspReports: [], consoleErrors: [], foreignRequests: [] };
  readonly #removeFolder: () => void;

  private constructor(context: BrowserContext, removeFolder: () => void) {
    this.context = context;
    this.#removeFolder = removeFolder;
  }

  static async open(options: BrowserOptions = {}): Promise<Browser> {
    const folder = temporaryFolder('countersign-chromium-');
    const { language = 'en-GB', theme = 'light', width = 1280, javaScript = true } = options;
    const context = await chromium.launchPersistentContext(folder.path, {
      executablePath: EXECUTABLE,
      headless: true,
      args: ARGS,
      locale: language,
      colorScheme: theme,
      reducedMotion: 'reduce',
      javaScriptEnabled: javaScript,
      viewport: { width, height: 900 },
      timeout: 2 * PATIENCE_MILLISECONDS,
    });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    context.setDefaultNavigationTimeout(2 * PATIENCE_MILLISECONDS);
    return new Browser(context, folder.remove);
  }

  /** A page whose troubles are collected. `address`: where it goes first. */
  async page(address?: string): Promise<Page> {
    const page = await this.context.newPage();
    watchPage(page, this.troubles);
    if (address !== undefined) await page.goto(address);
    return page;
  }

  /** A platform authenticator that confirms every request, as a phone or a laptop would after a finger was seen. */
  async virtualAuthenticator(page: Page, options: { readonly isUserVerified?: boolean } = {}): Promise<CDPSession> {
    const session = await this.context.newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: options.isUserVerified ?? true,
        automaticPresenceSimulation: true,
      },
    });
    return session;
  }

  async close(): Promise<void> {
    await this.context.close();
    this.#removeFolder();
  }
}

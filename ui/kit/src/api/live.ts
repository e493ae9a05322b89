import { asProblem } from './problem.ts';

/** What the server says about itself. */
export interface ServerState {
  readonly mode: 'normal' | 'read_only' | 'down';
  readonly master: string | null;
  readonly server: string;
}

/** What pages know of the server at the moment. */
export interface LiveState {
  readonly state: ServerState | undefined;
  /** When the last news came, milliseconds since 1970. */
  readonly freshAt: number;
  /** The stream is lost for longer than {@link LOST_AFTER}. */
  readonly isInterrupted: boolean;
}

type Listener = () => void;
type Handler = (data: unknown) => void;

/** How long a stream may be away before people are told (R5). */
export const LOST_AFTER = 5_000;
const POLL_EVERY = 15_000;
const CHANNEL = 'countersign-live';

/**
 * The one stream of events of a browser. The tab that holds the lock reads it and tells the others, because a browser
 * opens six connections to a server at most. While the stream is lost, the state is asked for.
 */
export class LiveStream {
  private source: EventSource | undefined;
  private channel: BroadcastChannel | undefined;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setInterval> | undefined;
  private release: (() => void) | undefined;
  private readonly listeners = new Set<Listener>();
  private readonly handlers = new Map<string, Set<Handler>>();
  private current: LiveState = { state: undefined, freshAt: Date.now(), isInterrupted: false };

  snapshot = (): LiveState => this.current;

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Hears the events of a name, whichever tab reads the stream. */
  on(name: string, handler: Handler): () => void {
    const handlers = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, handlers.add(handler));
    if (this.source && handlers.size === 1) this.listenTo(name);
    return () => handlers.delete(handler);
  }

  /** Asks for the state now, and reads the stream when it is this tab's turn. */
  start(): void {
    void this.poll();
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = (message: MessageEvent<{ name: string; data: unknown }>) => {
      this.take(message.data.name, message.data.data);
    };
    if (!navigator.locks) return this.open();
    void navigator.locks.request(CHANNEL, async () => {
      this.open();
      await new Promise<void>((resolve) => (this.release = resolve));
    });
  }

  /** Reads the stream anew where this tab reads it: under the session that the browser has by now. */
  renew(): void {
    if (this.source) this.reopen();
  }

  stop(): void {
    this.source?.close();
    this.release?.();
    this.channel?.close();
    clearTimeout(this.lostTimer);
    clearInterval(this.pollTimer);
  }

  /** A request failed or worked: news about the server that needs no stream. */
  noteOffline(master: string | undefined): void {
    const state = this.current.state;
    if (state?.mode === 'read_only') return;
    this.set({ state: { mode: 'read_only', master: master ?? state?.master ?? null, server: state?.server ?? '' } });
    void this.poll();
  }

  private open(): void {
    this.source = new EventSource('/api/events');
    this.source.onopen = () => this.tell('open', null);
    this.source.onerror = () => {
      this.tell('lost', null);
      if (this.source?.readyState === EventSource.CLOSED) setTimeout(() => this.reopen(), POLL_EVERY);
    };
    this.listenTo('state');
    this.listenTo('session');
    for (const name of this.handlers.keys()) this.listenTo(name);
  }

  private reopen(): void {
    this.source?.close();
    this.open();
  }

  private readonly heard = new WeakMap<EventSource, Set<string>>();

  private listenTo(name: string): void {
    if (!this.source) return;
    const heard = this.heard.get(this.source) ?? new Set();
    if (heard.has(name)) return;
    this.heard.set(this.source, heard.add(name));
    this.source.addEventListener(name, (event) => this.tell(name, parse((event as MessageEvent<string>).data)));
  }

  private tell(name: string, data: unknown): void {
    this.channel?.postMessage({ name, data });
    this.take(name, data);
  }

  private take(name: string, data: unknown): void {
    if (name === 'lost') return this.lose();
    this.recover();
    if (name === 'state') this.set({ state: data as ServerState });
    for (const handler of this.handlers.get(name) ?? []) handler(data);
  }

  private lose(): void {
    this.lostTimer ??= setTimeout(() => {
      this.set({ isInterrupted: true }, this.current.freshAt);
      this.pollTimer ??= setInterval(() => void this.poll(), POLL_EVERY);
      void this.poll();
    }, LOST_AFTER);
  }

  private recover(): void {
    clearTimeout(this.lostTimer);
    clearInterval(this.pollTimer);
    this.lostTimer = undefined;
    this.pollTimer = undefined;
    this.set({ isInterrupted: false });
  }

  private async poll(): Promise<void> {
    try {
      const response = await fetch('/api/state', { headers: { accept: 'application/json' } });
      if (response.ok) this.set({ state: (await response.json()) as ServerState });
    } catch (error) {
      // Offline is what the strip says already; anything else is ours.
      if (!(error instanceof TypeError)) reportError(asProblem(error));
    }
  }

  private set(change: Partial<LiveState>, freshAt: number = Date.now()): void {
    this.current = { ...this.current, ...change, freshAt };
    for (const listener of this.listeners) listener();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

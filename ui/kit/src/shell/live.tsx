import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { LiveStream, type LiveState } from '../api/live.ts';

/** The stream of the pages. */
export const LiveContext = createContext<LiveStream>(new LiveStream());

/** What the server says of itself, and whether that is news. */
export function useLive(): LiveState {
  const stream = useContext(LiveContext);
  return useSyncExternalStore(stream.subscribe, stream.snapshot);
}

/** Calls `handler` for each event of this name in the stream. */
export function useLiveEvent(name: string, handler: (data: unknown) => void): void {
  const stream = useContext(LiveContext);
  useEffect(() => stream.on(name, handler), [stream, name, handler]);
}

/** Whether changes are impossible at the moment because the master is away (R6), and its name. */
export function useMasterOffline(): { isOffline: boolean; master: string | null; server: string } {
  const { state } = useLive();
  return { isOffline: state?.mode === 'read_only', master: state?.master ?? null, server: state?.server ?? '' };
}

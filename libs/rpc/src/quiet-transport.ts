import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';

/** The transport prints to standard error by itself; whatever goes wrong is thrown to us as well, and we log it. */
export function quietTransport(): void {
  setLogVerbosity(logVerbosity.NONE);
}

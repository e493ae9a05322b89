import { sessionStoreContract } from '../../application/ports/session-store.contract.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';

sessionStoreContract(() => new InMemorySessionStore());

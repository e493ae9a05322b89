import type { ApiAnswer } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** All RADIUS clients with what goes on. */
export type Overview = ApiAnswer<ConsoleApi['GET /api/radius/clients']>;
/** A client with its numbers and advice. */
export type Client = Overview['items'][number];
/** An address that sends and is no client. */
export type UnknownSender = Overview['unknownSenders'][number];
/** A request and what became of it. */
export type Packet = ApiAnswer<ConsoleApi['GET /api/radius/clients/:id/packets']>['items'][number];
/** What a test showed. */
export type Tested = ApiAnswer<ConsoleApi['POST /api/radius/clients/:id/test']>;

/** How often the pages look again; a gateway reports about once a second. */
export const EVERY_MILLISECONDS = 2000;

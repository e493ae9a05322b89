import type { Channel } from './message-provider.ts';

/** DI token of the {@link DeliveryMeter}. */
export const DELIVERY_METER = Symbol('DELIVERY_METER');

/** Counts what happens. */
export interface DeliveryMeter {
  delivered(channel: Channel, outcome: 'sent' | 'failed', milliseconds: number): void;
  attempted(provider: string, outcome: string): void;
}

import type { Logger } from './logger.ts';

/** One thing to do before the process ends; steps run one after the other. */
export interface ShutdownStep {
  readonly name: string;
  run(): Promise<void> | void;
}

/** The part of `process` that a shutdown needs. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/** What {@link registerShutdown} needs. */
export interface ShutdownOptions {
  readonly logger: Logger;
  /** In order: stop being ready, stop accepting, wait for what is under way, close queues, stores, health port. */
  readonly steps: readonly ShutdownStep[];
  /** For all steps together. */
  readonly limitMilliseconds?: number;
  readonly process?: SignalSource;
}

/** A registered shutdown. */
export interface Shutdown {
  /** Runs the steps as a signal would, once; the process exits at the end. */
  trigger(reason: string): Promise<void>;
  /** Forgets the signals. */
  unregister(): void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * On SIGTERM or SIGINT runs the steps, then exits: 0 when all went well, 1 when a step failed, when the time is over, or
 * at the second signal (somebody is waiting at the terminal). A failed step does not keep the later ones from running.
 */
export function registerShutdown(options: ShutdownOptions): Shutdown {
  const { logger, steps, limitMilliseconds = 20_000, process: target = process } = options;
  let running: Promise<void> | undefined;

  const trigger = (reason: string): Promise<void> => {
    running ??= shutDown(reason);
    return running;
  };
  const shutDown = async (reason: string): Promise<void> => {
    logger.info({ reason }, 'stopping');
    const expiry = setTimeout(() => {
      logger.error({ limitMilliseconds }, 'stopping took too long: leaving');
      target.exit(1);
    }, limitMilliseconds);
    expiry.unref();
    const failures = await runAll(steps, logger);
    clearTimeout(expiry);
    logger.info({ failures }, 'stopped');
    target.exit(failures === 0 ? 0 : 1);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (running === undefined) void trigger(signal);
    else target.exit(1);
  };

  for (const signal of SIGNALS) target.on(signal, onSignal);
  return {
    trigger,
    unregister: () => {
      for (const signal of SIGNALS) target.off(signal, onSignal);
    },
  };
}

async function runAll(steps: readonly ShutdownStep[], logger: Logger): Promise<number> {
  let failures = 0;
  for (const step of steps) {
    try {
      await step.run();
    } catch (error) {
      failures += 1;
      logger.error({ err: error, step: step.name }, 'a step of the shutdown failed');
    }
  }
  return failures;
}

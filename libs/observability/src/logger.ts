import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { redacted } from './redaction.ts';

/** How much is logged; `silent` is for tests. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The logger of a process: `logger.info({ userId }, 'sentence')`. */
export type Logger = PinoLogger;

/** What {@link createLogger} needs. */
export interface LoggerOptions {
  /** The process, as in `auth-server`. */
  readonly service: string;
  readonly level?: LogLevel;
  /** Which of several processes of the service; left out when there is one. */
  readonly instance?: string;
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream;
}

/**
 * A logger that writes one JSON object per line and keeps secrets out of it: everything it is given is redacted by type
 * and by key name (see `redacted`). A secret inside the sentence itself cannot be recognised: pass values as fields.
 */
export function createLogger({ service, level = 'info', instance, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, ...(instance === undefined ? {} : { instance }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are made plain by `log` below, before a serializer would see them.
    serializers: { err: (value: unknown) => value },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: asRedactedRecord,
    },
  };
  return sealBindings(destination === undefined ? pino(options) : pino(options, destination));
}

/** A logger that writes nothing. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

/**
 * The formatters do not see what a child logger is bound to, so `child` and `setBindings` redact it first. Children are
 * made from their parent's prototype: what is set here holds for all descendants.
 */
function sealBindings(logger: Logger): Logger {
  const { child, setBindings } = logger;
  const overrides = {
    child(this: Logger, bindings: object, ...rest: []) {
      return child.call(this, asRedactedRecord(bindings), ...rest);
    },
    setBindings(this: Logger, bindings: object) {
      setBindings.call(this, asRedactedRecord(bindings));
    },
  };
  return Object.assign(logger, overrides);
}

function asRedactedRecord(fields: object): Record<string, unknown> {
  return redacted(fields) as Record<string, unknown>;
}

import type { Logger } from './logger.ts';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * The framework's own messages through our logger: has the shape of NestJS's `LoggerService`
 * (`NestFactory.create(AppModule, { logger: new NestPinoLogger(logger) })`). The framework passes the name of the class
 * that speaks as the last parameter, and for errors a stack before it.
 */
export class NestPinoLogger {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, ...parameters: unknown[]): void {
    this.#write('info', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.#write('fatal', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.#write('error', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.#write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.#write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.#write('trace', message, parameters);
  }

  #write(level: Level, message: unknown, parameters: readonly unknown[]): void {
    const words = parameters.filter((each): each is string => typeof each === 'string');
    const stack = words.find((each) => each.includes('\n'));
    const context = words.filter((each) => each !== stack).at(-1);
    const details = parameters.filter((each) => typeof each === 'object' && each !== null);
    const fields = {
      ...(context === undefined ? {} : { context }),
      ...(stack === undefined ? {} : { stack }),
      ...(details.length === 0 ? {} : { details }),
    };
    if (message instanceof Error) this.#logger[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.#logger[level](fields, message);
    else this.#logger[level]({ ...fields, event: message }, 'framework event');
  }
}

export { HealthServer, type HealthServerOptions, type ReadinessProbe } from './health-server.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel, silentLogger } from './logger.ts';
export { type MetricDefinition, Metrics } from './metrics.ts';
export { NestPinoLogger } from './nest-pino-logger.ts';
export { redacted } from './redaction.ts';
export {
  registerShutdown,
  type Shutdown,
  type ShutdownOptions,
  type ShutdownStep,
  type SignalSource,
} from './shutdown.ts';

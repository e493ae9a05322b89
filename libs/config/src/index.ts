export { ConfigurationError, CONFIGURATION_EXIT_CODE, type ConfigurationProblem } from './configuration-error.ts';
export { describeConfig, type ConfigRow } from './describe-config.ts';
export {
  base64Key,
  booleanFlag,
  choice,
  duration,
  filePath,
  hostPort,
  hostPortList,
  integer,
  list,
  port,
  secretText,
  text,
  url,
} from './fields.ts';
export { formatHostPort, type HostPort, parseHostPort } from './host-port.ts';
export { type ConfigSchema, type Environment, loadConfig } from './load-config.ts';
export { readSecretFile, type SecretFile } from './secret-file.ts';

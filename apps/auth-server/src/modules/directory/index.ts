export { DIRECTORY, type Directory, type DirectoryServerStatus } from './application/ports/directory.ts';
export {
  type HashedSecret,
  LOCAL_PASSWORD_HASHER,
  type LocalPasswordHasher,
  LONGEST_SECRET_OCTETS,
  type SecretOfUser,
} from './application/ports/local-password-hasher.ts';
export {
  PASSWORD_VERIFIER,
  type PasswordAnswer,
  type PasswordQuestion,
  type PasswordVerifier,
} from './application/ports/password-verifier.ts';
export { DirectoryModule, type DirectoryModuleConfig } from './directory.module.ts';
export { type DirectoryConfig, directoryConfigSchema } from './outbound/ldap/directory-config.ts';
export { loadDirectoryConfig } from './outbound/ldap/load-directory-config.ts';

import {
  authenticatorsV1,
  keysV1,
  radiusClientAdministrationV1 as radiusV1,
  serversV1,
  settingsV1,
  usersV1,
} from '@countersign/contracts';
import { CallRefused, type Operator } from './operator.ts';
import { aName, type Person } from './people.ts';

const users = usersV1.UserAdministrationServiceDefinition;
const authenticators = authenticatorsV1.AuthenticatorAdministrationServiceDefinition;
const clients = radiusV1.RadiusClientAdministrationServiceDefinition;
const settings = settingsV1.SettingsAdministrationServiceDefinition;
const keys = keysV1.KeyAdministrationServiceDefinition;
const servers = serversV1.ServerAdministrationServiceDefinition;

/** A change that an operator may ask for. */
export interface Change {
  readonly name: string;
  readonly ask: (operator: Operator) => Promise<unknown>;
}

/** What is changed: a user with an authenticator, and a RADIUS client. */
export interface ChangeTargets {
  readonly person: Person;
  readonly clientId: string;
  /** A token that was imported and belongs to nobody. */
  readonly serialNumber: string;
}

/** Every change that needs the master, each in a form that the master would take. */
export function everyChange(targets: ChangeTargets): readonly Change[] {
  return [...ofUsers(targets), ...ofAuthenticators(targets), ...ofTheInstallation(targets)];
}

function ofUsers({ person: { name: user } }: ChangeTargets): readonly Change[] {
  return [
    { name: 'users add', ask: (to) => to.call(users, 'addUser', { userName: aName() }) },
    {
      name: 'users update',
      ask: (to) =>
        to.call(users, 'updateUser', {
          user,
          updateMask: ['description'],
          fields: usersV1.User.fromPartial({ description: 'changed' }),
        }),
    },
    {
      name: 'users disable',
      ask: (to) =>
        to.call(users, 'updateUser', {
          user,
          updateMask: ['is_enabled'],
          fields: usersV1.User.fromPartial({ isEnabled: false }),
        }),
    },
    { name: 'users remove', ask: (to) => to.call(users, 'removeUser', { user }) },
    {
      name: 'users set-password',
      ask: (to) => to.call(users, 'setUserPassword', { user, password: 'another one 12' }),
    },
    { name: 'users set-pin', ask: (to) => to.call(users, 'setUserPin', { user, pin: '918273' }) },
    {
      name: 'users import',
      ask: (to) => to.call(users, 'importUsers', { csv: Buffer.from(`user_name\n${aName()}\n`), onExisting: 'fail' }),
    },
  ];
}

function ofAuthenticators({ person: { name: user }, serialNumber }: ChangeTargets): readonly Change[] {
  return [
    { name: 'authenticators add-totp', ask: (to) => to.call(authenticators, 'addTotp', { user }) },
    {
      name: 'authenticators add-phone',
      ask: (to) => to.call(authenticators, 'addPhone', { user, phone: '+33611111111' }),
    },
    {
      name: 'authenticators import',
      ask: (to) =>
        to.call(authenticators, 'importAuthenticators', {
          format: 'oath_csv',
          content: Buffer.from(`${aName()},JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,30\n`),
        }),
    },
    {
      name: 'authenticators assign',
      ask: (to) => to.call(authenticators, 'assignAuthenticator', { serialNumber, user }),
    },
    {
      name: 'authenticators recovery-codes',
      ask: (to) => to.call(authenticators, 'createRecoveryCodes', { user, count: 10 }),
    },
  ];
}

function ofTheInstallation({ clientId }: ChangeTargets): readonly Change[] {
  return [
    {
      name: 'radius-clients add',
      ask: (to) =>
        to.call(clients, 'addRadiusClient', { name: 'Late VPN', network: '198.51.100.1/32', policy: policy() }),
    },
    { name: 'radius-clients rotate', ask: (to) => to.call(clients, 'rotateRadiusClientSecret', { id: clientId }) },
    { name: 'radius-clients remove', ask: (to) => to.call(clients, 'removeRadiusClient', { id: clientId }) },
    { name: 'settings set', ask: (to) => to.call(settings, 'setSetting', { key: 'block.days', value: '30' }) },
    { name: 'keys rotate', ask: (to) => to.call(keys, 'rotateKeys', { resealOnly: false }) },
    {
      name: 'servers activate',
      ask: (to) => to.call(servers, 'createActivationCredentials', { service: 'radius-gateway', instance: 'radius-9' }),
    },
  ];
}

/** How a change was refused. @throws when it was not */
export async function refusalOf(change: Change, operator: Operator): Promise<CallRefused> {
  try {
    await change.ask(operator);
  } catch (error) {
    if (error instanceof CallRefused) return error;
    throw error;
  }
  throw new Error(`${change.name} was not refused`);
}

function policy() {
  return radiusV1.RelyingPartyPolicy.fromPartial({
    passwordSource: 'local',
    codeEntry: 'challenge_or_concatenated',
    requireUserMatch: true,
    allowOathFallback: true,
    rememberScope: 'user_and_relying_party_and_address',
    maxChallengeRounds: 5,
    language: 'en',
  });
}

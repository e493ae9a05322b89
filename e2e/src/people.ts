import { randomBytes } from 'node:crypto';
import { authenticatorsV1, usersV1 } from '@countersign/contracts';
import { OathDevice, toBase32 } from './oath-device.ts';
import type { Operator } from './operator.ts';

/** Somebody who can sign in. */
export interface Person {
  readonly name: string;
  readonly id: string;
  readonly password: string;
  /** Shows codes; only of use to those who have one. */
  readonly device: OathDevice;
  /** Empty without one. */
  readonly phone: string;
}

/** What a person has; a device that shows codes unless told otherwise. */
export interface PersonOptions {
  readonly groups?: readonly string[];
  readonly hasDevice?: boolean;
  readonly hasPhone?: boolean;
  readonly isDisabled?: boolean;
}

const users = usersV1.UserAdministrationServiceDefinition;
const authenticators = authenticatorsV1.AuthenticatorAdministrationServiceDefinition;
const PASSWORD = 'a horse, a battery, a staple';
let lastNumber = 0;

/** A name nobody has. */
export function aName(what = 'person'): string {
  lastNumber += 1;
  return `${what}-${lastNumber}-${randomBytes(3).toString('hex')}`;
}

/** A mobile number nobody has. */
export function aPhone(): string {
  lastNumber += 1;
  return `+336${String(randomBytes(4).readUInt32BE() % 10_000).padStart(4, '0')}${String(lastNumber).padStart(4, '0')}`;
}

/** Adds a person of their own for a test, so that tests share no codes and no budgets. */
export async function addPerson(operator: Operator, options: PersonOptions = {}): Promise<Person> {
  const { groups = [], hasDevice = true, hasPhone = false, isDisabled = false } = options;
  const name = aName();
  const phone = hasPhone ? aPhone() : '';
  const request = { userName: name, password: PASSWORD, phone, isDisabled, groups: [...groups] };
  const { user } = await operator.call(users, 'addUser', request);
  const device = hasDevice ? await addDevice(operator, name) : new OathDevice(randomBytes(20));
  return { name, id: user?.id ?? '', password: PASSWORD, device, phone };
}

async function addDevice(operator: Operator, user: string): Promise<OathDevice> {
  const { secretBase32 } = await operator.call(authenticators, 'addTotp', { user });
  return OathDevice.fromSecret(secretBase32);
}

/** Many people at once, without passwords, by the two imports. */
export async function importPeople(operator: Operator, count: number): Promise<readonly Person[]> {
  const people = Array.from({ length: count }, (): Person => {
    return { name: aName('load'), id: '', password: '', device: new OathDevice(randomBytes(20)), phone: '' };
  });
  const names = people.map(({ name }) => name);
  const added = await operator.call(
    users,
    'importUsers',
    { csv: Buffer.from(['user_name', ...names].join('\n')), onExisting: 'fail' },
    60_000,
  );
  const tokens = people.map(({ name, device }) => `S-${name},${toBase32(device.seed)},30,totp,${name}`);
  const content = Buffer.from(['serial_number,secret,interval,type,user_name', ...tokens].join('\n'));
  const bound = await operator.call(authenticators, 'importAuthenticators', { format: 'oath_csv', content }, 60_000);
  if (added.added !== count || bound.added !== count) {
    throw new Error(`imported ${added.added} users and ${bound.added} tokens instead of ${count}`);
  }
  return people;
}

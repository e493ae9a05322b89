import { usersV1 } from '@countersign/contracts';
import type { CallContext } from '@countersign/rpc';
import { describe, expect, it } from '@jest/globals';
import {
  FRESH_PROOF_MILLISECONDS,
  type Principal,
  type PrincipalSource,
  principalOf,
} from '../../platform/principal.ts';
import { type AccessTables, authorize, callersOf, type Guard } from './guarded.ts';

const NOW = 1_800_000_000_000;
const SERVICE = 'countersign.users.v1.UserAdministrationService';

const tables: AccessTables = {
  console: {
    [`${SERVICE}/GetUser`]: { permission: 'user.read' },
    [`${SERVICE}/RemoveUser`]: { permission: 'user.delete', proof: true },
    [`${SERVICE}/ListUsers`]: 'anyone',
  },
  portal: {
    [`${SERVICE}/GetUser`]: { level: 'enrolling', proof: true },
    [`${SERVICE}/SetUserPin`]: { level: 'full', proof: true },
  },
};

const helpDesk: Principal = {
  surface: 'console',
  sessionKey: 'aa',
  userId: 'u1',
  userName: 'anna',
  level: 'full',
  provedAt: NOW - 1,
  provedById: 'a1',
  administrator: {
    roleId: 'help_desk',
    roleName: 'Help desk',
    permissions: new Set(['user.read', 'user.delete'] as const),
    scope: { kind: 'everything' },
  },
};

const enrolling: Principal = {
  ...helpDesk,
  surface: 'portal',
  level: 'enrolling',
  provedAt: 0,
  administrator: undefined,
};

describe('the access of a console session', () => {
  it('lets a call through with the person in it when the role includes the permission', async () => {
    const call = await authorize(aCall('GetUser'), guardOf(helpDesk));
    expect(principalOf(call)?.userName).toBe('anna');
  });

  it('refuses a method that has no row, whoever asks', async () => {
    await expect(authorize(aCall('AddUser'), guardOf(helpDesk))).rejects.toMatchObject({ code: 'caller_not_allowed' });
  });

  it('refuses without a session, and with one that nobody knows', async () => {
    const refusal = { code: 'sign_in_required' };
    await expect(authorize(aCall('GetUser', { session: undefined }), guardOf(helpDesk))).rejects.toMatchObject(refusal);
    await expect(authorize(aCall('GetUser'), guardOf(undefined))).rejects.toMatchObject(refusal);
  });

  it('refuses a session of the portal, and one without the rights of an administrator', async () => {
    const refusal = { code: 'sign_in_required' };
    const portal = guardOf({ ...helpDesk, surface: 'portal' });
    await expect(authorize(aCall('GetUser'), portal)).rejects.toMatchObject(refusal);
    const nobody = guardOf({ ...helpDesk, administrator: undefined });
    await expect(authorize(aCall('GetUser'), nobody)).rejects.toMatchObject(refusal);
  });

  it('refuses what the role does not include', async () => {
    const rights = { ...helpDesk.administrator, permissions: new Set() } as Principal['administrator'];
    const guard = guardOf({ ...helpDesk, administrator: rights });
    await expect(authorize(aCall('GetUser'), guard)).rejects.toMatchObject({ code: 'permission_missing' });
  });

  it('asks for a proof once the last one is five minutes old', async () => {
    await expect(authorize(aCall('RemoveUser'), guardOf(helpDesk))).resolves.toBeDefined();
    for (const provedAt of [0, NOW - FRESH_PROOF_MILLISECONDS]) {
      const guard = guardOf({ ...helpDesk, provedAt });
      await expect(authorize(aCall('RemoveUser'), guard)).rejects.toMatchObject({ code: 'proof_required' });
    }
  });

  it('lets anyone sign in', async () => {
    await expect(authorize(aCall('ListUsers', { session: undefined }), guardOf(undefined))).resolves.toBeDefined();
  });
});

describe('the access of a portal session', () => {
  it('opens enrollment to who has no method yet, without a proof', async () => {
    await expect(authorize(aCall('GetUser', { door: 'user-portal' }), guardOf(enrolling))).resolves.toBeDefined();
  });

  it('opens nothing else to them', async () => {
    const call = aCall('SetUserPin', { door: 'user-portal' });
    await expect(authorize(call, guardOf(enrolling))).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  it('asks who is signed in for a proof', async () => {
    const stale: Principal = { ...enrolling, level: 'full', provedAt: 1 };
    const call = aCall('GetUser', { door: 'user-portal' });
    await expect(authorize(call, guardOf(stale))).rejects.toMatchObject({ code: 'proof_required' });
  });
});

describe('a call that a page makes by itself', () => {
  it.each([true, false])('leaves the session as old as it is only then: %j', async (isSessionQuiet) => {
    const asked: unknown[] = [];
    const principals: PrincipalSource = {
      find: (_id, _surface, options) => {
        asked.push(options);
        return Promise.resolve(helpDesk);
      },
    };
    await authorize({ ...aCall('GetUser'), isSessionQuiet }, { ...guardOf(helpDesk), principals });
    expect(asked).toEqual([{ isQuiet: isSessionQuiet }]);
  });
});

describe('a caller that is not a door of people', () => {
  it('passes without a person', async () => {
    const call = await authorize(aCall('AddUser', { door: 'operator' }), guardOf(helpDesk));
    expect(principalOf(call)).toBeUndefined();
  });
});

describe('the allow-list of a service', () => {
  it('names a door only where its table has a row', () => {
    const callers = callersOf(usersV1.UserAdministrationServiceDefinition, ['operator'], tables);
    expect(callers.getUser).toEqual(['operator', 'user-portal', 'admin-console']);
    expect(callers.removeUser).toEqual(['operator', 'admin-console']);
    expect(callers.addUser).toEqual(['operator']);
  });
});

function guardOf(principal: Principal | undefined): Guard {
  const principals: PrincipalSource = {
    find: (id) => Promise.resolve(id === 'the-session' ? principal : undefined),
  };
  return { principals, clock: { now: () => NOW }, tables };
}

function aCall(method: string, given: { readonly session?: string; readonly door?: string } = {}): CallContext {
  const { session, door } = { session: 'the-session', door: 'admin-console', ...given };
  const signal = new AbortController().signal;
  return {
    caller: { service: door, instance: undefined },
    method: `${SERVICE}/${method}`,
    deadline: undefined,
    idempotencyKey: undefined,
    operator: undefined,
    session,
    signal,
    draining: signal,
  };
}

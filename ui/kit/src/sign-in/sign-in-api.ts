import { useContext, useMemo } from 'react';
import type { ApiClient, RawInput } from '../api/client.ts';
import { ApiContext } from '../api/hooks.ts';
import type { Answer, MethodName, Step } from './step.ts';

/** How a conversation goes on: answers, and other ways. */
export interface Conversation {
  answer(answer: Answer): Promise<Step>;
  choose(method: MethodName): Promise<Step>;
}

/** The requests of a sign-in; an unknown session is an answer here, so they never open a dialog themselves. */
export interface SignInApi extends Conversation {
  signIn(userName: string, password: string): Promise<Step>;
  /** The question that is open, as after a reload. */
  resume(): Promise<Step>;
  passkeyOptions(): Promise<Readonly<Record<string, unknown>>>;
  withPasskey(passkey: Readonly<Record<string, unknown>>): Promise<Step>;
  /** A fresh proof in an open session. */
  readonly proof: Conversation & { begin(): Promise<Step> };
}

/** Both doors have these routes alike. */
export function useSignInApi(): SignInApi {
  const client = useContext(ApiContext);
  if (!client) throw new Error('There is no ApiContext above this component.');
  return useMemo(() => signInApi(client), [client]);
}

function signInApi(client: ApiClient): SignInApi {
  const ask = async (route: string, input: RawInput = {}) => await client.send(route, input, { isQuiet: true });
  const step = async (route: string, input: RawInput = {}) => (await ask(route, input)) as Step;
  return {
    signIn: (userName, password) => step('POST /api/sign-in', { body: { userName, password } }),
    resume: () => step('GET /api/sign-in'),
    passkeyOptions: async () => (await ask('POST /api/sign-in/passkey/options')) as Record<string, unknown>,
    withPasskey: (passkey) => step('POST /api/sign-in/passkey', { body: { passkey } }),
    answer: (answer) => step('POST /api/sign-in/answer', { body: answer }),
    choose: (method) => step('POST /api/sign-in/method', { body: { method } }),
    proof: {
      begin: () => step('POST /api/proof'),
      answer: (answer) => step('POST /api/proof/answer', { body: answer }),
      choose: (method) => step('POST /api/proof', { body: { method } }),
    },
  };
}

import { BROWSER_METHODS, METHODS, type Method } from '../authenticators/method.ts';
import { methodsOf } from '../authenticators/methods-of.ts';
import type { AdvanceContext } from './step.ts';

/** What the user has and the relying party allows, right now. */
export function usableMethods(context: AdvanceContext): readonly Method[] {
  if (context.user === undefined) return [];
  const allowed = new Set(context.relyingParty.policy.allowedMethods);
  const isBrowser = context.relyingParty.browser !== undefined;
  const isCounted = (method: Method): boolean => context.settings.allowedMethods.includes(method);
  return methodsOf(context.user).filter(
    (method) => allowed.has(method) && isCounted(method) && (isBrowser || !BROWSER_METHODS.has(method)),
  );
}

/** The method to ask for first: the user's choice, else the first of our list. */
export function preferredMethod(methods: readonly Method[], context: AdvanceContext): Method | undefined {
  const wanted = context.user?.defaultMethod;
  if (wanted !== undefined && methods.includes(wanted)) return wanted;
  return METHODS.find((method) => methods.includes(method));
}

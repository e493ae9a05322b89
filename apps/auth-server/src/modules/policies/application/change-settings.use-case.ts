import { companySettings, parseSetting, type Problem, problemsError } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction, UnitOfWork } from '../../../platform/database.ts';
import type { ChangeAnnouncer } from '../../administration/index.ts';
import { type EditorLockoutDependencies, refuseEditorLockout } from './editor-lockout.ts';
import type { SettingChange, SettingsHistory } from './ports/settings-history.ts';
import type { SettingsRepository, StoredSettings } from './ports/settings-repository.ts';
import { type ShownSetting, shownSettings } from './shown-setting.ts';

/** A new value of a setting. */
export interface WantedSetting {
  readonly key: string;
  /** Undefined: back to the default. */
  readonly value: unknown;
  /** What the editor saw; absent: whatever is there. */
  readonly expected?: { readonly value: unknown };
}

/** What {@link ChangeSettings} works with. */
export interface ChangeSettingsDependencies extends EditorLockoutDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly settings: SettingsRepository;
  readonly history: SettingsHistory;
  readonly announcer: ChangeAnnouncer;
  readonly newId: (now: number) => string;
}

/** Changes company settings for every server: all of them or none, with what they were before kept for a way back. */
export class ChangeSettings {
  readonly #with: ChangeSettingsDependencies;

  constructor(dependencies: ChangeSettingsDependencies) {
    this.#with = dependencies;
  }

  /**
   * @throws DomainError `invalid_request` for a value that is wrong or contradicts another one; `version_conflict` when
   * somebody else changed one of them; `not_allowed` when the editor would lock themselves out
   */
  async execute(
    wanted: readonly WantedSetting[],
    reason: string,
    context: CommandContext,
  ): Promise<readonly ShownSetting[]> {
    return await this.#change(context, reason, (_tx, before) => {
      refuseConflicts(wanted, before);
      return Promise.resolve(applied(before, wanted));
    });
  }

  /** Brings back the settings as they were before a change. @throws DomainError `not_found` and as {@link execute} */
  async restore(id: string, reason: string, context: CommandContext): Promise<readonly ShownSetting[]> {
    return await this.#change(context, reason, async (tx) => {
      const stored = await this.#with.history.storedBefore(tx, id);
      if (stored === undefined) throw new DomainError('not_found', 'There is no such change of settings.');
      return new Map(stored);
    });
  }

  async #change(
    context: CommandContext,
    reason: string,
    decide: (tx: Transaction, before: StoredSettings) => Promise<Map<string, unknown>>,
  ): Promise<readonly ShownSetting[]> {
    const { unitOfWork, settings, announcer } = this.#with;
    const shown = await unitOfWork.run(context, async (tx) => {
      const before = await settings.lock(tx);
      const after = await decide(tx, before);
      // What is each in bounds may still contradict: a shortest PIN longer than the longest.
      companySettings(after);
      const changes = changesBetween(before, after);
      if (changes.length > 0) await this.#write(tx, { before, after, changes, reason, context });
      const keys = new Set(changes.map(({ key }) => key));
      return shownSettings(after).filter(({ key }) => keys.has(key));
    });
    await announcer.announce('settings');
    return shown;
  }

  async #write(tx: Transaction, { before, after, changes, reason, context }: Writing): Promise<void> {
    const { settings, history, newId } = this.#with;
    await refuseEditorLockout(tx, after, new Set(changes.map(({ key }) => key)), context, this.#with);
    const { actor, now } = context;
    await history.add(tx, { id: newId(now), changedAt: now, actor, reason, changes }, before);
    for (const { key, after: value } of changes) await settings.set(tx, key, value, now);
    for (const { key, value, isDefault } of shownSettings(after).filter((each) => isAmong(changes, each.key))) {
      tx.journal({
        action: 'setting_changed',
        details: { key, value: JSON.stringify(value), isDefault, ...(reason === '' ? {} : { reason }) },
      });
    }
  }
}

interface Writing {
  readonly before: StoredSettings;
  readonly after: StoredSettings;
  readonly changes: readonly SettingChange[];
  readonly reason: string;
  readonly context: CommandContext;
}

/**
 * The settings with new values in them.
 * @throws DomainError `invalid_request` with every problem of every value
 */
export function applied(stored: StoredSettings, wanted: readonly WantedSetting[]): Map<string, unknown> {
  const after = new Map(stored);
  const problems: Problem[] = [];
  const known = new Set(shownSettings(stored).map(({ key }) => key));
  for (const { key, value } of wanted) {
    if (!known.has(key)) throw unknownSetting();
    if (value === undefined) {
      after.delete(key);
      continue;
    }
    const parsed = parseSetting(key, value);
    if (parsed.kind === 'valid') after.set(key, parsed.value);
    else problems.push(...parsed.problems.map((problem) => ({ ...problem, field: key })));
  }
  if (problems.length > 0) throw problemsError(problems);
  return after;
}

function refuseConflicts(wanted: readonly WantedSetting[], stored: StoredSettings): void {
  const shown = new Map(shownSettings(stored).map(({ key, value }) => [key, value]));
  for (const { key, expected } of wanted) {
    if (expected === undefined || isSame(expected.value, shown.get(key))) continue;
    throw new DomainError('version_conflict', `Somebody else changed ${key} meanwhile: look at it again.`, {
      field: key,
    });
  }
}

function changesBetween(before: StoredSettings, after: StoredSettings): readonly SettingChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .map((key) => ({ key, before: before.get(key), after: after.get(key) }))
    .filter((change) => !isSame(change.before, change.after));
}

/** Postgres keeps the fields of an object in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function isAmong(changes: readonly SettingChange[], key: string): boolean {
  return changes.some((change) => change.key === key);
}

function unknownSetting(): DomainError {
  return new DomainError('invalid_request', 'There is no such setting; `countersign settings get` lists all of them.', {
    field: 'key',
  });
}

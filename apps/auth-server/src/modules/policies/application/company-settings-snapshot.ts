import { type CompanySettings, companySettings, defaultCompanySettings } from '@countersign/domain';
import { isDomainError } from '@countersign/errors';
import type { CompanySettingsSource } from './ports/company-settings-source.ts';
import type { SettingsRepository } from './ports/settings-repository.ts';

/** What {@link CompanySettingsSnapshot} needs. */
export interface SettingsSnapshotDependencies {
  readonly settings: Pick<SettingsRepository, 'readNearest'>;
  /** Told when the settings cannot be read, or what is stored cannot be used. */
  readonly onProblem: (problem: string, error: unknown) => void;
}

/** The company settings in memory. What was read last stays in force while no copy of the database can be read. */
export class CompanySettingsSnapshot implements CompanySettingsSource {
  readonly #with: SettingsSnapshotDependencies;
  #current: CompanySettings = defaultCompanySettings;
  #isLoaded = false;
  #running: Promise<void> | undefined;
  #isStale = false;

  constructor(dependencies: SettingsSnapshotDependencies) {
    this.#with = dependencies;
  }

  current(): CompanySettings {
    return this.#current;
  }

  /** Whether they were read once; the defaults are in force until then. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Reads the settings anew. A call while one is under way makes that one read again at its end. Never throws. */
  async refresh(): Promise<void> {
    if (this.#running !== undefined) {
      this.#isStale = true;
      return await this.#running;
    }
    this.#running = this.#readUntilFresh();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  async #readUntilFresh(): Promise<void> {
    do {
      this.#isStale = false;
      try {
        this.#current = companySettings(await this.#with.settings.readNearest());
        this.#isLoaded = true;
      } catch (error) {
        if (!isDomainError(error)) throw error;
        this.#with.onProblem('the company settings cannot be read: the last ones stay in force', error);
      }
    } while (this.#isStale);
  }
}

import type { Check, Finding } from './ports/check.ts';

const PATIENCE_MILLISECONDS = 3000;

/** Looks at everything that this server depends on. */
export class Diagnose {
  readonly #checks: readonly Check[];

  constructor(checks: readonly Check[]) {
    this.#checks = checks;
  }

  async execute(): Promise<readonly Finding[]> {
    const findings = await Promise.all(this.#checks.map((check) => withPatience(check)));
    return findings.flat();
  }
}

async function withPatience(check: Check): Promise<readonly Finding[]> {
  const failed = (detail: string): readonly Finding[] => [
    { subject: check.subject, state: 'failed', detail, remedy: 'See the log of this server.' },
  ];
  let expiry: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    expiry = setTimeout(() => resolve(failed('no answer within 3 s')), PATIENCE_MILLISECONDS);
  });
  try {
    return await Promise.race([check.run(), late]);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(expiry);
  }
}

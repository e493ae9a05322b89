import { settingsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Output } from '../../output/output.ts';
import type { Run } from '../../session.ts';

/** `countersign settings …` */
export function registerSettings(program: Command, run: Run): void {
  const settings = program.command('settings').description('Company settings: lockout, lifetimes, PIN rules, texts');
  registerGet(settings, run);
  registerSet(settings, run);
}

function registerGet(settings: Command, run: Run): void {
  const command = settings
    .command('get [key]')
    .description('Show all company settings, or one with its description and default')
    .action(
      run(async ({ core, output }, key: string | undefined) => {
        const client = await core.service(settingsV1.SettingsAdministrationServiceDefinition);
        const response = await client.getSettings({ key: typeof key === 'string' ? key : '' }, core.reading());
        const values = response.settings.map(asJson);
        output.result(typeof key === 'string' ? values[0] : values, () => {
          const [only] = response.settings;
          if (typeof key === 'string' && only !== undefined) showSetting(output, only);
          else
            output.table(
              ['setting', 'value', ''],
              response.settings.map((each) => [each.key, each.value, each.isDefault ? 'default' : '']),
            );
        });
      }),
    );
  withExamples(command, 'settings get', 'settings get lockout.denials');
}

function registerSet(settings: Command, run: Run): void {
  const command = settings
    .command('set <key> [value]')
    .description('Change a company setting; the value is JSON, plain text is taken as text')
    .option('--default', 'back to the default')
    .action(
      run(async ({ core, output }, key: string, given: string | undefined, options: { default?: boolean }) => {
        if ((given === undefined) !== (options.default === true)) {
          throw new DomainError('invalid_request', 'Give a value, or --default.');
        }
        const client = await core.service(settingsV1.SettingsAdministrationServiceDefinition);
        const value = given === undefined ? '' : toJson(given);
        const { setting } = await client.setSetting({ key, value }, core.changing());
        if (setting === undefined) return;
        output.result(asJson(setting), () => showSetting(output, setting));
      }),
    );
  withExamples(
    command,
    'settings set lockout.denials 5',
    `settings set user_names.domains '["CONTOSO","contoso.example"]'`,
    'settings set language fr',
    'settings set lockout.denials --default',
  );
}

/** Text that is no JSON stands for itself, so that nobody has to quote "fr" twice. */
export function toJson(value: string): string {
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
}

function asJson({ key, value, defaultValue, description, isDefault }: settingsV1.Setting): unknown {
  return { key, value: parsed(value), default: parsed(defaultValue), isDefault, description };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function showSetting(output: Output, setting: settingsV1.Setting): void {
  output.facts([
    ['Setting', setting.key],
    ['Value', setting.value],
    ['Default', setting.defaultValue],
    ['Meaning', setting.description],
  ]);
}

import type { settingsV1 } from '@countersign/contracts';
import type { Language } from '@countersign/http';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';

const json = z.json();
const shapeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole_number'), minimum: z.number(), maximum: z.number() }),
  z.object({ kind: z.literal('flag') }),
  z.object({ kind: z.literal('choice'), choices: z.array(z.string()) }),
  z.object({ kind: z.literal('text') }),
  z.object({ kind: z.literal('list'), choices: z.array(z.string()), maximum: z.number() }),
]);
const settingSchema = z.object({
  key: z.string(),
  value: json,
  defaultValue: json,
  isDefault: z.boolean(),
  description: z.string(),
  shape: shapeSchema.nullable(),
});
const cardSchema = z.object({
  id: z.string(),
  screen: z.string(),
  settings: z.array(settingSchema),
  effect: z.string().nullable(),
});
const wantedSchema = z.array(
  z.object({
    key: z.string().max(100),
    /** Left out: back to the default. */
    value: json.optional(),
    /** What the form showed. */
    expected: json.optional(),
  }),
);
const changedSchema = z.object({ keys: z.array(z.string()) });
const reason = z.string().max(500).default('');

/** Company settings: their cards, what a change would lead to, changes, history and the way back. */
export const settingsRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/settings',
      access: 'signed_in',
      summary: 'Settings of a screen as cards, each with a sentence of what it leads to.',
      query: z.object({ screen: z.enum(['company', 'portal', 'messages', 'mail']) }),
      answer: z.object({ cards: z.array(cardSchema) }),
    },
    async ({ core, call, query, language }) => {
      const { cards } = await core.settings.listSettingCards({ screen: query.screen }, call);
      return { cards: cards.map((card) => toCard(card, language)) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/settings/preview',
      access: 'signed_in',
      summary: 'What a change of settings would lead to, and why it cannot be made; changes nothing.',
      body: z.object({ settings: wantedSchema }),
      answer: z.object({
        effects: z.record(z.string(), z.string()),
        problem: z.object({ field: z.string(), message: z.string() }).nullable(),
        texts: z.array(
          z.object({
            key: z.string(),
            subject: z.string(),
            sample: z.string(),
            encoding: z.string(),
            units: z.number(),
            segments: z.number(),
            octets: z.number(),
          }),
        ),
      }),
    },
    async ({ core, call, body, language }) => {
      const settings = body.settings.map(toWanted);
      const { effects, problem, problemField, texts } = await core.settings.previewSettings({ settings }, call);
      return {
        effects: Object.fromEntries(effects.map(({ cardId, effect }) => [cardId, effect?.[language] ?? ''])),
        problem: problem === '' ? null : { field: problemField, message: problem },
        texts,
      };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/settings',
      access: 'signed_in',
      summary: 'Changes settings: all of them or none.',
      body: z.object({ settings: wantedSchema, reason }),
      answer: changedSchema,
    },
    async ({ core, call, body }) => {
      const request = { settings: body.settings.map(toWanted), reason: body.reason };
      const { settings } = await core.settings.changeSettings(request, call);
      return { keys: settings.map(({ key }) => key) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/messages',
      access: 'signed_in',
      summary: 'Words texts anew: of messages, prompts and mails.',
      body: z.object({ settings: wantedSchema, reason }),
      answer: changedSchema,
    },
    async ({ core, call, body }) => {
      const request = { settings: body.settings.map(toWanted), reason: body.reason };
      const { settings } = await core.settings.changeMessages(request, call);
      return { keys: settings.map(({ key }) => key) };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/settings/versions',
      access: 'signed_in',
      summary: 'Changes of settings, newest first.',
      query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().default('') }),
      answer: z.object({
        items: z.array(
          z.object({
            id: z.string(),
            at: z.iso.datetime(),
            actor: z.string(),
            reason: z.string(),
            changes: z.array(z.object({ key: z.string(), before: json, after: json })),
          }),
        ),
        next: z.string().nullable(),
      }),
    },
    async ({ core, call, query }) => {
      const { versions } = await core.settings.listSettingVersions(query, call);
      const last = versions.length === query.limit ? versions.at(-1)?.id : undefined;
      return { items: versions.map(toVersion), next: last ?? null };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/settings/versions/:id/restore',
      access: 'signed_in',
      summary: 'Brings back the settings as they were before a change.',
      params: z.object({ id: z.string() }),
      body: z.object({ reason }),
      answer: changedSchema,
    },
    async ({ core, call, params, body }) => {
      const { settings } = await core.settings.restoreSettings({ id: params.id, reason: body.reason }, call);
      return { keys: settings.map(({ key }) => key) };
    },
  ),
];

function toCard({ id, screen, settings, effect }: settingsV1.SettingCard, language: Language) {
  return {
    ...{ id, screen },
    settings: settings.map(({ key, value, defaultValue, isDefault, description, shape }) => ({
      ...{ key, isDefault },
      value: read(value),
      defaultValue: read(defaultValue),
      description: description?.[language] ?? '',
      shape: shape === '' ? null : shapeSchema.parse(JSON.parse(shape)),
    })),
    effect: effect?.[language] ?? null,
  };
}

function toVersion({ id, changedAtMilliseconds, actor, reason: why, changes }: settingsV1.SettingVersion) {
  return {
    ...{ id, actor, reason: why },
    at: new Date(changedAtMilliseconds).toISOString(),
    changes: changes.map(({ key, before, after }) => ({ key, before: read(before), after: read(after) })),
  };
}

function toWanted({ key, value, expected }: z.output<typeof wantedSchema>[number]): settingsV1.WantedSetting {
  const write = (each: unknown): string => (each === undefined ? '' : JSON.stringify(each));
  return { key, value: write(value), expected: write(expected) };
}

/** Null stands for the default, which no setting is. */
function read(text: string): z.output<typeof json> {
  return text === '' ? null : json.parse(JSON.parse(text));
}

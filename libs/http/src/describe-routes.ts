import { z } from 'zod';
import type { Access, HttpMethod, Route, RouteDefinition } from './route.ts';

/** A JSON Schema, as far as we look into it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A row of the route table in plain data. */
export interface RouteDescription {
  readonly method: HttpMethod;
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  /** Left out: nothing is answered. */
  readonly answer?: JsonSchema | 'file' | 'events';
}

/** The table as data: for the document of the API and the types of its client. What comes in is told as callers write it. */
export function describeRoutes(routes: readonly Route<never>[]): readonly RouteDescription[] {
  return routes.map(({ definition }) => describe(definition));
}

function describe({ method, path, access, summary, ...schemas }: RouteDefinition): RouteDescription {
  const { params, query, body, answer } = schemas;
  const isSchema = answer !== undefined && answer !== 'file' && answer !== 'events';
  return {
    ...{ method, path, access, summary },
    ...(params === undefined ? {} : { params: toJsonSchema(params) }),
    ...(query === undefined ? {} : { query: toJsonSchema(query) }),
    ...(body === undefined ? {} : { body: toJsonSchema(body) }),
    ...(answer === undefined ? {} : { answer: isSchema ? toJsonSchema(answer) : answer }),
  };
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

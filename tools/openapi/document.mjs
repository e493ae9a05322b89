const problem = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'A code of docs/errors.md.' },
    detail: { type: 'string' },
    field: { type: 'string' },
    reference: { type: 'string', description: 'The id of the request in the log.' },
    retryAfterSeconds: { type: 'integer' },
  },
  required: ['type', 'title', 'status', 'code', 'reference'],
};

/** The OpenAPI 3.1 document of a route table. */
export function openApiDocument(title, routes) {
  const paths = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'For the pages of this door. Generated from its route table.' },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-' } },
    },
  };
}

function operation({ method, summary, access, params, query, body, answer }) {
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')];
  return {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined || method === 'GET'
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...responseOf(answer),
      default: {
        description: 'A problem (RFC 9457).',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    security: access === 'anyone' ? [] : [{ session: [] }],
    'x-access': access,
  };
}

function parametersOf(schema, place) {
  return Object.entries(schema?.properties ?? {}).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: each,
  }));
}

function responseOf(answer) {
  if (answer === undefined) return { 204: { description: 'Done.' } };
  if (answer === 'file') return { 200: { description: 'A file to save.', content: { '*/*': {} } } };
  if (answer === 'events') return { 200: { description: 'A stream of events.', content: { 'text/event-stream': {} } } };
  return { 200: { description: 'The answer.', content: { 'application/json': { schema: answer } } } };
}

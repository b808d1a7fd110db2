import { z } from 'zod';
import type { Json, JsonObject } from '../core/index.ts';
import { clientHeadersSchema } from './client-headers.ts';
import { problemSchema } from './problem.ts';
import { ROUTES, type ApiRoute } from './routes.ts';

const DESCRIPTION =
  'The HTTP API of `keyward serve`. What is below `/v1/sealed/` is ciphertext and signed statements: it is asked for ' +
  'with a credential that is derived from the agent token and opens nothing, and opened by the client. Everything ' +
  'else is asked for with the token itself, which the server uses for as long as the request takes, and drops.';

/** The API as OpenAPI 3.1, written from the schemas that requests are checked with. */
export function openApiDocument(version: string): JsonObject {
  const routes = Object.entries<ApiRoute>(ROUTES);
  const paths = new Map<string, Record<string, Json>>();
  for (const [operationId, route] of routes) {
    const operations = paths.get(route.path) ?? {};
    operations[route.method.toLowerCase()] = operationOf(operationId, route);
    paths.set(route.path, operations);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyward',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:7117' }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: schemasOf(routes.map(([, route]) => route)) },
  };
}

const bearer = (description: string): JsonObject => ({ type: 'http', scheme: 'bearer', description });

const SECURITY_SCHEMES = {
  token: bearer('The agent token, `kwa_...`. The server can open what it opens while the request takes.'),
  credential: bearer(
    '`kwc_<token id>_<base 62 of 32 bytes>_<checksum>`: derived from the token, it proves possession of it and opens nothing.',
  ),
  deprovisioning: bearer('A token that can delete its agent, and nothing else.'),
};

function operationOf(operationId: string, route: ApiRoute): JsonObject {
  const { summary, authentication, body } = route;
  const isOfClients = authentication === 'token' || authentication === 'credential';
  const parameters = [
    ...parametersOf('path', route.parameters),
    ...parametersOf('query', route.query),
    ...(isOfClients ? parametersOf('header', clientHeadersSchema) : []),
  ];
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    security: authentication === 'none' ? [] : [{ [authentication]: [] }],
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body.name, body.type) } }),
    responses: {
      200: { description: 'As asked.', content: contentOf(route.answer.name) },
      ...(isOfClients
        ? { 401: { description: 'Not a valid token.' }, 429: { description: 'Too many requests: wait.' } }
        : {}),
      default: { description: 'Refused, or failed.', content: contentOf(route.refusal?.name ?? 'Problem') },
    },
  };
}

function contentOf(name: string, type = 'application/json'): JsonObject {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

function parametersOf(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): readonly JsonObject[] {
  if (schema === undefined) return [];
  const whole = z.toJSONSchema(schema, OPTIONS);
  return Object.keys(schema.shape).map((name) => {
    const { description, ...rest } = jsonSchemaOf(whole, name);
    const isRequired = place === 'path';
    return {
      name,
      in: place,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

const OPTIONS = { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' } as const;

function schemasOf(routes: readonly ApiRoute[]): JsonObject {
  const problem = { name: 'Problem', schema: problemSchema };
  const named = routes.flatMap(({ body, answer, refusal }) => [body ?? [], answer, refusal ?? []].flat());
  return Object.fromEntries(
    [problem, ...named].map(({ name, schema }) => [
      name,
      jsonSchemaOf(z.toJSONSchema(z.object({ it: schema }), OPTIONS), 'it'),
    ]),
  );
}

// Taken from inside an object: there it stands without a `$schema` of its own, and refers to nothing outside of itself.
const shapeSchema = z.object({ properties: z.record(z.string(), z.record(z.string(), z.json())) });

function jsonSchemaOf(schema: unknown, member: string): JsonObject {
  return shapeSchema.parse(schema).properties[member] ?? {};
}

import {
  createRequestStateCodec,
  McpServer,
  ResourceNotFoundError,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { systemRandom } from '../../../src/core/index.ts';
import type { McpHttpDeps } from '../../../src/mcp/index.ts';
import { askingTools, registerAskingPrompt } from './asking-fixtures.ts';
import { IMAGE } from './media.ts';
import { registerPrompts } from './prompt-fixtures.ts';
import { answeringTools } from './tool-fixtures.ts';

type CreateServer = NonNullable<McpHttpDeps['createServer']>;

export type Fixture = (server: McpServer) => void;

// What a client is told to send back must hold over requests, which each have an instance of their own.
const codec = createRequestStateCodec<string>({ key: systemRandom(32), ttlSeconds: 60, bind: principalOf });

/**
 * What the conformance suite wants to find on a server, behind our own doors: what is proven with it is the listener, the
 * token, the sessions and the transports, in both eras. No sampling, roots, logging or tasks: those are refused by choice.
 */
export const createFixtureServer: CreateServer = (deps, era) => {
  const server = new McpServer(
    { name: 'keyward-fixtures', version: deps.version },
    {
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        // 2026-07-28 has no subscription to one resource.
        resources: era === 'legacy' ? { subscribe: true, listChanged: true } : { listChanged: true },
        completions: {},
      },
      requestState: { verify: codec.verify },
    },
  );
  // Fails for a request that comes without the visit that our doors announce.
  const visited = (context: ServerContext): void => void deps.connection(context);
  for (const register of answeringTools(visited)) register(server);
  for (const register of askingTools({ visited, mint: codec.mint })) register(server);
  registerPrompts(server);
  registerAskingPrompt(server);
  serveFixtureResources(server, era);
  server.server.setRequestHandler('completion/complete', async () => ({ completion: { values: ['paris', 'park'] } }));
  return server;
};

function principalOf({ http }: ServerContext): string {
  return http?.authInfo?.clientId ?? '';
}

const RESOURCES = [
  { uri: 'test://static-text', name: 'static-text', description: 'Text that stays', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', description: 'A picture', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'watched-resource', description: 'May change', mimeType: 'text/plain' },
];

function serveFixtureResources({ server }: McpServer, era: 'legacy' | 'modern'): void {
  server.setRequestHandler('resources/list', async () => ({ resources: RESOURCES }));
  server.setRequestHandler('resources/templates/list', async () => ({
    resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' }],
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => readFixture(uri));
  if (era === 'modern') return;
  const subscribed = new Set<string>();
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    subscribed.add(uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params: { uri } }) => {
    subscribed.delete(uri);
    return {};
  });
}

function readFixture(uri: string): ReadResourceResult {
  if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: IMAGE }] };
  if (uri === 'test://static-text' || uri === 'test://watched-resource') {
    return { contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }] };
  }
  const id = /^test:[/][/]template[/]([\w-]{1,64})[/]data$/.exec(uri)?.[1];
  if (id === undefined) throw new ResourceNotFoundError(uri);
  const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
  return { contents: [{ uri, mimeType: 'application/json', text }] };
}

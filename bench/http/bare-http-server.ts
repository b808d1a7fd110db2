// What `keyward serve` is measured against: an MCP SDK server over HTTP that makes the same undici call, with no token, no
// limits, no vault, policy or audit. Both eras on one route, as ours.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { bareServer } from '../call/bare-tools.ts';

const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
const modern = createMcpHandler(bareServer, { legacy: 'reject' });

async function openSession(): Promise<WebStandardStreamableHTTPServerTransport> {
  const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => crypto.randomUUID(),
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  await bareServer().connect(transport);
  return transport;
}

const listener = getRequestListener(async (incoming) => {
  const parsedBody: unknown = incoming.method === 'POST' ? await incoming.json() : undefined;
  if (!(await isLegacyRequest(incoming, parsedBody))) return modern.fetch(incoming, { parsedBody });
  const known = sessions.get(incoming.headers.get('mcp-session-id') ?? '');
  return (known ?? (await openSession())).handleRequest(incoming, parsedBody === undefined ? {} : { parsedBody });
});
const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${String(portOf())}` })));

function portOf(): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

// What `keyward serve` is measured against: an MCP SDK server over HTTP that makes the same undici call, with no token, no
// limits, no vault, policy or audit. Both eras on one route, as ours.
import { createServer } from 'node:http';
import process from 'node:process';
import { getRequestListener } from '@hono/node-server';
import {
  createMcpHandler,
  isLegacyRequest,
  McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { Agent, request } from 'undici';
import { z } from 'zod';

const agent = new Agent({ pipelining: 1 });
const authorization = `Bearer ${process.argv[2] ?? ''}`;

const input = z.strictObject({
  item: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});
const output = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
  truncated: z.boolean(),
});
const spare = ['list_items', 'http_request', 'explain_request'];

function bareServer(): McpServer {
  const server = new McpServer({ name: 'bare', version: '1.0.0' }, { capabilities: { tools: {} } });
  const config = { title: 'Read', description: 'Make a GET request.', inputSchema: input, outputSchema: output };
  server.registerTool('http_get', config, async ({ url }) => {
    const response = await request(url, { dispatcher: agent, headers: { authorization } });
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    const structured = { status: response.statusCode, headers, body: await response.body.json(), truncated: false };
    return { content: [{ type: 'text', text: JSON.stringify(structured) }], structuredContent: structured };
  });
  for (const name of spare) server.registerTool(name, config, () => ({ content: [] }));
  return server;
}

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

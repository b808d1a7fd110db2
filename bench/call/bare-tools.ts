import process from 'node:process';
import { McpServer } from '@modelcontextprotocol/server';
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

/** An MCP SDK server that makes the same undici call as Keyward, with the secret that is its first argument, and nothing else. */
export function bareServer(): McpServer {
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

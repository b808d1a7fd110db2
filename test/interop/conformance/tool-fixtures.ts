import { readFileSync } from 'node:fs';
import {
  fromJsonSchema,
  type CallToolResult,
  type ContentBlock,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Fixture } from './fixture-server.ts';
import { IMAGE, SOUND } from './media.ts';

type Work = (context: ServerContext) => Promise<CallToolResult>;

/** Tools that answer without asking the client for anything. */
export function answeringTools(visited: (context: ServerContext) => void): readonly Fixture[] {
  const tools = Object.entries(WORKS).map(([name, work]): Fixture => {
    const config = { description: `Fixture ${name}`, inputSchema: z.object({}) };
    return (server) =>
      void server.registerTool(name, config, async (_, context) => {
        visited(context);
        return work(context);
      });
  });
  return [...tools, registerSchemaTool, registerHeaderTool];
}

const WORKS: Readonly<Record<string, Work>> = {
  test_simple_text: async () => says({ type: 'text', text: 'This is a simple text response for testing.' }),
  test_image_content: async () => says({ type: 'image', data: IMAGE, mimeType: 'image/png' }),
  test_audio_content: async () => says({ type: 'audio', data: SOUND, mimeType: 'audio/wav' }),
  test_embedded_resource: async () =>
    says({
      type: 'resource',
      resource: {
        uri: 'test://embedded-resource',
        mimeType: 'text/plain',
        text: 'This is an embedded resource content.',
      },
    }),
  test_multiple_content_types: async () =>
    says(
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: IMAGE, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ),
  test_error_handling: async () => {
    throw new Error('This tool intentionally returns an error for testing');
  },
  test_tool_with_progress: async ({ mcpReq: { _meta, notify } }) => {
    const progressToken = _meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    }
    return says({ type: 'text', text: 'done' });
  },
  // There is no logging to turn on, so nothing is logged: that is what the suite looks for when it did not ask.
  test_logging_tool: async () => says({ type: 'text', text: 'done' }),
};

function says(...content: readonly ContentBlock[]): CallToolResult {
  return { content: [...content] };
}

const registerSchemaTool: Fixture = (server) => {
  const text = readFileSync(new URL('json-schema-2020-12.json', import.meta.url), 'utf8');
  const inputSchema = fromJsonSchema<Record<string, unknown>>(JSON.parse(text));
  const config = { description: 'Tool with JSON Schema 2020-12 features', inputSchema };
  server.registerTool('json_schema_2020_12_tool', config, async () => says({ type: 'text', text: 'done' }));
};

const registerHeaderTool: Fixture = (server) => {
  const region = { type: 'string' as const, 'x-mcp-header': 'Region' };
  const inputSchema = fromJsonSchema<Record<string, unknown>>({
    type: 'object',
    properties: { region },
    required: ['region'],
  });
  const config = { description: 'Fixture whose argument is mirrored into a header', inputSchema };
  server.registerTool('test_header_param', config, async () => says({ type: 'text', text: 'done' }));
};

import type { GetPromptResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Fixture } from './fixture-server.ts';
import { IMAGE } from './media.ts';

/** Prompts that answer at once. */
export const registerPrompts: Fixture = (server) => {
  server.registerPrompt('test_simple_prompt', { description: 'A prompt' }, () =>
    user({ type: 'text', text: 'This is a simple prompt for testing.' }),
  );
  const argsSchema = z.object({ arg1: z.string(), arg2: z.string() });
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'A prompt with arguments', argsSchema },
    ({ arg1, arg2 }) => user({ type: 'text', text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A prompt with a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) =>
      user(
        {
          type: 'resource',
          resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        },
        { type: 'text', text: 'Please process the embedded resource above.' },
      ),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'A prompt with a picture' }, () =>
    user(
      { type: 'image', data: IMAGE, mimeType: 'image/png' },
      { type: 'text', text: 'Please analyze the image above.' },
    ),
  );
};

type Content = GetPromptResult['messages'][number]['content'];

function user(...contents: readonly Content[]): GetPromptResult {
  return { messages: contents.map((content) => ({ role: 'user', content })) };
}

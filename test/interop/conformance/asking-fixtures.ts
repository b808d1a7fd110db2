import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Fixture } from './fixture-server.ts';

interface Asking {
  readonly visited: (context: ServerContext) => void;
  readonly mint: (state: string, context: ServerContext) => Promise<string>;
}

type Work = (context: ServerContext, asking: Asking) => Promise<CallToolResult | InputRequiredResult>;

/**
 * Tools that ask the client for something first. One handler serves both eras: in 2026-07-28 it asks with its answer, in
 * 2025 the SDK asks over the open stream of the call.
 */
export function askingTools(asking: Asking): readonly Fixture[] {
  const plain = Object.entries(WORKS).map(
    ([name, work]): Fixture =>
      (server) =>
        void server.registerTool(
          name,
          { description: `Fixture ${name}`, inputSchema: z.object({}) },
          async (_, context) => {
            asking.visited(context);
            return work(context, asking);
          },
        ),
  );
  return [...plain, registerElicitation];
}

export const registerAskingPrompt: Fixture = (server) => {
  const name = 'test_input_required_result_prompt';
  server.registerPrompt(name, { description: 'A prompt that asks first' }, async ({ mcpReq }) => {
    const context = acceptedContent<{ context: string }>(mcpReq.inputResponses, 'user_context');
    if (context === undefined) return ask('user_context', 'What context should the prompt use?', text('context'));
    return { messages: [{ role: 'user', content: { type: 'text', text: `In the context of ${context.context}` } }] };
  });
};

const registerElicitation: Fixture = (server) => {
  const config = { description: 'Fixture test_elicitation', inputSchema: z.object({ message: z.string() }) };
  server.registerTool('test_elicitation', config, async ({ message }, { mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'user');
    if (answer.kind === 'missing') return ask('user', message, text('username', 'email'));
    return says(`User response: ${JSON.stringify(answer)}`);
  });
};

const WORKS: Readonly<Record<string, Work>> = {
  test_elicitation_sep1034_defaults: async ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'defaults');
    return answer.kind === 'missing'
      ? ask('defaults', 'Who?', DEFAULTS)
      : says(`Elicitation: ${JSON.stringify(answer)}`);
  },
  test_elicitation_sep1330_enums: async ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'enums');
    return answer.kind === 'missing' ? ask('enums', 'Which?', ENUMS) : says(`Elicitation: ${JSON.stringify(answer)}`);
  },
  test_streaming_elicitation: async (context) => greet(context),
  test_input_required_result_elicitation: async (context) => greet(context),
  test_input_required_result_request_state: async (context, asking) => confirm(context, asking),
  test_input_required_result_tampered_state: async (context, asking) => confirm(context, asking),
  test_input_required_result_multi_round: async (context, { mint }) => {
    const { inputResponses, requestState } = context.mcpReq;
    const state = requestState<string>();
    if (state === 'round-2' && acceptedContent(inputResponses, 'step2') !== undefined) return says('all rounds done');
    if (state === 'round-1' && acceptedContent(inputResponses, 'step1') !== undefined) {
      const requestState2 = await mint('round-2', context);
      return { ...ask('step2', 'Step 2: What is your favorite color?', text('color')), requestState: requestState2 };
    }
    const requestState1 = await mint('round-1', context);
    return { ...ask('step1', 'Step 1: What is your name?', text('name')), requestState: requestState1 };
  },
  // Both ask for sampling, which Keyward never does, to see that a client is not asked for what it did not offer.
  test_missing_capability: async () => askModel(),
  test_input_required_result_capabilities: async (context) => {
    const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
    const offered = z.looseObject({}).parse(envelope[CLIENT_CAPABILITIES_META_KEY]);
    if ('elicitation' in offered) return ask('user_name', 'What is your name?', text('name'));
    return 'sampling' in offered ? askModel() : says('nothing to ask with');
  },
};

async function greet({ mcpReq }: ServerContext): Promise<CallToolResult | InputRequiredResult> {
  const answer = acceptedContent(mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }));
  return answer === undefined ? ask('user_name', 'What is your name?', text('name')) : says(`Hello, ${answer.name}!`);
}

async function confirm(context: ServerContext, { mint }: Asking): Promise<CallToolResult | InputRequiredResult> {
  const { inputResponses, requestState } = context.mcpReq;
  const confirmed = acceptedContent(inputResponses, 'confirm') !== undefined && requestState<string>() === 'asked';
  if (confirmed) return says('state-ok');
  const schema: FormSchema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] };
  return { ...ask('confirm', 'Please confirm', schema), requestState: await mint('asked', context) };
}

type FormSchema = Extract<Parameters<typeof inputRequired.elicit>[0]['requestedSchema'], { type: 'object' }>;

function text(...names: readonly string[]): FormSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    required: [...names],
  };
}

function ask(key: string, message: string, requestedSchema: FormSchema): InputRequiredResult {
  return inputRequired({ inputRequests: { [key]: inputRequired.elicit({ message, requestedSchema }) } });
}

function askModel(): InputRequiredResult {
  const messages = [
    { role: 'user' as const, content: { type: 'text' as const, text: 'What is the capital of France?' } },
  ];
  return inputRequired({
    inputRequests: { capital_question: inputRequired.createMessage({ messages, maxTokens: 100 }) },
  });
}

function says(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}

const DEFAULTS: FormSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  },
};

const ENUMS: FormSchema = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: { type: 'string', oneOf: titled('value', 'Option') },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: { type: 'array', items: { anyOf: titled('value', 'Choice') } },
  },
};

function titled(value: string, title: string): { const: string; title: string }[] {
  return ['First', 'Second', 'Third'].map((which, index) => ({
    const: `${value}${String(index + 1)}`,
    title: `${which} ${title}`,
  }));
}

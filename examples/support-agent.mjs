// The agent, without the question how it reaches the service.
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';
import { scriptedModel } from './scripted-model.mjs';

/** Answers a question about a customer. `lookUp` gets a path of the service and answers its JSON. */
export async function askAboutCustomer(lookUp) {
  const { text } = await generateText({
    model: scriptedModel(),
    prompt: 'Which plan is the customer cus_42 on?',
    tools: {
      get_customer: tool({
        description: 'What the service knows about a customer',
        inputSchema: z.object({ id: z.string() }),
        execute: ({ id }) => lookUp(`/customers/${id}`),
      }),
    },
    stopWhen: stepCountIs(3),
  });
  return text;
}

// In the place of a model, so that the example needs none: it asks for the tool, then says what the tool answered.
import { MockLanguageModelV3 } from 'ai/test';

const usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

export function scriptedModel() {
  return new MockLanguageModelV3({
    doGenerate: async ({ prompt }) => {
      const result = prompt.findLast(({ role }) => role === 'tool')?.content[0].output;
      if (result === undefined) {
        const call = { toolCallId: 'call_1', toolName: 'get_customer', input: '{"id":"cus_42"}' };
        return answer([{ type: 'tool-call', ...call }], 'tool-calls');
      }
      const { name, plan } = result.value;
      const text =
        name === undefined ? `I could not look: ${JSON.stringify(result.value)}` : `${name} is on the plan ${plan}.`;
      return answer([{ type: 'text', text }], 'stop');
    },
  });
}

function answer(content, reason) {
  return { content, finishReason: { unified: reason, raw: reason }, usage, warnings: [] };
}

import type { Act, Approver, Question } from '../../src/approval/index.ts';

export const START = Date.parse('2026-11-02T10:00:00Z');
export const OWNER: Approver = { id: 'olga', name: 'Olga', role: 'owner', version: '1' };
export const SECOND: Approver = { id: 'ben', name: 'Ben', role: 'approver', version: '1' };
export const VIEWER: Approver = { id: 'vera', name: 'Vera', role: 'viewer', version: '1' };

export function act(
  changes: { body?: string; method?: string; url?: string; itemVersion?: number; agentId?: string } = {},
): Act {
  const { agentId = 'agent-1', body = '{"amount":1200}', itemVersion = 3, method = 'POST' } = changes;
  return {
    asker: { agentId, tokenId: `token of ${agentId}`, grantVersion: '1' },
    subject: {
      itemId: 'stripe',
      itemVersion,
      bindingVersion: 'b1',
      rule: 'POST /v1/**',
      placements: ['header:authorization'],
    },
    wire: {
      method,
      url: changes.url ?? 'https://api.stripe.com/v1/refunds',
      headers: [['content-type', 'application/json']],
      body: new TextEncoder().encode(body),
    },
  };
}

export function question(changes: Partial<Question> = {}): Question {
  return {
    act: act(),
    tier: 'confirm',
    display: { agent: 'support bot', item: 'Stripe live', reason: 'the customer asked for it' },
    novelty: { newHost: false, firstUse: false },
    ...changes,
  };
}

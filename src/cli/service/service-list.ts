import { z } from 'zod';
import { SERVICES, type Service } from '../../catalog/index.ts';
import { defineCommand } from '../define-command.ts';
import { table } from '../terminal/table.ts';
import { serviceJson } from './service-facts.ts';

const HEADINGS = ['service', 'name', 'kind', 'goes to', 'token shapes'];

export const serviceList = defineCommand({
  about: [
    'List the services Keyward knows: how their tokens look, and where a credential of theirs may go.',
    '`keyward item create --service NAME` makes a binding of it.',
  ].join('\n'),
  options: [{ flags: '--category <kind>', description: 'only services of this kind, such as llm or payments' }],
  examples: ['keyward service list', 'keyward service list --category payments --json'],
  input: z.object({ category: z.string().optional() }),
  run: async ({ category }) => {
    const found = SERVICES.filter((service) => category === undefined || service.category === category);
    return Promise.resolve({
      json: found.map(serviceJson),
      text: table(HEADINGS, found.map(row), 'no service of that kind: `keyward service list` shows them all'),
    });
  },
});

function row({ id, name, category = '', tokens, sharedShapes = [], binding, ownOrigin }: Service): readonly string[] {
  const origin = binding?.origins.join(', ') ?? ownOrigin?.pattern ?? (ownOrigin ? 'hosts of your own' : '');
  return [id, name, category, origin, String(tokens.length + sharedShapes.length)];
}

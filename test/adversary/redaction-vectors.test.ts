import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SecretValue } from '../../src/core/index.ts';
import { residueOf } from '../redaction/residue.ts';
import { CANARY, openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { callTool } from '../support/tool-calls.ts';
import { casesByDepth } from '../support/depth.ts';

const FILE = '../shared/vectors/redaction.json';
const found = existsSync(FILE);

const schema = z.object({
  cases: z.array(
    z.object({
      secret_id: z.string(),
      secret: z.string(),
      encoding: z.string(),
      tier: z.enum(['must', 'should', 'not_claimed']),
      text: z.string(),
    }),
  ),
});
const cases = found ? schema.parse(JSON.parse(readFileSync(FILE, 'utf8'))).cases : [];
const every = cases.filter(({ tier }) => tier !== 'not_claimed');
// test/redaction/vectors.test.ts has all of them at the scrubber itself.
const claimed = casesByDepth(every);
const secrets = [...new Map(claimed.map(({ secret_id: id, secret }) => [id, secret]))];
const PUBLIC_PREFIX: Readonly<Record<string, string>> = { bearer40: 'tok_' };
// In turn: every form comes in both over the secrets.
const TYPES = ['application/json', 'text/html; charset=utf-8'];

function isPlaceable(secret: string): boolean {
  return !/\p{Cc}/u.test(secret);
}

describe.skipIf(!found)(`the vectors of redaction.json through http_get (skipped when ${FILE} is absent)`, () => {
  it.each(secrets)('leave nothing of %s, and each is counted', async (id, secret) => {
    const vectors = claimed.filter(({ secret_id }) => secret_id === id);
    const kit = await openAgentKit({ maxReflections: 1_000_000 });
    const upstream = await startHttpPeer({
      answer: ({ path }, response) => {
        const { pathname, searchParams } = new URL(path, 'http://upstream');
        const type = TYPES[Number(searchParams.get('type'))] ?? '';
        response.setHeader('content-type', type).end(vectors[Number(pathname.slice(1))]?.text);
      },
    });
    await kit.owner.createItem(kit.vaultId, {
      title: 'api',
      binding: { origins: [upstream.origin], auth: { scheme: 'query', name: 'key' }, rules: ['read-only /**'] },
      fields: [
        { id: 'credential', type: 'concealed', value: SecretValue.fromText(isPlaceable(secret) ? secret : CANARY) },
        // A key file is placed nowhere, and scrubbed all the same.
        { id: 'note', type: 'concealed', value: SecretValue.fromText(secret) },
      ],
    });

    const leaks: string[] = [];
    for (const [index, { encoding }] of vectors.entries()) {
      const url = `${upstream.origin}/${String(index)}`;
      const { raw, content } = await callTool(kit, 'http_get', {
        item: 'api',
        url,
        query: { type: String(index % TYPES.length) },
      });
      if (content['status'] !== 200) leaks.push(`${encoding}: ${String(content['code'])}`);
      if (residueOf(raw, secret, PUBLIC_PREFIX[id]) !== undefined) leaks.push(encoding);
    }

    expect(leaks).toEqual([]);
    const outcomes = await kit.trail.list({ types: ['call.outcome'], limit: 1_000 });
    expect(outcomes).toHaveLength(vectors.length);
    expect(outcomes.filter(({ outcome }) => !JSON.stringify(outcome).includes('"redacted":true'))).toEqual([]);
  });

  it('are more than two hundred', () => {
    expect(every.length).toBeGreaterThan(200);
  });
});

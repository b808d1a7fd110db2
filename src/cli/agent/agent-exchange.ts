import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import { exchangeWorkloadToken, type Exchange, type WorkloadVerifier } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import type { Owner } from '../owner/open-owner.ts';
import { isoTime, shortTime } from '../terminal/present.ts';
import { resolveAgent } from './resolve-agent.ts';
import { withOwner } from '../owner/with-owner.ts';
import { withWorkloadVerifier } from './with-workload-verifier.ts';

type Exchanged = Extract<Exchange, { kind: 'exchanged' }>;

export const agentExchange = defineCommand({
  about: [
    'Exchange the identity token of a job for a short token of an agent that trusts it (`keyward agent trust`), and print',
    'that. The identity token is read from a file, as Kubernetes keeps it: /dev/stdin for a pipe.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [{ flags: '--token-file <file>', description: 'where the identity token is' }],
  examples: ['keyward agent exchange ci --token-file /var/run/secrets/tokens/keyward --json'],
  input: z.object({ agent: z.string(), tokenFile: z.string('say where it is: --token-file FILE') }),
  run: async ({ agent: reference, tokenFile }, context) =>
    withOwner(context, async (owner) => {
      const jwt = await readToken(tokenFile);
      const agent = await resolveAgent(owner, reference);
      const { issued } = await withWorkloadVerifier(owner, async (verify) => exchange(owner, { verify, agent, jwt }));
      const { token, tokenId, expiresAt } = issued;
      return {
        json: { id: agent.id, name: agent.name, token_id: tokenId, token, expires_at: isoTime(expiresAt) },
        text: [`agent ${agent.name} (${agent.id}), until ${shortTime(expiresAt)} UTC`, token],
      };
    }),
});

interface Exchanging {
  readonly verify: WorkloadVerifier;
  readonly agent: { readonly id: string; readonly name: string };
  readonly jwt: string;
}

async function exchange(owner: Owner, { verify, agent, jwt }: Exchanging): Promise<Exchanged> {
  const { id, name } = agent;
  return owner.change<Exchanged>(
    { type: 'agent.token_issued', agent: { id, name }, detail: { kind: 'workload' } },
    {
      async change() {
        const answer = await exchangeWorkloadToken({ ...owner.agents, verify }, { agent: id, jwt });
        if (answer.kind === 'exchanged') return answer;
        throw new KeywardError('IDENTITY_TOKEN_INVALID', `the identity token was refused: ${answer.because}`, {
          hint: 'see `keyward agent describe` for what the agent trusts',
        });
      },
      describe: ({ issued, issuer, subject, claims }) => ({
        detail: {
          kind: 'workload',
          issuer,
          subject,
          claims,
          token_id: issued.tokenId,
          expires_at: isoTime(issued.expiresAt),
        },
      }),
    },
  );
}

async function readToken(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', '--token-file: the file cannot be read', { cause });
  }
}

import { z } from 'zod';
import { parseDuration } from '../../core/index.ts';
import type { AgentWithToken } from '../../identity/index.ts';
import type { Answer } from '../terminal/answer.ts';
import type { OptionHelp } from '../define-command.ts';
import { isoTime, shortTime } from '../terminal/present.ts';

const DEFAULT_LIFETIME = '30d';

export const EXPIRES_IN: OptionHelp = {
  flags: '--expires-in <duration>',
  description: `how long the token lives: 30d, 12h, 90m; ${DEFAULT_LIFETIME} when left out`,
};

export const expiresIn = z.string().default(DEFAULT_LIFETIME).transform(parseDuration);

/** The one time a token is shown. */
export function tokenAnswer({ agent, token }: AgentWithToken): Answer {
  const { id, name, expiresAt } = agent;
  return {
    json: { id, name, token, expires_at: isoTime(expiresAt) },
    text: [
      `agent ${name} (${id}), until ${shortTime(expiresAt)} UTC`,
      'its token, shown this once; keep it as you would keep a password:',
      token,
    ],
  };
}

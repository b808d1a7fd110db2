import { z } from 'zod';
import { KeywardError } from '../core/index.ts';
import type { ConfigSource } from './process-source.ts';

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What each variable may hold. A variable that is set but empty counts as not set. */
const environmentSchema = z.object({
  KEYWARD_DATABASE_URL: z
    .undefined({
      error: 'PostgreSQL is not available in this version of Keyward; unset it to use the embedded database',
    })
    .optional(),
  KEYWARD_EGRESS_PROXY: z
    .string()
    .refine(isProxyUrl, { error: 'expected the http or https URL of a proxy' })
    .optional(),
  KEYWARD_KEYCHAIN: z.enum(['auto', 'off'], { error: 'expected auto or off' }).default('auto'),
  KEYWARD_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('warn'),
  KEYWARD_MAX_REFLECTIONS: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, { error: 'expected a number from 1 to 999999' })
    .optional(),
  KEYWARD_PASSPHRASE_FILE: z
    .string()
    .regex(/^([/\\]|[A-Za-z]:[/\\])/, { error: 'expected an absolute path' })
    .optional(),
  KEYWARD_SERVICE_ACCOUNT_TOKEN: z.string().optional(),
});

export type Environment = z.infer<typeof environmentSchema>;

// A path would be ignored, and its author meant something else.
function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${pathname}${search}${hash}` === '/';
}

/** Throws `CONFIG_INVALID` naming the variable, never its value: a value may be a secret in the wrong place. */
export function readEnvironment({ env }: ConfigSource): Environment {
  const names = Object.keys(environmentSchema.shape);
  const given = names.map((name) => [name, env[name] === '' ? undefined : env[name]]);
  const result = environmentSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;

  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new KeywardError('CONFIG_INVALID', problems.join('; '), { hint: 'change or unset that environment variable' });
}

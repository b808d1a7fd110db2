import { z } from 'zod';
import { KeywardError } from '../core/index.ts';
import type { ConfigSource } from './process-source.ts';

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const absolutePath = z.string().regex(/^([/\\]|[A-Za-z]:[/\\])/, { error: 'expected an absolute path' });

/** Comma-separated. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** What each variable may hold. A variable that is set but empty counts as not set. */
const environmentSchema = z.object({
  KEYWARD_SERVE_ALLOW_HOSTS: list.optional(),
  KEYWARD_SERVE_ALLOW_ORIGINS: list.optional(),
  KEYWARD_SERVE_BEHIND_PROXY: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .transform((text) => text === 'true')
    .optional(),
  KEYWARD_DATABASE_URL: z
    .undefined({
      error: 'PostgreSQL is not available in this version of Keyward; unset it to use the embedded database',
    })
    .optional(),
  KEYWARD_EGRESS_PROXY: z
    .string()
    .refine(isProxyUrl, { error: 'expected the http or https URL of a proxy' })
    .optional(),
  KEYWARD_SERVE_HOST: z.string().max(253, { error: 'expected an address or a host name' }).optional(),
  KEYWARD_KEYCHAIN: z.enum(['auto', 'off'], { error: 'expected auto or off' }).default('auto'),
  KEYWARD_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('warn'),
  KEYWARD_MAX_REFLECTIONS: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, { error: 'expected a number from 1 to 999999' })
    .optional(),
  KEYWARD_PASSPHRASE_FILE: absolutePath.optional(),
  KEYWARD_SERVE_PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, { error: 'expected a port number' })
    .transform(Number)
    .refine((port) => port < 65_536, { error: 'expected a port number' })
    .optional(),
  KEYWARD_SERVICE_ACCOUNT_TOKEN: z.string().optional(),
  KEYWARD_SERVE_SOCKET: absolutePath.optional(),
  KEYWARD_SERVE_TLS_CERT: absolutePath.optional(),
  KEYWARD_SERVE_TLS_KEY: absolutePath.optional(),
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

import type { ConfigSource } from './process-source.ts';

/** Variables in which a program that starts others names its session. First match wins. */
const HOST_SESSION_VARIABLES = ['CLAUDE_CODE_SESSION_ID', 'TERM_SESSION_ID'];

// The id ends up in the audit trail: short, printable, and nothing a terminal would act on.
const SESSION_ID_PATTERN = /^[\w.:@/-]{1,128}$/;

/** The session of the program that started us: its own claim, not verified. */
export function hostSession({ env }: ConfigSource): string | undefined {
  return HOST_SESSION_VARIABLES.map((name) => env[name]).find((id) => id !== undefined && SESSION_ID_PATTERN.test(id));
}

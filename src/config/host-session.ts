import type { ConfigSource } from './process-source.ts';

/** Variables in which a program that starts others names its session. First match wins. */
const HOST_SESSION_VARIABLES = [
  'CLAUDE_CODE_SESSION_ID',
  'CURSOR_TRACE_ID',
  'ITERM_SESSION_ID',
  'TERM_SESSION_ID',
  'WT_SESSION',
];

// The id ends up in the audit trail: short, printable, and nothing a terminal would act on.
const SESSION_ID_PATTERN = /^[\w.:@/-]{1,128}$/;

/** The session of the program that started us: its own claim, not verified. */
export function hostSession({ env }: ConfigSource): string | undefined {
  return HOST_SESSION_VARIABLES.map((name) => env[name]).find((id) => id !== undefined && SESSION_ID_PATTERN.test(id));
}

// sshd(8): address and port of the client, before address and port of the server.
const SSH_PATTERN = /^([0-9A-Fa-f.:]{2,45}(?:%[\w.-]{1,32})?) [0-9]{1,5} /;

/** Where a login over SSH came from, by the word of the environment. */
export function sshClient({ env }: ConfigSource): string | undefined {
  return SSH_PATTERN.exec(env['SSH_CONNECTION'] ?? env['SSH_CLIENT'] ?? '')?.[1];
}

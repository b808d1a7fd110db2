import { pino } from 'pino';
import type { Logger } from '../core/index.ts';
import type { CommandContext } from './define-command.ts';

/** Operator messages as JSON lines on stderr; stdout belongs to the protocol and to answers. */
export function createLogger({ config, streams: { stderr } }: Pick<CommandContext, 'config' | 'streams'>): Logger {
  const options = { name: 'keyward', level: config.logLevel, base: null };
  // By its descriptor, written at once: the last words of a process that is killed are read too.
  return pino(options, stderr.fd === undefined ? stderr : pino.destination({ fd: stderr.fd, sync: true }));
}

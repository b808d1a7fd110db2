import { pino } from 'pino';
import type { Logger } from '../core/index.ts';
import type { LogLevel } from '../config/index.ts';

/** Operator messages as JSON lines on stderr; stdout belongs to the protocol and to answers. */
export function createLogger(level: LogLevel): Logger {
  return pino({ name: 'keyward', level, base: null }, pino.destination({ fd: 2, sync: true }));
}

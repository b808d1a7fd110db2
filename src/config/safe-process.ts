import process from 'node:process';
import { KeywardError } from '../core/index.ts';
import { processSource } from './process-source.ts';

export interface ProcessSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
}

// Each opens the process to a debugger, or writes its memory or its TLS keys where others may read them.
const UNSAFE_FLAGS = [
  '--inspect',
  '--debug',
  '--tls-keylog',
  '--trace-tls',
  '--heapsnapshot-',
  '--heap-prof',
  '--report-',
  '--experimental-report',
  '--abort-on-uncaught-exception',
];

// Node's and undici's debug logs print request paths and header bytes, credentials included.
const UNSAFE_DEBUG_SECTIONS = ['*', 'undici', 'fetch', 'http', 'https', 'http2', 'net', 'tls', 'stream'];

/**
 * Refuse to start a process that could not keep a secret, with `CONFIG_UNSAFE_PROCESS` naming the flag
 * or variable (never its value). It does not defend against code that the same user loads into it.
 */
export function assertSafeProcess({ env, execArgv }: ProcessSettings = thisProcess()): void {
  const unsafe = [
    ...unsafeFlags(execArgv),
    ...unsafeFlags((env['NODE_OPTIONS'] ?? '').split(/[\s"'\\]+/)).map((flag) => `${flag} in NODE_OPTIONS`),
    ...(env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? ['NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
    ...(logsSecrets(env['NODE_DEBUG'] ?? '') ? ['NODE_DEBUG'] : []),
  ];
  if (unsafe.length === 0) return;
  throw new KeywardError(
    'CONFIG_UNSAFE_PROCESS',
    `refusing to hold secrets in a process started with ${unsafe.join(', ')}`,
  );
}

/**
 * Take SIGUSR1 away from Node, which otherwise opens its inspector on a port when anybody of the same
 * user sends that signal.
 */
export function ignoreInspectorSignal(process: { on(signal: 'SIGUSR1', listener: () => void): unknown }): void {
  process.on('SIGUSR1', () => undefined);
}

function thisProcess(): ProcessSettings {
  return { env: processSource().env, execArgv: process.execArgv };
}

function unsafeFlags(args: readonly string[]): readonly string[] {
  return args.map(flagName).filter((flag) => UNSAFE_FLAGS.some((unsafe) => isFlag(flag, unsafe)));
}

// Node reads `--inspect_brk` as `--inspect-brk`.
function flagName(argument: string): string {
  return (argument.split('=')[0] ?? '').replaceAll('_', '-');
}

function isFlag(flag: string, unsafe: string): boolean {
  return flag === unsafe || flag.startsWith(unsafe.endsWith('-') ? unsafe : `${unsafe}-`);
}

function logsSecrets(sections: string): boolean {
  return sections
    .toLowerCase()
    .split(',')
    .some((section) => UNSAFE_DEBUG_SECTIONS.includes(section.trim()) || section.includes('*'));
}

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { assertSafeProcess, ignoreInspectorSignal } from '../../src/config/index.ts';

const unsafe = expect.objectContaining({ code: 'CONFIG_UNSAFE_PROCESS' });

describe('assertSafeProcess', () => {
  it.each([
    ['nothing', {}, []],
    [
      'harmless flags',
      { NODE_OPTIONS: '--max-old-space-size=512 --enable-source-maps', NODE_ENV: 'production' },
      ['--no-warnings'],
    ],
    ['verification left on', { NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []],
    ['debug logs of others', { NODE_DEBUG: 'module,timers' }, []],
  ])('lets a process start with %s', (_, env, execArgv) => {
    expect(() => assertSafeProcess({ env, execArgv })).not.toThrow();
  });

  it.each([
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--inspect_brk',
    '--inspect-wait',
    '--inspect-port=1',
    '--debug-port=1',
    '--tls-keylog=/tmp/keys',
    '--trace-tls',
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot_signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=1',
    '--heap-prof',
    '--report-on-signal',
    '--report-uncaught-exception',
    '--experimental-report',
    '--abort-on-uncaught-exception',
  ])('refuses a process started with %s, as an argument or in NODE_OPTIONS', (flag) => {
    expect(() => assertSafeProcess({ env: {}, execArgv: [flag] })).toThrow(unsafe);
    expect(() => assertSafeProcess({ env: { NODE_OPTIONS: `--no-warnings ${flag}` }, execArgv: [] })).toThrow(unsafe);
    expect(() => assertSafeProcess({ env: { NODE_OPTIONS: `"${flag}"` }, execArgv: [] })).toThrow(unsafe);
  });

  it.each([
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { NODE_DEBUG: 'undici' },
    { NODE_DEBUG: 'timers, HTTP' },
    { NODE_DEBUG: '*' },
  ])('refuses a process started under %j', (env) => {
    expect(() => assertSafeProcess({ env, execArgv: [] })).toThrow(unsafe);
  });

  it('names what to remove, and no value', () => {
    const env = { NODE_OPTIONS: '--tls-keylog=/home/ann/private' };
    expect(() => assertSafeProcess({ env, execArgv: ['--inspect=10.1.2.3:1'] })).toThrow(
      'refusing to hold secrets in a process started with --inspect, --tls-keylog in NODE_OPTIONS',
    );
  });
});

describe('ignoreInspectorSignal', () => {
  it('takes SIGUSR1, which would open the inspector', () => {
    const process = new EventEmitter();
    ignoreInspectorSignal(process);
    expect(process.eventNames()).toEqual(['SIGUSR1']);
    expect(() => process.emit('SIGUSR1')).not.toThrow();
  });
});

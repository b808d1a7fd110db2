import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  createLease,
  createSink,
  keepWatching,
  sinkStateFile,
  type Lease,
  type Sink,
  type SinkStates,
} from '../../audit/index.ts';
import type { Config, SinkSettings } from '../../config/index.ts';
import type { JsonObject } from '../../core/index.ts';
import { formatOf, openWaysOut, senderOf, type SenderOptions, type WaysOut } from './sink-senders.ts';

const LOOK_EVERY_MS = 2_000;

export interface SinkingOptions extends SenderOptions {
  /** Session context for what is recorded about sinks. */
  readonly session: JsonObject;
  /** Only these of the settings. */
  readonly names?: readonly string[] | undefined;
}

export interface ConfiguredSink {
  readonly sink: Sink;
  readonly lease: Lease;
}

export interface ConfiguredSinks {
  readonly sinks: readonly ConfiguredSink[];
  /** Gives up what is still being sent, and closes connections. */
  close(): Promise<void>;
}

/** The sinks of the settings, none of which has been opened yet: what is wrong with one is found when it sends. */
export function openSinks(options: SinkingOptions): ConfiguredSinks {
  const { config, storage, names } = options;
  const stop = new AbortController();
  const ways = openWaysOut(options);
  const wanted = config.settings.audit.sinks.filter(({ name }) => names === undefined || names.includes(name));
  return {
    sinks: wanted.map((settings) => {
      const lease = createLease({ ...options, store: storage.audit, name: `sink ${settings.name}` });
      return { lease, sink: createSink({ ...sinkDeps(options, ways, settings), lease, stop: stop.signal }) };
    }),
    async close() {
      stop.abort();
      await ways.close();
    },
  };
}

/** Send the trail to every sink of the settings while a server runs. Closing sends once more what is new. */
export function startSinking(options: SinkingOptions): { close(): Promise<void> } {
  const opened = openSinks(options);
  const tasks = opened.sinks.map(({ sink, lease }) => ({
    name: `sink ${sink.name}`,
    everyMs: LOOK_EVERY_MS,
    tick: () => sink.tick(),
    release: () => lease.release(),
  }));
  const keeping = keepWatching(tasks, options.logger);
  return {
    async close() {
      await keeping.close();
      await opened.close();
    },
  };
}

/** How far a sink has come. */
export function sinkStates({ home }: Config, name: string): SinkStates {
  return sinkStateFile(join(home, 'sinks'), name);
}

function sinkDeps(options: SinkingOptions, ways: WaysOut, settings: SinkSettings) {
  const { config, storage, version, ...rest } = options;
  const { name, only, start, kind } = settings;
  return {
    ...rest,
    name,
    start,
    format: formatOf(settings),
    store: storage.audit,
    states: sinkStates(config, name),
    filter: only === 'alerts' ? { types: ['anomaly.raised'] as const } : undefined,
    batchRecords: kind === 'webhook' ? 1 : undefined,
    productVersion: version,
    hostname: hostname(),
    send: senderOf(options, ways, settings),
  };
}

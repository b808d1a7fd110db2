import { createLease, type Lease } from '../../audit/index.ts';
import { createSink, type Sink } from '../../siem/index.ts';
import { startPeriodicTasks } from '../../core/index.ts';
import type { SinkSettings } from '../../config/index.ts';
import type { RecordedSession } from '../../core/index.ts';
import { originOf } from '../origin-of.ts';
import type { Runtime } from '../runtime.ts';
import { sinkStates } from './sink-states.ts';
import { createSenders, formatOf, type SinkTransports } from './sink-senders.ts';

const LOOK_EVERY_MS = 2_000;

export interface SinkOptions {
  /** Version of Keyward, for formats that name the product. */
  readonly version: string;
  /** Session context for what is recorded about sinks. */
  readonly session: RecordedSession;
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
export async function openSinks(runtime: Runtime, options: SinkOptions): Promise<ConfiguredSinks> {
  const { config, storage } = runtime;
  const { names } = options;
  const stop = new AbortController();
  const senders = createSenders(runtime, { version: options.version, network: await runtime.network() });
  const wanted = config.settings.audit.sinks.filter(({ name }) => names === undefined || names.includes(name));
  return {
    sinks: wanted.map((settings) => {
      const lease = createLease({ ...runtime, store: storage.audit, name: `sink ${settings.name}` });
      return {
        lease,
        sink: createSink({ ...sinkDeps(runtime, { options, senders, settings }), lease, stop: stop.signal }),
      };
    }),
    async close() {
      stop.abort();
      await senders.close();
    },
  };
}

/** Send the trail to every sink of the settings while a server runs. Closing sends once more what is new. */
export async function startSinks(runtime: Runtime, options: SinkOptions): Promise<{ close(): Promise<void> }> {
  const opened = await openSinks(runtime, options);
  const tasks = opened.sinks.map(({ sink, lease }) => ({
    name: `sink ${sink.name}`,
    everyMs: LOOK_EVERY_MS,
    tick: () => sink.tick(),
    release: () => lease.release(),
  }));
  const periodic = startPeriodicTasks(tasks, runtime.logger);
  return {
    async close() {
      await periodic.close();
      await opened.close();
    },
  };
}

interface SinkParts {
  readonly options: SinkOptions;
  readonly senders: SinkTransports;
  readonly settings: SinkSettings;
}

function sinkDeps(runtime: Runtime, { options, senders, settings }: SinkParts) {
  const { config, storage, trail, clock, logger } = runtime;
  const { version, session } = options;
  const { name, only, start, kind } = settings;
  return {
    trail,
    clock,
    logger,
    session,
    name,
    start,
    format: formatOf(settings),
    store: storage.audit,
    states: sinkStates(config, name),
    filter: only === 'alerts' ? { types: ['anomaly.raised'] as const } : undefined,
    batchRecords: kind === 'webhook' ? 1 : undefined,
    productVersion: version,
    ...originOf(config),
    send: senders.senderOf(settings),
  };
}

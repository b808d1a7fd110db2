import { boundedString } from './bounded-json.ts';
import { isJsonObject } from './json-access.ts';

/**
 * Which process wrote an intent, so that another one can tell later whether it still lives. A type, not
 * an interface, so that it is a JSON value.
 */
export type Writer = {
  /** Random, new for each trail that is opened. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Boot of the kernel and its process namespace: process ids mean something only within both. */
  readonly kernel?: string;
  /** Start of the process in kernel ticks: tells it from a later process with the same id. */
  readonly started?: number;
};

/** What can be learned about processes of this machine. */
export interface ProcessProbe {
  readonly self: Omit<Writer, 'id'>;
  /** `gone` is certain. `running` says a process has that id, and when it started where that is known. */
  look(pid: number): { readonly kind: 'gone' } | { readonly kind: 'running'; readonly started?: number };
}

export type WriterState = 'alive' | 'gone' | 'unsure';

/** Whether the writer of an intent still lives, as far as this process can know. */
export function writerState(writer: Writer | undefined, probe: ProcessProbe): WriterState {
  if (writer === undefined || writer.host !== probe.self.host) return 'unsure';
  if (bootOf(writer) !== bootOf(probe.self)) return 'gone';
  if (writer.kernel !== probe.self.kernel) return 'unsure';
  const found = probe.look(writer.pid);
  if (found.kind === 'gone') return 'gone';
  if (found.started === undefined || writer.started === undefined) return 'unsure';
  return found.started === writer.started ? 'alive' : 'gone';
}

/** The writer inside a record, or undefined where there is none of the expected form. */
export function readWriter(value: unknown): Writer | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, host, pid, kernel, started } = value;
  if (typeof id !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return undefined;
  return {
    id,
    host: boundedString(host, 255),
    pid,
    ...(typeof kernel === 'string' ? { kernel } : {}),
    ...(typeof started === 'number' ? { started } : {}),
  };
}

function bootOf({ kernel }: Omit<Writer, 'id'>): string | undefined {
  return kernel?.split('/')[0];
}

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessProbe } from './writer.ts';

// proc(5): field 22 of /proc/PID/stat, counted after the program's name, which may hold spaces and ")".
const START_FIELD_AFTER_NAME = 19;

/** The real processes of this machine. Without procfs (macOS, Windows) start times stay unknown. */
export function systemProcesses(): ProcessProbe {
  const kernel = kernelName();
  const started = startOf(process.pid);
  return {
    self: {
      host: hostname(),
      pid: process.pid,
      ...(kernel === undefined ? {} : { kernel }),
      ...(started === undefined ? {} : { started }),
    },
    look(pid) {
      if (!exists(pid)) return { kind: 'gone' };
      const start = startOf(pid);
      return start === undefined ? { kind: 'running' } : { kind: 'running', started: start };
    },
  };
}

function kernelName(): string | undefined {
  const boot = orUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = orUndefined(() => readlinkSync('/proc/self/ns/pid'));
  return boot === undefined ? undefined : `${boot}/${namespace ?? ''}`;
}

function startOf(pid: number): number | undefined {
  const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const field = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD_AFTER_NAME];
  return field === undefined ? undefined : Number(field);
}

// Signal 0 only asks. EPERM means that the process is there and belongs to another user.
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function orUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

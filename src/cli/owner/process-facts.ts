import { readFileSync } from 'node:fs';
import process from 'node:process';

export interface ProcessFacts {
  readonly pid: number;
  readonly ppid: number;
  /** Name of the program that started us, where the system tells without running another program. */
  readonly parent?: string;
}

/** Who we are and who started us, for the session context of the audit trail. */
export function processFacts(): ProcessFacts {
  const parent = programName(process.ppid);
  return { pid: process.pid, ppid: process.ppid, ...(parent === undefined ? {} : { parent }) };
}

// proc(5). Only Linux has it; asking `ps` elsewhere would cost a process at every start.
function programName(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

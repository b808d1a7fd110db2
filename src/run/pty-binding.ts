import type { spawn } from '@lydell/node-pty';
import type { PtyBinding } from './output-terminal.ts';

export interface PtyPart {
  readonly fork: typeof spawn;
  /** Not on Windows, which has no pairs of ends. */
  readonly binding: PtyBinding | undefined;
}

/** The optional pseudo-terminal; `undefined` where it is not installed or not built for this platform. */
export async function loadPty(platform: NodeJS.Platform): Promise<PtyPart | undefined> {
  try {
    const { spawn: fork } = await import('@lydell/node-pty');
    if (platform === 'win32') return { fork, binding: undefined };
    const { requireBinary } = await import('@lydell/node-pty/requireBinary.js');
    return { fork, binding: requireBinary('pty.node') };
  } catch {
    return undefined;
  }
}

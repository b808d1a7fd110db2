import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { clientEnvironment, CLIENTS_FOLDER, nodeForClients } from '../installed.ts';

export type Revision = '2025-11-25' | '2026-07-28';

export const REVISIONS: readonly Revision[] = ['2025-11-25', '2026-07-28'];

export type Build = 'served' | 'fixtures';

export interface Verdict {
  /** 0 when all that is required passed, but for the expected failures, and every one of those failed. */
  readonly code: number | null;
  readonly output: string;
}

export function expectedFailuresOf(build: Build, revision: Revision): string {
  return fileURLToPath(new URL(`expected/${build}-${revision}.yml`, import.meta.url));
}

/** The frozen requirements of one revision, against a server on loopback. */
export async function runConformance(port: number, build: Build, revision: Revision): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-conformance-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(CLIENTS_FOLDER, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  const url = `http://localhost:${String(port)}/mcp`;
  const args = ['server', '--url', url, '--requirements', revision, '--output-dir', folder];
  const child = spawn(
    nodeForClients() ?? process.execPath,
    [script, ...args, '--expected-failures', expectedFailuresOf(build, revision)],
    { env: clientEnvironment(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, out, said] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code, output: `${out}\n${said}` };
}

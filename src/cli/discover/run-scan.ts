import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { processSource } from '../../config/index.ts';
import { EXIT_CODES, KeywardError, systemRandom } from '../../core/index.ts';
import {
  createBaselineText,
  findingJson,
  historySource,
  machineSource,
  openInstallationKey,
  parseBaseline,
  pathSource,
  sarifLog,
  scan,
  stagedSource,
  stdinSource,
  type Baseline,
  type ScanReport,
  type ScanSource,
} from '../../discover/index.ts';
import { prepareDataFolder } from '../../vault/index.ts';
import type { Answer } from '../terminal/answer.ts';
import type { CommandContext } from '../define-command.ts';
import { escapeJson } from '../terminal/escape-text.ts';
import { VERSION } from '../version.ts';
import { reportLines } from './report-lines.ts';

export interface ScanInput {
  readonly path?: string | undefined;
  readonly machine: boolean;
  readonly history: boolean;
  readonly staged: boolean;
  readonly sarif: boolean;
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
}

/** Scan what was asked for and say what was found. */
export async function runScan(input: ScanInput, context: CommandContext, stdin: Readable): Promise<Answer> {
  const key = await fingerprintKey(context);
  const baseline = input.baseline === undefined ? undefined : await readBaseline(input.baseline);
  const entries: Parameters<typeof createBaselineText>[0][number][] = [];
  const report = await scan({
    source: sourceOf(input, stdin),
    key,
    baseline,
    onValue: input.writeBaseline === undefined ? undefined : (entry) => entries.push(entry),
  });
  if (input.writeBaseline !== undefined) {
    await writeFile(input.writeBaseline, createBaselineText(entries, systemRandom)).catch(refuse('written'));
  }
  if (report.readNothing) context.terminal.say('keyward: nothing could be read');
  return answerOf(report, input);
}

function sourceOf({ path = '.', machine, history, staged }: ScanInput, stdin: Readable): ScanSource {
  const { env, homedir, platform } = processSource();
  if (machine) return machineSource({ env, homedir, platform });
  if (history) return historySource({ folder: path, env });
  if (staged) return stagedSource({ folder: path, env });
  return path === '-' ? stdinSource(stdin) : pathSource(path);
}

// Looking makes no data folder: a scan must leave no trace on a machine that has no Keyward.
async function fingerprintKey({ config, terminal }: CommandContext): Promise<Uint8Array> {
  if (existsSync(config.home)) {
    await prepareDataFolder(config.home);
    return openInstallationKey(config.home, systemRandom);
  }
  terminal.say('no data folder here: nothing was recorded, and fingerprints are of this run only');
  return systemRandom(32);
}

async function readBaseline(file: string): Promise<Baseline> {
  return parseBaseline(await readFile(file, 'utf8').catch(refuse('read')));
}

function refuse(what: string): (cause: unknown) => never {
  return (cause) => {
    throw new KeywardError('SCAN_BASELINE_INVALID', `the baseline cannot be ${what}`, {
      hint: 'check its path',
      cause,
    });
  };
}

function answerOf(report: ScanReport, { sarif }: ScanInput): Answer {
  const exitCode = exitCodeOf(report);
  if (!sarif) return { json: report.items.map(findingJson), text: reportLines(report), exitCode };
  const log = sarifLog(report.items, { version: VERSION, isComplete: !report.readNothing });
  return { json: log, text: [escapeJson(JSON.stringify(log))], exitCode };
}

function exitCodeOf({ items, readNothing }: ScanReport): number {
  if (readNothing) return EXIT_CODES.unavailable;
  return items.some((item) => 'rule' in item && item.severity === 'alert') ? EXIT_CODES.exposed : EXIT_CODES.ok;
}

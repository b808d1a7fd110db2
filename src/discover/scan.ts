import type { Baseline, BaselineEntry } from './baseline.ts';
import { decodeText, pathByContent } from './decode.ts';
import { scanBytes } from './engine/scan-bytes.ts';
import type { Candidate, Finding, ScanItem, Skipped } from './finding.ts';
import { fingerprintOf } from './report/fingerprint.ts';
import { mask } from './report/mask.ts';
import { countLines } from './sources/parts.ts';
import type { ScanSource, SourceText } from './sources/source.ts';

export type { ScanSource } from './sources/source.ts';

interface ScanOptions {
  readonly source: ScanSource;
  /** Key of the fingerprints. */
  readonly key: Uint8Array;
  /** Findings that stand are left out, and counted. */
  readonly baseline?: Baseline | undefined;
  /** Told each finding with its value, to write a baseline from: the only way a value leaves the scan. */
  readonly onValue?: ((entry: BaselineEntry) => void) | undefined;
}

export interface ScanReport {
  /** Findings, and what was not read. */
  readonly items: readonly ScanItem[];
  readonly texts: number;
  readonly bytes: number;
  readonly inBaseline: number;
  /** Nothing could be read, and something should have been. */
  readonly readNothing: boolean;
}

/** Scans what a source has. Throws what the source throws: `SCAN_GIT_FAILED`. */
export async function scan(options: ScanOptions): Promise<ScanReport> {
  const { source } = options;
  const found: Found[] = [];
  const skipped: Skipped[] = [];
  const counts = { texts: 0, bytes: 0, inBaseline: 0 };
  for await (const text of source.texts()) {
    const problem = 'skipped' in text ? text : scanText(text, options, { found, counts });
    if (problem !== undefined) skipped.push(problem);
  }
  const items: readonly ScanItem[] = [...(await withHistory(found, source)), ...skipped];
  return { items, ...counts, readNothing: counts.texts === 0 && (source.mayBeEmpty !== true || skipped.length > 0) };
}

interface Found {
  readonly finding: Finding;
  readonly id: string | undefined;
}

interface Tally {
  readonly found: Found[];
  readonly counts: { texts: number; bytes: number; inBaseline: number };
}

function scanText(text: SourceText, options: ScanOptions, { found, counts }: Tally): Skipped | undefined {
  const { file, part, id } = text;
  const decoded = decodeText(text.bytes);
  if (decoded === undefined) return (part?.offset ?? 0) > 0 ? undefined : { file, skipped: 'binary' };
  if ((part?.offset ?? 0) === 0) counts.texts += 1;
  counts.bytes += text.bytes.length;
  const given = text.path ?? file;
  const path = given === '' || given === '-' ? pathByContent(decoded.bytes) : given;
  const lineOf = createLineCounter(decoded.bytes);
  const seen = new Set<string>();
  for (const candidate of scanBytes(decoded.bytes, path)) {
    if (part !== undefined && (candidate.start < part.ownFrom || candidate.start >= part.ownUntil)) continue;
    const line = lineOf(candidate.start) + (part?.linesBefore ?? 0);
    const finding = findingOf(candidate, {
      file,
      line,
      key: options.key,
      offset: part?.offset ?? 0,
      encoding: decoded.encoding,
    });
    // The same value twice on a line is one credential.
    if (seen.has(`${line} ${finding.fingerprint}`)) continue;
    seen.add(`${line} ${finding.fingerprint}`);
    const entry = { rule: candidate.rule, file, value: candidate.value };
    options.onValue?.(entry);
    if (options.baseline?.has(entry) === true) counts.inBaseline += 1;
    else found.push({ finding, id });
  }
  return undefined;
}

interface Location extends Pick<Finding, 'file' | 'line' | 'encoding'> {
  readonly key: Uint8Array;
  readonly offset: number;
}

function findingOf(candidate: Candidate, { file, line, key, offset, encoding }: Location): Finding {
  const { rule, label, severity, value, publicLength, service, key: name } = candidate;
  return {
    file,
    line,
    rule,
    label,
    severity,
    masked: mask(value, publicLength),
    fingerprint: fingerprintOf(key, value),
    start: candidate.start + offset,
    end: candidate.end + offset,
    encoding,
    ...(service === undefined ? {} : { service }),
    ...(name === undefined ? {} : { key: name }),
  };
}

// Candidates come in the order of the text, so each line is counted once.
function createLineCounter(bytes: Buffer): (offset: number) => number {
  let [line, counted] = [1, 0];
  return (offset) => {
    line += countLines(bytes.subarray(counted), offset - counted);
    counted = offset;
    return line;
  };
}

/** Of the versions of a file that hold one credential, the oldest is the finding. */
async function withHistory(found: readonly Found[], source: ScanSource): Promise<readonly Finding[]> {
  if (source.factsOf === undefined || found.length === 0) return found.map(({ finding }) => finding);
  const facts = await source.factsOf(new Set(found.flatMap(({ id }) => (id === undefined ? [] : [id]))));
  const oldest = new Map<string, { finding: Finding; age: number }>();
  for (const { finding, id } of found) {
    const commit = facts.get(id ?? '');
    const age = commit?.age ?? 0;
    const name = `${finding.rule} ${finding.fingerprint} ${finding.file}`;
    const known = oldest.get(name);
    if (known !== undefined && known.age >= age) continue;
    oldest.set(name, { age, finding: commit === undefined ? finding : { ...finding, history: commit.facts } });
  }
  const findings = [...oldest.values()].map(({ finding }) => finding);
  return findings.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

import type { Candidate } from '../finding.ts';
import { readersFor } from '../formats/index.ts';
import type { Setting } from '../formats/reader.ts';
import { assignmentRule } from './assignment-rule.ts';
import { buildAutomaton, type Automaton } from './automaton.ts';
import { contextOf, type FileContext } from './file-context.ts';
import { judgeValue } from './judge-value.ts';
import { RANK, type Rule } from './rule.ts';
import { PUBLIC_RANK, shapeRules } from './shape-rules.ts';
import { structuralRules } from './structural-rules.ts';

interface Engine {
  readonly automaton: Automaton;
  /** By needle. */
  readonly rules: readonly Rule[];
  readonly lengths: readonly number[];
}

let built: Engine | undefined;

function engine(): Engine {
  if (built !== undefined) return built;
  const pairs = [...shapeRules(), ...structuralRules(), assignmentRule].flatMap((rule) =>
    rule.needles.map((needle) => ({ rule, needle })),
  );
  const needles = pairs.map(({ needle }) => needle);
  built = {
    automaton: buildAutomaton(needles),
    rules: pairs.map(({ rule }) => rule),
    lengths: needles.map(({ length }) => length),
  };
  return built;
}

const MAX_CANDIDATES = 10_000;
const MAX_READ = 8 * 1024 * 1024;

/**
 * The credentials in a text, in the order they stand, none overlapping another. `path` says what kind of text it is.
 * Nothing of it is stored.
 */
export function scanBytes(bytes: Buffer, path: string): readonly Candidate[] {
  const context = contextOf(path);
  const found: Candidate[] = [];
  const emit = (candidate: Candidate): void => {
    if (found.length < MAX_CANDIDATES) found.push(candidate);
  };
  const { automaton, rules, lengths } = engine();
  let isNamed = false;
  automaton.scan(bytes, (needle, end) => {
    const rule = rules[needle];
    isNamed ||= rule === assignmentRule;
    rule?.find({ bytes, context, start: end - (lengths[needle] ?? 0), end }, emit);
  });
  if (isNamed || mayHoldCredentials(bytes, context)) readSettings(bytes, context, emit);
  return found.length === 0 ? found : withoutOverlaps(found).filter((candidate) => !isAllowed(bytes, candidate));
}

const LOOKED_AT = 64 * 1024;

// Reading a format costs more than everything before it: most settings files name no credential at all.
function mayHoldCredentials(bytes: Buffer, { isGenerated, path }: FileContext): boolean {
  if (isGenerated || bytes.length > MAX_READ || readersFor(path).length === 0) return false;
  const text = bytes.toString('latin1', 0, LOOKED_AT);
  return (
    !/[/\\](?:package|tsconfig[\w.-]*)\.json$/.test(path) &&
    (bytes.length < 4_096 || /env|header|auth|pass|pw|args/i.test(text))
  );
}

function readSettings(bytes: Buffer, context: FileContext, emit: (candidate: Candidate) => void): void {
  if (context.isGenerated || bytes.length > MAX_READ) return;
  const readers = readersFor(context.path);
  if (readers.length === 0) return;
  const text = bytes.toString('latin1', 0, bytes.length);
  for (const reader of readers) {
    for (const setting of reader.read(text, context.path)) {
      const candidate = fromSetting(setting, context);
      if (candidate !== undefined) emit(candidate);
    }
  }
}

const SCHEME = /^(?:bearer|token|basic|apikey)\s+/i;

function fromSetting(setting: Setting, { isExample }: FileContext): Candidate | undefined {
  const scheme = setting.value.includes(' ') ? (SCHEME.exec(setting.value)?.[0].length ?? 0) : 0;
  const value = setting.value.slice(scheme);
  const severity = judgeValue({ ...setting, name: nameOf(setting, scheme), value, in: 'settings', isExample });
  if (severity === undefined) return undefined;
  const isPassword = /pass|pwd/i.test(setting.name);
  return {
    rule: isPassword ? 'setting-password' : 'setting-secret',
    label: isPassword ? 'password in a settings file' : 'secret in a settings file',
    severity,
    start: setting.start + scheme,
    end: setting.end,
    value,
    publicLength: 0,
    key: setting.name,
    // A file of password hashes says more than the shape of a hash does.
    rank: setting.isCredential === true && setting.name === 'password' ? RANK.credentialFile : RANK.reader,
  };
}

// A value with a scheme before it is a credential under any name of a header.
function nameOf({ name }: Setting, scheme: number): string {
  return scheme > 0 ? 'auth_token' : name;
}

/** Of what overlaps the highest rank stands, then the longest. */
function withoutOverlaps(found: readonly Candidate[]): readonly Candidate[] {
  const byRank = found.toSorted((a, b) => b.rank - a.rank || b.end - b.start - (a.end - a.start) || a.start - b.start);
  const remaining: Candidate[] = [];
  const taken = new Map<number, Candidate[]>();
  for (const candidate of byRank) {
    const blocks = blocksOf(candidate);
    if (
      blocks.some(
        (block) =>
          taken.get(block)?.some((other) => candidate.start < other.end && other.start < candidate.end) === true,
      )
    )
      continue;
    for (const block of blocks) taken.set(block, [...(taken.get(block) ?? []), candidate]);
    remaining.push(candidate);
  }
  return remaining.filter(({ rank }) => rank !== PUBLIC_RANK).sort((a, b) => a.start - b.start);
}

// By blocks of the text, so that thousands of findings are not each held against all others.
function blocksOf({ start, end }: Candidate): readonly number[] {
  const first = Math.floor(start / 1024);
  return Array.from({ length: Math.floor(end / 1024) - first + 1 }, (_, index) => first + index);
}

const ALLOWED = 'keyward:allow';

function isAllowed(bytes: Buffer, { start }: Candidate): boolean {
  const lineStart = bytes.lastIndexOf(0x0a, start) + 1;
  const lineEnd = bytes.indexOf(0x0a, start);
  const end = lineEnd === -1 ? bytes.length : lineEnd;
  return end - lineStart < 64 * 1024 && bytes.toString('latin1', lineStart, end).includes(ALLOWED);
}

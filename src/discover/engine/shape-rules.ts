import { tokenShapes, type TokenShape } from '../../catalog/index.ts';
import type { Candidate } from '../finding.ts';
import { isExampleToken, isReference } from './placeholder.ts';
import { entropy } from './randomness.ts';
import { isWordByte, RANK, windowOf, type Hit, type Rule } from './rule.ts';

type KnownShape = TokenShape & { readonly service: string };

const KEYWORD_DISTANCE = 60;
// Without a prefix only the surroundings tell a token from a checksum.
const LEAST_ENTROPY_BY_KEYWORD = 3;

/** One rule for each token shape of the catalog. Public identifiers are found too, and are not findings. */
export function shapeRules(): readonly Rule[] {
  return tokenShapes().map((shape) => (shape.prefixes.length > 0 ? ruleByPrefix(shape) : ruleByKeyword(shape)));
}

function ruleByPrefix(shape: KnownShape): Rule {
  const atPrefix = new RegExp(shape.body, 'y');
  const anywhere = new RegExp(shape.body, 'g');
  const sample = shape.sample?.();
  // A prefix that matches hold but do not begin with, such as a marker in the middle.
  const isInside = sample !== undefined && !shape.prefixes.some((prefix) => sample.startsWith(prefix));
  return {
    needles: shape.prefixes,
    find(hit, emit) {
      const match = isInside ? around(hit, shape, anywhere) : from(hit, shape, atPrefix);
      if (match === undefined) return;
      const prefix = shape.prefixes.find((text) => match.value.startsWith(text));
      const candidate = candidateOf({ shape, ...match, publicLength: prefix?.length ?? 0 });
      if (isBelievable(shape, candidate, hit)) emit(candidate);
    },
  };
}

interface Match {
  readonly value: string;
  readonly start: number;
}

function from({ bytes, start }: Hit, { boundary, maxLength }: KnownShape, pattern: RegExp): Match | undefined {
  if (boundary === 'word' && start > 0 && isWordByte(bytes[start - 1]) && !isEscape(bytes, start)) return undefined;
  pattern.lastIndex = 0;
  const value = pattern.exec(windowOf(bytes, start, start + maxLength + 1))?.[0];
  if (value === undefined || (boundary === 'word' && isWordByte(bytes[start + value.length]))) return undefined;
  return { value, start };
}

// `\n` and `\t` of a quoted text, `%3D` of a URL and a colour code of a terminal end in letters that are no part of a token.
function isEscape(bytes: Buffer, start: number): boolean {
  return /(?:\\[nrt]|%[0-9A-F]{2}|\u001b\[\d*m)$/i.test(windowOf(bytes, start - 6, start));
}

function around({ bytes, start }: Hit, { boundary, maxLength }: KnownShape, pattern: RegExp): Match | undefined {
  const base = Math.max(0, start - maxLength);
  const text = windowOf(bytes, base, start + maxLength);
  for (const { 0: value, index } of text.matchAll(pattern)) {
    const isWhole = !isWordByte(bytes[base + index - 1]) && !isWordByte(bytes[base + index + value.length]);
    if (base + index <= start && base + index + value.length > start && (boundary === 'none' || isWhole))
      return { value, start: base + index };
  }
  return undefined;
}

function ruleByKeyword(shape: KnownShape): Rule {
  const pattern = new RegExp(`(?<![A-Za-z0-9_+/-])(?:${shape.body})(?![A-Za-z0-9_+/-])`, 'g');
  const least = shape.minEntropy ?? LEAST_ENTROPY_BY_KEYWORD;
  return {
    needles: shape.keywords,
    find(hit, emit) {
      if (hit.context.isGenerated) return;
      const text = restOfLine(hit, KEYWORD_DISTANCE + shape.maxLength + 1);
      if (!/\d/.test(text)) return;
      for (const { 0: value, index } of text.matchAll(pattern)) {
        if (index > KEYWORD_DISTANCE) return;
        const candidate = candidateOf({ shape, value, start: hit.end + index, publicLength: 0 });
        const isGiven =
          /[:=>("',\s]/.test(text.slice(0, index)) && !/hash|sha\d|md5|digest|checksum/i.test(text.slice(0, index));
        if (!isGiven || !/\d/.test(value) || entropy(value) < least || !isBelievable(shape, candidate, hit)) continue;
        return emit(candidate);
      }
    },
  };
}

function restOfLine({ bytes, end }: Hit, length: number): string {
  const text = windowOf(bytes, end, end + length);
  const lineEnd = text.search(/[\r\n]/);
  return lineEnd === -1 ? text : text.slice(0, lineEnd);
}

interface Found extends Match {
  readonly shape: KnownShape;
  readonly publicLength: number;
}

function candidateOf({ shape, value, start, publicLength }: Found): Candidate {
  return {
    rule: shape.id,
    label: shape.label,
    service: shape.service,
    severity: 'alert',
    start,
    end: start + value.length,
    value,
    publicLength,
    rank: shape.secret ? RANK.shape : PUBLIC_RANK,
  };
}

/** Candidates of this rank only occupy the range: the text there is public. */
export const PUBLIC_RANK = 50;

function isBelievable(shape: KnownShape, { value, publicLength }: Candidate, { context }: Hit): boolean {
  if (!shape.secret) return true;
  if (isExampleToken(value, publicLength) || isReference(value)) return false;
  if (shape.minEntropy !== undefined && entropy(value) < shape.minEntropy) return false;
  // A checksum that fails does not spare a token: a service may change its format, and a missed key costs more.
  const body = value.slice(publicLength);
  return body.length < 12 || (entropy(body) >= 2.2 && !(context.isGenerated && body.length < 16));
}

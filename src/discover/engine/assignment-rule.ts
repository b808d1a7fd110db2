import { judgeValue } from './judge-value.ts';
import { RANK, windowOf, type Hit, type Rule } from './rule.ts';

/** Parts of names that are given to credentials. */
const NAMES = [
  'passw',
  'passphrase',
  '_pass',
  'pwd',
  'secret',
  'token',
  'apikey',
  'api_key',
  'api-key',
  'access_key',
  'accesskey',
  'private_key',
  'auth_key',
  'authkey',
  'account_key',
  'accountkey',
  'encryption_key',
  'encryptionkey',
  'signing_key',
  'signingkey',
  'master_key',
  'masterkey',
  'credential',
  '_key',
  'db_pw',
  '_pat',
];

const WINDOW = 600;
const NAME_LENGTH = 60;

/** Values given to a name that says what they are: `const apiKey = "…"`, `define('DB_PASSWORD', '…')`, `--token …`. */
export const assignmentRule: Rule = {
  needles: NAMES,
  find(hit, emit) {
    if (hit.context.isGenerated || !mayAssign(hit)) return;
    const found = assignmentAt(hit);
    if (found === undefined) return;
    const { name, value, start, isQuoted } = found;
    if (!isQuoted && hit.context.kind === 'code') return;
    const severity = judgeValue({ name, value, in: isQuoted ? 'code' : 'loose', isExample: hit.context.isExample });
    if (severity === undefined) return;
    const rule = /pass|pwd|_pw$/i.test(name) ? 'assigned-password' : 'assigned-secret';
    const label = rule === 'assigned-password' ? 'password given to a name' : 'secret given to a name';
    emit({
      rule,
      label,
      severity,
      start,
      end: start + value.length,
      value,
      publicLength: 0,
      key: name,
      rank: RANK.name,
    });
  },
};

const isNameByte = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.$')
  isNameByte[character.charCodeAt(0)] = 1;
const isOperator = new Uint8Array(256);
for (const character of '=:,(>') isOperator[character.charCodeAt(0)] = 1;
const isSkipped = new Uint8Array(256);
for (const character of ' \t"\'`\\]?!') isSkipped[character.charCodeAt(0)] = 1;

// A look at the bytes before any pattern: name, then an operator, then something that may be a value.
function mayAssign({ bytes, start, end, context }: Hit): boolean {
  let at = end;
  const last = Math.min(bytes.length, end + NAME_LENGTH);
  while (at < last && isNameByte[bytes[at] as number] === 1) at += 1;
  const nameEnd = at;
  while (at < last && isSkipped[bytes[at] as number] === 1) at += 1;
  if (at >= last) return false;
  if (isOperator[bytes[at] as number] !== 1) return at > nameEnd && isFlag(bytes, start);
  if (context.kind === 'text') return true;
  return hasQuoteSoon(bytes, at);
}

function isFlag(bytes: Buffer, start: number): boolean {
  let at = start;
  while (at > 0 && start - at < NAME_LENGTH && isNameByte[bytes[at - 1] as number] === 1) at -= 1;
  return bytes[at] === 0x2d && bytes[at + 1] === 0x2d;
}

function hasQuoteSoon(bytes: Buffer, from: number): boolean {
  const last = Math.min(bytes.length, from + 40);
  for (let at = from; at < last; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x22 || byte === 0x27 || byte === 0x60 || byte === 0x3e) return true;
    if (byte === 0x0a || byte === 0x3b) return false;
  }
  return false;
}

interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

const QUOTED =
  /^[\w$.-]{0,60}[?!]?\\?["'`]?\]?[ \t]{0,8}(?::[ \t]{0,4}&?(?:'static[ \t])?[A-Za-z_][\w.<>[\]| ]{0,30}[ \t]{0,4}=|=>|:=|===?|!==?|\?\?=|\|\|=|[=:,(])[ \t]{0,8}(?:new \w+\()?[bBuUrRfLN@]?(?:\\?(["'`]))((?:(?!\1)[^\r\n\\]|\\(?!["'`])[^\r\n])*)/;
const LOOSE =
  /^[\w$.-]{0,60}\\?["']?(?:[ \t]{0,2}[=:][ \t]{0,2}|=|[ \t]{1,2}\\?["']?(?=[^-=:\s]))([^\s"'`,;&|<>(){}\\]{4,500})/;
const ELEMENT = /^[\w$.-]{0,60}(?:\s[^<>]{0,80})?>([^<>\r\n]{4,300})<\//;

function assignmentAt(hit: Hit): Assignment | undefined {
  const text = windowOf(hit.bytes, hit.end, hit.end + WINDOW);
  const head = windowOf(hit.bytes, hit.start - NAME_LENGTH, hit.end);
  const before = /[\w$.-]*$/.exec(head)?.[0] ?? '';
  const name = `${before}${/^[\w$.-]*/.exec(text)?.[0] ?? ''}`.replace(/^--?/, '');
  const quoted = QUOTED.exec(text);
  if (quoted !== null) return at(hit, name, { match: quoted, value: quoted[2] ?? '', isQuoted: true });
  const element = head.endsWith(`<${before}`) || head.includes('<') ? ELEMENT.exec(text) : null;
  if (element !== null) return at(hit, name, { match: element, value: element[1] ?? '', isQuoted: true });
  const loose = LOOSE.exec(text);
  if (
    loose === null ||
    (/^[ \t]/.test(text.slice(loose[0].length - (loose[1]?.length ?? 0) - 1)) && !isSpaced(before, text))
  )
    return undefined;
  return at(hit, name, { match: loose, value: loose[1] ?? '', isQuoted: false });
}

// `--token VALUE` is one; `the token was` is not.
function isSpaced(before: string, text: string): boolean {
  return before.startsWith('--') || /^[\w$.-]{0,60}[ \t]{0,2}[=:]/.test(text);
}

interface Part {
  readonly match: RegExpExecArray;
  readonly value: string;
  readonly isQuoted: boolean;
}

function at(hit: Hit, name: string, { match, value, isQuoted }: Part): Assignment {
  return { name, value, isQuoted, start: hit.end + match[0].lastIndexOf(value) };
}

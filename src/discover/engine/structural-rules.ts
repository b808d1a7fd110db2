import type { Candidate, Severity } from '../finding.ts';
import { isExampleToken, isPlaceholder, isReference } from './placeholder.ts';
import { entropy, looksRandom } from './randomness.ts';
import { RANK, windowOf, type Hit, type Rule } from './rule.ts';

interface Structure {
  readonly rule: string;
  readonly label: string;
  readonly needles: readonly string[];
  /** Bytes before and after the needle's beginning that are looked at. */
  readonly before: number;
  readonly after: number;
  /** The value is its first group that took part. */
  readonly pattern: RegExp;
  readonly judge: (value: string, hit: Hit, match: RegExpExecArray) => Severity | undefined;
}

const urlPassword: Structure = {
  rule: 'url-password',
  label: 'password in a URL',
  needles: ['://'],
  before: 20,
  after: 400,
  pattern: /[a-z][a-z0-9+.-]{1,18}:\/\/[^\s:/@"'<>`\\,;]{0,100}:([^\s/@"'<>`\\]{1,200})@[\w[{$.-]/gi,
  judge: (value, hit, match) => {
    if (isReference(value) || /^[%{$<[(]|[)}]$/.test(value) || isPlaceholder(value)) return undefined;
    const isLocal = /@(?:localhost|127\.0\.0\.1|\[::1|example\.|host\b|[\w.-]*example\.(?:com|org|net))/i.test(
      `${match[0]}${windowOf(hit.bytes, hit.start + match.index + match[0].length - 21, hit.start + 400)}`,
    );
    const isRepeated = new RegExp(`//${escapeText(value)}:`, 'i').test(match[0]);
    return isRepeated || hit.context.isExample || isLocal ? 'review' : 'alert';
  },
};

const urlToken: Structure = {
  rule: 'url-token',
  label: 'token in a URL',
  needles: ['://'],
  before: 20,
  after: 300,
  pattern: /https?:\/\/([A-Za-z0-9_-]{20,200})(?::x-oauth-basic)?@[\w.-]/gi,
  judge: (value) => (looksRandom(value) ? 'alert' : undefined),
};

const authorization: Structure = {
  rule: 'authorization-header',
  label: 'credential in an Authorization header',
  needles: ['authorization', 'bearer '],
  before: 0,
  after: 4096,
  pattern:
    /^(?:(?:proxy-)?authorization\\?["'`]?\]?\s{0,3}(?:=>|[:=,])\s{0,3}[frb]?\\?["'`]?\s{0,2})?(?:bearer|token|basic|apikey|api-key|bot|key)[ =:]{1,2}\\?["'`]?([A-Za-z0-9_+/=.~|-]{12,4000})/gi,
  judge: (value, { context }, match) => {
    if (isPlaceholder(value) || isReference(value)) return undefined;
    if (/basic[ =:]{1,2}[^ ]*$/i.test(match[0])) return judgeBasic(value, context.isExample);
    if (isExampleToken(value, 0) || !/\d/.test(value) || entropy(value) < 3 || value.length < 16) return undefined;
    return context.isExample ? 'review' : 'alert';
  },
};

// RFC 7617: base64 of name:password.
function judgeBasic(value: string, isExample: boolean): Severity | undefined {
  const plain = Buffer.from(value, 'base64').toString('latin1');
  const [, password] = /^[\x20-\x7e]{0,200}?:([\x20-\x7e]{3,})$/.exec(plain) ?? [];
  if (password === undefined || isPlaceholder(password) || isReference(password)) return undefined;
  return isExample ? 'review' : 'alert';
}

const privateKey: Structure = {
  rule: 'private-key',
  label: 'private key',
  needles: ['-----begin'],
  before: 0,
  after: 24_000,
  pattern:
    /^(-----BEGIN (?:[A-Z0-9]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){40,20000}(?:-----END (?:[A-Z0-9]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----|$))/g,
  judge: (value, { context }) => {
    if (/\.\.\.|\u2026|<|\bEXAMPLE\b|\$\{/.test(value.slice(0, 400))) return undefined;
    if (/^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED/m.test(value)) return 'review';
    const body = value.replace(/-----[^-]+-----|\\[rnt]|[\s"'+,]/g, '');
    if (body.length < 60 || entropy(body) < 3.5) return undefined;
    return context.isExample && context.kind === 'code' ? 'review' : isLockedOpenSsh(body) ? 'review' : 'alert';
  },
};

// The name of the cipher comes first in an OpenSSH key; `none` means no passphrase.
function isLockedOpenSsh(body: string): boolean {
  const head = Buffer.from(body.slice(0, 60), 'base64').toString('latin1');
  return head.startsWith('openssh-key-v1') && !head.slice(15, 25).includes('none');
}

const puttyKey: Structure = {
  rule: 'putty-private-key',
  label: 'PuTTY private key',
  needles: ['putty-user-key-file-'],
  before: 0,
  after: 16_000,
  pattern: /^(PuTTY-User-Key-File-\d:[\s\S]{20,8000}?Private-Lines: \d{1,4}[\r\n]+[A-Za-z0-9+/=\r\n]{40,8000})/g,
  judge: (value) => (/^Encryption: none/m.test(value) ? 'alert' : 'review'),
};

const jwt: Structure = {
  rule: 'json-web-token',
  label: 'JSON Web Token',
  needles: ['eyj'],
  before: 0,
  after: 6_000,
  pattern: /^(eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{6,3500}\.[A-Za-z0-9_-]{20,700})/g,
  judge: (value, { context, bytes, start }) => {
    if (/[A-Za-z0-9_.-]/.test(windowOf(bytes, start - 1, start)) && start > 0) return undefined;
    const payload = Buffer.from(value.split('.')[1] ?? '', 'base64url').toString('latin1');
    if (/John Doe|"1234567890"|supabase-demo/.test(payload)) return undefined;
    return context.isExample || context.isGenerated ? 'review' : 'alert';
  },
};

const jwk: Structure = {
  rule: 'json-web-key',
  label: 'private JSON Web Key',
  needles: ['"kty"'],
  before: 600,
  after: 2_400,
  pattern: /\{[^{}]{0,1500}"(?:d|k)"\s*:\s*"([A-Za-z0-9_-]{20,1400})"/g,
  judge: (_value, { context }) => (context.isExample ? 'review' : 'alert'),
};

const passwordHash: Structure = {
  rule: 'password-hash',
  label: 'hash of a password',
  needles: ['$2y$', '$2a$', '$2b$', '$5$', '$6$', '$1$', '$apr1$', '$argon2', 'pbkdf2_sha256$', '$P$B'],
  before: 0,
  after: 200,
  pattern:
    /^(\$2[aby]\$\d\d\$[A-Za-z0-9./]{53}|\$(?:1|5|6|apr1)\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{22,86}|\$argon2(?:id?|d)\$[\w$=,+/]{20,150}|pbkdf2_sha256\$\d{1,9}\$[\w+/]{1,40}\$[\w+/=]{40,50}|\$P\$B[A-Za-z0-9./]{30})/g,
  judge: () => 'review',
};

const commandPassword: Structure = {
  rule: 'command-line-password',
  label: 'password on a command line',
  needles: ['curl', 'sshpass', 'mysql', 'wget', 'docker login', 'smbclient', 'redis-cli', 'ldapsearch'],
  before: 0,
  after: 500,
  pattern:
    /^(?:curl|wget)\b[^\n|;]{0,300}?\s(?:-u|--user)[ =]?\\?["']?[\w.@+-]{1,80}:([^\s"'\\]{4,120})|^sshpass\s+-p\s?\\?["']?([^\s"'\\]{4,120})|^mysql(?:dump|admin)?\b[^\n|;]{0,200}?\s-p([^\s"'\\-][^\s"'\\]{3,120})|^docker login\b[^\n|;]{0,200}?\s-p\s?\\?["']?([^\s"'\\]{4,200})|^redis-cli\b[^\n|;]{0,100}?\s-a\s\\?["']?([^\s"'\\]{4,120})|^ldapsearch\b[^\n|;]{0,200}?\s-w\s\\?["']?([^\s"'\\]{4,120})/g,
  judge: (value, { context }) => {
    if (isPlaceholder(value) || isReference(value) || /^[$<{]/.test(value)) return undefined;
    return context.isExample ? 'review' : 'alert';
  },
};

const STRUCTURES: readonly Structure[] = [
  urlPassword,
  urlToken,
  authorization,
  privateKey,
  puttyKey,
  jwt,
  jwk,
  passwordHash,
  commandPassword,
];

/** Credentials told by what stands around them. */
export function structuralRules(): readonly Rule[] {
  return STRUCTURES.map((structure) => ({
    needles: structure.needles,
    find: (hit: Hit, emit: (candidate: Candidate) => void) => search(structure, hit, emit),
  }));
}

function search(structure: Structure, hit: Hit, emit: (candidate: Candidate) => void): void {
  const { rule, label, before, after, pattern, judge } = structure;
  if (rule.startsWith('url-') && !hasAt(hit)) return;
  const base = Math.max(0, hit.start - before);
  const text = windowOf(hit.bytes, base, hit.start + after);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const value = match.slice(1).find((group) => group !== undefined);
    if (value === undefined) return;
    const end = match.index + match[0].lastIndexOf(value) + value.length;
    const severity = judge(value, hit, match);
    if (severity === undefined) continue;
    const start = base + end - value.length;
    const publicLength = rule.endsWith('private-key') ? Math.max(0, value.search(/[\r\n\\]/)) : 0;
    emit({ rule, label, severity, start, end: base + end, value, publicLength, rank: RANK.structure });
  }
}

// Most URLs have no user: a look at the bytes is cheaper than the pattern.
function hasAt({ bytes, end }: Hit): boolean {
  const last = Math.min(bytes.length, end + 300);
  for (let index = end; index < last; index += 1) {
    const byte = bytes[index] as number;
    if (byte === 0x40) return true;
    if (
      byte <= 0x20 ||
      byte === 0x2f ||
      byte === 0x22 ||
      byte === 0x27 ||
      byte === 0x3c ||
      byte === 0x3e ||
      byte === 0x60
    )
      return false;
  }
  return false;
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

import { isMonotonous } from './randomness.ts';

// Each is the value's own way to say "it is somewhere else".
const REFERENCES: readonly RegExp[] = [
  /^\$\{|^\$\(|^\$[A-Za-z_][\w:]*$|^\$env:/,
  /\{\{|\}\}|<%|%>|#\{|\$\{[^}]*\}/,
  /^%[^%]*%$|^<[^>]*>$|^\[[^\]]*\]$|^__\w+__$|^\{[^}]*\}$|^@[A-Z_]+@$/,
  /^(?:op|vault|bws|sm|gsm|awssm|aws-sm|akv|azkv|ssm|infisical|doppler|keyring|keychain|secretsmanager|secretref|env|file):/i,
  /^(?:arn:aws|projects\/[^/]+\/secrets\/|ENC\[|!(?:vault|ref|secret|env|sub)\b|\$ANSIBLE_VAULT|AQICA|age1)/i,
  /(?:process\.env|os\.environ|os\.getenv|getenv|System\.getenv|import\.meta|std::env|secrets\.|vars\.|ENV\[)/,
  /^\/(?:run|var|etc|home|usr|opt|tmp)\/|^~\/|^\.{1,2}\/|^[A-Za-z]:\\/,
];

/** True when a value says where the secret is, instead of being it. */
export function isReference(value: string): boolean {
  return REFERENCES.some((form) => form.test(value));
}

const WORDS = [
  'example|placeholder|change[-_ ]?me|change[-_ ]?this|replace[-_ ]?(?:me|this|with)|insert|todo|fixme|redacted|concealed|masked',
  'your[-_ ]|my[-_ ](?:secret|token|key|api|password)|(?:token|key|secret|password)[-_ ]here|dummy|fake|sample|foobar|foo[-_]bar|lorem',
  'not[-_ ]?(?:a[-_ ])?(?:real|secret|set)|set[-_ ]?(?:me|this)|fill[-_ ]?(?:me|in)|put[-_ ]|enter[-_ ]|some[-_ ]|to[-_ ]be[-_ ]',
  'deadbeef|cafebabe|hidden|encrypted|removed|secret[-_ ]?goes|provided',
].join('|');
const PLACEHOLDER = new RegExp(`(?:^|[^a-z])(?:${WORDS})`, 'i');
const YOURS = /^your|^<|^\.\.\.|\.\.\.$|\u2026|^x{3,}|^\*+|\*{3,}|x{5,}/i;
const NOTHING =
  /^(?:null|none|nil|true|false|undefined|empty|n\/?a|unset|default|string|str|number|boolean|bool|required|optional|text|value|yes|no|on|off|test|testing|tests?123|user|username|admin|root|guest|any|prompt|ask)$/i;
const SAME_AS_NAME =
  /^(?:the|my|a|your|new|old|user|db|api|app|auth|access|refresh|client|admin|test|bearer|id|bad|wrong|invalid|valid|correct|good|super|mysql|postgres|shared|session|private|public|some|another|other|first|second|jwt|csrf|[-_ .])*(?:passw(?:or)?d|pass|pwd|passphrase|secret|token|key|apikey|credentials?|id)s?(?:[-_ .]?(?:\d{1,3}|key|token|value|string|id|name|field|test))*$/i;

/** True when a value stands instead of a secret: nothing that a credential of its length would be. */
export function isPlaceholder(value: string): boolean {
  if (value.length < 4 || NOTHING.test(value) || SAME_AS_NAME.test(value)) return true;
  return YOURS.test(value) || PLACEHOLDER.test(value) || isMonotonous(value);
}

/**
 * The same for a value whose shape is already that of a token: only what says so loudly, since random characters spell
 * short words.
 */
export function isExampleToken(value: string, publicLength: number): boolean {
  const body = value.slice(publicLength);
  if (/example|placeholder|your[-_]|changeme|redacted|x{6,}|\*{3}|\.{3}|0{8,}|1234567890|abcdefgh/i.test(body))
    return true;
  return body.length >= 8 && isMonotonous(body);
}

// After camel case has become snake case, so that one table serves every convention.
const SECRET =
  /(?:^|_)(?:passwords?|passwd|passwort|pwd|pass|passphrase|pw|psk|secrets?|token|pat|api_?key|apikey|access_?key|secret_?key|private_?key|auth_?key|encryption_?key|encrypt_?key|signing_?key|sign_?key|master_?key|account_?key|service_?key|admin_?key|license_?key|deploy_?key|shared_?key|app_?key|consumer_?key|subscription_?key|hmac_?key|jwt_?key|session_?key|storage_?key|write_?key|server_?key|bot_?key|credentials?|cred|authtoken|accesstoken|dsn|salt|cookie_?secret|client_?key_?data|auth|_auth|bearer|key)(?:_|$|\d)/;
const STRONG =
  /(?:passw(?:or)?d|passwort|pwd|passphrase|secret|token|api_?key|access_?key|private_?key|auth_?key|encryption_?key|signing_?key|master_?key|account_?key|pat$|_pass$|^pass$|_key$|credential|authtoken)/;
const NOT_SECRET =
  /(?:_|^)(?:id|ids|url|uri|urls|path|paths|file|filename|files|dir|name|names|type|types|field|fields|label|length|len|count|size|expires?|expiry|expiration|ttl|policy|hint|regex|pattern|header|headers|prefix|suffix|enabled|disabled|max|min|limit|timeout|algorithm|alg|format|version|status|state|method|mode|index|class|title|text|message|msg|desc|description|placeholder|error|errors|help|prompt|column|table|env|variable|var|provider|source|kind|usage|used|scopes?|endpoint|host|issuer|audience|page|template|selector|input|button|form|validation|validator|rule|rules|strategy|required|visible|position|ref|arn|manager|store|command|helper|schema|hash|digest|checksum|sha\d*|md5|fingerprint|integrity|at|since|date|time|attribute|property|param|parameter|option|options|encoding|charset|alias|key_?name|locale|lang|i18n)$/;
const OTHER_KEYS =
  /(?:primary|foreign|cache|sort|partition|public|publishable|site|idempotency|translation|message|object|map|dict|hash|index|group|row|col|column|range|hot|short|query|route|react|item|menu|shift|ctrl|event|data|state|local|param|i18n|lookup|join|unique|candidate|composite|registry|setting|config|dedupe|bucket|video|stream_name|anon|client|measurement|widget|feature|issue|project|jira|s3|kms|default|sort)_?keys?$/;
const OTHER_TOKENS =
  /(?:^|_)(?:max|min|pad|eos|bos|unk|cls|sep|mask|stop|next|prev|page|continuation|sync|num|total|input|output|prompt|completion|new|end|start|cancellation|cancel|injection|n|csrf|xsrf|design|syntax|operator|keyword|punctuator)_?tokens?(?:_|$)|tokeniz|(?:^|_)tokens$|token_(?:count|budget|len)/;

/** Whether what a name is given to is a credential: surely, perhaps, or no. */
export type NameKind = 'secret' | 'maybe' | 'other';

const known = new Map<string, NameKind>();

export function kindOfName(name: string): NameKind {
  const before = known.get(name);
  if (before !== undefined) return before;
  const kind = judge(snakeCase(name));
  if (known.size < 20_000) known.set(name, kind);
  return kind;
}

function judge(name: string): NameKind {
  if (NOT_SECRET.test(name) || OTHER_KEYS.test(name) || OTHER_TOKENS.test(name)) return 'other';
  if (!SECRET.test(name) && !STRONG.test(name)) return 'other';
  return STRONG.test(name) ? 'secret' : 'maybe';
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
    .replace(/^_+|_+$/g, '');
}

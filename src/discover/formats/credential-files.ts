import { looksRandom } from '../engine/randomness.ts';
import { settingAt, type FormatReader, type Setting } from './reader.ts';

/** Files that hold credentials and nothing else, each in its own form. */
export const CREDENTIAL_FILES: readonly FormatReader[] = [
  {
    id: 'netrc',
    matches: (path) => /(?:^|[/\\])[._]netrc(?:\.\w+)?$/i.test(path),
    read: (text) => byPattern(text, /\b(password|passwd|account)[ \t\r\n]+("[^"\r\n]+"|[^\s#]\S*)/g),
  },
  {
    id: 'pgpass',
    matches: (path) => /(?:^|[/\\])\.?pgpass(?:\.conf)?$/i.test(path),
    read: (text) => byPattern(text, /^(?!#)(?:(?:[^:\\\r\n]|\\.)*:){4}()((?:[^:\\\r\n]|\\.)+)\r?$/gm),
  },
  {
    id: 'git-credentials',
    matches: (path) => /(?:^|[/\\])(?:\.git-credentials|git[/\\]credentials)$/i.test(path),
    read: (text) => byPattern(text, /^[a-z]+:\/\/[^:@\s]*:()([^@\s]+)@/gm),
  },
  {
    // Apache's and the system's own: a hash of a password can be guessed at leisure.
    id: 'password-hashes',
    matches: (path) =>
      /(?:^|[/\\])(?:\.?htpasswd\w*|shadow-?|proftpd?passwd|passwd\.digest|ftpd\.passwd|\.htdigest)$/i.test(path),
    read: (text) => byPattern(text, /^[^:#\s][^:\r\n]{0,80}:()(?![!*x]*:)([^:\r\n]{10,200})(?=:|\r?$)/gm),
  },
  {
    id: 'credential-alone',
    matches: (path) =>
      /(?:^|[/\\])(?:master\.key|\.vault-token|vault_password\w*|\.vault_pass(?:\.txt)?|access-token|token|\.passwd-s3fs|secret_token|\.?api[_-]?key(?:\.txt)?|github_token)$|credentials[/\\]\w+\.key$/i.test(
        path,
      ),
    read: (text) => alone(text),
  },
  {
    id: 'irssi',
    matches: (path) => /(?:^|[/\\])\.irssi[/\\]config$|\.(?:esmtprc|msmtprc)$/i.test(path),
    read: (text) => byPattern(text, /\b(password|sasl_password|autosendcmd)[ \t]*=?[ \t]*"?([^"\s;]{3,200})/g),
  },
];

/** A password that the form of the file names: group 1 is its name, group 2 the value. */
function* byPattern(text: string, pattern: RegExp): Generator<Setting> {
  for (const match of text.matchAll(pattern)) {
    const raw = match[2] ?? '';
    const start = match.index + match[0].lastIndexOf(raw);
    const isQuoted = raw.startsWith('"') && raw.endsWith('"') && raw.length > 2;
    const value = isQuoted ? raw.slice(1, -1) : raw;
    const setting = settingAt(isQuoted ? start + 1 : start, match[1] === '' ? 'password' : (match[1] ?? ''), value);
    yield { ...setting, isCredential: true };
  }
}

function* alone(text: string): Generator<Setting> {
  const value = text.trim();
  if (value.includes('\n') || !looksRandom(value)) return;
  yield { ...settingAt(text.indexOf(value), 'token', value), isCredential: true };
}

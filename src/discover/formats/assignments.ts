import type { FormatReader, Setting } from './reader.ts';

// `.env.ts` is code; `.env.local` is not.
const PATHS =
  /(?:^|[/\\])(?:\.env(?:rc)?(?:[._-](?!(?:d\.)?[cm]?[jt]sx?$)[\w.-]+)?|\.dev\.vars|\.npmrc|\.yarnrc|\.pypirc|pip\.(?:conf|ini)|credentials|\.credentials|config|\.boto|\.s3cfg|\.(?:my|mylogin)\.cnf|my\.cnf|\.esmtprc|\.msmtprc|\.muttrc|\.wgetrc|\.databrickscfg|\.sentryclirc|\.pg_service\.conf|\.pam_environment|environment|\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|zlogin|xprofile)|\.gitconfig|\.terraformrc|terraform\.rc|\.hgrc|rc|settings)$|\.(?:env|properties|ini|cfg|cnf|conf|tfvars|service|desktop|fish|netconfig)$/i;

/** `NAME=value` and `name: value` by the line: dotenv, ini, properties, npm, pip, aws, shell start-up files. */
export const assignments: FormatReader = {
  id: 'assignments',
  matches: (path) => PATHS.test(path),
  read: readAssignments,
};

const LINE =
  /^[ \t]*(?:(?:export|set|setenv|declare -x|set -[gx]{1,4}|Environment=)[ \t]*)?["']?((?:\/\/[^\s=]{1,200}:)?[A-Za-z_][\w.-]{0,100})["']?[ \t]*(?:=|:(?=[ \t]))[ \t]*(?:"((?:[^"\\\r\n]|\\.){0,4096})"|'([^'\r\n]{0,4096})'|([^\r\n]{0,4096}))/gm;

function* readAssignments(text: string, path: string): Generator<Setting> {
  const isDotenv = /(?:^|[/\\])\.?[\w-]*\.?(?:env|vars)/i.test(path);
  for (const match of text.matchAll(LINE)) {
    const name = match[1] ?? '';
    const quoted = match[2] ?? match[3];
    const raw = quoted ?? withoutComment(match[4] ?? '');
    if (raw === '') continue;
    const lineEnd = match.index + match[0].length;
    const start = quoted === undefined ? lineEnd - (match[4] ?? '').length : lineEnd - 1 - quoted.length;
    const value = match[2] === undefined ? raw : raw.replace(/\\(["\\$`])/g, '$1');
    yield { name, value, start, end: start + raw.length, isAmongCredentials: isDotenv };
  }
}

function withoutComment(text: string): string {
  return text.replace(/[ \t]+[#;].*$/, '').trimEnd();
}

import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

// What an error can be about. A message that names none of these leaves its reader without anything to look at.
const SUBJECT =
  /--[a-z]|\$\{|[A-Z]+_[A-Z_]+|\b(?:agents?|alert|answer|audit|baseline|binding|body|call|certificate|checkpoints?|client|command|config|configuration|credential|database|delivery|destination|duration|entry|environment|event|field|file|form|git|header|Host|issuer|item|key|keychain|lifetime|limit|line|member|message|method|name|network|operation|option|options|owner|parameters?|passphrases?|path|placement|process|program|proxy|query|recipe|record|references?|request|rows?|secrets?|server|service|setting|signature|sink|syslog|template|time|TLS|token|trail|transport|URL|url|uses?|values|vaults?|witness)\b/;
const VAGUE = /^(?:this|that|these|those|it|its|there|here|something|someone|cannot|could)\b/i;
const BANNED =
  /\b(?:whoever|nobody|somebody|everybody|anybody|bait|honey|kept|asked|visit|guest|desk|door|room|places?)\b/i;

interface Message {
  readonly at: string;
  readonly text: string;
}

it('every message of an error names what it is about, in plain words', () => {
  const messages = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => messagesOf(`src/${path}`));
  expect(messages.length).toBeGreaterThan(200);
  expect(messages.filter(({ text }) => isBad(text))).toEqual([]);
});

it.each(['it was given up', 'there is nothing here', 'no luck', 'the item is kept by nobody'])('refuses %s', (text) => {
  expect(isBad(text)).toBe(true);
});

function isBad(text: string): boolean {
  return VAGUE.test(text) || BANNED.test(text) || !SUBJECT.test(text);
}

function messagesOf(path: string): readonly Message[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Message[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'KeywardError') {
      const message = node.arguments?.[1];
      if (message !== undefined && (ts.isStringLiteralLike(message) || ts.isTemplateExpression(message)))
        found.push({ at: path, text: message.getText().slice(1, -1) });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

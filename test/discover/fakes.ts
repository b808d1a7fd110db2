import { randomBytes } from 'node:crypto';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random text of an alphabet: values are made when a test runs, so that no file holds what looks like a credential. */
export function randomText(length: number, alphabet: string = ALPHANUMERIC): string {
  const text = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
  // A value of letters alone would be none that an issuer makes.
  return alphabet === ALPHANUMERIC && length >= 4 ? `${text.slice(2)}7k` : text;
}

export const hex = (length: number): string => randomText(length, '0123456789abcdef');
export const githubToken = (): string => `${'ghp'}_${randomText(36)}`;
export const stripeKey = (): string => `${'sk'}_live_${randomText(24)}`;
export const anthropicKey = (): string => `${'sk'}-ant-api03-${randomText(93)}AA`;
export const slackToken = (): string => `${'xoxb'}-${randomText(12, '0123456789')}-${randomText(24)}`;
export const googleKey = (): string => `${'AI'}za${randomText(35)}`;
export const npmToken = (): string => `${'npm'}_${randomText(36)}`;
export const sendgridKey = (): string => `${'SG'}.${randomText(22)}.${randomText(43)}`;
/** A password as people choose them. */
export const password = (): string => `${randomText(5, 'bcdfghaeiou')}${randomText(3, '23456789')}!Q`;

export function privateKeyText(): string {
  const head = Buffer.concat([Buffer.from('openssh-key-v1\0\0\0\0\u0004none'), randomBytes(240)]).toString('base64');
  const lines = head.match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

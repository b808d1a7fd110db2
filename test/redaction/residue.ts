import { gunzipSync } from 'node:zlib';

/**
 * An oracle written apart from the engine, slow and plain: which eight characters in a row of a secret,
 * beyond its public prefix, can be read out of a text by undoing common encodings up to three deep.
 */
export function residueOf(text: string, secret: string, publicPrefix = ''): string | undefined {
  const beyond = secret.slice(publicPrefix.length);
  const wanted = new Set([...windows(beyond), ...windows(reverse(beyond))].map((window) => window.toLowerCase()));
  const squeezed = new Set([...windows(squeeze(beyond)), ...windows(reverse(squeeze(beyond)))]);
  for (const view of viewsOf(text)) {
    const lower = view.toLowerCase();
    for (const window of wanted) if (lower.includes(window)) return window;
    const tight = squeeze(view);
    for (const window of squeezed) if (tight.includes(window)) return window;
  }
  return undefined;
}

function viewsOf(text: string): Set<string> {
  const seen = new Set([text]);
  let layer = [text];
  for (let depth = 0; depth < 3; depth += 1) {
    layer = layer.flatMap((view) => decodings(view)).filter((view) => view.length >= 8 && !seen.has(view));
    for (const view of layer) seen.add(view);
  }
  return seen;
}

function decodings(text: string): string[] {
  const decoded = [
    unescapeBackslashes(text),
    unescapePercent(text),
    unescapeHtml(text),
    joinStrings(text),
    text.replaceAll(/<!--.*?-->/g, ''),
    text.replaceAll(/[A-Za-z]/g, (letter) =>
      String.fromCharCode((letter.charCodeAt(0) & 0xe0) + 1 + (((letter.charCodeAt(0) & 0x1f) + 12) % 26)),
    ),
    Buffer.from((text.match(/0x[0-9a-fA-F]{2}/g) ?? []).map(Number)).toString('utf8'),
    ...numbers(text),
  ];
  const unwrapped = text.replaceAll(/\s+/g, '');
  for (const run of [
    ...(text.match(/[A-Za-z0-9+/_-]{11,}/g) ?? []),
    ...(unwrapped.match(/[A-Za-z0-9+/_-]{11,}/g) ?? []),
  ]) {
    for (let start = 0; start < 4; start += 1) decoded.push(...asTexts(Buffer.from(run.slice(start), 'base64')));
  }
  for (const run of text.replaceAll(/[\s:,-]/g, '').match(/[0-9a-fA-F]{16,}/g) ?? []) {
    for (let start = 0; start < 2; start += 1) decoded.push(...asTexts(Buffer.from(run.slice(start), 'hex')));
  }
  for (const run of text.match(/[A-Z2-7]{13,}/g) ?? []) {
    for (let start = 0; start < 8; start += 1) decoded.push(...asTexts(base32(run.slice(start))));
  }
  return decoded;
}

function asTexts(bytes: Buffer): string[] {
  const texts = [bytes.toString('utf8'), bytes.toString('utf16le')];
  const member = bytes.indexOf(Buffer.of(0x1f, 0x8b, 0x08));
  if (member >= 0) {
    try {
      texts.push(gunzipSync(bytes.subarray(member), { finishFlush: 2 }).toString('utf8'));
    } catch {
      // no gzip member after all
    }
  }
  return texts;
}

function unescapeBackslashes(text: string): string {
  const bytes = text.replaceAll(/(?:\\+(?:x[0-9a-fA-F]{2}|[0-3][0-7]{2}))+/g, (run) =>
    Buffer.from(
      [...run.matchAll(/x([0-9a-fA-F]{2})|([0-3][0-7]{2})/g)].map(([, hex, octal]) =>
        hex === undefined ? Number.parseInt(octal ?? '0', 8) : Number.parseInt(hex, 16),
      ),
    ).toString('utf8'),
  );
  return bytes
    .replaceAll(/\\+u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\+(.)/g, '$1');
}

function unescapePercent(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code) % 0x10_ffff))
    .replaceAll(/&#x([0-9a-fA-F]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16) % 0x10_ffff))
    .replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => names[name] ?? '');
}

function joinStrings(text: string): string {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"(?!\s*:)/g)].map(([, inner]) => inner ?? '').join('');
}

function numbers(text: string): string[] {
  return [...text.matchAll(/\d{1,3}(?:\s*,\s*\d{1,3}){7,}/g)].map(([run]) =>
    Buffer.from(run.split(',').map(Number)).toString('utf8'),
  );
}

function base32(run: string): Buffer {
  const bits = [...run]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function squeeze(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

function windows(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 7) }, (_, at) => text.slice(at, at + 8));
}

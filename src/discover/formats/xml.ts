import { settingAt, type FormatReader, type Setting } from './reader.ts';

/** XML settings: elements, attributes, and pairs of a name and a value in one element. */
export const xml: FormatReader = {
  id: 'xml',
  matches: (path) => /\.(?:xml|config|plist|nuspec|xaml|jelly|csproj|resx)$/i.test(path),
  read: readXml,
};

const ELEMENT = /<([A-Za-z][\w:.-]{0,80})((?:\s[^<>]{0,800})?)>([^<>]{1,4096})<\/\1\s*>/g;
const ATTRIBUTE = /([\w:.-]{1,80})\s?=\s?(?:"([^"<>]{0,4096})"|'([^'<>]{0,4096})')/g;
const TAG = /<[A-Za-z][\w:.-]{0,80}\s[^<>]{1,8000}>/g;
const PLIST = /<key>([^<>]{1,100})<\/key>\s{0,40}<string>([^<>]{1,4096})<\/string>/g;

function* readXml(text: string): Generator<Setting> {
  for (const match of text.matchAll(ELEMENT)) {
    const value = match[3] ?? '';
    const start = match.index + match[0].lastIndexOf(`>${value}</`) + 1;
    const named = /\b(?:name|key)\s?=\s?["']([^"']{1,100})["']/i.exec(match[2] ?? '')?.[1];
    const setting = settingAt(start, named ?? match[1] ?? '', value.trim());
    const isEncoded = /encoding\s?=\s?"base64"/.test(match[2] ?? '');
    yield isEncoded ? { ...setting, isCredential: /pass/i.test(setting.name) } : setting;
  }
  for (const tag of text.matchAll(TAG)) yield* attributesOf(tag[0], tag.index);
  for (const match of text.matchAll(PLIST)) {
    const value = match[2] ?? '';
    yield settingAt(match.index + match[0].length - '</string>'.length - value.length, match[1] ?? '', value);
  }
}

function* attributesOf(tag: string, base: number): Generator<Setting> {
  let name = '';
  for (const match of tag.matchAll(ATTRIBUTE)) {
    const key = match[1] ?? '';
    const value = match[2] ?? match[3] ?? '';
    if (/^(?:key|name)$/i.test(key)) name = value;
    const start = base + match.index + match[0].length - 1 - value.length;
    yield settingAt(start, /^value$/i.test(key) && name !== '' ? name : key, value);
  }
}

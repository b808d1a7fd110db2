/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const HEX = /^[0-9a-f-]+$/i;

/** True for what a generator made rather than a person wrote: a key, not a word, a name or a path. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || /\s/.test(value)) return false;
  if (HEX.test(value)) return /\d/.test(value) && entropy(value) >= 2.8;
  if (!/\d/.test(value) && !/[a-z][A-Z].*[a-z][A-Z].*[A-Z]{2}/.test(value)) return false;
  return entropy(value) >= 3.2 && wordShare(value) < 0.5;
}

// Runs of lower-case letters that can be said are words; random letters seldom make five of them in a row.
function wordShare(value: string): number {
  const words = value.match(/[A-Z]?[a-z]{4,}/g) ?? [];
  const said = words.filter((word) => /[aeiou]/.test(word) && !/[^aeiouy]{5}/i.test(word));
  return said.reduce((sum, { length }) => sum + length, 0) / value.length;
}

const RUNS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', '9876543210', 'qwertyuiop'];

/** True for a text of hardly any variety: `xxxxxxxx`, `0000`, `12345678`, `abcdefgh…`. */
export function isMonotonous(value: string): boolean {
  const text = value.toLowerCase().replace(/[^a-z0-9*.]/g, '');
  if (text === '' || /^(.{1,3})\1+.{0,2}$/.test(text) || /([x*.])\1{4}/.test(text)) return true;
  if (text.length >= 12 && new Set(text).size <= Math.min(6, text.length / 4)) return true;
  return inRuns(text) > text.length * 0.7;
}

function inRuns(text: string): number {
  let covered = 0;
  for (let index = 0; index + 4 <= text.length; index += 4) {
    const part = text.slice(index, index + 4);
    if (RUNS.some((run) => `${run}${run}`.includes(part))) covered += 4;
  }
  return covered;
}

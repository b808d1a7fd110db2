import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A link with its one-time code, in a file that only this user can read. */
export interface HandOver {
  readonly path: string;
  /** For a browser. It says nothing of the code. */
  readonly url: string;
  remove(): Promise<void>;
}

/**
 * Hand a link to a browser by a file that leads there. As an argument of the program that opens the browser, every user of
 * the machine could read the code while it is good.
 */
export async function handOver(folder: string, link: string): Promise<HandOver> {
  const path = join(folder, `console-${randomUUID()}.html`);
  await writeFile(path, page(link), { mode: 0o600, flag: 'wx' });
  return { path, url: pathToFileURL(path).href, remove: async () => rm(path, { force: true }) };
}

// The link is `http://localhost:PORT/#CODE` with a code in base64url: nothing in it needs escaping.
function page(link: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}"><title>Keyward</title><p><a href="${link}">Open the console</a>
`;
}

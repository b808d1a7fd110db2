// @ts-check
// Which test file belongs to which project. A file in a new folder is in `process` until its folder is named here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const EVERY = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => `test/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts') && !path.includes('/node_modules/'));

/** Takes minutes, or needs an installation of its own. A new one is named `*.deep.test.ts`. */
const DEEP = /[.]deep[.]test[.]ts$|^test[/](?:interop[/](?:clients|conformance)|bundle|examples)[.]test[.]ts$/;

/**
 * Folders whose tests share one process, file after file, with modules loaded once. They change nothing that another
 * would notice, such as the environment or a timer: test/projects.test.ts looks.
 */
const PURE =
  /^test[/](?:approval|audit|broker|catalog|config|connect|contracts|core|crypto|detection|discover|identity|outbound|policy|redaction|run|scan|secrets|siem|storage|vault)[/]/;

/** What in those folders starts processes, or goes by the clock of the machine. */
const IMPURE =
  /[/](?:processes|crash|checkpointer|independent-verifier|constant-time|keychain|open-ssh-key|egress-guard|tls|files|durability|driver|discover[/]sources)[.]test[.]ts$/;

export const deepFiles = EVERY.filter((path) => DEEP.test(path));
export const pureFiles = EVERY.filter((path) => PURE.test(path) && !IMPURE.test(path) && !DEEP.test(path));
export const processFiles = EVERY.filter((path) => !deepFiles.includes(path) && !pureFiles.includes(path));

/** Run in their own project with a few cases of each class, and in `deep` with all. */
export const filesAtBothDepths = EVERY.filter((path) => asksForDepth(path) && !DEEP.test(path));

/** By itself, or by what it imports from its own folder. @param {string} path */
function asksForDepth(path) {
  const text = readFileSync(path, 'utf8');
  const beside = [...text.matchAll(/ from '([.][/][^']+)'/g)].map(([, name = '']) => join(dirname(path), name));
  return [text, ...beside.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'))].some((one) =>
    one.includes('support/depth.ts'),
  );
}

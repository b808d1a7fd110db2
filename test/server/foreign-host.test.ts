import { expect, it } from 'vitest';
import { foreignHostSentence } from '../../src/server/listener/check-host-and-origin.ts';
import { createForeignHostLog } from '../../src/server/listener/foreign-host-log.ts';
import { silentLogger } from '../../src/core/index.ts';

it.each(['a"b\u001b[31m', 'é.test', `${'a'.repeat(5_000)}é`, '</script>'])(
  'a foreign host stays within its quotes, printable and short: %j',
  (host) => {
    const sentence = foreignHostSentence(host);
    expect(sentence).toMatch(/^the Host "[^"\p{C}]{1,90}" is not one of this server$/u);
  },
);

it('a stranger who asks for ever new hosts does not fill the log', () => {
  let lines = 0;
  const log = createForeignHostLog({ ...silentLogger, warn: () => void (lines += 1) });
  for (let index = 0; index < 1_000; index += 1) log(`h${index}.test`);
  expect(lines).toBe(64);
});

import { once } from 'node:events';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openCommandLine } from '../support/command-line.ts';

async function openConsole() {
  const line = await openCommandLine();
  await line.cli(['init']);
  const running = line.start(['console', '--port', '0', '--no-browser', '--json']);
  const [first] = (await once(running.stdout, 'data')) as [Buffer];
  const { url, link_file: file } = JSON.parse(String(first)) as { url: string; link_file: string };
  return { line, running, url, file };
}

describe('keyward console', () => {
  it('hands its link over in a file of mode 0600, and says nothing of the code', async () => {
    const { running, url, file } = await openConsole();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const code = /#([\w-]{22})"/.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    expect(await readFile(file, 'utf8')).toContain(`${url}/#${code}`);
    expect(`${file}${String(running.stderr.read())}`).not.toContain(code);
    const headers = { origin: url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const start = async () => fetch(`${url}/session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
    expect((await start()).status).toBe(200);
    expect((await start()).status).toBe(403);
  });

  it('listens on both loopback addresses, and answers under the name localhost alone', async () => {
    const { url } = await openConsole();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    const { port } = new URL(url);
    for (const address of ['127.0.0.1', '[::1]']) expect((await fetch(`http://${address}:${port}/`)).status).toBe(403);
    expect((await fetch(`${url}/`)).status).toBe(200);
  });

  it('takes the file away when it is told to stop', async () => {
    const { line, running, file } = await openConsole();
    expect(await running.stop()).toBe(0);
    await expect(access(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await readdir(line.home)).filter((name) => name.endsWith('.html'))).toEqual([]);
  });

  it('refuses a port that is none', async () => {
    const { cli } = await openCommandLine();
    expect(await cli(['console', '--port', '99999'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--port'),
    });
  });
});

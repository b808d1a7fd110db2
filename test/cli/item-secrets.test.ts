import { createPrivateKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startKeyward, type Keyward } from '../support/keyward.ts';

async function prepare(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.here.json(['vault', 'create', 'deploy']);
  return keyward;
}

describe('a secret that is made up', () => {
  it.each([
    ['--generate-password', /^.{32}$/],
    ['--generate-password=letters,digits,12', /^(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]{12}$/],
    ['--generate-password=digits,6', /^[0-9]{6}$/],
  ])('%s', async (flag, expected) => {
    const { here, cli } = await prepare();
    await here.json(['item', 'create', 'deploy/database', flag]);
    const first = await cli(['read', 'op://deploy/database/credential', '--no-newline']);
    expect(first.stdout).toMatch(expected);
    await here.json(['item', 'edit', 'deploy/database', flag, '--yes']);
    expect((await cli(['read', 'op://deploy/database/credential', '--no-newline'])).stdout).not.toBe(first.stdout);
  });

  it.each([
    ['--generate-password=letters,99'],
    ['--generate-password=runes,8'],
    ['--generate-password=8'],
    ['--generate-ssh-key=dsa'],
    ['--type=card'],
    ['--type=otp', '--generate-password'],
  ])('%s is refused', async (...flags) => {
    const { cli } = await prepare();
    const refused = await cli(['item', 'create', 'deploy/x', ...flags], 'GEZDGNBVGY3TQOJQ');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('CONFIG_INVALID') });
  });

  it('may be a key pair, which ssh can read', async () => {
    const { here, cli } = await prepare();
    await here.json(['item', 'create', 'deploy/ci', '--generate-ssh-key']);
    const shown = await cli(['read', 'op://deploy/ci/private key?ssh-format=openssh']);
    expect(shown.stdout).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect((await cli(['read', 'op://deploy/ci/public_key'])).stdout).toMatch(/^ssh-ed25519 AAAA\S+ ci\n$/);
    const pem = await cli(['read', 'op://deploy/ci/private_key']);
    expect(createPrivateKey(pem.stdout).asymmetricKeyType).toBe('ed25519');
  });
});

describe('a secret of a type', () => {
  it('one-time password: its code is read, and what makes none is refused', async () => {
    const { here, cli } = await prepare();
    await here.json(['item', 'create', 'deploy/login', '--type', 'otp'], 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ');
    expect((await cli(['read', 'op://deploy/login/otp?attribute=otp'])).stdout).toMatch(/^[0-9]{6}\n$/);
    const refused = await cli(['item', 'create', 'deploy/other', '--type', 'otp'], 'no such thing!');
    expect(refused).toMatchObject({ stderr: expect.stringContaining('ITEM_FIELD_UNUSABLE') });
    expect(refused.code).not.toBe(0);
  });

  it('file: byte for byte', async () => {
    const { here, cli, home } = await prepare();
    const path = join(home, 'cert.bin');
    await writeFile(path, Buffer.from([0, 255, 10, 13, 1]));
    await here.json(['item', 'create', 'deploy/tls', '--no-secret', '--file', `cert.bin=${path}`]);
    expect((await cli(['read', 'op://deploy/tls/cert.bin?attribute=size'])).stdout).toBe('5\n');
    const refused = await cli(['item', 'create', 'deploy/none', '--no-secret', '--file', `a=${path}.none`]);
    expect(refused).toMatchObject({ code: 2 });
  });
});

describe('keyward item get --format', () => {
  it('env gives references that `keyward run` resolves, and no value', async () => {
    const { here, cli, home } = await prepare();
    const secret = 'kwtest_env_9fQ2mX7vLr4TzB8n';
    await here.json(['item', 'create', 'deploy/my api', '--username', 'app'], secret);
    const { stdout } = await cli(['item', 'get', 'deploy/my api', '--format', 'env']);
    expect(stdout).toBe(
      'MY_API_USERNAME="op://deploy/my api/username"\nMY_API_CREDENTIAL="op://deploy/my api/credential"\n',
    );
    const file = join(home, 'app.env');
    await writeFile(file, stdout);
    const code = 'console.log(process.env.MY_API_USERNAME.length, process.env.MY_API_CREDENTIAL.length)';
    const ran = await cli(['run', '--env-file', file, '--', process.execPath, '-e', code]);
    expect(ran).toMatchObject({ code: 0, stdout: `3 ${secret.length}\n` });
    const asJson = await cli(['item', 'get', 'deploy/my api', '--format', 'json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ fields: [{}, { reference: 'op://deploy/my api/credential' }] });
    expect(asJson.stdout).not.toContain(secret);
  });
});

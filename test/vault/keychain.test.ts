import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openOsKeychain } from '../../src/vault/keychain.ts';

describe('the OS keychain', () => {
  beforeEach(() => {
    // No session bus: what a server, a container or an SSH session has.
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/keyward-test');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.skipIf(process.platform !== 'linux')(
    'is none on Linux without a Secret Service: the kernel keyring would forget the owner key at a reboot',
    async () => {
      expect(await openOsKeychain('linux')).toBeUndefined();
    },
  );

  it('is none on systems whose keychain is not known to last', async () => {
    expect(await openOsKeychain('freebsd')).toBeUndefined();
  });
});

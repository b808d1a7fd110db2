/** The part of an OS keychain that is needed: text under an account name. Every method throws when it fails. */
export interface Keychain {
  read(account: string): Promise<string | undefined>;
  write(account: string, text: string): Promise<void>;
  delete(account: string): Promise<void>;
}

const SERVICE = 'keyward';

/**
 * The keychain of the operating system: Keychain on macOS, Credential Manager on Windows, and on Linux
 * the Secret Service (GNOME Keyring, KWallet, KeePassXC). `undefined` where there is none.
 *
 * On Linux @napi-rs/keyring 2.1.2 silently falls back to the kernel's keyutils when it finds no Secret
 * Service, and keyutils forgets everything at a reboot: an owner key stored there would be lost, and with
 * it every vault. `store: 'secret-service'` makes it throw instead. Systems not named here would get
 * whatever the package chooses, so they get no keychain.
 */
export async function openOsKeychain(platform: NodeJS.Platform): Promise<Keychain | undefined> {
  if (!['darwin', 'win32', 'linux'].includes(platform)) return undefined;
  try {
    // An optional dependency with a native part: absent or unloadable is the same as no keychain.
    const { AsyncEntry } = await import('@napi-rs/keyring');
    const entry = (account: string): InstanceType<typeof AsyncEntry> =>
      new AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
    // The constructor connects to the service; on Linux it throws when there is none.
    entry('probe');
    return {
      read: async (account) => (await entry(account).getPassword()) ?? undefined,
      write: (account, text) => entry(account).setPassword(text),
      delete: async (account) => {
        await entry(account).deleteCredential();
      },
    };
  } catch {
    return undefined;
  }
}

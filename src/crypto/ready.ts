import sodium from 'libsodium-wrappers';

/** Wait once, before anything else in this module is called: libsodium's WebAssembly has to be compiled first. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

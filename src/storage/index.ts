// In: a data folder and the ports that vault, identity, audit and approval declare.
// Out: those ports over SQLite, durable and shared between processes.
// Never here: plaintext or a key. Rows are ciphertext, public keys, digests and signed statements.
export { openStorage, type Storage } from './open-storage.ts';

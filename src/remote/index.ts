// In: an agent token, and the address of a server that never gets to see it unless a call needs it.
// Out: values opened here, from rows the server sends sealed; calls the server makes.
// Never here: a database, a record (the server writes it first), a row that is believed because it was sent.
export { openRemote, type Remote, type RemoteOptions } from './open-remote.ts';

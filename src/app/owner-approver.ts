import type { Approver } from '../approval/index.ts';

/** The one person of a data folder that has one owner key. */
export const OWNER_APPROVER: Approver = { id: 'owner', name: 'owner', role: 'owner', version: '1' };

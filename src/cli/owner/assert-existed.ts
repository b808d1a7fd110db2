import { KeywardError } from '../../core/index.ts';

/** Another process deleted it between the look-up and now. */
export function vaultGone(wasThere: boolean): void {
  if (!wasThere) throw new KeywardError('VAULT_NOT_FOUND', 'the vault was deleted in the meantime');
}

export function assertItemExisted(wasThere: boolean): void {
  if (!wasThere)
    throw new KeywardError('ITEM_NOT_FOUND', 'the item was deleted in the meantime', {
      hint: 'see `keyward item list`',
    });
}

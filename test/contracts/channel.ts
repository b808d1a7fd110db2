import { describe, expect, it } from 'vitest';
import type { Channel, Summary } from '../../src/approval/index.ts';

export interface ChannelBench {
  readonly channel: Channel;
  /** Everything that has left by it, as text. */
  readonly sent: () => string;
}

/** What becomes of a message on its way out. */
export type Delivery = 'arrives' | 'is refused' | 'fails';

/** What every channel keeps. `open` gives one whose messages fare like that; `summary` has these marks in it. */
export function describeChannel(
  name: string,
  open: (delivery: Delivery) => ChannelBench,
  { summary, untold }: { readonly summary: () => Promise<Summary>; readonly untold: readonly string[] },
): void {
  describe(`the channel ${name}`, () => {
    it('has a name that can stand in the trail', () => {
      expect(open('arrives').channel.name).toMatch(/^[a-z][a-z0-9-]{0,30}$/);
    });

    it('says that it told an approver when its message arrived', async () => {
      const { channel, sent } = open('arrives');
      expect(await channel.notify(await summary())).toBe(true);
      expect(sent()).toContain('api.stripe.com');
    });

    it.each(['is refused', 'fails'] as const)('never says so when its message %s', async (delivery) => {
      const told = open(delivery).channel.notify(await summary());
      expect(await told.catch(() => false)).toBe(false);
    });

    it('lets out neither body, query, headers, digest nor the words of the agent', async () => {
      const { channel, sent } = open('arrives');
      const shown = await summary();
      await channel.notify(shown);
      for (const text of [...untold, shown.digest]) expect(sent()).not.toContain(text);
    });
  });
}

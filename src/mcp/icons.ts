import type { Icon } from '@modelcontextprotocol/server';
import type { ToolEffect } from './define-tool.ts';

const KEYHOLE = '<circle cx="12" cy="9" r="4"/><path d="M10.5 12h3l1.5 7h-6z"/>';
const LIST = '<path d="M4 5h16v3H4zM4 10.5h16v3H4zM4 16h16v3H4z"/>';
const DOWN = '<path d="M10.5 3h3v10h5L12 21 5.5 13h5z"/>';
const UP = '<path d="M10.5 21h3V11h5L12 3 5.5 11h5z"/>';

/** The product itself. */
export const KEYWARD_ICONS: Icon[] = [icon(KEYHOLE)];

const BY_EFFECT: Readonly<Record<ToolEffect, Icon[]>> = {
  'reads-keyward': [icon(LIST)],
  'reads-upstream': [icon(DOWN)],
  'writes-upstream': [icon(UP)],
};

/** What a tool does, at a glance. */
export function iconsOf({ effect }: { readonly effect: ToolEffect }): Icon[] {
  return BY_EFFECT[effect];
}

// Inside the answer itself: a client that fetched an icon would reveal that it uses Keyward.
function icon(shape: string): Icon {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#fca311"><rect width="24" height="24" rx="5" fill="#14213d"/>${shape}</svg>`;
  return { src: `data:image/svg+xml;base64,${btoa(svg)}`, mimeType: 'image/svg+xml', sizes: ['any'] };
}

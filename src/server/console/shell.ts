import { html, type Html } from './html.ts';

/** Pages of the console, in the order of its navigation. */
export const PAGES = [
  { path: '/', name: 'Approvals' },
  { path: '/history', name: 'History' },
  { path: '/activity', name: 'Activity' },
  { path: '/agents', name: 'Agents' },
  { path: '/items', name: 'Items' },
  { path: '/alerts', name: 'Alerts' },
  { path: '/settings', name: 'Settings' },
] as const;

/** The page without any data: what it shows is fetched by its script, with the token of the session. */
export function shell(): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Keyward</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/console.css" />
        <script src="/assets/console.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <strong class="brand">Keyward</strong>
          <nav aria-label="Pages">
            ${PAGES.map(
              ({ path, name }) =>
                html`<a href="${path}">${name}${path === '/' ? html` <span id="pending" class="count" hidden></span>` : ''}</a>`,
            )}
          </nav>
        </header>
        <p id="status" role="status"></p>
        <main id="main" tabindex="-1"><h1>Keyward</h1><p>Loading. This page needs its script.</p></main>
      </body>
    </html>`;
}

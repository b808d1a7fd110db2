/**
 * The script of the console. Markup reaches the page in one place, through the one Trusted Types policy, which takes
 * nothing but the fragment that was just fetched from this origin with the token of the session.
 */
export const SCRIPT = `'use strict';
const SESSION = 'keyward-session';
const SETTLE_MS = 700;
const main = document.getElementById('main');
const status = document.getElementById('status');
let fetched;
let renderedAt = 0;
let stream;

const policy = window.trustedTypes
  ? trustedTypes.createPolicy('keyward', { createHTML: accepted })
  : { createHTML: accepted };

function accepted(text) {
  if (fetched === undefined || text !== fetched) throw new TypeError('not a fragment of this console');
  return text;
}

async function ask(path, options = {}) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) throw new TypeError('another origin');
  const headers = { 'x-keyward-session': sessionStorage.getItem(SESSION) ?? '', ...options.headers };
  const common = { redirect: 'error', credentials: 'omit', cache: 'no-store' };
  return fetch(url, { ...common, ...options, headers });
}

async function put(element, response) {
  const isOurs = new URL(response.url).origin === location.origin && response.headers.get('x-keyward-fragment') === '1';
  if (!isOurs) {
    element.textContent = response.status === 404 ? 'There is nothing by that name.' : 'The console did not answer (' + response.status + ').';
    return;
  }
  fetched = await response.text();
  element.innerHTML = policy.createHTML(fetched);
  fetched = undefined;
}

async function show({ auto = false } = {}) {
  const before = auto ? document.activeElement?.id : undefined;
  const path = '/fragments' + location.pathname + location.search;
  const response = await ask(path, { headers: auto ? { 'x-keyward-auto': '1' } : {} }).catch(() => undefined);
  if (response === undefined) return say('The console does not answer: it may have been stopped.');
  if (response.status === 401) return signedOut();
  await put(main, response);
  renderedAt = performance.now();
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const heading = main.querySelector('h1')?.textContent ?? '';
  document.title = heading + ' · Keyward';
  if (before) document.getElementById(before)?.focus({ preventScroll: true });
  else if (!auto) main.focus({ preventScroll: true });
}

function signedOut() {
  sessionStorage.removeItem(SESSION);
  stream?.abort();
  const [title, text] = [document.createElement('h1'), document.createElement('p')];
  title.textContent = 'Not signed in';
  text.textContent = 'Run "keyward console" and open the link that it gives. Each link is good once, for one tab.';
  main.replaceChildren(title, text);
}

function say(text) {
  status.textContent = text;
}

async function act(form, submitter) {
  if (form.hasAttribute('data-settled') && performance.now() - renderedAt < SETTLE_MS) {
    return say('The list has just changed: look again.');
  }
  const fields = Object.fromEntries(new FormData(form, submitter));
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
  const response = await ask(form.dataset.action, options).catch(() => undefined);
  if (response === undefined) return say('The console does not answer: it may have been stopped.');
  if (response.status === 401 || form.dataset.action === '/actions/sign-out') return signedOut();
  await put(status, response);
  await show();
}

async function listen() {
  stream?.abort();
  const mine = (stream = new AbortController());
  try {
    const response = await ask('/live', { signal: mine.signal });
    if (response.status === 401) return signedOut();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const end = text.lastIndexOf('\\n\\n');
      if (end === -1) continue;
      const line = text.slice(0, end).split('\\n').filter((one) => one.startsWith('data: ')).at(-1);
      text = text.slice(end + 2);
      if (line !== undefined) await changed(JSON.parse(line.slice(6)));
    }
  } catch {}
  if (mine === stream && !mine.signal.aborted) setTimeout(listen, 3000);
}

async function changed({ pending }) {
  const count = document.getElementById('pending');
  count.textContent = String(pending);
  count.hidden = pending === 0;
  const isLive = main.querySelector('[data-live]') !== null;
  const isBusy = main.contains(document.activeElement) && document.activeElement.matches('input, select');
  if (!isLive || main.querySelector('details[open]') !== null) return;
  if (isBusy) say('There is news: it is shown once you leave the field.');
  else await show({ auto: true });
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  say('');
  history.pushState(undefined, '', link.getAttribute('href'));
  void show();
});

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  say('');
  if (form.dataset.action) return void act(form, event.submitter);
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  history.pushState(undefined, '', location.pathname + '?' + query);
  void show();
});

addEventListener('popstate', () => void show());

// A browser keeps six connections to one address: a tab that is not seen gives its own back.
document.addEventListener('visibilitychange', () => {
  if (sessionStorage.getItem(SESSION) === null) return;
  if (document.hidden) stream?.abort();
  else void show({ auto: true }).then(listen);
});

async function start() {
  const code = location.hash.slice(1);
  if (/^[\\w-]{22}$/.test(code)) {
    history.replaceState(undefined, '', location.pathname);
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) };
    const response = await ask('/session', options);
    if (response.ok) sessionStorage.setItem(SESSION, (await response.json()).token);
  }
  if (sessionStorage.getItem(SESSION) === null) return signedOut();
  await show();
  void listen();
}

void start();
`;

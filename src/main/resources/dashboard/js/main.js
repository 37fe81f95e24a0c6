/** The beginning: opens the session, then shows the view that the address names. */

import { call, get, Problem } from './api.js';
import { closeAll } from './dialogs.js';
import { el } from './dom.js';
import { speak, spoken, t } from './i18n.js';
import { login } from './login.js';
import { complain, reason } from './notices.js';
import { place } from './router.js';
import { show } from './screen.js';
import { shell } from './shell.js';
import { dead } from './views/dead.js';
import { delivery } from './views/delivery.js';
import { destination } from './views/destination.js';
import { event } from './views/event.js';
import { instances } from './views/instances.js';
import { live } from './views/live.js';
import { overview } from './views/overview.js';
import { search } from './views/search.js';

const VIEWS = {
  '': overview,
  destinations: destination,
  dead,
  deliveries: delivery,
  events: event,
  search,
  live,
  instances,
};

const app = document.getElementById('app');

let stop = () => {};

let asking = false;

/** The token that the log's address carries; it leaves the address bar, and the history, at once. */
function tokenOfAddress() {
  const [, token] = location.hash.match(/^#token=(.+)$/) ?? [];
  if (token) {
    history.replaceState(null, '', location.pathname);
  }
  try {
    return token && decodeURIComponent(token);
  } catch {
    return token; // a lone % is part of it
  }
}

async function start() {
  const token = tokenOfAddress();
  try {
    if (token) {
      await call('POST', '/api/session', { body: { token } });
    } else if (!(await get('/api/session'))?.expiresAt) {
      return signIn();
    }
    signedIn();
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) {
      signIn(token ? t('login.stale') : '');
    } else {
      unreachable(failure);
    }
  }
}

function unreachable(failure) {
  app.replaceChildren(el('main', { class: 'alone' }, el('p', { class: 'banner bad', role: 'alert' }, reason(failure))));
  setTimeout(start, 5000);
}

function signIn(complaint = '') {
  asking = true;
  closeAll();
  stop();
  stop = () => {};
  document.title = `${t('login.title')} · Carteiro`;
  const again = () => signIn(complaint);
  app.replaceChildren(login({ complaint, signedIn, again }));
  app.querySelector('input')?.focus();
}

/** The frame around the views; made anew in the other language. */
function signedIn() {
  asking = false;
  const frame = shell({ spoken: signedIn, leave });
  app.replaceChildren(...frame.nodes);
  const turn = (moved) => {
    closeAll();
    stop();
    const { name, rest, parameters } = place();
    const make = VIEWS[name] ?? overview;
    frame.mark(Object.hasOwn(VIEWS, name) ? name : '');
    const end = show((tools) => make({ ...tools, rest, parameters }), frame.main, frame.heard);
    stop = () => {
      end();
      removeEventListener('hashchange', moving);
    };
    addEventListener('hashchange', moving);
    if (moved) {
      scrollTo(0, 0);
      frame.main.focus({ preventScroll: true });
    }
  };
  const moving = () => turn(true);
  turn(false);
}

async function leave() {
  try {
    await call('DELETE', '/api/session');
  } catch (failure) {
    return complain(failure); // the cookie is still there
  }
  history.replaceState(null, '', location.pathname);
  signIn();
}

addEventListener('carteiro-signed-out', () => asking || signIn(t('login.expired')));
addEventListener('hashchange', () => location.hash.startsWith('#token=') && start());
speak(spoken());
start();

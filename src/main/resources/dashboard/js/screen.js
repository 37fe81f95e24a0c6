/** Keeps one view on the page: loads what it shows every five seconds while somebody looks, and draws it. */

import { el, redraw } from './dom.js';
import { exact, t } from './i18n.js';
import { reason } from './notices.js';

const EVERY = 5000;

/**
 * Shows a view in `root` until it is stopped. A view is made by `make({refresh, draw, signal})` and has a `title`,
 * `load()` for its data, `render(data)` for its nodes, and perhaps `polls(data)` and `leave()`.
 * `heard(instant, problem)` is told of each answer and of each that did not come.
 */
export function show(make, root, heard) {
  const left = new AbortController();
  const state = { data: undefined, problem: null, at: null };
  let timer = null;
  let latest = 0;
  const refresh = () => load(++latest);
  const view = make({ refresh, draw, signal: left.signal });

  /** An answer that the view did not expect spoils the view, and nothing else. */
  function draw() {
    if (left.signal.aborted) {
      return;
    }
    const inside = root.contains(document.activeElement) && document.activeElement !== root;
    try {
      redraw(root, ...nodes(view, state));
    } catch (failure) {
      console.error(failure);
      redraw(root, ...nodes(view, { problem: failure }));
    }
    if (inside && !root.contains(document.activeElement)) {
      root.querySelector('h1')?.focus({ preventScroll: true }); // what had the focus is gone
    }
  }

  async function load(turn) {
    clearTimeout(timer);
    try {
      const data = await view.load();
      if (turn !== latest || left.signal.aborted) {
        return;
      }
      Object.assign(state, { data, problem: null, at: new Date() });
    } catch (failure) {
      if (turn !== latest || left.signal.aborted) {
        return;
      }
      Object.assign(state, { problem: failure, at: refused(failure) ? new Date() : state.at });
    }
    heard(state.at, refused(state.problem) ? null : state.problem);
    draw();
    if (!refused(state.problem) && (view.polls?.(state.data) ?? true)) {
      timer = setTimeout(() => document.visibilityState === 'visible' && refresh(), EVERY);
    }
  }

  const seen = () => document.visibilityState === 'visible' && refresh();
  document.addEventListener('visibilitychange', seen, { signal: left.signal });
  document.title = `${view.title} · Carteiro`;
  root.replaceChildren();
  draw();
  refresh();
  return () => {
    left.abort();
    clearTimeout(timer);
    view.leave?.();
  };
}

/** An answer as well, and the next one would be no other. */
const refused = (problem) => [400, 403, 404, 409, 422].includes(problem?.status);

function nodes(view, { data, problem, at }) {
  if (data !== undefined) {
    return [problem && stale(problem, at), view.render(data)];
  }
  if (problem) {
    return [el('h1', { tabindex: '-1' }, view.title), el('p', { class: 'banner bad', role: 'alert' }, reason(problem))];
  }
  return [el('h1', { tabindex: '-1' }, view.title), el('p', { class: 'loading', 'aria-busy': 'true' }, t('loading'))];
}

function stale(problem, at) {
  return el(
    'p',
    { class: 'banner bad', role: 'status', 'data-key': 'stale' },
    reason(problem),
    ' ',
    refused(problem) ? '' : t('stale', { time: exact(at) }),
  );
}

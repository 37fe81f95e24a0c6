/** The replays of a destination as they go on, and their end if need be. */

import { remove } from '../api.js';
import { el } from '../dom.js';
import { number, t } from '../i18n.js';
import { act } from '../notices.js';
import { ago, chip, section } from './show.js';

/** Those of a destination that run, and those that ended lately. */
export function replays(all, destination, refresh) {
  const own = all.filter(({ filter }) => filter.destination === destination).slice(0, 5);
  return own.length === 0
    ? null
    : section(
        { title: t('replays'), key: 'replays' },
        el(
          'ul',
          { class: 'replays' },
          own.map((one) => line(one, refresh)),
        ),
      );
}

function line({ id, state, matching, enqueued, skipped, createdAt, finishedAt, error, filter }, refresh) {
  const cancel = async (click) => {
    await act(click.currentTarget, () => remove(`/api/deliveries/replays/${id}`), t('replay.cancelled'));
    refresh();
  };
  return el(
    'li',
    { 'data-key': id },
    el(
      'div',
      {},
      chip('replay-state', state, { done: 'ok', failed: 'bad', running: 'warn' }[state] ?? 'idle'),
      ' ',
      t(`replay.state.${filter.state}`),
      filter.type ? ` · ${filter.type}` : '',
      el('span', { class: 'muted' }, ' · ', ago(createdAt)),
    ),
    el('progress', {
      max: Math.max(1, matching),
      value: finishedAt && !error && state === 'done' ? Math.max(1, matching) : enqueued + skipped,
      'aria-label': t('replay.progress', { id }),
    }),
    el(
      'div',
      { class: 'line' },
      t('replay.count.of', { enqueued: number(enqueued), matching: number(matching) }),
      !finishedAt && el('button', { type: 'button', class: 'secondary', onclick: cancel }, t('replay.cancel')),
    ),
    error && el('p', { class: 'error-text' }, error),
  );
}

/** An event's deliveries, each with its attempts. */

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { link } from '../router.js';
import { attempts } from './attempts.js';
import { ago, chip, empty } from './show.js';

/** What `GET /api/events/{id}` tells of them. */
export function deliveries(list) {
  return list.length === 0 ? empty(t('deliveries.none')) : el('ul', { class: 'deliveries' }, list.map(one));
}

function one({ id, destination, state, dueAt, attempts: tries }) {
  const waits = state === 'pending' || state === 'retrying';
  return el(
    'li',
    { 'data-key': id },
    el(
      'div',
      { class: 'line' },
      el('a', { href: link('deliveries', id) }, destination),
      chip('delivery', state),
      waits && dueAt ? el('span', { class: 'muted' }, t('delivery.due'), ' ', ago(dueAt)) : null,
    ),
    attempts(tries),
  );
}

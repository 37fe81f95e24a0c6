/** A list of events that open in place to what became of them. */

import { get } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { complain } from '../notices.js';
import { link } from '../router.js';
import { deliveries } from './deliveries.js';
import { gist, messageLink, type, who } from './describe.js';
import { ago } from './show.js';

/** So many are opened by themselves. */
const OPEN = 10;

/** The list; it loads an event's deliveries when it is opened, and calls `draw()` when they are there. */
export function eventList({ draw, signal }) {
  const known = new Map();
  let open = new Set();

  async function load({ id }) {
    try {
      known.set(id, await get(`/api/events/${id}`, { signal }));
      draw();
    } catch (failure) {
      complain(failure);
    }
  }

  function line(event) {
    const found = known.get(event.id);
    const ontoggle = (toggle) => toggle.target.open && !known.has(event.id) && load(event);
    return el(
      'li',
      { 'data-key': event.id },
      el(
        'details',
        { ontoggle, open: open.has(event.id) },
        el(
          'summary',
          {},
          el('span', { class: 'when' }, ago(event.time ?? event.receivedAt)),
          type(event.type),
          el('span', { class: 'who' }, who(event)),
          el('span', { class: 'gist' }, gist(event)),
        ),
        el(
          'div',
          { class: 'inside' },
          el('p', { class: 'line' }, el('a', { href: link('events', event.id) }, t('event.open')), messageLink(event)),
          found ? deliveries(found.deliveries) : el('p', { 'aria-busy': 'true' }, t('loading')),
        ),
      ),
    );
  }

  return {
    /** Opens the first ones, and asks for them anew: they may have moved on. */
    showAll(events) {
      const first = events.slice(0, OPEN);
      open = new Set(first.map(({ id }) => id));
      first.forEach(load);
    },
    render: (events) => el('ul', { class: 'events' }, events.map(line)),
  };
}

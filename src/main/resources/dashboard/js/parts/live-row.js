/** A row of the live tail. */

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { gist, type, who } from './describe.js';
import { code, timeOfDay } from './show.js';

/** An event in a line, which opens to all of it; or the word that there is a gap. */
export function row(event) {
  if (event.gap) {
    return el('li', { class: 'gap', 'data-testid': 'gap' }, t(`gap.${event.gap.reason}`));
  }
  const inside = el('div', { class: 'inside' });
  const ontoggle = ({ target }) =>
    target.open &&
    inside.replaceChildren(
      code(event, t('delivery.event')),
      el('a', { href: `#/events/${event.id}` }, t('event.open')),
    );
  return el(
    'li',
    {},
    el(
      'details',
      { ontoggle },
      el(
        'summary',
        {},
        el('span', { class: 'when' }, timeOfDay(event.receivedAt ?? event.time)),
        type(event.type),
        el('span', { class: 'instance' }, event.instance ?? event.source),
        el('span', { class: 'who' }, who(event)),
        el('span', { class: 'gist' }, gist(event)),
      ),
      inside,
    ),
  );
}

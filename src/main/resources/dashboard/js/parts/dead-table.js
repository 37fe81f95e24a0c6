/** Deliveries that nobody will try again by themselves, one line each. */

import { el } from '../dom.js';
import { number, t } from '../i18n.js';
import { link } from '../router.js';
import { conversationOf, type } from './describe.js';
import { ago, empty, table } from './show.js';

/** The table; `none` is said where there is nothing in it. */
export function deadTable(deliveries, none) {
  if (deliveries.length === 0) {
    return empty(none);
  }
  const heads = ['received', 'event', 'destination', 'reason', 'status', 'attempts'].map((name) => t(`dead.${name}`));
  return table(
    t('nav.dead'),
    heads,
    deliveries.map((one) => ({ key: one.id, cells: cells(one) })),
  );
}

function cells({ id, type: name, instance, conversation, destination, lastStatus, lastError, attempts, receivedAt }) {
  return [
    el(
      'a',
      { href: link('deliveries', id) },
      ago(receivedAt),
      el(
        'span',
        { class: 'sr-only' },
        ' ',
        t('dead.open', { destination, conversation: conversationOf(conversation) }),
      ),
    ),
    [type(name), el('span', { class: 'muted' }, [instance, conversationOf(conversation)].filter(Boolean).join(' · '))],
    el('a', { href: link('destinations', destination) }, destination),
    el('span', { class: 'reason' }, lastError ?? '–'),
    lastStatus === null ? '–' : String(lastStatus),
    number(attempts),
  ];
}

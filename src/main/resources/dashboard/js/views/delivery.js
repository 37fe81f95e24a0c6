/** One delivery: the event, each attempt with what came back, and another try or the end. */

import { get } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { attempts } from '../parts/attempts.js';
import { conversationOf, gist, messageLink, type, who } from '../parts/describe.js';
import { giveUp, retryDelivery } from '../parts/operations.js';
import { ago, button, chip, code, empty, facts, section } from '../parts/show.js';
import { link } from '../router.js';

/** The view. */
export function delivery({ refresh, signal, rest: id }) {
  return {
    title: t('delivery'),
    load: async () => {
      const one = await get(`/api/deliveries/${encodeURIComponent(id)}`, { signal });
      const received = one.event ? await get(`/api/events/${one.eventId}`, { signal }).catch(() => null) : null;
      return { one, received };
    },
    render: ({ one, received }) => [
      head(one, refresh),
      one.lastError &&
        one.state !== 'delivered' &&
        el('p', { class: `banner ${one.state === 'dead' ? 'bad' : 'warn'}`, 'data-key': 'reason' }, one.lastError),
      el(
        'div',
        { class: 'columns even', 'data-key': 'columns' },
        section({ title: t('attempts'), key: 'attempts' }, attempts(one.attempts)),
        about(one),
      ),
      section(
        { title: t('delivery.event'), key: 'event' },
        one.event ? code(one.event, t('delivery.event')) : empty(t('event.gone')),
      ),
      received &&
        section(
          { title: t('delivery.body'), key: 'body' },
          el(
            'p',
            { class: 'muted' },
            t('delivery.body.text'),
            received.bodyTruncated ? ` ${t('event.truncated')}` : '',
          ),
          code(received.body ?? '', t('delivery.body')),
        ),
    ],
  };
}

function head(one, refresh) {
  const ended = one.state === 'cancelled' || one.state === 'delivered';
  return el(
    'div',
    { class: 'page-head', 'data-key': 'head' },
    el(
      'div',
      {},
      el('a', { class: 'back', href: link('dead') }, t('nav.dead')),
      el(
        'h1',
        { tabindex: '-1' },
        t('delivery.to', { destination: one.destination }),
        ' ',
        chip('delivery', one.state),
      ),
      el('p', { class: 'muted' }, el('code', {}, one.id)),
    ),
    el(
      'div',
      { class: 'actions' },
      button(t('do.retry'), 'retry', (click) => retryDelivery(click.currentTarget, one.id, refresh), {
        kind: 'primary',
        'data-key': 'retry',
      }),
      !ended && button(t('give-up'), 'trash', () => giveUp(one, refresh), { kind: 'danger', 'data-key': 'give-up' }),
    ),
  );
}

function about(one) {
  return section(
    { title: t('delivery.about'), key: 'about' },
    facts([
      [t('filter.destination'), el('a', { href: link('destinations', one.destination) }, one.destination)],
      [t('filter.type'), type(one.type)],
      [t('filter.instance'), one.instance],
      [t('event.who'), one.event ? who(one.event) : conversationOf(one.conversation)],
      [t('event.gist'), (one.event && gist(one.event)) || null],
      [t('event.message'), one.event && messageLink(one.event)],
      [t('dead.received'), ago(one.receivedAt)],
      [t('delivery.due'), one.state === 'retrying' || one.state === 'pending' ? ago(one.dueAt) : null],
      [t('delivery.cancelled'), one.cancelledAt && ago(one.cancelledAt)],
      [t('event.id'), el('a', { href: link('events', one.eventId) }, el('code', {}, one.eventId))],
    ]),
  );
}

/** One event: as we tell it, as it was received, and what became of it. */

import { get } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { deliveries } from '../parts/deliveries.js';
import { gist, messageLink, type, who } from '../parts/describe.js';
import { ago, code, facts, section } from '../parts/show.js';
import { link } from '../router.js';

/** The view. */
export function event({ signal, rest: id }) {
  return {
    title: t('event'),
    load: () => get(`/api/events/${encodeURIComponent(id)}`, { signal }),
    render: (found) => [
      el(
        'div',
        { class: 'page-head', 'data-key': 'head' },
        el(
          'div',
          {},
          el('a', { class: 'back', href: link('search') }, t('nav.search')),
          el('h1', { tabindex: '-1' }, t('event')),
          el('p', { class: 'muted' }, el('code', {}, found.event.id)),
        ),
      ),
      el(
        'div',
        { class: 'columns even', 'data-key': 'columns' },
        section({ title: t('deliveries'), key: 'deliveries' }, deliveries(found.deliveries)),
        about(found.event),
      ),
      section({ title: t('delivery.event'), key: 'event' }, code(found.event, t('delivery.event'))),
      section(
        { title: t('delivery.body'), key: 'body' },
        found.bodyTruncated && el('p', { class: 'muted' }, t('event.truncated')),
        code(found.body ?? '', t('delivery.body')),
      ),
    ],
  };
}

function about(one) {
  return section(
    { title: t('delivery.about'), key: 'about' },
    facts([
      [t('filter.type'), type(one.type)],
      [t('filter.source'), one.source],
      [t('filter.instance'), one.instance],
      [t('event.who'), who(one) || null],
      [t('event.gist'), gist(one) || null],
      [t('event.message'), messageLink(one)],
      [t('event.time'), ago(one.time)],
      [t('dead.received'), ago(one.receivedAt)],
    ]),
  );
}

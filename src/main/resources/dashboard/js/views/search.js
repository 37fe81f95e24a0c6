/** What became of a message: by its id, by an event's id, or by a phone number. */

import { get, Problem, query } from '../api.js';
import { el } from '../dom.js';
import { t, tn } from '../i18n.js';
import { eventList } from '../parts/event-list.js';
import { steps } from '../parts/steps.js';
import { empty, section } from '../parts/show.js';
import { go } from '../router.js';

const EVENTS = 50;

/** The view; what is looked for is in the address. */
export function search({ draw, signal, parameters: { q = '' } }) {
  const list = eventList({ draw, signal });
  return {
    title: t('nav.search'),
    load: async () => {
      const found = q ? await find(q, signal).catch(nothing) : { kind: 'nothing' };
      if (found.kind === 'message' || found.kind === 'event') {
        list.showAll(found.events);
      }
      return found;
    },
    polls: (found) => found?.kind === 'message',
    render: (found) => [head(q), results(found, list, q)],
  };
}

/** A plain number may be a phone or the id of a message in Chatwoot; an event's id is longer than any phone's. */
async function find(text, signal) {
  const digits = text.replace(/[\s().+-]/g, '');
  if (/^\d{16,}$/.test(digits)) {
    return { kind: 'event', events: [(await get(`/api/events/${digits}`, { signal })).event] };
  }
  if (/^\d{8,15}$/.test(digits)) {
    const { events } = await get(query('/api/events', { phone: digits, limit: EVENTS }), { signal });
    return { kind: 'phone', events };
  }
  const message = await get(`/api/messages/${encodeURIComponent(text)}`, { signal });
  return { kind: 'message', message, events: message.events };
}

/** That there is none is an answer. */
function nothing(failure) {
  if (failure instanceof Problem && failure.status === 404) {
    return { kind: 'none', events: [] };
  }
  throw failure;
}

function head(q) {
  const look = (event) => {
    event.preventDefault();
    go('search', '', { q: new FormData(event.target).get('q').trim() });
  };
  return el(
    'div',
    { class: 'search-head', 'data-key': 'head' },
    el('h1', { tabindex: '-1' }, t('nav.search')),
    el(
      'search',
      {},
      el(
        'form',
        { onsubmit: look },
        el('label', { for: 'q' }, t('search.label')),
        el(
          'div',
          { class: 'with-button' },
          el('input', {
            id: 'q',
            name: 'q',
            type: 'search',
            value: q,
            autocomplete: 'off',
            spellcheck: 'false',
            placeholder: '3EB0C767D71D2F1A9A3C · +55 11 98888-7777',
          }),
          el('button', { type: 'submit', class: 'primary' }, t('search.find')),
        ),
      ),
    ),
  );
}

function results({ kind, message, events = [] }, list, q) {
  if (kind === 'nothing') {
    return el('p', { class: 'muted', 'data-key': 'hint' }, t('search.hint'));
  }
  return [
    message &&
      section(
        { title: t('search.message'), key: 'message' },
        el('p', {}, el('code', {}, message.messageId)),
        steps(message),
      ),
    section(
      { title: tn('search.events', events.length), key: 'events' },
      events.length === 0 ? empty(t('search.none', { text: q })) : list.render(events),
      kind === 'phone' && events.length === EVENTS && el('p', { class: 'muted' }, t('search.first', { count: EVENTS })),
    ),
  ];
}

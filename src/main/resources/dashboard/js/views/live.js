/** The live tail: events the moment they are written, with filters. */

import { get } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import '../parts/live-list.js';
import { button } from '../parts/show.js';

const TYPES = [
  'message.*',
  'message.received',
  'message.sent',
  'message.status',
  'connection.changed',
  'qrcode.updated',
  'reply.proposed',
  'conversation.changed',
  'contact.changed',
  'presence.changed',
  'call.received',
  'unrecognized',
];

/** The view. */
export function live({ draw, signal, parameters: { instance = '', type = '', conversation = '' } }) {
  const state = {
    filters: { instance, type, conversation },
    paused: false,
    cleared: 0,
    connection: 'connecting',
    waiting: 0,
  };
  const change = (changes) => {
    Object.assign(state, changes);
    draw();
  };
  const heard = ({ connection: now, waiting }) =>
    (now !== state.connection || waiting !== state.waiting) && change({ connection: now, waiting });
  return {
    title: t('nav.live'),
    load: () => get('/api/instances', { signal }),
    render: ({ instances }) => [
      el(
        'div',
        { class: 'page-head', 'data-key': 'head' },
        el('div', {}, el('h1', { tabindex: '-1' }, t('nav.live')), connection(state)),
        el(
          'div',
          { class: 'actions' },
          pause(state, change),
          button(t('live.clear'), 'trash', () => change({ cleared: state.cleared + 1, waiting: 0 })),
        ),
      ),
      filters(instances, state, change),
      el('live-list', { 'data-testid': 'live-list', data: { ...state, heard } }),
    ],
  };
}

function filters(instances, state, change) {
  const names = [...new Set(instances.map(({ name }) => name))];
  const chosen = (name) => (event) => change({ filters: { ...state.filters, [name]: event.target.value.trim() } });
  return el(
    'fieldset',
    { class: 'filters', 'data-key': 'filters' },
    el('legend', { class: 'sr-only' }, t('filter.label')),
    choice('instance', names, chosen('instance'), state),
    choice('type', TYPES, chosen('type'), state),
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'live-conversation' }, t('filter.conversation')),
      el('input', {
        id: 'live-conversation',
        type: 'search',
        value: state.filters.conversation,
        onchange: chosen('conversation'),
        placeholder: '5511988887777@s.whatsapp.net',
      }),
    ),
  );
}

function connection({ connection: now, paused, waiting }) {
  const level = now === 'open' ? 'ok' : now === 'lost' ? 'bad' : 'idle';
  return el(
    'p',
    { role: 'status', 'data-testid': 'live-state', 'data-state': now },
    el('span', { class: `chip ${level}` }, t(`live.${now}`)),
    paused ? el('span', { class: 'muted' }, ' ', t('live.waiting', { count: waiting })) : null,
  );
}

function pause({ paused }, change) {
  return button(
    t(paused ? 'live.resume' : 'live.pause'),
    paused ? 'play' : 'pause',
    () => change({ paused: !paused, waiting: 0 }),
    { 'aria-pressed': String(paused), 'data-key': 'pause', kind: paused ? 'primary' : 'secondary' },
  );
}

function choice(name, values, onchange, { filters: now }) {
  const id = `live-${name}`;
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, t(`filter.${name}`)),
    el(
      'select',
      { id, onchange },
      el('option', { value: '' }, t('filter.all')),
      values.map((value) => el('option', { value, selected: value === now[name], 'data-key': value }, value)),
    ),
  );
}

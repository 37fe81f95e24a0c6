/** How far a message has come: sent, delivered, read. */

import { el } from '../dom.js';
import { t, word } from '../i18n.js';
import { icon } from '../icons.js';
import { link } from '../router.js';
import { ago, empty, timeOfDay } from './show.js';

const WAY = ['sent', 'delivered', 'read', 'played'];

/** The way with what was reached, and every receipt as it came. */
export function steps({ status, history }) {
  if (history.length === 0) {
    return empty(t('steps.none'));
  }
  const reached = WAY.indexOf(status);
  const way = status === 'failed' ? ['sent', 'failed'] : WAY.filter((name) => name !== 'played' || status === 'played');
  return [
    el(
      'ol',
      { class: 'steps', 'data-testid': 'steps', 'data-status': status },
      way.map((name) => step(name, name === 'failed' || WAY.indexOf(name) <= reached, history)),
    ),
    el(
      'details',
      { class: 'small', 'data-key': 'receipts' },
      el('summary', {}, t('steps.all', { count: history.length })),
      el('ul', { class: 'receipts' }, history.map(receipt)),
    ),
  ];
}

function step(name, done, history) {
  const first = history.find(({ status, effective }) => status === name && effective);
  return el(
    'li',
    { class: [done && 'done', name === 'failed' && 'failed'].filter(Boolean).join(' ') },
    el('span', { class: 'mark' }, icon(name === 'failed' ? 'bad' : 'ok')),
    el('strong', {}, word('status', name)),
    el('span', { class: 'muted' }, first ? timeOfDay(first.time) : done ? t('steps.unseen') : t('steps.not-yet')),
  );
}

function receipt({ status, time, eventId, effective }, at) {
  return el(
    'li',
    { 'data-key': `${eventId}-${at}` },
    el('a', { href: link('events', eventId) }, word('status', status)),
    ' ',
    el('span', { class: 'muted' }, ago(time), effective ? '' : ` · ${t('steps.late')}`),
  );
}

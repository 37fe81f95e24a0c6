/** The attempts of a delivery, each with what came back. */

import { el } from '../dom.js';
import { duration, t, word } from '../i18n.js';
import { ago, chip, code, empty } from './show.js';

/** The attempts in their order. */
export function attempts(list) {
  return list.length === 0 ? empty(t('attempts.none')) : el('ol', { class: 'attempts' }, list.map(attempt));
}

function attempt({ number, at, cause, outcome, status, latencyMs, error, response }) {
  return el(
    'li',
    { 'data-key': `${number}-${at}` },
    el(
      'div',
      { class: 'line' },
      el('strong', {}, t('attempts.number', { number })),
      chip('outcome', outcome),
      status ? el('span', { class: 'status' }, `HTTP ${status}`) : null,
      el('span', { class: 'muted' }, [duration(latencyMs ?? 0), ' · ', word('cause', cause), ' · '], ago(at)),
    ),
    error && el('p', { class: 'error-text' }, error),
    response &&
      el(
        'details',
        { class: 'response', open: outcome !== 'delivered' },
        el('summary', {}, t('attempts.response')),
        code(response, t('attempts.response')),
      ),
  );
}

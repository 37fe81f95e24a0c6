/** How long a destination takes to answer, as bars: half of the answers, 95 and 99 of a hundred. */

import { el, svg } from '../dom.js';
import { duration, t } from '../i18n.js';
import { empty, section } from './show.js';

const LINES = [
  ['p50Ms', '50 %'],
  ['p95Ms', '95 %'],
  ['p99Ms', '99 %'],
];

/** The card of the last hour, with the last five minutes beside it. */
export function latency({ '5m': now, '1h': hour }) {
  const top = Math.max(now.p99Ms ?? 0, hour.p99Ms ?? 0, 1);
  return section(
    { title: t('latency'), key: 'latency' },
    hour.p50Ms === null
      ? empty(t('latency.none'))
      : el(
          'dl',
          { class: 'latency' },
          LINES.map(([name, share]) =>
            el('div', {}, el('dt', {}, share), el('dd', {}, bar(hour[name], top, 'hour'), bar(now[name], top, 'now'))),
          ),
        ),
    el(
      'p',
      { class: 'muted small' },
      el('span', { class: 'key hour' }),
      t('latency.hour'),
      ' ',
      el('span', { class: 'key now' }),
      t('latency.now'),
    ),
  );
}

function bar(value, top, kind) {
  return value === null
    ? null
    : el(
        'span',
        { class: 'bar' },
        svg(
          'svg',
          { viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true', class: kind },
          svg('rect', { width: Math.max(1, (value / top) * 100), height: 6 }),
        ),
        el('span', {}, el('span', { class: 'sr-only' }, t(`latency.${kind}`), ' '), duration(value)),
      );
}

/** The cards beside the chart: the router's own health, and the numbers. */

import { el } from '../dom.js';
import { duration, t, word } from '../i18n.js';
import { chip, empty, lasting, section, sign } from '../parts/show.js';
import { link } from '../router.js';

const LEVEL = { UP: 'ok', DEGRADED: 'warn', DOWN: 'bad', OUT_OF_SERVICE: 'bad' };

/** What a person on call can do something about; the rest is one line. */
const SHOWN = ['destinations', 'streams', 'database', 'configuration', 'redis', 'diskSpace'];

/** The router: its parts, and each Evolution stream. */
export function routerCard(health) {
  const rank = ([name]) => (SHOWN.includes(name) ? SHOWN.indexOf(name) : SHOWN.length);
  const parts = Object.entries(health?.components ?? {})
    .filter(([name, { status }]) => SHOWN.includes(name) || LEVEL[status] === 'bad')
    .sort((one, other) => rank(one) - rank(other));
  return section(
    { title: t('router'), key: 'router', tools: health && chip('health', health.status) },
    health
      ? el(
          'ul',
          { class: 'parts' },
          parts.flatMap(([name, part]) => (name === 'streams' ? streams(part) : one(name, part))),
        )
      : empty(t('unknown')),
  );
}

function one(name, { status, details = {}, components = {} }) {
  const problems = details.problems ?? [];
  return el(
    'li',
    { 'data-key': name },
    sign(problems.length > 0 ? 'warn' : (LEVEL[status] ?? 'idle')),
    el('span', { class: 'what' }, word('component', name)),
    el('span', { class: 'muted' }, detail(name, details, components)),
    problems.length > 0 &&
      el(
        'ul',
        { class: 'problems' },
        problems.map((problem) => el('li', {}, problem)),
      ),
  );
}

function detail(name, details, components) {
  if (name === 'destinations') {
    const all = Object.values(components);
    return t('health.destinations', { running: all.filter(({ status }) => status === 'UP').length, all: all.length });
  }
  if (name === 'database' && details.version) {
    return [`PostgreSQL ${details.version}`, details.durable === false ? t('health.not-durable') : null]
      .filter(Boolean)
      .join(' · ');
  }
  if (name === 'configuration') {
    return word('configuration', details.configuration ?? '');
  }
  if (name === 'diskSpace' && details.free) {
    return t('health.free', { gigabytes: Math.floor(details.free / 1e9) });
  }
  return '';
}

function streams({ components = {} }) {
  return Object.entries(components).map(([name, { status, details }]) =>
    el(
      'li',
      { 'data-key': `stream-${name}`, 'data-testid': `stream-${name}` },
      sign(LEVEL[status] ?? 'idle'),
      el('span', { class: 'what' }, t('health.stream', { name })),
      el(
        'span',
        { class: 'muted' },
        word('stream', details.state),
        ' · ',
        details.lagMs > 5000 ? t('health.lag', { duration: duration(details.lagMs) }) : lasting(details.since),
      ),
    ),
  );
}

/** The numbers, each with whether it is connected. */
export function instancesCard(instances) {
  const all = instances?.instances ?? [];
  return section(
    { title: t('nav.instances'), key: 'numbers', tools: el('a', { href: link('instances') }, t('all')) },
    instances && all.length === 0 ? empty(t('instances.none')) : null,
    instances ? el('ul', { class: 'parts' }, all.map(number)) : empty(t('unknown')),
  );
}

function number({ name, source, state, number: phone, qrAvailable }) {
  const level = state === 'open' ? 'ok' : state === null ? 'idle' : 'warn';
  return el(
    'li',
    { 'data-key': `${source}/${name}` },
    sign(level),
    el('span', { class: 'what' }, name),
    el(
      'span',
      { class: 'muted' },
      phone && state === 'open' ? phone : qrAvailable ? t('qr.there') : word('connection', state ?? 'unknown'),
    ),
  );
}

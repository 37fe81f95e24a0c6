/** Is all well, and if not, what is late, why, and what can I do now? */

import { get, health, query, together } from '../api.js';
import { diagnose, isLate, lateBy } from '../diagnosis.js';
import { el } from '../dom.js';
import { duration, number, percent, t } from '../i18n.js';
import { flowCard, range } from '../parts/flow.js';
import { operations } from '../parts/operations.js';
import { ago, chip, empty, lasting, section, sign } from '../parts/show.js';
import { spark } from '../parts/spark.js';
import { link } from '../router.js';
import { instancesCard, routerCard } from './overview-cards.js';

/** The view. */
export function overview({ refresh, signal }) {
  return {
    title: t('nav.overview'),
    load: () =>
      together({
        late: get('/actuator/deliveries', { signal }),
        health: health(signal),
        instances: get('/api/instances', { signal }),
        flow: get(query('/api/flow', { since: range() }), { signal }),
      }),
    render: (data) => [
      headline(diagnose(data)),
      el(
        'div',
        { class: 'columns', 'data-key': 'columns' },
        flowCard(data.flow, t('flow.title'), refresh),
        el('div', { class: 'side' }, instancesCard(data.instances), routerCard(data.health)),
      ),
      destinations(data, refresh),
    ],
  };
}

function headline([first, ...others]) {
  return el(
    'div',
    { class: `headline ${first.level}`, 'data-key': 'headline', 'data-testid': 'headline', 'data-level': first.level },
    sign(first.level),
    el(
      'div',
      {},
      el('h1', { tabindex: '-1', 'aria-live': 'polite' }, sentence(first)),
      others.length > 0 &&
        el(
          'ul',
          {},
          others.map((other) => el('li', { class: other.level }, sentence(other))),
        ),
    ),
  );
}

const sentence = ({ text, href }) => (href ? el('a', { href }, text) : text);

function destinations({ late, flow }, refresh) {
  const all = late?.destinations ?? [];
  return section(
    { title: t('destinations'), key: 'destinations', class: 'plain' },
    late && all.length === 0 ? empty(t('destinations.none')) : null,
    late
      ? el(
          'ul',
          { class: 'destinations' },
          all.map((one) =>
            card(
              one,
              late.readAt,
              flow?.destinations?.find(({ name }) => name === one.name),
              refresh,
            ),
          ),
        )
      : empty(t('unknown')),
  );
}

function card(destination, readAt, flow, refresh) {
  const { name, state, since, breaker, url, overridden, lastError } = destination;
  return el(
    'li',
    { class: 'destination', 'data-key': name, 'data-testid': `destination-${name}`, 'data-state': state },
    el(
      'div',
      { class: 'name' },
      el('h3', {}, el('a', { href: link('destinations', name) }, name)),
      chip('state', state),
      el('p', { class: 'muted' }, lasting(since), breaker ? ` · ${t('breaker')} ${t(`breaker.${breaker}`)}` : ''),
      url && el('p', { class: 'url', title: url }, url, overridden && el('span', { class: 'tag' }, t('overridden'))),
    ),
    flow ? spark(flow, t('spark', { name })) : el('span', {}),
    metrics(destination, readAt),
    el('div', { class: 'actions' }, operations(destination, refresh)),
    lastError &&
      el(
        'p',
        { class: 'last-error' },
        el('span', { class: 'muted' }, t('last-error'), ' ', ago(lastError.at), ': '),
        lastError.reason,
      ),
  );
}

/** What one wants to know at a glance; an alarming value says so by its weight as well. */
function metrics(destination, readAt) {
  const { name, backlog, dead, window } = destination;
  const late = lateBy(destination, readAt);
  const hour = window['1h'];
  const deadLetters = dead > 0 ? el('a', { href: link('dead', '', { destination: name }) }, number(dead)) : '0';
  return el(
    'dl',
    { class: 'metrics' },
    metric('lag', late === null ? '–' : duration(late), isLate(late) && 'bad'),
    metric('backlog', number(backlog)),
    metric('dead', deadLetters, dead > 0 && 'warn'),
    metric(
      'success',
      hour.successRate === null ? '–' : percent(hour.successRate),
      hour.successRate !== null && hour.successRate < 0.9 && 'warn',
    ),
    metric('p95', hour.p95Ms === null ? '–' : duration(hour.p95Ms)),
  );
}

const metric = (name, value, level) =>
  el(
    'div',
    { class: level || null, title: t(`metric.${name}.long`) },
    el('dt', {}, t(`metric.${name}`)),
    el('dd', {}, value),
  );

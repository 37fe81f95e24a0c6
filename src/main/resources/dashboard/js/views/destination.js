/** One destination: how it fares, and everything that can be done about it. */

import { get, query, together } from '../api.js';
import { lateBy } from '../diagnosis.js';
import { el } from '../dom.js';
import { duration, number, percent, t } from '../i18n.js';
import { deadTable } from '../parts/dead-table.js';
import { flowCard, range } from '../parts/flow.js';
import { latency } from '../parts/latency.js';
import { changeUrl, operations, undoOverride } from '../parts/operations.js';
import { replay } from '../parts/replay.js';
import { replays } from '../parts/replays.js';
import { ago, button, chip, empty, facts, lasting, section } from '../parts/show.js';
import { link } from '../router.js';

/** The view. */
export function destination({ refresh, signal, rest: name }) {
  const at = `/actuator/deliveries/${encodeURIComponent(name)}`;
  return {
    title: name,
    load: async () => {
      const parts = together({
        flow: get(query('/api/flow', { since: range() }), { signal }),
        dead: get(query('/api/deliveries', { state: 'dead', destination: name, limit: 5 }), { signal }),
        replays: get('/api/deliveries/replays', { signal }),
      }).catch(() => ({ flow: null, dead: null, replays: null }));
      return { report: await get(at, { signal }), ...(await parts) };
    },
    render: ({ report, flow, dead, replays: begun }) => [
      head(report, refresh),
      el(
        'div',
        { class: 'columns', 'data-key': 'columns' },
        flowCard(own(flow, name), t('flow.title'), refresh),
        el('div', { class: 'side' }, stands(report), latency(report.window)),
      ),
      address(report, refresh),
      replays(begun?.replays ?? [], name, refresh),
      section(
        {
          title: t('nav.dead'),
          key: 'dead',
          tools: dead?.deliveries.length > 0 && el('a', { href: link('dead', '', { destination: name }) }, t('all')),
        },
        dead ? deadTable(dead.deliveries, t('dead.none')) : empty(t('unknown')),
      ),
    ],
  };
}

function own(flow, name) {
  const series = flow?.destinations?.find((one) => one.name === name);
  return series ? { from: flow.from, stepSeconds: flow.stepSeconds, series } : null;
}

function head(report, refresh) {
  const { name, state, since, lastError, disabledReason, quietUntil } = report;
  const again =
    state === 'not-configured'
      ? null
      : button(t('replay'), 'replay', () => replay(name, refresh), {
          name: t('replay.title', { name }),
          'data-key': 'replay',
        });
  return [
    el(
      'div',
      { class: 'page-head', 'data-key': 'head' },
      el(
        'div',
        {},
        el('a', { class: 'back', href: link('') }, t('nav.overview')),
        el('h1', { tabindex: '-1' }, name, ' ', chip('state', state)),
        el('p', { class: 'muted' }, lasting(since)),
      ),
      el('div', { class: 'actions' }, operations(report, refresh), again),
    ),
    state !== 'running' &&
      el(
        'p',
        {
          class: `banner ${state === 'paused' || state === 'quiet' ? 'warn' : 'bad'}`,
          'data-key': 'why',
          role: 'status',
        },
        t(`state.${state}.why`),
        disabledReason ? ` ${disabledReason}` : '',
        quietUntil ? [' ', ago(quietUntil)] : '',
      ),
    lastError &&
      el(
        'p',
        { class: 'last-error', 'data-key': 'last-error' },
        el('span', { class: 'muted' }, t('last-error'), ' ', ago(lastError.at), ': '),
        lastError.reason,
      ),
  ];
}

function stands(report) {
  const { nextDueAt, backlog, retrying, inFlight, dead, breaker, window } = report;
  const late = lateBy(report, new Date().toISOString());
  const share = ({ successRate, attempts }) =>
    successRate === null ? '–' : `${percent(successRate)} (${number(attempts)})`;
  return section(
    { title: t('stands'), key: 'stands' },
    facts([
      [t('metric.lag'), late === null ? '–' : duration(late)],
      [t('metric.backlog'), number(backlog)],
      [t('metric.retrying'), number(retrying)],
      [t('metric.in-flight'), number(inFlight)],
      [t('metric.dead'), number(dead)],
      [t('metric.next'), nextDueAt && ago(nextDueAt)],
      [t('breaker'), breaker && t(`breaker.${breaker}`)],
      [t('metric.success.5m'), share(window['5m'])],
      [t('metric.success.1h'), share(window['1h'])],
    ]),
  );
}

function address(report, refresh) {
  const { url, configuredUrl, overridden, state } = report;
  if (!url) {
    return null;
  }
  const change = button(t('url.change'), 'edit', () => changeUrl(report, refresh), { 'data-key': 'change' });
  const undo = overridden && button(t('url.undo'), 'undo', () => undoOverride(report, refresh), { 'data-key': 'undo' });
  return section(
    { title: t('url.title'), key: 'url', tools: state === 'not-configured' ? null : [undo, change] },
    facts([
      [t('url.now'), [el('code', {}, url), overridden && el('span', { class: 'tag' }, t('overridden'))]],
      [t('url.configured'), url === configuredUrl ? null : el('code', {}, configuredUrl)],
    ]),
  );
}

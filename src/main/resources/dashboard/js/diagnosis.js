/** What is wrong, in sentences that somebody who was asleep a minute ago understands; the worst comes first. */

import { duration, t, tn } from './i18n.js';
import { link } from './router.js';

/** A delivery that has waited so long for its turn is late. */
const LATE = 60_000;

const ORDER = ['bad', 'warn', 'ok'];

/** Sentences as `{level, text, href}`; what is not known is null. The first one is the headline. */
export function diagnose({ late, health, instances }) {
  const destinations = late?.destinations ?? [];
  const found = [
    ...router(late, health),
    ...lateness(destinations),
    ...destinations.flatMap(standing),
    ...streams(health),
    ...disconnected(instances?.instances ?? []),
    ...deadLetters(destinations),
  ];
  const worst = found.sort((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level));
  return worst.length > 0 ? worst : [{ level: 'ok', text: t('well') }];
}

function router(late, health) {
  const down = Object.entries(health?.components ?? {}).filter(([, { status }]) => status === 'DOWN' || status === 'OUT_OF_SERVICE');
  const problems = health?.components?.configuration?.details?.problems;
  return [
    ...(late ? [] : [{ level: 'bad', text: t('well.unknown') }]),
    ...down.map(([name]) => ({ level: 'bad', text: t('well.down', { name }) })),
    ...(problems ? [{ level: 'warn', text: t('well.configuration') }] : []),
  ];
}

function lateness(destinations) {
  const late = destinations
    .filter(({ oldestDueAgeMs, state }) => oldestDueAgeMs > LATE && state !== 'paused' && state !== 'disabled')
    .sort((one, other) => other.oldestDueAgeMs - one.oldestDueAgeMs);
  if (late.length === 0) {
    return [];
  }
  const names = late.slice(0, 3).map(({ name, oldestDueAgeMs }) => `${name} ${duration(oldestDueAgeMs)}`);
  const rest = late.length > names.length ? ', …' : '';
  return [{ level: 'bad', text: tn('well.late', late.length, { names: names.join(', ') + rest }), href: link('destinations', late[0].name) }];
}

/** What holds a destination back, where it is not late anyway. */
function standing({ name, state, backlog, oldestDueAgeMs }) {
  const href = link('destinations', name);
  switch (state) {
    case 'disabled':
      return [{ level: 'bad', text: tn('well.disabled', backlog, { name }), href }];
    case 'paused':
      return [{ level: 'warn', text: tn('well.paused', backlog, { name }), href }];
    case 'open':
      return oldestDueAgeMs > LATE ? [] : [{ level: 'warn', text: t('well.failing', { name }), href }];
    default:
      return [];
  }
}

function streams(health) {
  const broken = Object.entries(health?.components?.streams?.components ?? {}).filter(([, { status }]) => status !== 'UP');
  return broken.map(([name]) => ({ level: 'warn', text: t('well.stream', { name }) }));
}

function disconnected(instances) {
  const names = instances.filter(({ state }) => state && state !== 'open').map(({ name }) => name);
  return names.length === 0 ? [] : [{ level: 'warn', text: tn('well.disconnected', names.length, { names: names.join(', ') }), href: link('instances') }];
}

function deadLetters(destinations) {
  const dead = destinations.reduce((total, { dead: here }) => total + here, 0);
  return dead === 0 ? [] : [{ level: 'warn', text: tn('well.dead', dead), href: link('dead') }];
}

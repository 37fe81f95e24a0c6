/** What is wrong, in sentences that somebody who was asleep a minute ago understands; the worst comes first. */

import { duration, t, tn } from './i18n.js';
import { link } from './router.js';

/** A delivery that has waited so long for its turn is late. */
const LATE = 60_000;

const ORDER = ['bad', 'warn', 'ok'];

/**
 * For how long events wait that should be there: since the oldest one was due, or, since a retry makes it due anew, for as
 * long as the destination fails. Null where nothing is late.
 */
export function lateBy({ state, since, backlog, oldestDueAgeMs }, readAt) {
  const failing = state === 'open' && backlog > 0 ? Date.parse(readAt) - Date.parse(since) : 0;
  return Math.max(oldestDueAgeMs ?? 0, failing) || null;
}

/** Whether so much is late. */
export const isLate = (ms) => ms > LATE;

/** Sentences as `{level, text, href}`; what is not known is null. The first one is the headline. */
export function diagnose({ late, health, instances }) {
  const destinations = late?.destinations ?? [];
  const found = [
    ...router(late, health),
    ...lateness(destinations, late?.readAt),
    ...destinations.flatMap((one) => standing(one, late?.readAt)),
    ...streams(health),
    ...disconnected(instances?.instances ?? []),
    ...deadLetters(destinations),
  ];
  const worst = found.sort((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level));
  return worst.length > 0 ? worst : [{ level: 'ok', text: t('well') }];
}

function router(late, health) {
  const down = Object.entries(health?.components ?? {}).filter(
    ([, { status }]) => status === 'DOWN' || status === 'OUT_OF_SERVICE',
  );
  const problems = health?.components?.configuration?.details?.problems;
  return [
    ...(late ? [] : [{ level: 'bad', text: t('well.unknown') }]),
    ...down.map(([name]) => ({ level: 'bad', text: t('well.down', { name }) })),
    ...(problems ? [{ level: 'warn', text: t('well.configuration') }] : []),
  ];
}

function lateness(destinations, readAt) {
  const late = destinations
    .filter(({ state }) => state !== 'paused' && state !== 'disabled')
    .map((one) => ({ name: one.name, age: lateBy(one, readAt) }))
    .filter(({ age }) => isLate(age))
    .sort((one, other) => other.age - one.age);
  if (late.length === 0) {
    return [];
  }
  const names = late.slice(0, 3).map(({ name, age }) => `${name} ${duration(age)}`);
  const rest = late.length > names.length ? ', …' : '';
  return [
    {
      level: 'bad',
      text: tn('well.late', late.length, { names: names.join(', ') + rest }),
      href: link('destinations', late[0].name),
    },
  ];
}

/** What holds a destination back, where it is not late anyway. */
function standing(destination, readAt) {
  const { name, state, backlog } = destination;
  const href = link('destinations', name);
  switch (state) {
    case 'disabled':
      return [{ level: 'bad', text: tn('well.disabled', backlog, { name }), href }];
    case 'paused':
      return [{ level: 'warn', text: tn('well.paused', backlog, { name }), href }];
    case 'open':
      return isLate(lateBy(destination, readAt)) ? [] : [{ level: 'warn', text: t('well.failing', { name }), href }];
    default:
      return [];
  }
}

function streams(health) {
  const broken = Object.entries(health?.components?.streams?.components ?? {}).filter(
    ([, { status }]) => status !== 'UP',
  );
  return broken.map(([name]) => ({ level: 'warn', text: t('well.stream', { name }) }));
}

function disconnected(instances) {
  const names = instances.filter(({ state }) => state && state !== 'open').map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        {
          level: 'warn',
          text: tn('well.disconnected', names.length, { names: names.join(', ') }),
          href: link('instances'),
        },
      ];
}

function deadLetters(destinations) {
  const dead = destinations.reduce((total, { dead: here }) => total + here, 0);
  return dead === 0 ? [] : [{ level: 'warn', text: tn('well.dead', dead), href: link('dead') }];
}

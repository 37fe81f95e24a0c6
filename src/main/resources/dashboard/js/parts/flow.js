/** The flow over time with its ranges and sums. */

import { el } from '../dom.js';
import { number, t } from '../i18n.js';
import { remember, remembered } from '../memory.js';
import { SERIES, sum } from './flow-chart.js';
import { empty, section } from './show.js';

const RANGES = ['1h', '6h', '24h', '7d'];

let chosen = RANGES.includes(remembered('range')) ? remembered('range') : '1h';

/** How far back people want to see, as `GET /api/flow` takes it. */
export const range = () => chosen;

/** The card; `flow` is null where it is not known, `changed()` is called when another range is wanted. */
export function flowCard(flow, title, changed) {
  return section(
    { title, key: 'flow', tools: ranges(changed) },
    flow
      ? [
          el(
            'dl',
            { class: 'legend' },
            ['events', ...SERIES].filter((name) => flow.series[name]).map((name) => total(name, flow.series[name])),
          ),
          el('flow-chart', { 'data-testid': 'flow-chart', data: flow }),
        ]
      : empty(t('unknown')),
  );
}

function total(name, values) {
  return el('div', { class: name }, el('dt', {}, t(`flow.${name}`)), el('dd', {}, number(sum(values))));
}

function ranges(changed) {
  const choose = (wanted) => () => {
    chosen = wanted;
    remember('range', wanted);
    changed();
  };
  return el(
    'div',
    { class: 'segments', role: 'group', 'aria-label': t('flow.range') },
    RANGES.map((name) =>
      el(
        'button',
        {
          type: 'button',
          'aria-pressed': String(name === chosen),
          'aria-label': `${t(`range.${name}`)}: ${t(`range.${name}.long`)}`,
          onclick: choose(name),
        },
        t(`range.${name}`),
      ),
    ),
  );
}

/** The small bars that stand beside a destination. */

import { svg } from '../dom.js';

/** What was delivered, and on it what was retried or died. */
export function spark(flow, label) {
  const count = flow.delivered.length;
  const trouble = flow.retried.map((value, at) => value + flow.dead[at]);
  const top = Math.max(1, ...flow.delivered.map((value, at) => value + trouble[at]));
  const height = (value) => (value / top) * 30;
  const bars = (kind, values, below) =>
    values.map((value, at) =>
      value > 0
        ? svg('rect', {
            class: kind,
            x: at + 0.1,
            width: 0.8,
            y: 31 - height(value) - height(below[at]),
            height: height(value),
          })
        : null,
    );
  const zero = flow.delivered.map(() => 0);
  return svg(
    'svg',
    { class: 'spark', viewBox: `0 0 ${count} 32`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    svg('rect', { class: 'base', x: 0, y: 31, width: count, height: 1 }),
    bars('delivered', flow.delivered, zero),
    bars('trouble', trouble, flow.delivered),
  );
}

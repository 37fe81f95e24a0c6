/** The flow over time, drawn by Chart.js. */

import { clock, number, spoken, t } from '../i18n.js';

export const SERIES = ['delivered', 'retried', 'dead'];

/** `<flow-chart>` with `data` as `{from, stepSeconds, series}`: bars of what became of deliveries, a line of events. */
class FlowChart extends HTMLElement {
  #flow = null;
  #chart = null;
  #drawn = '';
  #recolour = () => this.#draw(true);

  get data() {
    return this.#flow;
  }

  set data(flow) {
    this.#flow = flow;
    this.#draw(false);
  }

  connectedCallback() {
    addEventListener('carteiro-theme', this.#recolour);
    this.#draw(false);
  }

  disconnectedCallback() {
    removeEventListener('carteiro-theme', this.#recolour);
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = '';
  }

  /** Only what has changed: a tooltip that somebody reads stays where it is. */
  #draw(recoloured) {
    const now = JSON.stringify(this.#flow);
    if (!globalThis.Chart || !this.isConnected || !this.#flow || (now === this.#drawn && !recoloured)) {
      return;
    }
    this.#drawn = now;
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', summary(this.#flow));
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(`--chart-${name}`).trim();
    if (this.#chart && !recoloured) {
      Object.assign(this.#chart.data, data(this.#flow, colour));
      this.#chart.update('none');
      return;
    }
    this.#chart?.destroy();
    const canvas = document.createElement('canvas');
    this.replaceChildren(canvas);
    this.#chart = new globalThis.Chart(canvas, {
      type: 'bar',
      data: data(this.#flow, colour),
      options: options(colour),
    });
  }
}

function data({ from, stepSeconds, series }, colour) {
  const bars = SERIES.map((name) => ({
    label: t(`flow.${name}`),
    data: series[name] ?? [],
    backgroundColor: colour(name),
    stack: 'deliveries',
    borderRadius: 1.5,
    barPercentage: 0.92,
    categoryPercentage: 0.92,
  }));
  const line = series.events && {
    type: 'line',
    label: t('flow.events'),
    order: -1,
    data: series.events,
    borderColor: colour('events'),
    backgroundColor: colour('events'),
    borderDash: [4, 3],
    borderWidth: 1.5,
    pointRadius: 0,
    tension: 0.25,
  };
  return { labels: labels(from, stepSeconds, series.delivered.length), datasets: line ? [line, ...bars] : bars };
}

/** With the day where the intervals are long. */
function labels(from, stepSeconds, count) {
  const long = stepSeconds * count > 86_400 * 2;
  const format = long
    ? { weekday: 'short', hour: '2-digit', minute: '2-digit' }
    : { hour: '2-digit', minute: '2-digit' };
  return Array.from({ length: count }, (_, at) => clock(Date.parse(from) + at * stepSeconds * 1000, format));
}

function options(colour) {
  const ticks = { color: colour('text'), font: { size: 11 }, maxRotation: 0, autoSkipPadding: 24 };
  return {
    responsive: true,
    maintainAspectRatio: false,
    locale: spoken(),
    animation: false,
    interaction: { mode: 'index', intersect: false },
    plugins: { legend: { display: false }, tooltip: { boxPadding: 4, usePointStyle: true } },
    scales: {
      x: { stacked: true, ticks, grid: { display: false }, border: { color: colour('grid') } },
      y: {
        stacked: true,
        beginAtZero: true,
        ticks: { ...ticks, precision: 0, maxTicksLimit: 5 },
        grid: { color: colour('grid') },
        border: { display: false },
      },
    },
  };
}

/** The sum of a series. */
export const sum = (values) => (values ?? []).reduce((total, value) => total + value, 0);

function summary({ series }) {
  const names = ['events', ...SERIES].filter((name) => series[name]);
  return t('flow.summary', {
    totals: names.map((name) => `${t(`flow.${name}`)} ${number(sum(series[name]))}`).join(', '),
  });
}

customElements.define('flow-chart', FlowChart);

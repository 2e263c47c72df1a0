/** Draws the charts of a report from the figures that stand in the page. */
'use strict';

const data = JSON.parse(document.getElementById('data').textContent);
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const ink = dark ? '#e8ebf0' : '#1d2430';
const line = dark ? '#343c48' : '#d9dee6';
// Okabe and Ito's colours: told apart by everybody.
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8a8f98', '#b8a900'];

Chart.defaults.color = ink;
Chart.defaults.borderColor = line;
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = 'system-ui, sans-serif';

/** Lines at the target and at what is acceptable, across the axis of milliseconds. */
const limits = {
  id: 'limits',
  afterDatasetsDraw(chart, _args, { axis }) {
    const scale = chart.scales[axis];
    const { ctx, chartArea } = chart;
    for (const [value, name] of [
      [data.target, 'target'],
      [data.acceptable, 'acceptable'],
    ]) {
      if (value === null || value > scale.max) continue;
      const at = scale.getPixelForValue(value);
      ctx.save();
      ctx.strokeStyle = ink;
      ctx.fillStyle = ink;
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      if (axis === 'x') {
        ctx.moveTo(at, chartArea.top);
        ctx.lineTo(at, chartArea.bottom);
      } else {
        ctx.moveTo(chartArea.left, at);
        ctx.lineTo(chartArea.right, at);
      }
      ctx.stroke();
      ctx.font = '12px system-ui, sans-serif';
      ctx.setLineDash([]);
      // Beside the chart: over the bars nobody could read it.
      if (axis === 'x') {
        ctx.textAlign = 'center';
        ctx.fillText(name, at, chartArea.top - 5);
      } else ctx.fillText(name, chartArea.right + 4, at + 4);
      ctx.restore();
    }
  },
};

function draw(id, config) {
  new Chart(document.querySelector(`#${id} canvas`), config);
}

const milliseconds = (tip) => `${tip.dataset.label}: ${Math.round(tip.parsed.x ?? tip.parsed.y)} ms`;

draw('stages', {
  type: 'bar',
  data: {
    labels: data.runs,
    datasets: data.parts.map(({ name, means }, i) => ({
      label: name,
      data: means,
      backgroundColor: colours[i % colours.length],
      borderColor: dark ? '#1c222b' : '#fff',
      borderWidth: 1,
    })),
  },
  options: {
    indexAxis: 'y',
    layout: { padding: { top: 18 } },
    scales: {
      x: { stacked: true, title: { display: true, text: 'ms' }, suggestedMax: (data.acceptable ?? 0) * 1.1 },
      y: { stacked: true },
    },
    plugins: { limits: { axis: 'x' }, tooltip: { callbacks: { label: milliseconds } }, legend: { position: 'bottom' } },
  },
  plugins: [limits],
});

draw('quantiles', {
  type: 'bar',
  data: {
    labels: data.runs,
    datasets: Object.entries(data.quantiles).map(([name, values], i) => ({
      label: name.toUpperCase(),
      data: values,
      backgroundColor: ['#0072b2', '#56b4e9', '#8a8f98'][i],
    })),
  },
  options: {
    layout: { padding: { right: 74 } },
    scales: { y: { beginAtZero: true, title: { display: true, text: 'ms' } } },
    plugins: { limits: { axis: 'y' }, legend: { position: 'bottom' } },
  },
  plugins: [limits],
});

draw('series', {
  type: 'scatter',
  data: {
    datasets: data.series.map(({ name, values }, i) => ({
      label: name,
      data: values.map((y, at) => ({ x: at + 1, y })),
      backgroundColor: colours[i % colours.length],
      pointStyle: ['circle', 'triangle', 'rect', 'star'][i % 4],
      pointRadius: 4,
    })),
  },
  options: {
    layout: { padding: { right: 74 } },
    scales: {
      x: { title: { display: true, text: 'turn' }, ticks: { precision: 0 } },
      y: { beginAtZero: true, title: { display: true, text: 'ms' } },
    },
    plugins: { limits: { axis: 'y' }, legend: { position: 'bottom' } },
  },
  plugins: [limits],
});

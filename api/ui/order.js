// Ordering a plan, and following it while it is made.
import * as api from './api.js';
import { byId, el, svg } from './elements.js';
import { duration } from './time.js';

export function setUpOrder(state, done) {
  const dialog = byId('order');
  byId('order-again').addEventListener('change', showSource);
  byId('order-close').addEventListener('click', () => dialog.close());
  byId('order-file').addEventListener('change', async (event) => {
    const file = event.target.files[0];
    if (file) byId('order-text').value = await file.text();
  });
  byId('order-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const sent = await send(state).catch((error) => void showErrors(error, state.words));
    if (sent) {
      dialog.close();
      followJob(sent, state, done);
    }
  });
}

function showSource() {
  byId('order-source').hidden = byId('order-again').checked;
}

export function openOrder(state) {
  const words = state.words;
  byId('again-row').hidden = state.problemId === null;
  byId('order-again').checked = state.problemId !== null;
  const preset = byId('order-preset');
  preset.replaceChildren(...Object.entries(words.presets).map(([value, text]) => el('option', { value }, text)));
  byId('order-errors').replaceChildren();
  byId('order-time').max = String(state.secondsMax);
  showSource();
  byId('order').showModal();
}

async function send(state) {
  const again = byId('order-again').checked && state.problemId !== null;
  const text = byId('order-text').value.trim();
  if (!again) {
    if (text === '') throw new Error(state.words.nothing);
    try { JSON.parse(text); } catch (error) { throw new Error(state.words.notJson(error.message)); }
  }
  const options = { timeLimitSeconds: Number(byId('order-time').value) || 10, language: state.language };
  if (byId('order-preset').value !== '') options.preset = byId('order-preset').value;
  if (byId('order-seed').value !== '') options.seed = Number(byId('order-seed').value);
  return api.order(again ? { id: state.problemId } : { text }, options);
}

export function showErrors(error, words, root = byId('order-errors')) {
  const report = error.report;
  const defects = report?.errors ?? [];
  root.replaceChildren(el('div', { class: 'errors' },
    el('p', {}, el('b', {}, report?.title ?? words.failed), ' ', report?.detail ?? (error.status === 0 ? words.unreachable : error.message)),
    report?.remedy ? el('p', {}, report.remedy) : null,
    defects.length > 0 ? el('ul', {}, defects.slice(0, 200).map((d) => el('li', {}, el('code', {}, d.pointer), ` ${d.cause}. `, el('i', {}, d.remedy)))) : null));
}

async function followJob(job, state, done) {
  const card = byId('progress');
  const words = state.words;
  const prices = [];
  const stop = el('button', { type: 'button', onclick: async () => {
    stop.disabled = true;
    stop.textContent = words.cancelling;
    await api.cancel(job.id).catch(() => {});
  } }, words.cancel);
  const text = el('div', { class: 'progress-text', role: 'status' });
  const chart = el('div', { class: 'spark' });
  card.replaceChildren(el('div', { class: 'progress-head' }, el('h2', {}, words.planning), stop), text, chart);
  card.hidden = false;
  const hear = (now) => {
    const p = now.progress;
    if (now.state === 'queued') return void text.replaceChildren(words.queued(now.waitingBehind ?? 0));
    if (!p) return;
    if (p.cost !== undefined && p.cost !== prices.at(-1)?.cost) prices.push({ t: p.milliseconds, cost: p.cost });
    text.replaceChildren(el('b', {}, words.stages[p.stage] ?? p.stage), figure(words.elapsed, `${(p.milliseconds / 1000).toFixed(1)} s`), figure(words.iterations, p.iterations.toLocaleString(words.locale)),
      p.cost === undefined ? null : figure(words.best, duration(p.cost / 100)), figure(words.leftOutNow, p.leftOut));
    chart.replaceChildren(spark(prices));
  };
  const end = await api.follow(job.id, hear);
  card.hidden = true;
  await done(end);
}

const figure = (name, value) => el('span', { class: 'pair' }, el('b', {}, value), ` ${name}`);

/** The price over time, on a scale of its own. */
function spark(prices) {
  const box = svg('svg', { viewBox: '0 0 300 40', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (prices.length < 2) return box;
  const [t0, t1] = [prices[0].t, prices.at(-1).t];
  const low = Math.min(...prices.map((p) => p.cost)), high = Math.max(...prices.map((p) => p.cost));
  const x = (t) => ((t - t0) / Math.max(t1 - t0, 1)) * 298 + 1, y = (c) => 38 - ((c - low) / Math.max(high - low, 1)) * 36;
  box.append(svg('polyline', { points: prices.map((p) => `${x(p.t).toFixed(1)},${y(p.cost).toFixed(1)}`).join(' ') }));
  return box;
}

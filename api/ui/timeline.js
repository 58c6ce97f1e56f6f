// People × hours. One tab stop; arrow keys walk along a row and between rows.
import { el, svg } from './elements.js';
import { clock, clockOf, decimal, duration, wall } from './time.js';

const ROW = 46;

/** Partners of a joint visit farther apart than so many rows are joined by a line only while the visit is chosen. */
const FAR = 12;

export function drawTimeline(root, day, date, words, choose) {
  root.replaceChildren();
  const rows = day.rows.filter((r) => r.date === date);
  if (rows.length === 0) return void root.append(el('p', { class: 'note pad' }, words.noRoutes));
  const from = Math.floor(Math.min(...rows.map((r) => r.from)) / 3600) * 3600;
  const until = Math.ceil(Math.max(...rows.map((r) => r.until)) / 3600) * 3600;
  const share = (t) => ((t - from) / (until - from)) * 100;
  const hours = Math.round((until - from) / 3600);
  const grid = el('div', { class: 'timeline', role: 'grid', 'aria-labelledby': 'timeline-title', 'aria-rowcount': rows.length, style: { '--columns': hours, '--row': `${ROW}px` } });
  const ruler = el('div', { class: 'ruler' });
  for (let h = 0; h < hours; h += 1) ruler.append(el('span', { style: { left: `${(h / hours) * 100}%` } }, clockOf(from + h * 3600)));
  grid.append(el('div', { class: 'corner' }, words.person), ruler);
  const lanes = [];
  for (const r of rows) {
    const name = el('div', { class: 'who', role: 'rowheader', title: r.person },
      el('span', { class: 'dot', style: { background: r.colour } }),
      el('span', { class: 'who-text' }, el('b', {}, r.person), el('small', {}, words.roles[r.role] ?? r.role)));
    const lane = el('div', { class: 'lane', role: 'presentation' });
    if (r.begin !== null && r.end !== null) {
      lane.append(el('div', { class: 'hours', style: { left: `${share(r.begin)}%`, width: `${share(r.end) - share(r.begin)}%` } }));
    }
    for (const bar of r.bars) lane.append(drawBar(bar, r, day, share, words, choose));
    grid.append(el('div', { class: 'line', role: 'row' }, name, lane));
    lanes.push(lane);
  }
  grid.append(joints(rows, day, share));
  root.append(grid);
  const buttons = [...grid.querySelectorAll('button')];
  if (buttons.length > 0) buttons[0].tabIndex = 0;
  grid.addEventListener('keydown', (event) => walk(event, lanes));
}

function drawBar(bar, r, day, share, words, choose) {
  const place = { left: `${share(bar.start)}%`, width: `${Math.max(share(bar.end) - share(bar.start), 0.15)}%` };
  const span = `${clockOf(bar.start)}–${clockOf(bar.end)}`;
  const cell = (node) => el('div', { role: 'gridcell', class: 'cell' }, node);
  if (bar.kind === 'travel') {
    const km = bar.metres == null ? '' : `, ${decimal(bar.metres / 1000, words.locale)} km`;
    return el('div', { class: 'bar travel', style: place, title: `${words.travelTo} ${span}: ${duration(bar.seconds ?? bar.end - bar.start)}${km}` });
  }
  if (bar.kind === 'wait') return el('div', { class: 'bar wait', style: place, title: `${words.waits} ${span}: ${duration(bar.end - bar.start)}` });
  if (bar.kind === 'break' || bar.kind === 'block') {
    const text = bar.label ?? words[bar.kind];
    return el('div', { class: `bar ${bar.kind}`, style: place, title: `${text} ${span}` }, el('span', {}, text));
  }
  const party = day.parties.get(bar.visit?.id) ?? [];
  const acute = bar.visit?.urgency === 'acute', joint = party.length > 1;
  const others = party.filter((p) => p.row !== r).map((p) => p.row.person);
  const deadline = day.deadlines.get(bar.visit?.id);
  const due = acute && deadline ? `, ${words.due} ${clock(deadline.deadline.due)}` : '';
  const title = `${words[bar.kind] ?? words.visit} ${bar.visit?.id ?? ''}, ${words.patient} ${bar.visit?.patient ?? ''}, ${span}${others.length > 0 ? `, ${words.with} ${others.join(', ')}` : ''}${due}`;
  const button = el('button', {
    type: 'button', tabindex: '-1', title, 'aria-label': title,
    class: `bar visit${joint ? ' joint' : ''}${acute ? ' acute' : ''}${bar.kind === 'accompany' ? ' accompany' : ''}${acute && deadline && !deadline.kept ? ' late' : ''}`,
    style: { ...place, '--colour': r.colour }, data: { visit: bar.visit?.id ?? '' },
    onclick: () => choose(bar.visit?.id ?? null),
  }, acute ? el('span', { class: 'mark', 'aria-hidden': 'true' }, '!') : null, el('span', { class: 'label' }, bar.visit ? day.short(bar.visit.patient) : ''));
  const parts = [cell(button)];
  const dueAt = acute && deadline ? wall(deadline.deadline.due) : null;
  if (dueAt !== null && share(dueAt) <= 100 && share(dueAt) >= 0) {
    parts.push(el('div', { class: 'due', style: { left: `${share(dueAt)}%` }, title: `${words.due} ${clock(deadline.deadline.due)}: ${bar.visit.id}` }));
  }
  return el('div', { class: 'visit-group' }, parts);
}

/** A line from each participant of a joint visit to the others, at the visit's start. */
function joints(rows, day, share) {
  const overlay = svg('svg', { class: 'joints', viewBox: `0 0 1000 ${rows.length * ROW}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  for (const [visit, party] of day.parties) {
    const here = party.map((p) => ({ y: rows.indexOf(p.row), t: p.bar.start })).filter((p) => p.y >= 0);
    if (here.length < 2) continue;
    const middle = (p) => p.y * ROW + ROW / 2;
    here.sort((a, b) => a.y - b.y);
    for (let i = 1; i < here.length; i += 1) {
      const [a, b] = [here[i - 1], here[i]];
      overlay.append(svg('line', { x1: share(a.t) * 10, y1: middle(a) + 15, x2: share(b.t) * 10, y2: middle(b) - 15, 'data-visit': visit, class: b.y - a.y > FAR ? 'far' : null }));
    }
  }
  return overlay;
}

export function markTimeline(root, visit) {
  for (const node of root.querySelectorAll('[data-visit]')) {
    const on = visit !== null && node.dataset.visit === visit;
    node.classList.toggle('chosen', on);
    if (node.tagName === 'BUTTON') node.setAttribute('aria-pressed', String(on));
  }
  const line = root.querySelector('line.chosen');
  if (line) line.parentNode.append(line);
}

function walk(event, lanes) {
  const row = lanes.findIndex((lane) => lane.contains(event.target));
  if (row < 0) return;
  const inRow = (lane) => [...lane.querySelectorAll('button')];
  const here = inRow(lanes[row]).indexOf(event.target);
  let next = null;
  if (event.key === 'ArrowRight') next = inRow(lanes[row])[here + 1];
  else if (event.key === 'ArrowLeft') next = inRow(lanes[row])[here - 1];
  else if (event.key === 'Home') next = inRow(lanes[row])[0];
  else if (event.key === 'End') next = inRow(lanes[row]).at(-1);
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const x = event.target.getBoundingClientRect().left;
    const near = (list) => list.reduce((best, b) => (best === null || Math.abs(b.getBoundingClientRect().left - x) < Math.abs(best.getBoundingClientRect().left - x) ? b : best), null);
    for (let i = row + step; i >= 0 && i < lanes.length && next === null; i += step) next = near(inRow(lanes[i]));
  } else return;
  event.preventDefault();
  if (next) {
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

// Plan and problem joined: what the timeline, the map and the explanation draw.
import { dateOf, wall, wallOn } from './time.js';

/** A colour for each person: equal lightness, so that white text reads on every one. */
export const colour = (number) => `oklch(${number % 2 === 0 ? 48 : 54}% 0.125 ${(215 + number * 137.508) % 360})`;

export function join(plan, problem) {
  const byId = (list) => new Map(list.map((item) => [item.id, item]));
  const visits = byId(problem.visits), staff = byId(problem.staff), shifts = byId(problem.shifts);
  const numbers = new Map(problem.staff.map((person, number) => [person.id, number]));
  const deadlines = new Map((plan.deadlines ?? []).map((d) => [d.visit, d]));
  const short = shortener(problem.patients.map((p) => p.id));
  const rows = plan.routes.filter((r) => r.stops.length > 0).map((route) => row(route, { visits, staff, shifts, numbers }));
  const parties = new Map();
  for (const r of rows) {
    for (const bar of r.bars) {
      if (bar.visit === null || bar.kind !== 'visit') continue;
      if (!parties.has(bar.visit.id)) parties.set(bar.visit.id, []);
      parties.get(bar.visit.id).push({ row: r, bar });
    }
  }
  const dates = [...new Set(rows.map((r) => r.date))].sort();
  return { plan, problem, short, visits, staff, shifts, numbers, rows, parties, deadlines, dates };
}

function row(route, facts) {
  const shift = facts.shifts.get(route.shift);
  const person = shift?.staff ?? route.staff ?? route.shift;
  const date = shift?.day ?? dateOf(route.departure ?? route.stops[0].start ?? '');
  let begin = shift ? wallOn(date, shift.start) : null;
  let end = shift ? wallOn(date, shift.end) : null;
  if (begin !== null && end !== null && end <= begin) end += 86400;
  const bars = [];
  let free = wall(route.departure), at = route.startPlace ?? null;
  for (const [number, stop] of route.stops.entries()) {
    const start = wall(stop.start);
    if (start === null) continue;
    const until = wall(stop.end) ?? start;
    const moved = stop.place != null && stop.place !== at;
    const arrival = wall(stop.arrival) ?? (moved ? null : free);
    if (moved && free !== null && arrival !== null && arrival > free) {
      bars.push({ kind: 'travel', start: free, end: arrival, seconds: stop.travelSeconds, metres: stop.travelMetres, visit: null, to: stop.place });
    }
    if (arrival !== null && start - arrival >= 60) bars.push({ kind: 'wait', start: arrival, end: start, visit: null, stop });
    bars.push({ kind: stop.task ?? 'visit', start, end: until, stop, number, visit: facts.visits.get(stop.visit) ?? null, label: block(shift, stop) });
    free = until;
    at = stop.place ?? at;
  }
  const back = wall(route.end);
  if (back !== null && free !== null && back > free && route.endPlace != null && route.endPlace !== at) {
    bars.push({ kind: 'travel', start: free, end: back, seconds: route.returnSeconds, metres: route.returnMetres, visit: null, to: route.endPlace });
  }
  const times = [begin, end, wall(route.departure), back, ...bars.map((b) => b.start), ...bars.map((b) => b.end)].filter((t) => t !== null);
  const number = facts.numbers.get(person) ?? 0;
  return { route, shift, person, role: facts.staff.get(person)?.role ?? '', date, begin, end, bars, number, colour: colour(number), from: Math.min(...times), until: Math.max(...times) };
}

/** What tells ids apart: the ids without the beginning that all share, up to its last mark. */
function shortener(ids) {
  if (ids.length < 2) return (id) => id;
  let shared = ids[0];
  for (const id of ids) while (!id.startsWith(shared)) shared = shared.slice(0, -1);
  const cut = Math.max(shared.lastIndexOf('-'), shared.lastIndexOf(':'), shared.lastIndexOf('_')) + 1;
  return (id) => id.slice(cut);
}

const block = (shift, stop) => (stop.task === 'block' ? shift?.blocks?.[stop.number ?? 0]?.label ?? null : null);
